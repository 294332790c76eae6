// SPDX-License-Identifier: Apache-2.0
#include "reward/verdicts.h"

namespace retort {

RewardTerm verdict(bool passed, std::string extracted, std::string reason) {
    RewardTerm term;
    term.score = passed ? 1 : 0;
    term.outcome = passed ? Outcome::Pass : Outcome::Fail;
    term.extracted = std::move(extracted);
    term.reason = std::move(reason);
    return term;
}

RewardTerm graderError(std::string reason) {
    RewardTerm term;
    term.outcome = Outcome::GraderError;
    term.reason = std::move(reason);
    return term;
}

std::string shownText(std::string_view text) {
    constexpr std::size_t kShown = 300;
    if (text.size() <= kShown) return std::string(text);
    std::size_t end = kShown;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;
    return std::string(text.substr(0, end)) + "...";
}

}  // namespace retort
