// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "model/transformer.h"

// The layers of every architecture out of single operations, for what Transformer's fused path does not cover.

namespace retort {

/// Who remembers keys and values: packed sequences, or a cache while decoding.
class Attend {
public:
    virtual ~Attend() = default;
    /// One layer's q [N, H, D], k [N, KV, D] and v [N, KV, Dv] after the rotary embedding. Gives [N, H, Dv].
    virtual at::Tensor operator()(std::int64_t layer, const at::Tensor& q, const at::Tensor& k, const at::Tensor& v) = 0;
};

/// Tokens of packed sequences see their own sequence, causally and within the layer's window.
class PackedAttend final : public Attend {
public:
    PackedAttend(const ModelConfig& config, const std::vector<std::int32_t>& starts) : config_(config), starts_(starts) {}
    at::Tensor operator()(std::int64_t layer, const at::Tensor& q, const at::Tensor& k, const at::Tensor& v) override;

private:
    const ModelConfig& config_;
    const std::vector<std::int32_t>& starts_;
};

/// [N, hidden_size]: the state after the final norm. Positions may lie anywhere; `attend` knows who sees whom.
at::Tensor composedHidden(const Transformer& model, const PackedTokens& tokens, Attend& attend);

/// Which experts each token uses and with which weight.
struct Routing {
    at::Tensor experts;  ///< [N, K] int64
    at::Tensor weights;  ///< [N, K]
};
/// scores [N, E]: sigmoid or softmax of the router's logits. bias [E] (V3) moves the choice only, never the weights.
Routing routeTokens(const MixtureOfExperts& settings, const at::Tensor& scores, const at::Tensor& bias);

}  // namespace retort
