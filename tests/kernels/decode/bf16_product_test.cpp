// SPDX-License-Identifier: Apache-2.0
// Products of bf16 on every instruction set this processor has, against double precision on operands rounded by frexp.
#include "kernels/decode/bf16_product.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "base/random.h"
#include "kernels/decode/decode_ops.h"
#include "kernels/decode/decode_step.h"
#include "support/bf16_scope.h"

namespace retort::test {
namespace {

using namespace retort::kernels;

std::vector<float> normals(std::size_t count, std::uint64_t seed) {
    Random random(seed, 0);
    std::vector<float> values(count);
    for (float& value : values) value = static_cast<float>(random.normal());
    return values;
}

/// The nearest number of eight significant bits, ties to even; of normal numbers.
double rounded(double x) {
    int exponent = 0;
    const double fraction = std::frexp(x, &exponent);
    return std::ldexp(std::nearbyint(fraction * 256), exponent - 8);
}

float half(Bf16Pair pair, bool second) {
    const std::uint32_t bits = second ? pair & 0xFFFF0000 : pair << 16;
    float value = 0;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

class Bf16Sets : public testing::TestWithParam<std::size_t> {
protected:
    const Bf16Kernels& set_ = *bf16KernelSets()[GetParam()];
};

TEST_P(Bf16Sets, RoundsToTheNearestEven) {
    auto x = normals(4001, 1);
    for (std::size_t i = 0; i < x.size(); i += 3)
        x[i] = std::ldexp(1.0f + static_cast<float>(i % 512) / 256, static_cast<int>(i % 200) - 100);
    std::vector<Bf16Pair> pairs(x.size() / 2 + 1);
    set_.pairUp(x.data(), 0, 1, static_cast<std::int64_t>(x.size()), pairs.data(), 0);
    for (std::size_t i = 0; i < x.size(); ++i) ASSERT_EQ(half(pairs[i / 2], i % 2 == 1), rounded(x[i])) << x[i];
    EXPECT_EQ(pairs.back() >> 16, 0u);

    constexpr float infinity = std::numeric_limits<float>::infinity();
    const float special[] = {0.0f, -0.0f, infinity, -infinity, std::numeric_limits<float>::max()};
    set_.pairUp(special, 0, 1, 5, pairs.data(), 0);
    EXPECT_TRUE(half(pairs[0], false) == 0 && std::signbit(half(pairs[0], true)));
    EXPECT_EQ(half(pairs[1], false), infinity);
    EXPECT_EQ(half(pairs[1], true), -infinity);
    EXPECT_EQ(half(pairs[2], false), infinity);
    for (const std::uint32_t bits : {0x7F800001u, 0x7FFFFFFFu, 0xFFFFFFFFu}) {
        float nan = 0;
        std::memcpy(&nan, &bits, sizeof nan);
        set_.pairUp(&nan, 0, 1, 1, pairs.data(), 0);
        EXPECT_TRUE(std::isnan(half(pairs[0], false))) << bits;
    }
}

TEST_P(Bf16Sets, PairsRowsWithTheOneBelow) {
    constexpr std::int64_t kRows = 5, kColumns = 37, kStride = 41, kOut = 48;
    const auto x = normals(kRows * kStride, 2);
    std::vector<Bf16Pair> pairs(3 * kOut, 7);
    set_.pairRows(x.data(), kStride, kRows, kColumns, pairs.data(), kOut);
    for (std::int64_t r = 0; r < 6; ++r)
        for (std::int64_t j = 0; j < kColumns; ++j)
            ASSERT_EQ(half(pairs[r / 2 * kOut + j], r % 2 == 1), r < kRows ? rounded(x[r * kStride + j]) : 0)
                << r << " " << j;
    EXPECT_EQ(pairs[kColumns], 7u) << "it wrote beyond the row";
}

TEST_P(Bf16Sets, JoinsRowsThatAreRoundedAlready) {
    constexpr std::int64_t kRows = 5, kStride = 83, kOut = 100;
    for (const std::int64_t columns : {1, 16, 37, 64, 80}) {
        const auto x = normals(kRows * kStride, 6);
        std::vector<Bf16Pair> rows(kRows * kOut), joined(3 * kOut, 7), expected(3 * kOut, 7);
        set_.pairUp(x.data(), kStride, kRows, columns, rows.data(), kOut);
        set_.joinRows(rows.data(), kOut, kRows, columns, joined.data(), kOut);
        set_.pairRows(x.data(), kStride, kRows, columns, expected.data(), kOut);
        EXPECT_EQ(joined, expected) << columns;
    }
}

TEST_P(Bf16Sets, MultipliesAsDoublePrecisionDoes) {
    for (const auto& [m, n, k] : {std::tuple{1, 16, 1}, {1, 32, 40}, {7, 16, 9}, {13, 48, 64}, {29, 70, 33}, {2, 3, 5}})
        for (const bool accumulate : {false, true}) {
            const auto a = normals(2 * m * k, 3), b = normals(2 * n * k, 4), start = normals(m * n, 5);
            std::vector<Bf16Pair> left(m * k), right(n * k);
            set_.pairUp(a.data(), 0, 1, 2 * m * k, left.data(), 0);
            set_.pairUp(b.data(), 0, 1, 2 * n * k, right.data(), 0);
            auto c = start;
            set_.gemm(c.data(), n, left.data(), 1, m, right.data(), n, m, n, k, accumulate);
            for (int i = 0; i < m; ++i) {
                // The same row by itself: as many bits.
                std::vector<float> alone(start.begin() + i * n, start.begin() + (i + 1) * n);
                set_.gemm(alone.data(), n, left.data() + i, 1, m, right.data(), n, 1, n, k, accumulate);
                for (int j = 0; j < n; ++j) {
                    double sum = accumulate ? start[i * n + j] : 0, size = std::abs(sum);
                    for (int p = 0; p < 2 * k; ++p) {
                        const double term =
                            rounded(a[2 * (p / 2 * m + i) + p % 2]) * rounded(b[2 * (p / 2 * n + j) + p % 2]);
                        sum += term;
                        size += std::abs(term);
                    }
                    ASSERT_NEAR(c[i * n + j], sum, 2e-6 * size) << set_.name << " " << m << " " << n << " " << k;
                    ASSERT_EQ(c[i * n + j], alone[j]) << set_.name << " " << i << " " << j;
                }
            }
        }
}

INSTANTIATE_TEST_SUITE_P(All, Bf16Sets, testing::Range<std::size_t>(0, bf16KernelSets().size()),
                         [](const auto& test) { return bf16KernelSets()[test.param]->name; });

TEST(Bf16Gemm, PanelsMatchDoublePrecisionOfRoundedOperands) {
    const Bf16Scope scope;
    for (const auto& [rows, columns, depth] :
         {std::tuple{1, 1, 1}, {1, 160, 128}, {7, 33, 129}, {130, 64, 384}, {25, 100, 2048}}) {
        const auto x = normals(rows * depth, 1), w = normals(columns * depth, 2);
        const PackedMatrix packed = packMatrix({{w.data(), columns}}, depth);
        ASSERT_TRUE(packed.pairs && !packed.data);
        std::vector<float> y(static_cast<std::size_t>(rows) * packed.stride(), NAN);
        gemmPanels({x.data(), rows, depth, &packed, y.data(), packed.stride(), 0, packed.panels});
        for (int r = 0; r < rows; ++r)
            for (int c = 0; c < columns; ++c) {
                double sum = 0, size = 0;
                for (int k = 0; k < depth; ++k) {
                    const double term = rounded(x[r * depth + k]) * rounded(w[c * depth + k]);
                    sum += term;
                    size += std::abs(term);
                }
                ASSERT_NEAR(y[r * packed.stride() + c], sum, 4e-6 * size) << r << ", " << c;
            }
    }
}

TEST(Bf16Gemm, SwigluMatchesDoublePrecisionOfRoundedOperands) {
    const Bf16Scope scope;
    const std::int32_t rows = 9, columns = 50, depth = 201;
    const auto x = normals(rows * depth, 1), gate = normals(columns * depth, 2), up = normals(columns * depth, 3);
    const PackedMatrix packed = packPairs(gate.data(), up.data(), columns, depth);
    const std::int32_t stride = packed.stride() / 2;
    std::vector<float> y(static_cast<std::size_t>(rows) * stride);
    gemmSwiglu({x.data(), rows, depth, &packed, y.data(), stride, 0, packed.panels});
    for (std::int32_t r = 0; r < rows; ++r)
        for (std::int32_t c = 0; c < columns; ++c) {
            double g = 0, u = 0;
            for (std::int32_t k = 0; k < depth; ++k) {
                g += rounded(x[r * depth + k]) * rounded(gate[c * depth + k]);
                u += rounded(x[r * depth + k]) * rounded(up[c * depth + k]);
            }
            const double expected = g / (1 + std::exp(-g)) * u;
            ASSERT_NEAR(y[r * stride + c], expected, 1e-5 * std::abs(expected) + 3e-4) << r << ", " << c;
        }
}

/// x as Bf16Kernels::pairUp rounds it, end to end.
std::vector<Bf16Pair> pairsOf(const std::vector<float>& x, std::int64_t rows, std::int64_t width) {
    std::vector<Bf16Pair> pairs(static_cast<std::size_t>(rows * ((width + 1) / 2)));
    bf16Kernels().pairUp(x.data(), width, rows, width, pairs.data(), (width + 1) / 2);
    return pairs;
}

TEST(Bf16Gemm, KeepsInPairsWhatOnlyProductsRead) {
    const Bf16Scope scope;
    const std::int32_t rows = 110, columns = 48, depth = 77;
    const auto x = normals(rows * depth, 1), gate = normals(columns * depth, 2), up = normals(columns * depth, 3);
    const PackedMatrix packed = packPairs(gate.data(), up.data(), columns, depth);
    const std::int32_t stride = packed.stride() / 2;
    std::vector<float> y(static_cast<std::size_t>(rows) * stride), operands(2 * y.size()), kept(operands.size());
    GemmParams params{x.data(), rows, depth, &packed, y.data(), stride, 0, packed.panels, operands.data(), 2 * columns};
    gemmSwiglu(params);
    const auto x_pairs = pairsOf(x, rows, depth);
    std::vector<Bf16Pair> y_pairs(y.size() / 2);
    params.x = nullptr;
    params.x_pairs = x_pairs.data();
    params.x_stride = (depth + 1) / 2;
    params.y = nullptr;
    params.y_pairs = y_pairs.data();
    params.operands = kept.data();
    gemmSwiglu(params);
    EXPECT_EQ(y_pairs, pairsOf(y, rows, stride));
    EXPECT_EQ(kept, operands);
}

TEST(Bf16Gemm, NormsKeepInPairsTheRowsThatTheyRound) {
    const std::int32_t rows = 5, hidden = 83;
    const auto x = normals(rows * hidden, 1), delta = normals(rows * hidden, 2), weight = normals(hidden, 3);
    std::vector<float> sum(x.size()), out(x.size()), row(hidden), sum_too(x.size());
    addNorm({x.data(), sum.data(), delta.data(), hidden, nullptr, weight.data(), out.data(), hidden, 1e-5f, 0, rows});
    std::vector<Bf16Pair> pairs(rows * 42);
    addNorm({x.data(), sum_too.data(), delta.data(), hidden, nullptr, weight.data(), row.data(), hidden, 1e-5f, 0, rows,
             nullptr, 0, pairs.data()});
    EXPECT_EQ(pairs, pairsOf(out, rows, hidden));
    EXPECT_EQ(sum_too, sum);
}

}  // namespace
}  // namespace retort::test
