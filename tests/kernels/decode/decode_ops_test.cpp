// SPDX-License-Identifier: Apache-2.0
#include "kernels/decode/decode_ops.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/random.h"

namespace retort::test {
namespace {

using namespace retort::kernels;

std::vector<float> normals(std::size_t count, std::uint64_t seed, double scale = 1) {
    Random random(seed, 0);
    std::vector<float> values(count);
    for (float& value : values) value = static_cast<float>(scale * random.normal());
    return values;
}

struct GemmCase {
    std::int32_t rows, columns, depth;
};

class GemmCases : public testing::TestWithParam<GemmCase> {};

TEST_P(GemmCases, MatchesDoublePrecision) {
    const auto [rows, columns, depth] = GetParam();
    const auto x = normals(static_cast<std::size_t>(rows) * depth, 1),
               w = normals(static_cast<std::size_t>(columns) * depth, 2);
    const PackedMatrix packed = packMatrix({{w.data(), columns}}, depth);
    std::vector<float> y(static_cast<std::size_t>(rows) * packed.stride(), NAN);
    gemmPanels({x.data(), rows, depth, &packed, y.data(), packed.stride(), 0, packed.panels});
    for (std::int32_t r = 0; r < rows; ++r) {
        for (std::int32_t c = 0; c < columns; ++c) {
            double sum = 0, size = 0;
            for (std::int32_t k = 0; k < depth; ++k) {
                const double term = static_cast<double>(x[r * depth + k]) * w[c * depth + k];
                sum += term;
                size += std::abs(term);
            }
            ASSERT_NEAR(y[r * packed.stride() + c], sum, 1e-6 * size + 1e-7) << r << ", " << c;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Sizes, GemmCases,
                         testing::Values(GemmCase{1, 1, 1}, GemmCase{1, 160, 128}, GemmCase{7, 33, 129},
                                         GemmCase{13, 64, 384}, GemmCase{64, 31, 300}, GemmCase{25, 100, 2048}));

TEST(GemmSwiglu, MatchesDoublePrecision) {
    const std::int32_t rows = 9, columns = 50, depth = 200;
    const auto x = normals(rows * depth, 1), gate = normals(columns * depth, 2), up = normals(columns * depth, 3);
    const PackedMatrix packed = packPairs(gate.data(), up.data(), columns, depth);
    const std::int32_t stride = packed.stride() / 2;
    std::vector<float> y(static_cast<std::size_t>(rows) * stride);
    gemmSwiglu({x.data(), rows, depth, &packed, y.data(), stride, 0, packed.panels});
    for (std::int32_t r = 0; r < rows; ++r) {
        for (std::int32_t c = 0; c < columns; ++c) {
            double g = 0, u = 0;
            for (std::int32_t k = 0; k < depth; ++k) {
                g += static_cast<double>(x[r * depth + k]) * gate[c * depth + k];
                u += static_cast<double>(x[r * depth + k]) * up[c * depth + k];
            }
            const double expected = g / (1 + std::exp(-g)) * u;
            ASSERT_NEAR(y[r * stride + c], expected, 3e-6 * std::abs(expected) + 2e-4) << r << ", " << c;
        }
    }
}

TEST(SwigluRows, IsExactFromGatesThatAreNothingToGatesThatPass) {
    const std::int64_t width = 4001;
    std::vector<float> gate_up(2 * width, 1.5f), y(width);
    for (std::int64_t i = 0; i < width; ++i) gate_up[i] = static_cast<float>(i - 2000) * 0.05f;
    swigluRows(gate_up.data(), 1, width, y.data());
    for (std::int64_t i = 0; i < width; ++i) {
        const double g = gate_up[i], expected = g / (1 + std::exp(-g)) * 1.5;
        // Below -87 the smallest normal number is all there is room for.
        ASSERT_NEAR(y[i], expected, 6e-7 * std::abs(expected) + 3e-36) << g;
    }
}

TEST(SoftmaxWeights, MatchesDoublePrecisionAndItsSums) {
    for (const std::int32_t count : {1, 3, 16, 160, 1001}) {
        for (const float inverse : {1.0f, 0.5f, 10.0f}) {
            const auto logits = normals(count, 4 + count, 8);
            std::vector<float> weights(count);
            const SoftmaxSums sums = softmaxWeights(logits.data(), count, inverse, weights.data());
            double sum = 0, weighted = 0;
            for (std::int32_t i = 0; i < count; ++i) {
                const double x = (static_cast<double>(logits[i]) - sums.max) * inverse;
                // The product is rounded to fp32 before exp, which then adds one unit in the last place.
                ASSERT_NEAR(weights[i], std::exp(x), std::exp(x) * (std::abs(x) + 2) * 1.2e-7 + 1e-38);
                sum += std::exp(x);
                weighted += x * std::exp(x);
            }
            EXPECT_NEAR(sums.sum, sum, 1e-6 * sum);
            EXPECT_NEAR(sums.weighted, weighted, 2e-6 * std::abs(weighted) + 1e-7);
            EXPECT_TRUE(sums.finite);
        }
    }
}

TEST(SoftmaxWeights, SaysWhenALogitIsNotFinite) {
    for (const std::size_t place : {0u, 5u, 31u, 36u}) {
        for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
            auto logits = normals(37, 9);
            logits[place] = bad;
            std::vector<float> weights(37);
            EXPECT_FALSE(softmaxWeights(logits.data(), 37, 1, weights.data()).finite) << place;
        }
    }
}

TEST(AddNorm, AddsTheDeltaAndNormalises) {
    for (const std::int32_t hidden : {5, 64, 130}) {
        auto residual = normals(2 * hidden, 1, 3);
        const auto before = residual, delta = normals(2 * hidden, 2), weight = normals(hidden, 3);
        std::vector<float> out(2 * hidden);
        addNorm({residual.data(), residual.data(), delta.data(), hidden, nullptr, weight.data(), out.data(), hidden, 1e-5f,
                 0, 2});
        for (std::int32_t r = 0; r < 2; ++r) {
            double squares = 0;
            for (std::int32_t i = r * hidden; i < (r + 1) * hidden; ++i) {
                ASSERT_EQ(residual[i], before[i] + delta[i]);
                squares += static_cast<double>(residual[i]) * residual[i];
            }
            for (std::int32_t i = 0; i < hidden; ++i) {
                const double expected = residual[r * hidden + i] / std::sqrt(squares / hidden + 1e-5) * weight[i];
                ASSERT_NEAR(out[r * hidden + i], expected, 3e-7 * std::abs(expected) + 1e-12);
            }
        }
    }
}

}  // namespace
}  // namespace retort::test
