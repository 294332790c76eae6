// SPDX-License-Identifier: Apache-2.0
// The products of the backward pass against double loops, in both precisions: widths that end within a panel, more rows than
// are taken at a time, an odd number of rows.
#include "ops/gradient_rows.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <bit>
#include <optional>
#include <vector>

#include "base/random.h"
#include "ops/gradient_products.h"
#include "support/bf16_scope.h"

namespace retort::ops {
namespace {

struct Sizes {
    std::int64_t rows, outs, in;
};

class GradientRows : public testing::TestWithParam<std::tuple<Sizes, bool>> {
protected:
    void SetUp() override {
        if (std::get<1>(GetParam())) bf16.emplace();
        dy = normals(sizes.rows * dy_stride);
        x = normals(sizes.rows * x_stride);
        weight = normals(sizes.outs * sizes.in);
    }
    std::vector<float> normals(std::int64_t count) {
        std::vector<float> values(static_cast<std::size_t>(count));
        for (auto& value : values) value = static_cast<float>(random.normal());
        return values;
    }
    /// As the product takes it.
    double operand(float value) const {
        if (!bf16) return value;
        const auto bits = std::bit_cast<std::uint32_t>(value);
        return std::bit_cast<float>((bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF0000);
    }

    Sizes sizes = std::get<0>(GetParam());
    std::int64_t dy_stride = spread(sizes.outs), x_stride = spread(sizes.in);
    Random random{7, 1};
    std::optional<test::Bf16Scope> bf16;
    std::vector<float> dy, x, weight;
};

TEST_P(GradientRows, OfTheInputIsThatOfDoublePrecision) {
    // In two sources, as gate and up are.
    const std::int64_t first = sizes.outs / 32 * 16;
    const GradientPanels panels({{weight.data(), first}, {weight.data() + first * sizes.in, sizes.outs - first}}, sizes.in);
    std::vector<float> dx(static_cast<std::size_t>(sizes.rows * x_stride), -1e9f);
    inputGradientRows({dy.data(), dy_stride}, sizes.rows, panels, dx.data(), x_stride);
    for (std::int64_t r = 0; r < sizes.rows; ++r)
        for (std::int64_t i = 0; i < sizes.in; ++i) {
            double sum = 0;
            for (std::int64_t o = 0; o < sizes.outs; ++o)
                sum += operand(dy[r * dy_stride + o]) * operand(weight[o * sizes.in + i]);
            ASSERT_NEAR(dx[r * x_stride + i], sum, 1e-6 * static_cast<double>(sizes.outs)) << r << " " << i;
        }
}

TEST_P(GradientRows, OfTheWeightIsThatOfDoublePrecision) {
    const auto before = normals(sizes.outs * sizes.in);
    for (const bool accumulate : {false, true}) {
        auto dw = before;
        weightGradientRows({dy.data(), dy_stride}, sizes.outs, {x.data(), x_stride}, sizes.in, sizes.rows, accumulate,
                           dw.data(), sizes.in);
        for (std::int64_t o = 0; o < sizes.outs; ++o)
            for (std::int64_t i = 0; i < sizes.in; ++i) {
                double sum = accumulate ? before[o * sizes.in + i] : 0;
                for (std::int64_t r = 0; r < sizes.rows; ++r)
                    sum += operand(dy[r * dy_stride + o]) * operand(x[r * x_stride + i]);
                ASSERT_NEAR(dw[o * sizes.in + i], sum, 1e-6 * static_cast<double>(sizes.rows + 10)) << o << " " << i;
            }
    }
}

TEST_P(GradientRows, OfRowsThatAreRoundedAlreadyAreTheSameBits) {
    if (!bf16) bf16.emplace();
    const auto pairs = [&](const std::vector<float>& rows, std::int64_t stride, std::int64_t width) {
        std::vector<kernels::Bf16Pair> rounded(static_cast<std::size_t>(sizes.rows * width / 2));
        kernels::bf16Kernels().pairUp(rows.data(), stride, sizes.rows, width, rounded.data(), width / 2);
        return rounded;
    };
    const auto dy_pairs = pairs(dy, dy_stride, sizes.outs), x_pairs = pairs(x, x_stride, sizes.in);
    const ProductRows dy_rows(dy.data(), dy_stride), x_rows(x.data(), x_stride), dy_rounded(dy_pairs.data(), sizes.outs / 2),
        x_rounded(x_pairs.data(), sizes.in / 2);
    const GradientPanels panels({{weight.data(), sizes.outs}}, sizes.in);
    std::vector<float> dx(static_cast<std::size_t>(sizes.rows * sizes.in)), dx_rounded(dx.size());
    inputGradientRows(dy_rows, sizes.rows, panels, dx.data(), sizes.in);
    inputGradientRows(dy_rounded, sizes.rows, panels, dx_rounded.data(), sizes.in);
    EXPECT_EQ(dx, dx_rounded);
    std::vector<float> dw(static_cast<std::size_t>(sizes.outs * sizes.in)), dw_rounded(dw.size());
    weightGradientRows(dy_rows, sizes.outs, x_rows, sizes.in, sizes.rows, false, dw.data(), sizes.in);
    weightGradientRows(dy_rounded, sizes.outs, x_rounded, sizes.in, sizes.rows, false, dw_rounded.data(), sizes.in);
    EXPECT_EQ(dw, dw_rounded);
}

INSTANTIATE_TEST_SUITE_P(Widths, GradientRows,
                         testing::Combine(testing::Values(Sizes{0, 32, 16}, Sizes{1, 16, 16}, Sizes{7, 64, 48},
                                                          Sizes{131, 48, 80}, Sizes{300, 544, 32}),
                                          testing::Bool()));

// Beyond 4 M weights and 1,024 inputs a matrix is cut into blocks, or left to LibTorch.
TEST(GradientProducts, OfALargeMatrixAreThoseOfDoublePrecision) {
    at::manual_seed(3);
    const auto dy = at::randn({130, 4112}), x = at::randn({130, 1040}), weight = at::randn({4112, 1040}),
               before = at::randn({4112, 1040});
    for (const bool wants_bf16 : {false, true}) {
        std::optional<test::Bf16Scope> bf16;
        if (wants_bf16) bf16.emplace();
        // LibTorch's product, where it is taken, does not round its operands.
        const double bound = wants_bf16 ? 2e-2 : 5e-5;
        auto dx = at::empty({130, 1040}), dw = before.clone();
        InputGradient(weight).multiply(dy, dx);
        weightGradient(dy, x, true, dw);
        const auto far = [](const at::Tensor& ours, const at::Tensor& exact) {
            return ((ours.to(at::kDouble) - exact).abs().max() / exact.abs().mean()).item<double>();
        };
        EXPECT_LT(far(dx, dy.to(at::kDouble).mm(weight.to(at::kDouble))), bound) << wants_bf16;
        EXPECT_LT(far(dw, before.to(at::kDouble) + dy.to(at::kDouble).t().mm(x.to(at::kDouble))), bound) << wants_bf16;
    }
}

}  // namespace
}  // namespace retort::ops
