// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace retort {

/// One row of a data file, whatever its format, by column. "a.b" is the field b of column a, unless a column is called so.
class DataRow {
public:
    using Names = std::shared_ptr<const std::vector<std::string>>;

    /// `object` maps columns to values. `file_columns` are all that the file has, where it declares them; else null.
    DataRow(nlohmann::json object, std::string where, std::int64_t index, Names file_columns = nullptr)
        : object_(std::move(object)), where_(std::move(where)), index_(index), file_columns_(std::move(file_columns)) {}

    /// Text of a column; numbers as they would be written, whole ones without ".0"; a list of one message as its content.
    /// Throws Error(BadInput) where it is missing, null or anything but text or a number; `remedy` is added to what the
    /// error says about the columns there are.
    std::string require(const std::string& column, const std::string& remedy = {}) const;
    /// The same, but not empty after white space is taken off.
    std::string requireFilled(const std::string& column, const std::string& remedy = {}) const;
    /// The same, or `otherwise` where the column is missing, null or unnamed.
    std::string optional(const std::string& column, const std::string& otherwise = {}) const;

    bool has(const std::string& column) const { return find(column) != nullptr; }
    /// Is the column a list of a user's and the assistant's message?
    bool isExchange(const std::string& column) const;
    /// A column of messages that ends with a user's and the assistant's: their texts. Throws Error(BadInput) for anything
    /// else.
    std::pair<std::string, std::string> exchange(const std::string& column) const;
    /// A column that is a list of texts. Throws Error(BadInput) for anything else.
    std::vector<std::string> texts(const std::string& column) const;
    /// A column that is a list of numbers in [0, 1]; true and false are 1 and 0. Throws Error(BadInput) for anything else.
    std::vector<float> shares(const std::string& column) const;
    /// A column's value as JSON; empty where it is missing.
    std::string jsonText(const std::string& column) const;

    /// The same row with another index: of a data set of several files.
    DataRow numbered(std::int64_t index) && {
        index_ = index;
        return std::move(*this);
    }

    const nlohmann::json& object() const { return object_; }
    const std::string& where() const { return where_; }  ///< "data/x.jsonl:17", "data/x.parquet: row 17"
    std::int64_t index() const { return index_; }        ///< row from 0, blank lines not counted

private:
    const nlohmann::json* find(const std::string& column) const;
    std::string columns(const std::string& more) const;

    nlohmann::json object_;
    std::string where_;
    std::int64_t index_;
    Names file_columns_;
};

}  // namespace retort
