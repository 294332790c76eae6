// SPDX-License-Identifier: Apache-2.0
#include "ops/projection.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include "ops/checks.h"
#include "ops/gradient_products.h"
#include "ops/packed_product.h"

namespace retort {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct Linear : torch::autograd::Function<Linear> {
    /// bias [out], or [0] for none: a Function takes no undefined tensors.
    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
        const bool biased = bias.numel() > 0;
        ctx->save_for_backward({x, weight});
        ctx->saved_data["bias"] = biased;
        auto y = at::empty({x.size(0), weight.size(0)}, x.options());
        ops::PackedProduct(weight).multiply(x.const_data_ptr<float>(), x.size(0),
                                            biased ? bias.const_data_ptr<float>() : nullptr, y.data_ptr<float>());
        return y;
    }
    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const auto saved = ctx->get_saved_variables();
        const auto dy = grads[0].contiguous();
        const auto &x = saved[0], &weight = saved[1];
        const auto d_bias = ctx->saved_data["bias"].toBool() ? dy.sum(0) : at::Tensor();
        auto dx = at::empty_like(x), dw = at::empty_like(weight);
        ops::InputGradient(weight).multiply(dy, dx);
        ops::weightGradient(dy, x, false, dw);
        return {dx, dw, d_bias};
    }
};

}  // namespace

at::Tensor projection(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
    const auto rows = ops::cpuFloat(x, 2, "projection: x"), matrix = ops::cpuFloat(weight, 2, "projection: weight");
    ops::require(x.size(1) == weight.size(1) && (!bias.defined() || (bias.dim() == 1 && bias.size(0) == weight.size(0))),
                 "projection: x [N, in], weight [out, in] and bias [out] do not fit each other");
    return Linear::apply(rows, matrix,
                         bias.defined() ? ops::cpuFloat(bias, 1, "projection: bias") : at::empty({0}, matrix.options()));
}

}  // namespace retort
