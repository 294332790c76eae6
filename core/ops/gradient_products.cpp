// SPDX-License-Identifier: Apache-2.0
#include "ops/gradient_products.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>

#include "ops/gradient_rows.h"

namespace retort::ops {
namespace {

constexpr std::int64_t kMaxWeights = std::int64_t{1} << 22, kMaxInputs = 1024;

bool suitsOurs(const at::Tensor& weight) {
    return weight.numel() > 0 && weight.numel() <= kMaxWeights && weight.size(1) <= kMaxInputs && weight.size(0) % 16 == 0 &&
           weight.size(1) % 16 == 0;
}

}  // namespace

void inputGradient(const at::Tensor& dy, const at::Tensor& weight, const at::Tensor& dx) {
    if (!suitsOurs(weight)) {
        auto out = dx;
        at::mm_out(out, dy, weight);
        return;
    }
    const std::int64_t rows = dx.size(0), in = dx.size(1), outs = dy.size(1);
    const GradientPanels panels({{weight.const_data_ptr<float>(), outs}}, in);
    float* out = dx.data_ptr<float>();
    const float* left = dy.const_data_ptr<float>();
    at::parallel_for(0, (rows + kGradientRows - 1) / kGradientRows, 1, [&](std::int64_t first, std::int64_t last) {
        const std::int64_t begin = first * kGradientRows;
        inputGradientRows(left + begin * outs, outs, std::min(rows, last * kGradientRows) - begin, panels, out + begin * in,
                          in);
    });
}

void weightGradient(const at::Tensor& dy, const at::Tensor& x, bool accumulate, const at::Tensor& dw) {
    auto result = dw;
    if (!suitsOurs(dw) || x.size(0) == 0) {
        if (accumulate) result.addmm_(dy.t(), x);
        else at::mm_out(result, dy.t(), x);
        return;
    }
    const std::int64_t tokens = x.size(0), in = x.size(1), out = dy.size(1);
    float* gradient = result.data_ptr<float>();
    const float *left = dy.const_data_ptr<float>(), *right = x.const_data_ptr<float>();
    // Threads take equal shares of the outputs, whatever the blocks: with three blocks for two threads one would wait.
    const std::int64_t threads = at::get_num_threads(),
                       share = ((out + threads - 1) / threads + kColumns - 1) / kColumns * kColumns;
    at::parallel_for(0, (out + share - 1) / share, 1, [&](std::int64_t first, std::int64_t last) {
        const std::int64_t begin = first * share, width = std::min(out, last * share) - begin;
        weightGradientRows(left + begin, out, width, right, in, in, tokens, accumulate, gradient + begin * in);
    });
}

}  // namespace retort::ops
