// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "base/random.h"

namespace retort {

struct SampledToken {
    std::int32_t id = -1;  ///< -1: some logit was not finite
    float logprob = 0;     ///< nats
    float entropy = 0;     ///< nats
};

/// Draws ids from logits. Holds scratch memory, so each thread has its own.
///
/// Temperature 0 takes the most probable id (the lowest of equals) and reports log-probability and entropy at temperature 1.
/// Else logits are divided by the temperature and, for top_p < 1, cut to the nucleus: the fewest most probable ids (the
/// lower id first among equals) whose mass reaches top_p (Holtzman et al. 2020). Log-probability and entropy are of the
/// distribution that remains, renormalised. One uniform number is drawn per id, none at temperature 0.
class Sampler {
public:
    Sampler(double temperature, double top_p, std::int32_t vocab_size);

    SampledToken sample(const float* logits, Random& random);

private:
    SampledToken fromNucleus(const float* logits, double inverse, double max, double sum, Random& random);

    double temperature_, top_p_;
    std::vector<float> weights_;
    std::vector<std::int32_t> nucleus_;
};

}  // namespace retort
