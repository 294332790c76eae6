// SPDX-License-Identifier: Apache-2.0
#pragma once

// JSON Lines (or JSON array) data sets, plain or with TRL's message columns (lists of {"role", "content"}), by the column names
// of their [data.NAME] section. Reading blocks, loads the whole file, and throws Error(BadInput) naming file, line and column
// for damage, a missing column, a value of the wrong type, a line above 16 MiB or nesting above 64 levels. A byte-order mark,
// CRLF and blank lines are accepted. Numbers count as text.

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "recipe/recipe.h"
#include "rollout/rollout.h"

namespace retort {

/// A supervised example. Also what sample and curate stages hand on.
struct SftRow {
    std::string key;                 ///< "id" column, else "DATASET:ROW"
    std::string prompt, completion;  ///< prompt before any template; completion without end-of-text
    std::string language, domain;    ///< empty when unknown
};

/// Two answers to one prompt. A pointwise reward model reads chosen as good and rejected as bad.
struct PreferencePair {
    std::string key;
    std::string prompt, chosen, rejected;
    std::string language, domain;
};

struct TextRow {
    std::string key;
    std::string text;
};

/// `file` is read, `section.path` is what errors call it. Kinds: "prompts", "sft", "pairs", "text" in this order.
/// `reference` of a Prompt is required unless section.reference_column is "".
std::vector<Prompt> readPrompts(const DataSection& section, const std::filesystem::path& file);
std::vector<SftRow> readSftRows(const DataSection& section, const std::filesystem::path& file);
std::vector<PreferencePair> readPairs(const DataSection& section, const std::filesystem::path& file);
std::vector<TextRow> readTexts(const DataSection& section, const std::filesystem::path& file);

/// Rows that JsonlWriter wrote (columns id, prompt, completion, language, domain), e.g. the output of a sample or curate
/// stage.
std::vector<SftRow> readSftRows(const std::filesystem::path& file);

/// A prompt text that occurs in both lists: row numbers from 0, first occurrence each.
struct Overlap {
    std::size_t first_row = 0, second_row = 0;
    std::string text;
};

/// Exact matches after runs of white space are made one space; one entry per distinct text, in order of the second list.
std::vector<Overlap> overlap(const std::vector<std::string>& first, const std::vector<std::string>& second);

}  // namespace retort
