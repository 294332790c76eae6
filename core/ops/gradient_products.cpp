// SPDX-License-Identifier: Apache-2.0
#include "ops/gradient_products.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>

namespace retort::ops {
namespace {

constexpr std::int64_t kMaxWeights = std::int64_t{1} << 22, kMaxInputs = 1024;  // without AVX-512

bool suitsOurs(const at::Tensor& weight) {
    if (weight.numel() == 0 || weight.size(0) % kColumns != 0 || weight.size(1) % kColumns != 0) return false;
    // LibTorch's product is as fast as ours on AVX2, and cuts large matrices better; half as fast where it leaves AVX-512
    // unused.
    const bool wide = kernels::panelWidth() == 32;
    return wide || (weight.numel() <= kMaxWeights && weight.size(1) <= kMaxInputs);
}

std::int64_t blocks(std::int64_t count, std::int64_t size) { return (count + size - 1) / size; }

}  // namespace

InputGradient::InputGradient(const at::Tensor& weight) : weight_(weight) {
    if (suitsOurs(weight)) panels_ = GradientPanels({{weight.const_data_ptr<float>(), weight.size(0)}}, weight.size(1));
}

void InputGradient::multiply(const at::Tensor& dy, const at::Tensor& dx) const {
    if (panels_.in == 0) {
        auto out = dx;
        at::mm_out(out, dy, weight_);
        return;
    }
    const std::int64_t rows = dx.size(0), in = dx.size(1), outs = dy.size(1);
    float* out = dx.data_ptr<float>();
    const float* left = dy.const_data_ptr<float>();
    at::parallel_for(0, blocks(rows, kGradientRows), 1, [&](std::int64_t first, std::int64_t last) {
        const std::int64_t begin = first * kGradientRows;
        inputGradientRows({left + begin * outs, outs}, std::min(rows, last * kGradientRows) - begin, panels_,
                          out + begin * in, in);
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
    const auto cell = [&](std::int64_t first_out, std::int64_t outs, std::int64_t first_in, std::int64_t ins) {
        weightGradientRows({left + first_out, out}, outs, {right + first_in, in}, ins, tokens, accumulate,
                           gradient + first_out * in + first_in, in);
    };
    if (dw.numel() <= kMaxWeights && in <= kMaxInputs) {
        // Threads take equal shares of the outputs, whatever the blocks: with three blocks for two threads one would wait.
        const std::int64_t share = blocks(blocks(out, at::get_num_threads()), kColumns) * kColumns;
        at::parallel_for(0, blocks(out, share), 1, [&](std::int64_t first, std::int64_t last) {
            cell(first * share, std::min(out, last * share) - first * share, 0, in);
        });
        return;
    }
    const std::int64_t across = blocks(in, kGradientBlock);
    at::parallel_for(0, blocks(out, kGradientBlock) * across, 1, [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t i = first; i < last; ++i) {
            const std::int64_t o = i / across * kGradientBlock, c = i % across * kGradientBlock;
            cell(o, std::min(kGradientBlock, out - o), c, std::min(kGradientBlock, in - c));
        }
    });
}

}  // namespace retort::ops
