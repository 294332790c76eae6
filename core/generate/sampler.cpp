// SPDX-License-Identifier: Apache-2.0
#include "generate/sampler.h"

#include <algorithm>
#include <cmath>

#include "kernels/decode/decode_ops.h"

namespace retort {

Sampler::Sampler(double temperature, double top_p, std::int32_t vocab_size)
    : temperature_(temperature), top_p_(top_p), weights_(static_cast<std::size_t>(vocab_size)) {}

SampledToken Sampler::sample(const float* logits, Random& random) {
    const std::int32_t count = static_cast<std::int32_t>(weights_.size());
    const double inverse = temperature_ == 0 ? 1 : 1 / temperature_;
    const auto sums = kernels::softmaxWeights(logits, count, static_cast<float>(inverse), weights_.data());
    if (!sums.finite) return {};
    if (temperature_ != 0 && top_p_ < 1) return fromNucleus(logits, inverse, sums.max, sums.sum, random);

    std::int32_t id = 0;
    if (temperature_ == 0) {
        id = static_cast<std::int32_t>(std::max_element(logits, logits + count) - logits);
    } else {
        double left = random.uniform() * sums.sum;
        // The last id of any weight stands for what rounding leaves over.
        for (std::int32_t i = 0; i < count && left >= 0; ++i) {
            if (weights_[i] > 0) id = i;
            left -= weights_[i];
        }
    }
    const double log_sum = std::log(sums.sum);
    const double logprob = (static_cast<double>(logits[id]) - sums.max) * inverse - log_sum;
    return {id, static_cast<float>(logprob), static_cast<float>(log_sum - sums.weighted / sums.sum)};
}

SampledToken Sampler::fromNucleus(const float* logits, double inverse, double max, double sum, Random& random) {
    // Ids below this bound hold less than 1 - top_p together, so the nucleus is among the others.
    const double bound = (1 - top_p_) * sum / static_cast<double>(weights_.size());
    nucleus_.clear();
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        if (weights_[i] > 0 && weights_[i] >= bound) nucleus_.push_back(static_cast<std::int32_t>(i));
    }
    std::stable_sort(nucleus_.begin(), nucleus_.end(), [&](auto a, auto b) { return weights_[a] > weights_[b]; });
    double mass = 0, weighted = 0;
    std::size_t kept = 0;
    for (; kept < nucleus_.size() && (kept == 0 || mass < top_p_ * sum); ++kept) {
        const double weight = weights_[nucleus_[kept]];
        mass += weight;
        weighted += weight * (static_cast<double>(logits[nucleus_[kept]]) - max) * inverse;
    }
    double left = random.uniform() * mass;
    std::size_t place = 0;
    while (place + 1 < kept && (left -= weights_[nucleus_[place]]) >= 0) ++place;
    const std::int32_t id = nucleus_[place];
    const double logprob = (static_cast<double>(logits[id]) - max) * inverse - std::log(mass);
    return {id, static_cast<float>(logprob), static_cast<float>(std::log(mass) - weighted / mass)};
}

}  // namespace retort
