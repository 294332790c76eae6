// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <vector>

#include "kernels/decode/decode_types.h"

namespace retort::test {

struct RandomModelOptions {
    kernels::DecodeShape shape;
    bool biases = true, tied = false;
    double scale = 1;  ///< of the head: how peaked the distributions are
};

/// A model of random weights with the spread of a trained one: matrices ~ 1/sqrt(fan in), norms around 1.
struct RandomModel {
    explicit RandomModel(const RandomModelOptions& options, std::uint64_t seed = 1);
    kernels::DecodeWeights weights;

private:
    std::deque<std::vector<float>> arrays_;
};

/// A sequence of ids of the vocabulary.
std::vector<std::int32_t> randomIds(std::int32_t vocab, std::size_t count, std::uint64_t seed);

/// Shapes that differ in what the kernels treat apart: odd sizes, group sizes, narrow and wide heads, deep products.
std::vector<RandomModelOptions> modelCases();

}  // namespace retort::test
