// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace retort {

enum class Aggregation {
    Sequence,  ///< mean over each completion's tokens, then over completions (GRPO, 2402.03300 eq. 3)
    Token,     ///< sum over all tokens / number of tokens (DAPO, 2503.14476 eq. 8)
    Constant,  ///< sum over all tokens / (completions * max_tokens) (Dr. GRPO, 2503.20783)
};
/// From the recipe's "sequence", "token", "constant"; throws Error(Usage) for anything else.
Aggregation aggregationFrom(const std::string& text);

struct GrpoLossOptions {
    Aggregation aggregation = Aggregation::Sequence;
    double clip_low = 0.2, clip_high = 0.2;
    double kl_beta = 0;
    std::int64_t max_tokens = 256;  ///< for Constant
};

/// Sizes of the whole minibatch: a microbatch's share of the loss is divided by these, so that splitting changes nothing.
struct GrpoTotals {
    std::int64_t sequences = 0, tokens = 0;
};

/// Token values of one microbatch with T loss tokens in S sequences; spans are parallel, sequence s is [starts[s],
/// starts[s+1]).
struct GrpoTokens {
    std::span<const float> logprobs;       ///< [T] of the policy now
    std::span<const float> old_logprobs;   ///< [T] of the policy that sampled
    std::span<const float> ref_logprobs;   ///< [T] of the reference; empty when kl_beta is 0
    std::span<const float> advantages;     ///< [S]
    std::span<const std::int32_t> starts;  ///< [S+1]
};

/// Sums over tokens (and extremes), to be added over microbatches and divided once.
struct GrpoSums {
    double loss = 0, policy_loss = 0;  ///< already this microbatch's share of the minibatch's value
    double kl = 0;                     ///< sum of k3
    double clipped_low = 0, clipped_high = 0;
    double ratio = 0, ratio_min = 1, ratio_max = 1;
    std::int64_t tokens = 0;

    void add(const GrpoSums& other);
};

/// The GRPO objective, negated: per token -min(rho A, clip(rho, 1 - low, 1 + high) A) + beta k3, with rho = exp(logprob -
/// old_logprob) and k3 = r - log r - 1, r = exp(ref - logprob) (Nature 645:633 eq. 1-3; Schulman's k3), aggregated as asked.
/// Writes d loss / d logprob into gradient [T]. Accumulates in double. clipped_low counts rho < 1 - low with A < 0,
/// clipped_high rho > 1 + high with A > 0, as TRL's clip_ratio/low_mean and high_mean.
GrpoSums grpoLoss(const GrpoTokens& tokens, const GrpoTotals& totals, const GrpoLossOptions& options,
                  std::span<float> gradient);

}  // namespace retort
