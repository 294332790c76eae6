// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "ops/rope.h"

namespace retort {

/// Causal softmax attention of packed sequences: token i of sequence s sees the tokens of s up to i. q [N, H, D], k and v
/// [N, KV, D] with H a multiple of KV (query head h reads key head h / (H / KV)), fp32 on the CPU; scores are divided by
/// sqrt(D). `starts` as in PackedTokens. Gives [N, H, D]. Differentiable once in q, k, v; keeps the log-sum-exp per row and
/// recomputes probabilities (FlashAttention, Dao et al. 2022). Parallel over (sequence, key head); same inputs and thread
/// count give the same bits.
at::Tensor varlenAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                           const std::vector<std::int32_t>& starts);

/// rope on q and k, then varlenAttention, in one pass. qkv [N, (H + 2 KV) * D]: the rows of q, k and v side by side, as one
/// fused projection gives them. Gives [N, H * D]. `parents` as in PackedTokens: a sequence that continues another sees that
/// one's tokens too, with the bits that it would have as a sequence of its own.
at::Tensor ropeAttention(const at::Tensor& qkv, const RopeTable& rope, const std::vector<std::int32_t>& starts,
                         std::int64_t heads, std::int64_t kv_heads, const std::vector<std::int32_t>& parents = {});

}  // namespace retort
