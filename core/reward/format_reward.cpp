// SPDX-License-Identifier: Apache-2.0
#include "reward/format_reward.h"

namespace retort {

RewardTerm FormatReward::score(const Prompt&, const Rollout& rollout) const {
    RewardTerm term;
    const bool well_formed = rollout.facts.well_formed;
    term.score = well_formed ? 1 : 0;
    term.outcome = well_formed ? Outcome::Pass : Outcome::Fail;
    term.reason = well_formed ? "think part and answer part are as asked" : "the tags are not each there once and in order";
    return term;
}

}  // namespace retort
