// SPDX-License-Identifier: Apache-2.0
#include "train/grpo_loss.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace retort {
namespace {

/// What every token of sequence s is multiplied by.
double tokenWeight(const GrpoTokens& tokens, std::size_t s, const GrpoTotals& totals, const GrpoLossOptions& options) {
    const auto sequences = static_cast<double>(std::max<std::int64_t>(1, totals.sequences));
    switch (options.aggregation) {
        case Aggregation::Sequence: {
            const std::int32_t length = tokens.starts[s + 1] - tokens.starts[s];
            return 1.0 / (sequences * std::max(1, length));
        }
        case Aggregation::Token: return 1.0 / static_cast<double>(std::max<std::int64_t>(1, totals.tokens));
        case Aggregation::Constant: break;
    }
    return 1.0 / (sequences * static_cast<double>(options.max_tokens));
}

}  // namespace

Aggregation aggregationFrom(const std::string& text) {
    if (text == "sequence") return Aggregation::Sequence;
    if (text == "token") return Aggregation::Token;
    if (text == "constant") return Aggregation::Constant;
    throw Error(ErrorCode::Usage, fmt::format("unknown aggregation \"{}\"", text), "aggregation",
                "Use \"sequence\", \"token\" or \"constant\"");
}

void GrpoSums::add(const GrpoSums& other) {
    loss += other.loss;
    policy_loss += other.policy_loss;
    kl += other.kl;
    clipped_low += other.clipped_low;
    clipped_high += other.clipped_high;
    ratio += other.ratio;
    const bool first = tokens == 0;
    ratio_min = first ? other.ratio_min : std::min(ratio_min, other.ratio_min);
    ratio_max = first ? other.ratio_max : std::max(ratio_max, other.ratio_max);
    tokens += other.tokens;
}

GrpoSums grpoLoss(const GrpoTokens& tokens, const GrpoTotals& totals, const GrpoLossOptions& options,
                  std::span<float> gradient) {
    GrpoSums sums;
    const double low = 1 - options.clip_low, high = 1 + options.clip_high;
    const bool with_kl = options.kl_beta != 0;
    for (std::size_t s = 0; s + 1 < tokens.starts.size(); ++s) {
        const double weight = tokenWeight(tokens, s, totals, options);
        const double advantage = tokens.advantages[s];
        for (auto t = static_cast<std::size_t>(tokens.starts[s]); t < static_cast<std::size_t>(tokens.starts[s + 1]); ++t) {
            const double ratio = std::exp(static_cast<double>(tokens.logprobs[t]) - tokens.old_logprobs[t]);
            const double free = ratio * advantage, clipped = std::clamp(ratio, low, high) * advantage;
            // Where the clipped value is the smaller one it is constant in the ratio; a NaN takes the first branch and is
            // seen.
            const double policy = clipped < free ? -clipped : -free;
            double slope = clipped < free ? 0 : -free;
            double loss = policy;
            if (with_kl) {
                const double log_r = static_cast<double>(tokens.ref_logprobs[t]) - tokens.logprobs[t];
                const double k3 = std::expm1(log_r) - log_r;
                loss += options.kl_beta * k3;
                slope -= options.kl_beta * std::expm1(log_r);
                sums.kl += k3;
            }
            gradient[t] = static_cast<float>(weight * slope);
            sums.loss += weight * loss;
            sums.policy_loss += weight * policy;
            sums.clipped_low += ratio < low && advantage < 0 ? 1 : 0;
            sums.clipped_high += ratio > high && advantage > 0 ? 1 : 0;
            sums.ratio += ratio;
            sums.ratio_min = sums.tokens == 0 ? ratio : std::min(sums.ratio_min, ratio);
            sums.ratio_max = sums.tokens == 0 ? ratio : std::max(sums.ratio_max, ratio);
            ++sums.tokens;
        }
    }
    return sums;
}

}  // namespace retort
