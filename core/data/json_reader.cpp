// SPDX-License-Identifier: Apache-2.0
// JSON Lines, or one JSON array of objects: mapped, and parsed object by object.
#include <fmt/format.h>

#include <unordered_set>

#include "base/error.h"
#include "base/file.h"
#include "data/row_reader.h"
#include "tokenizer/utf8.h"

namespace retort {

using nlohmann::json;

namespace {

/// nlohmann's "[json.exception.parse_error.101] parse error at line 1, column 5: syntax error ..." without its own prefix.
std::string parseMessage(const json::parse_error& error) {
    std::string text = error.what();
    const std::size_t colon = text.find("column ");
    if (colon != std::string::npos) text = text.substr(colon);
    // It quotes the bytes where it stopped, which may be none of UTF-8.
    const std::size_t length = std::min<std::size_t>(200, validUtf8Prefix(text));
    return "is no JSON: " + (text.size() > length ? text.substr(0, length) + "..." : text);
}

/// Refuses depth and keys that come twice, as the parser meets them.
class Guard {
public:
    explicit Guard(const std::string& where) : where_(where) {}

    bool operator()(int depth, json::parse_event_t event, const json& value) {
        if (depth > kMaxRowDepth)
            throw Error(ErrorCode::BadInput, fmt::format("is nested deeper than {} levels", kMaxRowDepth), where_,
                        "Flatten the row");
        if (event == json::parse_event_t::object_start) keys_.emplace_back();
        else if (event == json::parse_event_t::object_end) keys_.pop_back();
        else if (event == json::parse_event_t::key && !keys_.back().insert(value.get<std::string>()).second)
            throw Error(ErrorCode::BadInput, fmt::format("has \"{}\" twice", value.get<std::string>().substr(0, 60)), where_,
                        "Keep one of the two");
        return true;
    }

private:
    const std::string& where_;
    std::vector<std::unordered_set<std::string>> keys_;
};

json parseObject(std::string_view text, const std::string& where, const char* remedy) {
    json value;
    try {
        Guard guard(where);
        value =
            json::parse(text, [&](int depth, json::parse_event_t event, json& part) { return guard(depth, event, part); });
    } catch (const json::parse_error& error) {
        throw Error(ErrorCode::BadInput, parseMessage(error), where, remedy);
    } catch (const json::exception& error) {
        throw Error(ErrorCode::BadInput, std::string("holds a value that cannot be read: ") + error.what(), where);
    }
    if (!value.is_object())
        throw Error(ErrorCode::BadInput, std::string("is ") + value.type_name() + ", not an object", where, remedy);
    return value;
}

void checkSize(std::size_t bytes, const char* what, const std::string& where) {
    if (bytes > kMaxRowBytes)
        throw Error(ErrorCode::BadInput,
                    fmt::format("the {} has {} bytes, more than the {} allowed", what, bytes, kMaxRowBytes), where,
                    "Split the row, or drop columns that are not needed");
}

class JsonReader : public RowReader {
public:
    JsonReader(const NamedFile& file, const RowOptions& options)
        : mapped_(file.path), called_(file.called), limit_(options.limit), rest_(mapped_.bytes()) {
        if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
    }

    std::optional<DataRow> next() final {
        if (limit_ > 0 && read_ == limit_) return std::nullopt;
        auto row = take();
        if (row) ++read_;
        return row;
    }

protected:
    virtual std::optional<DataRow> take() = 0;

    MappedFile mapped_;
    std::string called_;
    std::int64_t limit_, read_ = 0;
    std::string_view rest_;
};

class LinesReader final : public JsonReader {
public:
    using JsonReader::JsonReader;

private:
    std::optional<DataRow> take() override {
        while (!rest_.empty()) {
            const std::string_view line = takeLine();
            if (line.find_first_not_of(" \t\r\n") == line.npos) continue;
            const std::string where = fmt::format("{}:{}", called_, number_);
            checkSize(line.size(), "line", where);
            return DataRow(parseObject(line, where, "Each line must be one JSON object"), where, read_);
        }
        return std::nullopt;
    }

    /// The next line off what is left, without its line end.
    std::string_view takeLine() {
        const std::size_t end = rest_.find('\n');
        std::string_view line = rest_.substr(0, end);
        rest_.remove_prefix(end == rest_.npos ? rest_.size() : end + 1);
        ++number_;
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        return line;
    }

    std::int64_t number_ = 0;
};

/// A whole file that is one array; its elements are found by their brackets and parsed one by one.
class ArrayReader final : public JsonReader {
public:
    ArrayReader(const NamedFile& file, const RowOptions& options) : JsonReader(file, options) {
        skipSpace();
        rest_.remove_prefix(1);
        skipSpace();
        done_ = rest_.starts_with(']');
        if (done_) finish();
    }

private:
    std::optional<DataRow> take() override {
        if (done_) return std::nullopt;
        const std::string where = fmt::format("{}: row {}", called_, read_ + 1);
        const std::string_view element = takeElement(where);
        json object = parseObject(element, where, "The file must be an array of objects, or one object per line");
        if (rest_.empty())
            throw Error(ErrorCode::BadInput, "is no JSON: the array does not end", called_,
                        "The file is cut off: get it again");
        done_ = rest_.front() == ']';
        if (done_) finish();
        else rest_.remove_prefix(1);
        return DataRow(std::move(object), where, read_);
    }

    void skipSpace() {
        const std::size_t first = rest_.find_first_not_of(" \t\r\n");
        rest_.remove_prefix(first == rest_.npos ? rest_.size() : first);
    }

    void finish() {
        rest_.remove_prefix(1);
        skipSpace();
        if (!rest_.empty())
            throw Error(ErrorCode::BadInput, "is no JSON: something follows the array", called_,
                        "The file must be an array of objects, or one object per line");
    }

    /// Up to the comma or bracket behind the element, which stays in rest_.
    std::string_view takeElement(const std::string& where) {
        std::size_t depth = 0, at = 0;
        bool in_string = false;
        for (; at < rest_.size(); ++at) {
            const char c = rest_[at];
            if (in_string) {
                if (c == '\\') ++at;
                else if (c == '"') in_string = false;
            } else if (c == '"') {
                in_string = true;
            } else if (c == '{' || c == '[') {
                ++depth;
            } else if (c == '}' || c == ']') {
                if (depth == 0) break;
                --depth;
            } else if (c == ',' && depth == 0) {
                break;
            }
            if (at > kMaxRowBytes) checkSize(at, "row", where);
        }
        const std::string_view element = rest_.substr(0, at);
        rest_.remove_prefix(element.size());
        return element;
    }

    bool done_ = false;
};

}  // namespace

std::unique_ptr<RowReader> openJson(const NamedFile& file, DataFormat format, const RowOptions& options) {
    if (format == DataFormat::JsonArray) return std::make_unique<ArrayReader>(file, options);
    return std::make_unique<LinesReader>(file, options);
}

}  // namespace retort
