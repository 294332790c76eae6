// SPDX-License-Identifier: Apache-2.0
#include "ops/rope.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <cmath>

#include "kernels/decode/decode_types.h"
#include "ops/checks.h"
#include "ops/cpu_kernels.h"

namespace retort {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

at::Tensor turned(const at::Tensor& x, const at::Tensor& cos, const at::Tensor& sin, float direction) {
    auto y = at::empty_like(x);
    const std::int64_t heads = x.size(1), dim = x.size(2);
    at::parallel_for(0, x.size(0), 64, [&](std::int64_t first, std::int64_t last) {
        cpu::kernels().rope(x.const_data_ptr<float>() + first * heads * dim, cos.const_data_ptr<float>() + first * (dim / 2),
                            sin.const_data_ptr<float>() + first * (dim / 2), direction, last - first, heads, dim,
                            y.data_ptr<float>() + first * heads * dim);
    });
    return y;
}

struct Rope : torch::autograd::Function<Rope> {
    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, const at::Tensor& cos, const at::Tensor& sin) {
        ctx->save_for_backward({cos, sin});
        return turned(x, cos, sin, 1);
    }
    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const auto saved = ctx->get_saved_variables();
        return {turned(grads[0].contiguous(), saved[0], saved[1], -1), {}, {}};
    }
};

}  // namespace

RopeTable ropeTable(const at::Tensor& positions, std::int64_t head_dim, double theta) {
    ops::require(head_dim > 0 && head_dim % 2 == 0, "ropeTable: the head dimension must be even");
    std::vector<double> frequencies;
    for (std::int64_t i = 0; i < head_dim / 2; ++i) frequencies.push_back(kernels::ropeAngle(1, i, head_dim, theta));
    return ropeTable(positions, frequencies, 1);
}

RopeTable ropeTable(const at::Tensor& positions, const std::vector<double>& frequencies, double scale) {
    ops::require(positions.dim() == 1 && positions.scalar_type() == at::kLong, "ropeTable: positions must be [N] int64");
    const std::int64_t half = static_cast<std::int64_t>(frequencies.size()), tokens = positions.size(0);
    const auto dense = positions.contiguous();
    const auto* place = dense.const_data_ptr<std::int64_t>();
    RopeTable table{at::empty({tokens, half}, at::kFloat), at::empty({tokens, half}, at::kFloat)};
    float *cos = table.cos.data_ptr<float>(), *sin = table.sin.data_ptr<float>();
    // Positions repeat from sequence to sequence: a row that was computed before is copied.
    std::vector<std::int64_t> known;
    for (std::int64_t t = 0; t < tokens; ++t) {
        ops::require(place[t] >= 0, "ropeTable: positions must not be negative");
        const auto p = static_cast<std::size_t>(place[t]);
        if (p < known.size() && known[p] >= 0) {
            std::copy_n(cos + known[p] * half, half, cos + t * half);
            std::copy_n(sin + known[p] * half, half, sin + t * half);
            continue;
        }
        for (std::int64_t i = 0; i < half; ++i) {
            const double angle = static_cast<double>(place[t]) * frequencies[static_cast<std::size_t>(i)];
            cos[t * half + i] = static_cast<float>(scale * std::cos(angle));
            sin[t * half + i] = static_cast<float>(scale * std::sin(angle));
        }
        if (p >= known.size() && p < static_cast<std::size_t>(tokens)) known.resize(p + 1, -1);
        if (p < known.size()) known[p] = t;
    }
    return table;
}

at::Tensor rope(const at::Tensor& x, const RopeTable& table) {
    const auto rows = ops::cpuFloat(x, 3, "rope: x");
    const auto cos = ops::cpuFloat(table.cos, 2, "cos"), sin = ops::cpuFloat(table.sin, 2, "sin");
    ops::require(
        x.size(2) % 2 == 0 && cos.size(0) == x.size(0) && cos.size(1) == x.size(2) / 2 && sin.sizes() == cos.sizes(),
        "rope: the table must be [N, D/2]");
    return Rope::apply(rows, cos, sin);
}

}  // namespace retort
