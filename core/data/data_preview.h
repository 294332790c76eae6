// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "data/row_reader.h"
#include "recipe/recipe.h"

namespace retort {

struct PreviewRequest {
    PathList paths;
    DataSection section;  ///< kind and columns; its path is what errors call the files; empty: as they are
    /// An empty kind, and columns that still have their usual names where the file has no such, are guessed by what data
    /// sets of this field call them.
    bool guess = false;
    std::int64_t rows = 5;   ///< first rows to show
    bool check_all = false;  ///< read every row as training would
};

/// A row as training gets it: "prompt", "reference", "completion", ... with their texts, in this order; empty ones left out.
struct PreviewRow {
    std::string where;
    std::vector<std::pair<std::string, std::string>> fields;
};

/// What a data set holds and how the recipe reads it.
struct DataPreview {
    DataFormat format = DataFormat::Jsonl;
    std::uint64_t bytes = 0;
    std::optional<std::int64_t> row_count;  ///< where it is declared, cheap to count, or all rows were read
    std::vector<DataColumn> columns;        ///< of JSON: seen in the first rows
    DataSection section;                    ///< with what was guessed
    std::vector<PreviewRow> rows;
    std::optional<Error> problem;  ///< why a row cannot be used as the section says
};

/// Blocks. Throws Error(BadInput) where the file cannot be read at all; a row or a mapping that is wrong is `problem`.
/// Without check_all only the first rows are looked at, and the lines of JSON Lines counted.
DataPreview previewData(const PreviewRequest& request);

/// The name that a file's section gets: "train_00" of "data/train-00.parquet".
std::string sectionName(const std::filesystem::path& file);

/// The section as TOML for a recipe: path, kind, and the columns that are not called as by default.
std::string previewToml(const DataSection& section);

}  // namespace retort
