// SPDX-License-Identifier: Apache-2.0
#include "ops/gradient_products.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "ops/cpu_kernels.h"
#include "ops/gradient_rows.h"

namespace retort::ops {
namespace {

constexpr std::int64_t kOutputs = 48;  // of the weight's gradient that share what is laid out of dy
constexpr std::int64_t kInputFloats = 32768, kMostTokens = 128;  // of x, laid out at a time in the weight's gradient
constexpr std::int64_t kMaxWeights = std::int64_t{1} << 22, kMaxInputs = 1024;

/// A call of memmove for each few floats would cost as much as a tenth of the products.
template <std::int64_t count>
void copyFloats(const float* from, float* to) {
    std::memcpy(to, from, static_cast<std::size_t>(count) * sizeof(float));
}

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
    const std::int64_t most = std::clamp<std::int64_t>(kInputFloats / in, kPanel, kMostTokens);
    // Threads take equal shares of the outputs, whatever the blocks: with three blocks for two threads one would wait.
    const std::int64_t threads = at::get_num_threads(),
                       share = ((out + threads - 1) / threads + kPanel - 1) / kPanel * kPanel;
    const bool bf16 = kernels::productPrecision() == kernels::ProductPrecision::BF16;
    at::parallel_for(0, (out + share - 1) / share, 1, [&](std::int64_t first, std::int64_t last) {
        const std::int64_t end = std::min(out, last * share);
        if (bf16)
            return weightGradientBf16(left + first * share, out, end - first * share, right, in, in, tokens, accumulate,
                                      gradient + first * share * in);
        thread_local std::vector<float> inputs, outputs;
        inputs.resize(static_cast<std::size_t>(most * in));
        outputs.resize(static_cast<std::size_t>(most * kOutputs));
        for (std::int64_t t = 0; t < tokens; t += most) {
            const std::int64_t count = std::min(most, tokens - t);
            layOutPanels(right + t * in, count, in, most, inputs.data());
            for (std::int64_t begin = first * share; begin < end; begin += kOutputs) {
                const std::int64_t width = std::min(kOutputs, end - begin);
                for (std::int64_t i = 0; i < count; ++i) {
                    const float* from = left + (t + i) * out + begin;
                    if (width == kOutputs) copyFloats<kOutputs>(from, outputs.data() + i * kOutputs);
                    else std::copy_n(from, width, outputs.data() + i * kOutputs);
                }
                for (std::int64_t j = 0; j < in; j += kPanel)
                    cpu::kernels().gemm(gradient + begin * in + j, in, outputs.data(), 1, kOutputs, inputs.data() + j * most,
                                        kPanel, width, kPanel, count, accumulate || t > 0);
            }
        }
    });
}

}  // namespace retort::ops
