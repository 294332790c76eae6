// SPDX-License-Identifier: Apache-2.0
#include "ops/projection.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include "ops/checks.h"
#include "ops/cpu_kernels.h"
#include "ops/packed_product.h"

namespace retort {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t kRows = 96;        // of a block: a multiple of the kernel's six, its inputs within the second cache
constexpr std::int64_t kTokens = 128;     // summed at a time in the weight's gradient
constexpr std::int64_t kOutputs = 48;     // of the weight's gradient per job
constexpr std::int64_t kMaxWeights = std::int64_t{1} << 22, kMaxInputs = 1024;

/// Whether the products of the backward pass are ours: at::mm has more overhead per call, but blocks for matrices beyond the caches.
bool suitsOurs(const at::Tensor& weight) {
    return weight.numel() <= kMaxWeights && weight.size(1) <= kMaxInputs && weight.size(0) % 16 == 0 && weight.size(1) % 16 == 0;
}

/// c [m, n] = a [m, k] b [k, n], all dense, in parallel over rows.
void product(const at::Tensor& c, const at::Tensor& a, const at::Tensor& b) {
    const std::int64_t m = c.size(0), n = c.size(1), k = a.size(1);
    float* out = c.data_ptr<float>();
    const float *left = a.const_data_ptr<float>(), *right = b.const_data_ptr<float>();
    at::parallel_for(0, (m + kRows - 1) / kRows, 1, [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t row = first * kRows; row < std::min(m, last * kRows); row += kRows)
            cpu::kernels().gemm(out + row * n, n, left + row * k, k, 1, right, n, std::min(kRows, m - row), n, k, false);
    });
}

/// dy^T x, every element summed in the order of the tokens.
at::Tensor weightGradient(const at::Tensor& dy, const at::Tensor& x) {
    const std::int64_t tokens = x.size(0), in = x.size(1), out = dy.size(1);
    auto dw = tokens > 0 ? at::empty({out, in}, x.options()) : at::zeros({out, in}, x.options());
    float* gradient = dw.data_ptr<float>();
    const float *left = dy.const_data_ptr<float>(), *right = x.const_data_ptr<float>();
    at::parallel_for(0, (out + kOutputs - 1) / kOutputs, 1, [&](std::int64_t first, std::int64_t last) {
        const std::int64_t begin = first * kOutputs, end = std::min(out, last * kOutputs);
        for (std::int64_t t = 0; t < tokens; t += kTokens)
            cpu::kernels().gemm(gradient + begin * in, in, left + t * out + begin, 1, out, right + t * in, in, end - begin, in,
                                std::min(kTokens, tokens - t), t > 0);
    });
    return dw;
}

struct Linear : torch::autograd::Function<Linear> {
    /// bias [out], or [0] for none: a Function takes no undefined tensors.
    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
        const bool biased = bias.numel() > 0;
        ctx->save_for_backward({x, weight});
        ctx->saved_data["bias"] = biased;
        auto y = at::empty({x.size(0), weight.size(0)}, x.options());
        ops::PackedProduct(weight).multiply(x.const_data_ptr<float>(), x.size(0), biased ? bias.const_data_ptr<float>() : nullptr,
                                            y.data_ptr<float>());
        return y;
    }
    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const auto saved = ctx->get_saved_variables();
        const auto dy = grads[0].contiguous();
        const auto &x = saved[0], &weight = saved[1];
        const auto d_bias = ctx->saved_data["bias"].toBool() ? dy.sum(0) : at::Tensor();
        if (!suitsOurs(weight)) return {at::mm(dy, weight), at::mm(dy.t(), x), d_bias};
        auto dx = at::empty_like(x);
        product(dx, dy, weight);
        return {dx, weightGradient(dy, x), d_bias};
    }
};

}  // namespace

at::Tensor projection(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
    const auto rows = ops::cpuFloat(x, 2, "projection: x"), matrix = ops::cpuFloat(weight, 2, "projection: weight");
    ops::require(x.size(1) == weight.size(1) && (!bias.defined() || (bias.dim() == 1 && bias.size(0) == weight.size(0))),
                 "projection: x [N, in], weight [out, in] and bias [out] do not fit each other");
    return Linear::apply(rows, matrix, bias.defined() ? ops::cpuFloat(bias, 1, "projection: bias") : at::empty({0}, matrix.options()));
}

}  // namespace retort
