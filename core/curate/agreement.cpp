// SPDX-License-Identifier: Apache-2.0
#include "curate/agreement.h"

#include <string>

#include "base/random.h"

namespace retort {

double Agreement::observed() const {
    return compared() == 0 ? 0 : static_cast<double>(both_kept + both_rejected) / static_cast<double>(compared());
}

std::optional<double> Agreement::kappa() const {
    if (compared() == 0) return std::nullopt;
    const auto all = static_cast<double>(compared());
    const double first = static_cast<double>(both_kept + first_only) / all,
                 second = static_cast<double>(both_kept + second_only) / all;
    const double chance = first * second + (1 - first) * (1 - second);
    if (chance >= 1) return std::nullopt;
    return (observed() - chance) / (1 - chance);
}

void Agreement::add(const CandidateState& state) {
    if (!state.verdict || !state.second) return;
    const bool first = *state.verdict != Verdict::Rejected, second = *state.second != Verdict::Rejected;
    ++(first ? second ? both_kept : first_only : second ? second_only : both_rejected);
}

Agreement agreement(const std::vector<CandidateState>& states) {
    Agreement result;
    for (const CandidateState& state : states) result.add(state);
    return result;
}

bool inSecondPass(const CandidateId& id) {
    return deriveSeed(static_cast<std::uint64_t>(id.rollout.value), "second pass of " + id.source_run) % 10 == 0;
}

}  // namespace retort
