// SPDX-License-Identifier: Apache-2.0
#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "model/layers.h"
#include "model/rotary.h"
#include "ops/attention.h"

namespace retort {
namespace {

// Queries attended together in a windowed layer: scores are kBlock times (kBlock + window) per head.
constexpr std::int64_t kBlock = 256;

/// One sequence of L tokens: token i sees (i - window, i]. q [L, H, D], k [L, KV, D], v [L, KV, Dv]; gives [L, H, Dv].
at::Tensor windowed(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, double scale, std::int64_t window) {
    const std::int64_t length = q.size(0), heads = q.size(1), kv_heads = k.size(1), group = heads / kv_heads;
    std::vector<at::Tensor> blocks;
    for (std::int64_t first = 0; first < length; first += kBlock) {
        const auto last = std::min(length, first + kBlock), begin = std::max<std::int64_t>(0, first - window + 1);
        const auto count = last - first, keys = last - begin;
        const auto queries = q.slice(0, first, last).reshape({count, kv_heads, group, q.size(2)}).permute({1, 2, 0, 3});
        const auto key_rows = k.slice(0, begin, last).permute({1, 2, 0}).unsqueeze(1);
        const auto values = v.slice(0, begin, last).permute({1, 0, 2}).unsqueeze(1);
        const auto distance = at::arange(first, last).unsqueeze(1) - at::arange(begin, last).unsqueeze(0);
        const auto hidden = at::logical_or(distance.lt(0), distance.ge(window));
        const auto scores =
            at::matmul(queries, key_rows).mul(scale).masked_fill(hidden, -std::numeric_limits<float>::infinity());
        const auto mixed = at::matmul(at::softmax(scores.view({kv_heads, group, count, keys}), -1), values);
        blocks.push_back(mixed.permute({2, 0, 1, 3}).reshape({count, heads, v.size(2)}));
    }
    return at::cat(blocks);
}

at::Tensor padded(const at::Tensor& x, std::int64_t dim) {
    return x.size(2) == dim ? x : at::constant_pad_nd(x, {0, dim - x.size(2)});
}

/// The fused kernel knows one head size and the scale that belongs to it: others are padded with zeros and q is scaled.
at::Tensor full(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, double scale,
                const std::vector<std::int32_t>& starts) {
    const auto dim = std::max(q.size(2), v.size(2));
    const double factor = scale * std::sqrt(static_cast<double>(dim));
    const auto scaled = std::abs(factor - 1) < 1e-12 ? q : q * factor;
    return varlenAttention(padded(scaled, dim), padded(k, dim), padded(v, dim), starts).narrow(2, 0, v.size(2));
}

}  // namespace

at::Tensor PackedAttend::operator()(std::int64_t layer, const at::Tensor& q, const at::Tensor& k, const at::Tensor& v) {
    const auto window = config_.window(layer);
    const double scale = attentionScale(config_);
    std::int64_t longest = 0;
    for (std::size_t s = 1; s < starts_.size(); ++s) longest = std::max<std::int64_t>(longest, starts_[s] - starts_[s - 1]);
    if (window == 0 || longest <= window) return full(q, k, v, scale, starts_);
    std::vector<at::Tensor> sequences;
    for (std::size_t s = 1; s < starts_.size(); ++s)
        if (starts_[s] > starts_[s - 1])
            sequences.push_back(windowed(q.slice(0, starts_[s - 1], starts_[s]), k.slice(0, starts_[s - 1], starts_[s]),
                                         v.slice(0, starts_[s - 1], starts_[s]), scale, window));
    return at::cat(sequences);
}

}  // namespace retort
