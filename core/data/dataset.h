// SPDX-License-Identifier: Apache-2.0
#pragma once

// Data sets of every format that row_reader.h names, plain or with TRL's message columns (lists of {"role", "content"}), by
// the column names of their [data.NAME] section. Reading blocks and throws Error(BadInput) naming file, row and column for
// damage, a missing column (with those there are), a value of the wrong type, a row above 16 MiB or nesting above 64 levels.
// A byte-order mark, CRLF and blank lines are accepted. Numbers count as text.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_pattern.h"
#include "recipe/recipe.h"
#include "rollout/rollout.h"

namespace retort {

/// A supervised example. Also what sample and curate stages hand on.
struct SftRow {
    std::string key;                 ///< "id" column, else "DATASET:ROW"
    std::string prompt, completion;  ///< prompt before any template; completion without end-of-text
    std::string language, domain;    ///< empty when unknown
    std::string messages = {};  ///< JSON, where the row is a conversation; prompt and completion then are its last exchange
};

/// Two answers to one prompt. A pointwise reward model reads chosen as good and rejected as bad.
struct PreferencePair {
    std::string key;
    std::string prompt, chosen, rejected;
    std::string language, domain;
};

/// A completion in steps, each with a label in [0, 1] (TRL's stepwise supervision: true is 1).
struct LabelledSteps {
    std::string key;
    std::string prompt;
    std::vector<std::string> steps;
    std::vector<float> labels;  ///< one per step
    std::string language, domain;
};

struct TextRow {
    std::string key;
    std::string text;
};

/// Gets each row and its place ("data/x.csv: row 17").
template <typename Row>
using RowVisitor = std::function<void(Row row, const std::string& where)>;

/// `paths` are read as one set, `section.path` is what errors call them. Kinds: "prompts", "sft", "pairs", "steps", "text"
/// in this order. `reference` of a Prompt is required unless section.reference_column is "". Row by row: memory does not
/// grow with the file, but for a hash of each id.
void forEachPrompt(const DataSection& section, const PathList& paths, const RowVisitor<Prompt>& visit);
void forEachSftRow(const DataSection& section, const PathList& paths, const RowVisitor<SftRow>& visit);
void forEachPair(const DataSection& section, const PathList& paths, const RowVisitor<PreferencePair>& visit);
void forEachSteps(const DataSection& section, const PathList& paths, const RowVisitor<LabelledSteps>& visit);
void forEachText(const DataSection& section, const PathList& paths, const RowVisitor<TextRow>& visit);

/// All rows at once, for data that is known to be small.
std::vector<Prompt> readPrompts(const DataSection& section, const PathList& paths);
std::vector<SftRow> readSftRows(const DataSection& section, const PathList& paths);
std::vector<PreferencePair> readPairs(const DataSection& section, const PathList& paths);
std::vector<TextRow> readTexts(const DataSection& section, const PathList& paths);

/// Rows that JsonlWriter wrote (columns id, prompt, completion, language, domain), e.g. the output of a sample or curate
/// stage.
void forEachStageRow(const std::filesystem::path& file, const RowVisitor<SftRow>& visit);
std::vector<SftRow> readSftRows(const std::filesystem::path& file);
/// Rows that a sample stage with step_rollouts wrote.
void forEachSteps(const std::filesystem::path& file, const RowVisitor<LabelledSteps>& visit);

/// A text that occurs in both lists: row numbers from 0, first occurrence each.
struct Overlap {
    std::size_t first_row = 0, second_row = 0;
};

/// Runs of white space as one space, none at the ends.
std::string normalized(std::string_view text);

/// 64 bits of the normalized text: equal texts have equal hashes, others almost never.
std::uint64_t textHash(std::string_view text);

/// Texts of both lists, which are textHash of each; one entry per distinct text, in order of the second list.
std::vector<Overlap> overlap(const std::vector<std::uint64_t>& first, const std::vector<std::uint64_t>& second);

}  // namespace retort
