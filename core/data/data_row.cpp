// SPDX-License-Identifier: Apache-2.0
#include "data/data_row.h"

#include <fmt/format.h>

#include <cmath>

#include "base/error.h"
#include "text/ascii.h"

namespace retort {

using nlohmann::json;

namespace {

std::string numberText(double value) {
    constexpr double exact = 9007199254740992.0;  // 2^53: above it a double is no longer every whole number
    if (value == std::floor(value) && std::abs(value) <= exact) return fmt::format("{:.0f}", value);
    return fmt::format("{}", value);
}

bool isListOfObjects(const json& value) { return value.is_array() && !value.empty() && value.front().is_object(); }

/// A column of messages, as TRL has them, stands for the text of its one message that is no system's.
std::string messageText(const json& messages, const std::string& column, const std::string& where) {
    std::string text;
    int found = 0;
    for (const json& message : messages) {
        const bool is_message =
            message.is_object() && message.value("role", json()).is_string() && message.value("content", json()).is_string();
        if (!is_message)
            throw Error(ErrorCode::BadInput, fmt::format("column \"{}\" is a list, but not of messages", column), where,
                        "Text, a number or messages with role and content are wanted");
        if (message.at("role") == "system")
            throw Error(ErrorCode::BadInput, fmt::format("column \"{}\" has a system message", column), where,
                        "Set system of [template] and take it out of the rows");
        text = message.at("content").get<std::string>();
        ++found;
    }
    if (found != 1)
        throw Error(ErrorCode::BadInput, fmt::format("column \"{}\" has {} messages", column, found), where,
                    "A row is one question and one answer");
    return text;
}

std::string textOf(const json& value, const std::string& column, const std::string& where) {
    if (value.is_string()) return value.get<std::string>();
    if (isListOfObjects(value)) return messageText(value, column, where);
    if (value.is_number_unsigned()) return fmt::to_string(value.get<std::uint64_t>());
    if (value.is_number_integer()) return fmt::to_string(value.get<std::int64_t>());
    if (value.is_number_float()) return numberText(value.get<double>());
    const char* what = value.is_null()      ? "null"
                       : value.is_boolean() ? "true or false"
                       : value.is_array()   ? "a list"
                                            : "an object";
    throw Error(ErrorCode::BadInput, fmt::format("column \"{}\" is {}", column, what), where, "Text or a number is wanted");
}

/// Names for a person: the first few, none of them endless.
template <typename Range>
std::string listed(const Range& names) {
    constexpr std::size_t most = 12;
    std::string text;
    std::size_t count = 0;
    for (const std::string& name : names) {
        if (count++ == most) return text + ", ...";
        text += (text.empty() ? "" : ", ") + (name.size() > 40 ? name.substr(0, 40) + "..." : name);
    }
    return text;
}

}  // namespace

const json* DataRow::find(const std::string& column) const {
    if (const auto whole = object_.find(column); whole != object_.end()) return &*whole;
    const json* value = &object_;
    for (std::size_t begin = 0; begin <= column.size();) {
        const std::size_t end = std::min(column.find('.', begin), column.size());
        if (!value->is_object()) return nullptr;
        const auto field = value->find(column.substr(begin, end - begin));
        if (field == value->end()) return nullptr;
        value = &*field;
        begin = end + 1;
    }
    return value;
}

std::string DataRow::columns(const std::string& more) const {
    std::vector<std::string> own;
    if (!file_columns_)
        for (const auto& [name, value] : object_.items()) own.push_back(name);
    const std::string names = listed(file_columns_ ? *file_columns_ : own);
    const std::string text = names.empty() ? "The row has no columns." : "The columns are " + names + ".";
    return more.empty() ? text : text + " " + more;
}

std::string DataRow::require(const std::string& column, const std::string& remedy) const {
    const json* value = find(column);
    if (value == nullptr)
        throw Error(ErrorCode::BadInput, fmt::format("column \"{}\" is missing", column), where_, columns(remedy));
    return textOf(*value, column, where_);
}

std::string DataRow::requireFilled(const std::string& column, const std::string& remedy) const {
    std::string text = require(column, remedy);
    if (trimAscii(text).empty()) throw Error(ErrorCode::BadInput, fmt::format("column \"{}\" is empty", column), where_);
    return text;
}

std::string DataRow::optional(const std::string& column, const std::string& otherwise) const {
    const json* value = column.empty() ? nullptr : find(column);
    return value == nullptr || value->is_null() ? otherwise : textOf(*value, column, where_);
}

bool DataRow::isExchange(const std::string& column) const {
    const json* messages = find(column);
    const auto said_by = [](const json& message, const char* role) {
        return message.is_object() && message.value("role", json()) == role;
    };
    return messages != nullptr && messages->is_array() && messages->size() == 2 && said_by((*messages)[0], "user") &&
           said_by((*messages)[1], "assistant");
}

std::pair<std::string, std::string> DataRow::exchange(const std::string& column) const {
    const json* messages = find(column);
    const std::size_t count = messages != nullptr && messages->is_array() ? messages->size() : 0;
    const auto said_by = [&](std::size_t i, const char* role) {
        return (*messages)[i].is_object() && (*messages)[i].value("role", json()) == role;
    };
    if (count < 2 || !said_by(count - 2, "user") || !said_by(count - 1, "assistant"))
        throw Error(ErrorCode::BadInput,
                    fmt::format("column \"{}\" does not end with a user's message and an assistant's", column), where_,
                    "A conversation ends with the answer that is learnt");
    return {messageText(json::array({(*messages)[count - 2]}), column, where_),
            messageText(json::array({(*messages)[count - 1]}), column, where_)};
}

std::vector<std::string> DataRow::texts(const std::string& column) const {
    const json* list = find(column);
    std::vector<std::string> texts;
    if (list != nullptr && list->is_array())
        for (const json& item : *list)
            if (item.is_string()) texts.push_back(item.get<std::string>());
    if (list == nullptr || !list->is_array() || texts.size() != list->size())
        throw Error(ErrorCode::BadInput, fmt::format("column \"{}\" is no list of texts", column), where_, columns({}));
    return texts;
}

std::vector<float> DataRow::shares(const std::string& column) const {
    const json* list = find(column);
    std::vector<float> shares;
    if (list != nullptr && list->is_array())
        for (const json& item : *list) {
            const double value = item.is_boolean() ? item.get<bool>() : item.is_number() ? item.get<double>() : -1;
            if (value >= 0 && value <= 1) shares.push_back(static_cast<float>(value));
        }
    if (list == nullptr || !list->is_array() || shares.size() != list->size())
        throw Error(ErrorCode::BadInput, fmt::format("column \"{}\" is no list of labels", column), where_,
                    columns("Labels are true or false, or numbers from 0 to 1."));
    return shares;
}

std::string DataRow::jsonText(const std::string& column) const {
    const json* value = find(column);
    return value == nullptr ? "" : value->dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace retort
