// SPDX-License-Identifier: Apache-2.0
#pragma once

// A recipe file as a small tree with line numbers: the only thing the rest of core/recipe knows of TOML.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "recipe/recipe.h"

namespace retort {

struct TomlNode {
    enum class Kind { Table, Array, Text, Whole, Number, Flag, Other };

    Kind kind = Kind::Table;
    std::string text = {};                                       ///< Text; of Other: what it is, e.g. "a date"
    std::int64_t whole = 0;                                      ///< Whole
    double number = 0;                                           ///< Number, and Whole as a double
    bool flag = false;                                           ///< Flag
    std::vector<TomlNode> items = {};                            ///< Array
    std::vector<std::pair<std::string, TomlNode>> entries = {};  ///< Table, in the order of the file
    std::string origin = {};                                     ///< "recipe.toml:12" or "--set stages.zero.steps=3"
    int line = 0;                                                ///< 0 for overrides

    const TomlNode* find(std::string_view key) const;
    TomlNode* find(std::string_view key);
    /// "text", "a whole number", ... for messages.
    std::string describe() const;
};

/// Reads a TOML file of at most 1 MiB. Throws Error(Usage) for a syntax error, naming line and column.
TomlNode parseTomlFile(const std::filesystem::path& file);

/// Parses KEY = VALUE as TOML and puts it into the tree, replacing what is there. Throws Error(Usage) naming the override.
void applyOverride(TomlNode& root, const Override& change);

/// A basic string with quotes and escapes.
std::string tomlText(std::string_view text);
/// Shortest digits that read back the same; always with a "." or an exponent.
std::string tomlNumber(double value);

}  // namespace retort
