// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "recipe/recipe.h"

namespace retort {

/// The final answer of a completion, or why there is none.
struct ExtractedAnswer {
    std::optional<std::string> text;
    std::string reason;  ///< when there is none: one sentence for people
};

/// Reads the final answer in the form the template asks for.
/// With answer tags only what stands in the one closed answer block counts: several blocks, or none, are no answer, since a
/// model could else bet on many. Without them the part after the thinking is read. In that text, in this order: the last
/// \boxed{} (or \fbox{}), with those just before it when only commas, "and" or "or" stand between, unless a "final answer
/// is" with a value follows; what follows the last "final answer is", "the answer is", "####" or its Chinese forms; within
/// answer tags the whole text; without tags the whole text when it is nothing but an answer, else the last formula between
/// dollars or the last number, whichever stands later.
ExtractedAnswer extractAnswer(std::string_view completion, const TemplateSection& section);

/// The same without the last two: what is not announced is the whole text after the thinking. For answers that are words.
ExtractedAnswer extractStatement(std::string_view completion, const TemplateSection& section);

/// The whole answer part: within the template's answer tags, else what follows the thinking.
ExtractedAnswer answerPart(std::string_view completion, const TemplateSection& section);

/// The answer that a reference states: what it boxes or announces when it is a worked solution, else all of it.
std::string referenceAnswer(std::string_view reference);

/// Content of the last \boxed{...} or \fbox{...} with balanced braces ("\boxed 5" too); nothing when there is none.
std::optional<std::string> lastBoxed(std::string_view text);

/// The last number of a text as written, with sign, thousands separators, decimals, a fraction bar or percent. A number
/// within a word
/// ("A2") is none.
std::optional<std::string> lastNumber(std::string_view text);

/// The number in an answer that says more than the number; none where there are several, since that would be betting.
std::optional<std::string> onlyNumber(std::string_view answer);

}  // namespace retort
