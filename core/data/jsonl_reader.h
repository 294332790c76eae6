// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>

namespace retort {

/// One object of a JSON Lines file, by column.
class JsonlRow {
public:
    struct Impl;
    JsonlRow(const Impl& impl, std::string where, std::int64_t index)
        : impl_(impl), where_(std::move(where)), index_(index) {}

    /// Text of a column; numbers as they would be written, whole ones without ".0"; a list of one message as its content.
    /// Throws Error(BadInput) where it is missing, null or anything but text or a number; `remedy` is added to what the
    /// error says about the columns there are.
    std::string require(const std::string& column, const std::string& remedy = {}) const;
    /// The same, but not empty after white space is taken off.
    std::string requireFilled(const std::string& column) const;
    /// The same, or `otherwise` where the column is missing, null or unnamed.
    std::string optional(const std::string& column, const std::string& otherwise = {}) const;

    bool has(const std::string& column) const;
    /// A column of two messages, a user's and the assistant's: their texts. Throws Error(BadInput) for anything else.
    std::pair<std::string, std::string> exchange(const std::string& column) const;

    const std::string& where() const { return where_; }  ///< "data/x.jsonl:17"
    std::int64_t index() const { return index_; }        ///< row from 0, blank lines not counted

private:
    const Impl& impl_;
    std::string where_;
    std::int64_t index_;
};

/// Calls `visit` for every row of `file`, at most `limit` (0: all): JSON Lines, or one JSON array of objects. `name` is what
/// errors call it. Throws Error(BadInput) for a line above 16 MiB, nesting above 64 levels, broken JSON or UTF-8, a line
/// that is no object, and a file without rows.
void readJsonl(const std::filesystem::path& file, const std::string& name, std::int64_t limit,
               const std::function<void(const JsonlRow&)>& visit);

}  // namespace retort
