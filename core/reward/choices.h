// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rollout/rollout.h"

namespace retort {

/// The options of a question with their labels.
struct Choices {
    std::vector<std::string> labels;  ///< "A", "B", ...; or the data's own, e.g. "1", "2"
    std::vector<std::string> texts;   ///< of the same size; empty: not known
};

/// The options of a row: its column choices (a list of texts, or {"text": [...], "label": [...]}), else those that the
/// prompt lists ("A. ...", "(A) ...", "A) ...", "A、..."), else the labels A to J without texts. Throws Error(BadInput) for
/// another column.
Choices choicesOf(const Prompt& prompt);

/// Indices of the options that a text names by label alone or with their text: "B", "(B)", "B. Paris", "Option B", "选B",
/// "\text{(B)}", "A and C", "ACD", "A、C"; or by one option's text. Nothing where it names none.
std::optional<std::set<std::size_t>> readChoice(std::string_view text, const Choices& choices);

/// The choice that a reference gives: as readChoice, or a whole number that counts the options of a choices column from 0.
std::optional<std::set<std::size_t>> readReferenceChoice(std::string_view reference, const Choices& choices,
                                                         bool has_column);

/// The choice of a completion whose answer is not announced: its last line, else the label that stands in brackets or bold
/// where there is one only.
std::optional<std::set<std::size_t>> findChoice(std::string_view answer, const Choices& choices);

}  // namespace retort
