// SPDX-License-Identifier: Apache-2.0
#include "rollout/rollout.h"

#include <algorithm>

namespace retort {

const char* name(FinishReason reason) noexcept {
    switch (reason) {
        case FinishReason::Length: return "length";
        case FinishReason::Aborted: return "aborted";
        case FinishReason::Stop: break;
    }
    return "stop";
}

const char* name(Outcome outcome) noexcept {
    switch (outcome) {
        case Outcome::Pass: return "pass";
        case Outcome::GraderError: return "grader_error";
        case Outcome::Fail: break;
    }
    return "fail";
}

bool RewardBreakdown::hasError() const {
    return std::any_of(terms.begin(), terms.end(),
                       [](const RewardTerm& term) { return term.outcome == Outcome::GraderError; });
}

const RewardTerm* RewardBreakdown::find(const std::string& term) const {
    const auto found = std::find_if(terms.begin(), terms.end(), [&](const RewardTerm& t) { return t.name == term; });
    return found == terms.end() ? nullptr : &*found;
}

const RewardTerm* RewardBreakdown::accuracy() const {
    const auto found = std::find_if(terms.begin(), terms.end(), [](const RewardTerm& term) {
        const std::string& kind = term.kind.empty() ? term.name : term.kind;
        return kind == "accuracy" || kind == "code" || kind == "reasoning_gym";
    });
    return found == terms.end() ? nullptr : &*found;
}

std::optional<bool> RewardBreakdown::correct() const {
    const RewardTerm* term = accuracy();
    if (term == nullptr || term->outcome == Outcome::GraderError) return std::nullopt;
    return term->outcome == Outcome::Pass;
}

}  // namespace retort
