// SPDX-License-Identifier: Apache-2.0
#include "ops/norm.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include "kernels/decode/decode_ops.h"
#include "kernels/rms_norm.h"
#include "ops/checks.h"

namespace retort {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t kBlock = 256;  // rows; fixed, so that the weight's gradient does not depend on the thread count

const float* pointer(const at::Tensor& tensor) { return tensor.defined() ? tensor.const_data_ptr<float>() : nullptr; }
float* row(const at::Tensor& tensor, std::int64_t r) {
    return tensor.data_ptr<float>() + r * (tensor.dim() > 1 ? tensor.size(1) : 1);
}

/// Rows in blocks: body(block, first row, rows).
template <class Body>
void overBlocks(std::int64_t rows, const Body& body) {
    const std::int64_t blocks = (rows + kBlock - 1) / kBlock;
    at::parallel_for(0, blocks, 1, [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t b = first; b < last; ++b) body(b, b * kBlock, std::min(kBlock, rows - b * kBlock));
    });
}

struct Normed {
    at::Tensor sum, y, rstd;
};

Normed normForward(const at::Tensor& x, const at::Tensor& residual, const at::Tensor& weight, double eps) {
    Normed result{residual.defined() ? at::empty_like(x) : x, at::empty_like(x), at::empty({x.size(0)}, x.options())};
    const std::int64_t cols = x.size(1);
    overBlocks(x.size(0), [&](std::int64_t, std::int64_t r, std::int64_t n) {
        if (!residual.defined())
            return kernels::rmsNormForwardCpu({.x = pointer(x) + r * cols,
                                               .weight = pointer(weight),
                                               .y = row(result.y, r),
                                               .rstd = row(result.rstd, r),
                                               .rows = n,
                                               .width = cols,
                                               .epsilon = static_cast<float>(eps)});
        kernels::addNorm({.from = pointer(residual) + r * cols,
                          .sum = row(result.sum, r),
                          .delta = pointer(x) + r * cols,
                          .delta_stride = static_cast<std::int32_t>(cols),
                          .weight = pointer(weight),
                          .out = row(result.y, r),
                          .hidden = static_cast<std::int32_t>(cols),
                          .eps = static_cast<float>(eps),
                          .row_end = static_cast<std::int32_t>(n),
                          .inverse = row(result.rstd, r)});
    });
    return result;
}

/// {dx, d_weight}; d_sum may be undefined.
std::pair<at::Tensor, at::Tensor> normBackward(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& rstd,
                                               const at::Tensor& dy, const at::Tensor& d_sum) {
    const std::int64_t cols = x.size(1);
    auto dx = at::empty_like(x), parts = at::zeros({(x.size(0) + kBlock - 1) / kBlock, cols}, x.options());
    overBlocks(x.size(0), [&](std::int64_t b, std::int64_t r, std::int64_t n) {
        kernels::rmsNormBackwardCpu({.x = pointer(x) + r * cols,
                                     .weight = pointer(weight),
                                     .rstd = pointer(rstd) + r,
                                     .grad_y = pointer(dy) + r * cols,
                                     .grad_sum = d_sum.defined() ? pointer(d_sum) + r * cols : nullptr,
                                     .grad_x = row(dx, r),
                                     .grad_weight = row(parts, b),
                                     .rows = n,
                                     .width = cols});
    });
    return {dx, parts.sum(0)};
}

at::Tensor dense(const at::Tensor& grad) { return grad.defined() ? grad.contiguous() : grad; }

struct RmsNorm : torch::autograd::Function<RmsNorm> {
    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, const at::Tensor& weight, double eps) {
        auto result = normForward(x, {}, weight, eps);
        ctx->save_for_backward({x, weight, result.rstd});
        return result.y;
    }
    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const auto saved = ctx->get_saved_variables();
        auto [dx, dw] = normBackward(saved[0], saved[1], saved[2], dense(grads[0]), {});
        return {dx, dw, {}};
    }
};

struct AddRmsNorm : torch::autograd::Function<AddRmsNorm> {
    static variable_list forward(AutogradContext* ctx, const at::Tensor& x, const at::Tensor& residual,
                                 const at::Tensor& weight, double eps) {
        auto result = normForward(x, residual, weight, eps);
        ctx->save_for_backward({result.sum, weight, result.rstd});
        ctx->set_materialize_grads(false);
        return {result.sum, result.y};
    }
    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const auto saved = ctx->get_saved_variables();
        if (!grads[1].defined()) return {grads[0], grads[0], {}, {}};
        auto [dx, dw] = normBackward(saved[0], saved[1], saved[2], dense(grads[1]), dense(grads[0]));
        return {dx, dx, dw, {}};
    }
};

}  // namespace

at::Tensor rmsNorm(const at::Tensor& x, const at::Tensor& weight, double eps) {
    const auto rows = ops::cpuFloat(x, 2, "rmsNorm: x"), scale = ops::cpuFloat(weight, 1, "rmsNorm: weight");
    ops::require(x.size(1) == weight.size(0), "rmsNorm: weight must have one value per column of x");
    return RmsNorm::apply(rows, scale, eps);
}

AddNorm addRmsNorm(const at::Tensor& x, const at::Tensor& residual, const at::Tensor& weight, double eps) {
    const auto rows = ops::cpuFloat(x, 2, "addRmsNorm: x"), other = ops::cpuFloat(residual, 2, "addRmsNorm: residual");
    const auto scale = ops::cpuFloat(weight, 1, "addRmsNorm: weight");
    ops::require(x.sizes() == residual.sizes() && x.size(1) == weight.size(0),
                 "addRmsNorm: shapes of x, residual and weight differ");
    auto out = AddRmsNorm::apply(rows, other, scale, eps);
    return {out[0], out[1]};
}

}  // namespace retort
