// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace retort {

/// A change of a text: bytes [begin, end) become `text`.
struct TextEdit {
    std::size_t begin = 0, end = 0;
    std::string text;
};

/// TOML as a form edits it: one value changes; comments, order and spelling of everything else stay. Finds keys however they
/// are written: under a header, dotted, or in an inline table. Text that is no TOML is read as far as it makes sense;
/// nothing throws. A path is the dotted name of a value, e.g. "stages.zero.sampling.temperature"; keys with dots in quotes
/// are not reached.
class RecipeText {
public:
    explicit RecipeText(std::string text);
    const std::string& text() const { return text_; }

    /// The value as it is written, without its comment; empty: not there.
    std::optional<std::string> get(std::string_view path) const;
    /// The edit that gives `path` this value (TOML). `section` is the table that a new line goes to: the part of the path up
    /// to the key, e.g. "stages.zero". Empty: there is no such table.
    std::optional<TextEdit> set(std::string_view section, std::string_view key, std::string_view value) const;
    /// The edit that removes a value; empty: it is not there.
    std::optional<TextEdit> unset(std::string_view path) const;
    /// Line (from 1) of a table's header; 0: none.
    int lineOf(std::string_view section) const;

private:
    struct Entry {
        std::string path;
        std::size_t begin = 0;  ///< of the key
        std::size_t value_begin = 0, value_end = 0;
        bool in_line = false;  ///< within an inline table
    };
    struct Table {
        std::string path;
        std::size_t header = 0, end = 0;  ///< end: where a new line of this table goes
    };
    void scan();
    void scanInline(const std::string& parent, std::size_t begin, std::size_t end);
    const Entry* find(std::string_view path) const;
    const Table* table(std::string_view path) const;

    std::string text_;
    std::vector<Entry> entries_;
    std::vector<Table> tables_;
};

}  // namespace retort
