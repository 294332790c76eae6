// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include "model/transformer.h"
#include "train/batcher.h"

namespace retort {

/// What a model says about the T loss tokens of a microbatch.
struct TokenScores {
    at::Tensor logprobs;       ///< [T] nats, with gradients unless under at::NoGradGuard
    at::Tensor entropies;      ///< [T] nats, constants
    at::Tensor first_choices;  ///< [T] bool: the loss token is the model's first choice (ties count)
};

/// One forward pass; only loss tokens go through the head. temperature > 0 divides the logits.
TokenScores scoreTokens(const Transformer& model, const Microbatch& batch, double temperature);

/// Copies a [T] fp32 tensor out.
std::vector<float> toVector(const at::Tensor& tensor);
/// A [T] fp32 tensor of values.
at::Tensor toTensor(const std::vector<float>& values);

}  // namespace retort
