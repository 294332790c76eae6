// SPDX-License-Identifier: Apache-2.0
#pragma once

// What `retort bench` measures: the engine's own classes on made-up tokens. Which tokens they are does not change the work.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "model/transformer.h"

namespace retort::bench {

/// One measured call: does the work and tells how much it was.
struct Done {
    double tokens = 0;  ///< what the figure counts: new tokens of generation, useful tokens of training
    double flops = 0;   ///< products and sums that the arithmetic needs: matrices, attention and head; no recomputation
};
using Workload = std::function<Done()>;

/// Figures in the order of the table: generate_1, generate_64, generate_256, train, train_equal, grpo.
const std::vector<std::string>& figures();

/// generate_B: B / 16 prompts of 24 tokens, 16 samples of each (B = 1: one), exactly 64 new tokens each.
/// train:      supervised documents of 21 to 173 tokens, lengths as in abacus's own; optimizer steps of about 4096 tokens.
/// train_equal: the same with documents of 60 tokens, so that nobody has anything to pad.
/// grpo:       one step: 16 prompts x 16 samples of 64 tokens, rewards drawn from a seed, advantages, four optimizer steps
/// without KL. The model outlives the workload and is changed by training. Throws Error(Usage) for an unknown figure or a
/// model whose context is too short.
Workload makeWorkload(const std::string& figure, Transformer& model, int threads);

/// GFLOP/s of LibTorch's fp32 matrix product with these threads: the best of several products of 1024^3.
double gemmPeak(int threads);

}  // namespace retort::bench
