// SPDX-License-Identifier: Apache-2.0
#include "ops/gradient_products.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include "ops/cpu_kernels.h"

namespace retort::ops {
namespace {

constexpr std::int64_t kRows = 96;        // of a block: a multiple of the kernel's six, its inputs within the second cache
constexpr std::int64_t kTokens = 128;     // summed at a time in the weight's gradient
constexpr std::int64_t kOutputs = 48;     // of the weight's gradient per job
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
    float* out = dx.data_ptr<float>();
    const float *left = dy.const_data_ptr<float>(), *right = weight.const_data_ptr<float>();
    at::parallel_for(0, (rows + kRows - 1) / kRows, 1, [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t row = first * kRows; row < std::min(rows, last * kRows); row += kRows)
            cpu::kernels().gemm(out + row * in, in, left + row * outs, outs, 1, right, in, std::min(kRows, rows - row), in, outs,
                                false);
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
    at::parallel_for(0, (out + kOutputs - 1) / kOutputs, 1, [&](std::int64_t first, std::int64_t last) {
        const std::int64_t begin = first * kOutputs, end = std::min(out, last * kOutputs);
        for (std::int64_t t = 0; t < tokens; t += kTokens)
            cpu::kernels().gemm(gradient + begin * in, in, left + t * out + begin, 1, out, right + t * in, in, end - begin, in,
                                std::min(kTokens, tokens - t), accumulate || t > 0);
    });
}

}  // namespace retort::ops
