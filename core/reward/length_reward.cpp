// SPDX-License-Identifier: Apache-2.0
#include "reward/length_reward.h"

#include <fmt/format.h>

#include "base/error.h"

namespace retort {

LengthReward::LengthReward(double min_length, double max_length) : min_length_(min_length), max_length_(max_length) {
    if (min_length >= 0 && min_length < max_length) return;
    throw Error(ErrorCode::Usage, fmt::format("min_length {} and max_length {} give no range", min_length, max_length),
                "length", "Set 0 <= min_length < max_length");
}

RewardTerm LengthReward::score(const Prompt&, const Rollout& rollout) const {
    RewardTerm term;
    const auto length = static_cast<double>(rollout.completion.ids.size());
    if (length > max_length_) term.score = -1;
    else if (length > min_length_) term.score = (min_length_ - length) / (max_length_ - min_length_);
    term.outcome = term.score < 0 ? Outcome::Fail : Outcome::Pass;
    term.extracted = fmt::format("{} tokens", rollout.completion.ids.size());
    term.reason = fmt::format("no penalty up to {:g} tokens, the full one beyond {:g}", min_length_, max_length_);
    return term;
}

}  // namespace retort
