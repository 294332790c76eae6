// SPDX-License-Identifier: Apache-2.0
#include "data/jsonl_reader.h"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"

namespace retort {

using nlohmann::json;

struct JsonlRow::Impl {
    const json& object;
};

namespace {

constexpr std::size_t max_line_bytes = std::size_t{16} << 20;
constexpr std::size_t max_array_bytes = std::size_t{1} << 30;
constexpr int max_depth = 64;

std::string columnsOf(const json& object) {
    constexpr std::size_t most = 12;
    std::string text;
    std::size_t count = 0;
    for (const auto& [key, value] : object.items()) {
        if (count++ == most) return text + ", ...";
        text += (text.empty() ? "" : ", ") + (key.size() > 40 ? key.substr(0, 40) + "..." : key);
    }
    return text;
}

std::string remedyFor(const json& object, const std::string& more) {
    const std::string columns = columnsOf(object);
    std::string text = columns.empty() ? "The row has no columns." : "The columns are " + columns + ".";
    return more.empty() ? text : text + " " + more;
}

bool isFilled(std::string_view text) { return text.find_first_not_of(" \t\r\n") != std::string_view::npos; }

std::string numberText(double value) {
    constexpr double exact = 9007199254740992.0;  // 2^53: above it a double is no longer every whole number
    if (value == std::floor(value) && std::abs(value) <= exact) return fmt::format("{:.0f}", value);
    return fmt::format("{}", value);
}

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
    if (value.is_array() && !value.empty() && value.front().is_object()) return messageText(value, column, where);
    if (value.is_number_unsigned()) return fmt::to_string(value.get<std::uint64_t>());
    if (value.is_number_integer()) return fmt::to_string(value.get<std::int64_t>());
    if (value.is_number_float()) return numberText(value.get<double>());
    const char* what = value.is_null()      ? "null"
                       : value.is_boolean() ? "true or false"
                       : value.is_array()   ? "a list"
                                            : "an object";
    throw Error(ErrorCode::BadInput, fmt::format("column \"{}\" is {}", column, what), where, "Text or a number is wanted");
}

/// nlohmann's "[json.exception.parse_error.101] parse error at line 1, column 5: syntax error ..." without its own prefix.
std::string parseMessage(const json::parse_error& error) {
    std::string text = error.what();
    const std::size_t colon = text.find("column ");
    if (colon != std::string::npos) text = text.substr(colon);
    constexpr std::size_t longest = 200;
    return "is no JSON: " + (text.size() > longest ? text.substr(0, longest) + "..." : text);
}

json parse(std::string_view text, const std::string& where, const char* remedy) {
    const auto limit_depth = [&](int depth, json::parse_event_t, json&) {
        if (depth > max_depth)
            throw Error(ErrorCode::BadInput, fmt::format("is nested deeper than {} levels", max_depth), where,
                        "Flatten the row");
        return true;
    };
    try {
        return json::parse(text, limit_depth);
    } catch (const json::parse_error& error) {
        throw Error(ErrorCode::BadInput, parseMessage(error), where, remedy);
    } catch (const json::exception& error) {
        throw Error(ErrorCode::BadInput, std::string("holds a value that cannot be read: ") + error.what(), where);
    }
}

json parseLine(std::string_view line, const std::string& where) {
    json value = parse(line, where, "Each line must be one JSON object");
    if (!value.is_object())
        throw Error(ErrorCode::BadInput, std::string("is ") + value.type_name() + ", not an object", where,
                    "Each line must be one JSON object");
    return value;
}

/// A whole file that is one array.
void readArray(std::string_view text, const std::string& name, std::int64_t limit,
               const std::function<void(const JsonlRow&)>& visit) {
    if (text.size() > max_array_bytes)
        throw Error(ErrorCode::BadInput, "is a JSON array above 1 GiB", name,
                    "Write one object per line; lines are read one at a time");
    const json rows = parse(text, name, "The file must be an array of objects, or one object per line");
    std::int64_t number = 0;
    for (const json& object : rows) {
        if (limit > 0 && number == limit) break;
        const std::string where = fmt::format("{}: row {}", name, number + 1);
        if (!object.is_object())
            throw Error(ErrorCode::BadInput, std::string("is ") + object.type_name() + ", not an object", where);
        const JsonlRow::Impl impl{object};
        visit(JsonlRow(impl, where, number++));
    }
    if (number == 0) throw Error(ErrorCode::BadInput, "has no rows", name, "The array is empty");
}

/// Takes the next line off `rest`, without its line end.
std::string_view takeLine(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
}

}  // namespace

std::string JsonlRow::require(const std::string& column, const std::string& remedy) const {
    const auto found = impl_.object.find(column);
    if (found == impl_.object.end())
        throw Error(ErrorCode::BadInput, fmt::format("column \"{}\" is missing", column), where_,
                    remedyFor(impl_.object, remedy));
    return textOf(*found, column, where_);
}

std::string JsonlRow::requireFilled(const std::string& column) const {
    std::string text = require(column);
    if (!isFilled(text)) throw Error(ErrorCode::BadInput, fmt::format("column \"{}\" is empty", column), where_);
    return text;
}

bool JsonlRow::has(const std::string& column) const { return impl_.object.contains(column); }

std::pair<std::string, std::string> JsonlRow::exchange(const std::string& column) const {
    const json& messages = impl_.object.at(column);
    const auto said_by = [](const json& message, const char* role) {
        const auto found = message.is_object() ? message.find("role") : message.end();
        return message.is_object() && found != message.end() && *found == role;
    };
    const bool is_pair =
        messages.is_array() && messages.size() == 2 && said_by(messages[0], "user") && said_by(messages[1], "assistant");
    if (!is_pair)
        throw Error(ErrorCode::BadInput,
                    fmt::format("column \"{}\" is no message of a user and one of an assistant", column), where_,
                    "A row is one question and one answer; a system message belongs into [template]");
    return {messageText(json::array({messages[0]}), column, where_),
            messageText(json::array({messages[1]}), column, where_)};
}

std::string JsonlRow::optional(const std::string& column, const std::string& otherwise) const {
    if (column.empty()) return otherwise;
    const auto found = impl_.object.find(column);
    return found == impl_.object.end() || found->is_null() ? otherwise : textOf(*found, column, where_);
}

void readJsonl(const std::filesystem::path& file, const std::string& name, std::int64_t limit,
               const std::function<void(const JsonlRow&)>& visit) {
    const MappedFile mapped(file);
    std::string_view rest = mapped.bytes();
    if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
    std::int64_t rows = 0;
    if (rest.find_first_not_of(" \t\r\n") != rest.npos && rest[rest.find_first_not_of(" \t\r\n")] == '[')
        return readArray(rest, name, limit, visit);
    for (std::int64_t number = 1; !rest.empty() && (limit <= 0 || rows < limit); ++number) {
        const std::string_view line = takeLine(rest);
        if (!isFilled(line)) continue;
        const std::string where = fmt::format("{}:{}", name, number);
        if (line.size() > max_line_bytes)
            throw Error(ErrorCode::BadInput,
                        fmt::format("the line has {} bytes, more than the {} allowed", line.size(), max_line_bytes), where,
                        "Split the row, or drop columns that are not needed");
        const json object = parseLine(line, where);
        const JsonlRow::Impl impl{object};
        visit(JsonlRow(impl, where, rows));
        ++rows;
    }
    if (rows == 0) throw Error(ErrorCode::BadInput, "has no rows", name, "Each line must be one JSON object");
}

}  // namespace retort
