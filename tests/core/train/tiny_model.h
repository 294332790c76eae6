// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstring>
#include <vector>

#include <ATen/ATen.h>

#include "base/random.h"
#include "model/transformer.h"
#include "recipe/recipe.h"
#include "rollout/rollout.h"

namespace retort::test {

/// Small enough for a step in milliseconds; every feature of the family on: grouped queries, biases, tied head.
inline ModelConfig tinyConfig() {
    ModelConfig config;
    config.vocab_size = 23;
    config.hidden_size = 16;
    config.num_hidden_layers = 2;
    config.num_attention_heads = 4;
    config.num_key_value_heads = 2;
    config.head_dim = 4;
    config.intermediate_size = 24;
    config.max_position_embeddings = 64;
    config.attention_bias = true;
    config.tie_word_embeddings = true;
    config.initializer_range = 0.2;
    config.eos_token_ids = {0};
    return config;
}

/// Rows with a pattern to learn: ids count up modulo the vocabulary from a random start.
inline std::vector<TrainingSample> countingRows(std::size_t count, std::uint64_t seed) {
    Random random(seed, 0);
    std::vector<TrainingSample> rows(count);
    for (TrainingSample& row : rows) {
        const auto length = 5 + random.below(12);
        auto id = static_cast<std::int32_t>(random.below(23));
        for (std::uint64_t i = 0; i < length; ++i) row.ids.push_back(id = (id + 1) % 23);
        row.prompt_length = 2;
    }
    return rows;
}

/// Rollouts of random completions with plausible log-probabilities and both signs of advantage.
inline std::vector<TrainingSample> randomRollouts(std::size_t count, std::uint64_t seed) {
    Random random(seed, 1);
    std::vector<TrainingSample> samples(count);
    for (TrainingSample& sample : samples) {
        sample.prompt_length = static_cast<std::int32_t>(2 + random.below(4));
        const auto completion = 3 + random.below(10);
        for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(sample.prompt_length) + completion; ++i)
            sample.ids.push_back(static_cast<std::int32_t>(random.below(23)));
        for (std::uint64_t i = 0; i < completion; ++i)
            sample.old_logprobs.push_back(static_cast<float>(-3 + 0.3 * random.normal()));
        sample.advantage = static_cast<float>(random.normal());
    }
    return samples;
}

/// Bit for bit the same values.
inline bool sameBits(const at::Tensor& a, const at::Tensor& b) {
    const at::Tensor x = a.detach().contiguous(), y = b.detach().contiguous();
    return x.sizes() == y.sizes() && std::memcmp(x.const_data_ptr(), y.const_data_ptr(), x.nbytes()) == 0;
}

inline bool sameBits(const Transformer& a, const Transformer& b) {
    for (std::size_t i = 0; i < a.parameters().size(); ++i)
        if (!sameBits(a.parameters()[i].second, b.parameters()[i].second)) return false;
    return true;
}

}  // namespace retort::test
