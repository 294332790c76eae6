// SPDX-License-Identifier: Apache-2.0
#include "kernels/decode/random_model.h"

#include <cmath>

#include "base/random.h"

namespace retort::test {

RandomModel::RandomModel(const RandomModelOptions& options, std::uint64_t seed) {
    Random random(seed, 0);
    const auto fill = [&](std::int64_t count, double spread, double center = 0) {
        auto& array = arrays_.emplace_back();
        for (std::int64_t i = 0; i < count; ++i) array.push_back(static_cast<float>(center + spread * random.normal()));
        return array.data();
    };
    const auto matrix = [&](std::int64_t rows, std::int64_t columns, double scale = 1) {
        return fill(rows * columns, scale / std::sqrt(static_cast<double>(columns)));
    };
    const kernels::DecodeShape& s = options.shape;
    weights.shape = s;
    weights.embedding = matrix(s.vocab, s.hidden, options.scale);
    for (int i = 0; i < s.layers; ++i) {
        kernels::DecodeLayerWeights layer;
        layer.input_norm = fill(s.hidden, 0.1, 1);
        layer.q = matrix(s.queryWidth(), s.hidden);
        layer.k = matrix(s.kvWidth(), s.hidden);
        layer.v = matrix(s.kvWidth(), s.hidden);
        if (options.biases) {
            layer.q_bias = fill(s.queryWidth(), 0.5);
            layer.k_bias = fill(s.kvWidth(), 0.5);
            layer.v_bias = fill(s.kvWidth(), 0.1);
            if (i % 2 == 1) layer.o_bias = fill(s.hidden, 0.1);
        }
        layer.o = matrix(s.hidden, s.queryWidth());
        layer.post_norm = fill(s.hidden, 0.1, 1);
        layer.gate = matrix(s.intermediate, s.hidden, 2);
        layer.up = matrix(s.intermediate, s.hidden);
        layer.down = matrix(s.hidden, s.intermediate);
        weights.layers.push_back(layer);
    }
    weights.final_norm = fill(s.hidden, 0.1, 1);
    weights.head = options.tied ? weights.embedding : matrix(s.vocab, s.hidden, options.scale);
}

std::vector<std::int32_t> randomIds(std::int32_t vocab, std::size_t count, std::uint64_t seed) {
    Random random(seed, 1);
    std::vector<std::int32_t> ids;
    for (std::size_t i = 0; i < count; ++i) ids.push_back(static_cast<std::int32_t>(random.below(vocab)));
    return ids;
}

std::vector<RandomModelOptions> modelCases() {
    const auto shape = [](int layers, int hidden, int heads, int kv_heads, int dim, int intermediate, int vocab) {
        return kernels::DecodeShape{.layers = layers,
                                    .hidden = hidden,
                                    .heads = heads,
                                    .kv_heads = kv_heads,
                                    .head_dim = dim,
                                    .intermediate = intermediate,
                                    .vocab = vocab};
    };
    return {
        {.shape = shape(4, 128, 4, 2, 32, 384, 160), .tied = true, .scale = 5},
        {.shape = shape(5, 64, 8, 4, 8, 172, 512), .biases = false, .tied = true, .scale = 5},
        {.shape = shape(1, 33, 3, 1, 10, 50, 77)},
        {.shape = shape(2, 96, 7, 1, 48, 130, 101), .scale = 3},
        {.shape = shape(2, 256, 2, 2, 128, 700, 300), .scale = 3},
        {.shape = shape(1, 16, 1, 1, 2, 5, 3)},
    };
}

}  // namespace retort::test
