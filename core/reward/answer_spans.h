// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace retort {

/// A piece of a completion that states a value; begin and end are bytes of the text it was found in.
struct AnswerSpan {
    std::string text;
    std::size_t begin = 0, end = 0;
};

constexpr std::size_t kMaxExtracted = 4000;  ///< bytes of one answer

/// The last \boxed{} or \fbox{} that begins at or before `from`, braces balanced.
std::optional<AnswerSpan> lastBox(std::string_view text, std::size_t from);
/// The same with the boxes just before it that belong to it ("\boxed{2} and \boxed{3}" is "2, 3"), and a percent sign behind
/// it.
std::optional<AnswerSpan> lastBoxes(std::string_view text);

/// True for a text that is an answer and nothing else: short, on one line, starting as a value does, with hardly a word.
bool isBareAnswer(std::string_view text);

/// The last formula between dollars or \( \), with those joined to it, or the last number, whichever stands later. Nothing
/// for a text that states none, or whose last number is one side of an "or" without another value.
std::optional<std::string> lastValue(std::string_view text);

}  // namespace retort
