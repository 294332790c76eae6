// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

namespace retort {

/// cos and sin of position * theta^(-2i/D), each [N, D/2] fp32, one row per token.
struct RopeTable {
    at::Tensor cos, sin;
};

/// positions [N] int64, none negative; head_dim even. Angles are fp32 products as in HuggingFace, their cos and sin exact.
RopeTable ropeTable(const at::Tensor& positions, std::int64_t head_dim, double theta);
/// The same with radians per position of each pair, [D/2], and a factor on cos and sin (YaRN's attention factor).
RopeTable ropeTable(const at::Tensor& positions, const std::vector<double>& frequencies, double scale);

/// Rotary embedding in the rotate-half layout of HuggingFace (Su et al. 2021): x [N, H, D] fp32; the pair (x[i], x[i + D/2])
/// is turned by the table's angle. Gives a new tensor; differentiable once in x.
at::Tensor rope(const at::Tensor& x, const RopeTable& table);

}  // namespace retort
