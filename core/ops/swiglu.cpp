// SPDX-License-Identifier: Apache-2.0
#include "ops/swiglu.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include "kernels/decode/decode_ops.h"
#include "ops/checks.h"
#include "ops/cpu_kernels.h"

namespace retort {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t kGrain = 32;  // rows a thread takes at least

struct Swiglu : torch::autograd::Function<Swiglu> {
    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& gate_up) {
        const std::int64_t width = gate_up.size(1) / 2;
        auto y = at::empty({gate_up.size(0), width}, gate_up.options());
        at::parallel_for(0, gate_up.size(0), kGrain, [&](std::int64_t first, std::int64_t last) {
            kernels::swigluRows(gate_up.const_data_ptr<float>() + first * 2 * width, last - first, width,
                                y.data_ptr<float>() + first * width);
        });
        ctx->save_for_backward({gate_up});
        return y;
    }
    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const auto gate_up = ctx->get_saved_variables()[0];
        const auto dy = grads[0].contiguous();
        const std::int64_t width = gate_up.size(1) / 2;
        auto d = at::empty_like(gate_up);
        at::parallel_for(0, gate_up.size(0), kGrain, [&](std::int64_t first, std::int64_t last) {
            cpu::kernels().swigluBackward(gate_up.const_data_ptr<float>() + first * 2 * width,
                                          dy.const_data_ptr<float>() + first * width, last - first, width,
                                          d.data_ptr<float>() + first * 2 * width, nullptr);
        });
        return {d};
    }
};

}  // namespace

at::Tensor swiglu(const at::Tensor& gate_up) {
    const auto rows = ops::cpuFloat(gate_up, 2, "swiglu: gate_up");
    ops::require(rows.size(1) % 2 == 0, "swiglu: gate_up must have an even width");
    return Swiglu::apply(rows);
}

}  // namespace retort
