// SPDX-License-Identifier: Apache-2.0
#include "reward/repetition_reward.h"

#include <fmt/format.h>

#include "base/error.h"
#include "text/repetition.h"

namespace retort {

RepetitionReward::RepetitionReward(std::int64_t n) : n_(n) {
    if (n < 1)
        throw Error(ErrorCode::Usage, fmt::format("ngram {} is not positive", n), "repetition", "Set ngram to 1 or more");
}

RewardTerm RepetitionReward::score(const Prompt&, const Rollout& rollout) const {
    const auto& ids = rollout.completion.ids;
    const double share = ids.empty() ? repeatedShare(rollout.text, n_) : repeatedShare(ids, n_);
    RewardTerm term;
    term.score = share > 0 ? -share : 0;
    term.outcome = share > 0 ? Outcome::Fail : Outcome::Pass;
    term.reason = fmt::format("{:.0f}% of the {}-grams repeat", 100 * share, n_);
    return term;
}

}  // namespace retort
