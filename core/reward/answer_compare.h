// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace retort {

enum class AnswerMatch { Equal, Different, UnreadableReference };

struct Comparison {
    AnswerMatch match = AnswerMatch::Different;
    std::string how;  ///< how that was decided, in a few words for people
};

/// Compares a final answer with the reference. Both may be LaTeX, plain text or Chinese; the reference may also be a worked
/// solution that boxes its answer. In this order: whole numbers; the letters of a choice; times, dates and weekdays; items
/// picked together; the same text; as mathematics (math::compareTrees); a single number among words. Ambiguous commas
/// ("1,234", "1,22") count in the reading that makes both sides of one kind. Work is bounded (Fuel) whatever the texts are;
/// never throws; any thread.
Comparison compareAnswers(std::string_view reference, std::string_view answer);

/// Why a reference answer can never be compared: it says nothing, is too long or too deep, or its braces do not close.
/// Nothing when it can be. For reporting when data is loaded.
std::optional<std::string> unreadableReference(std::string_view reference);

}  // namespace retort
