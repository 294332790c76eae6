// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "model/model_config.h"
#include "ops/rope.h"

namespace retort {

/// Radians per position of each rotary pair, [rotaryDim() / 2], and what cos and sin are multiplied with.
struct RotaryFrequencies {
    std::vector<double> inverse;
    double scale = 1;
};

/// By rope_scaling's kind: linear (kaiokendev 2023), dynamic NTK (emozilla 2023; depends on the sequence's length beyond
/// max_position_embeddings), llama3 (Llama 3.1) and YaRN (2309.00071), in double; transformers rounds to fp32.
RotaryFrequencies rotaryFrequencies(const ModelConfig& config, std::int64_t sequence_length);

/// The table of packed tokens: positions [N] int64, `starts` as in PackedTokens.
RopeTable rotaryTable(const ModelConfig& config, const at::Tensor& positions, const std::vector<std::int32_t>& starts);

/// What attention scores are multiplied with: 1 / sqrt(head_dim), and DeepSeek's mscale^2 with YaRN.
double attentionScale(const ModelConfig& config);

}  // namespace retort
