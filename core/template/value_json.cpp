// SPDX-License-Identifier: Apache-2.0
#include "template/value_json.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "template/strings.h"
#include "tokenizer/utf8.h"

namespace retort::jinja {
namespace {

class Writer {
public:
    explicit Writer(const JsonStyle& style) : style_(style) {}

    void write(const Value& value, std::size_t level) {
        Budget::spend(1);
        Budget::limitText(out.size());
        if (value.isNone()) out += "null";
        else if (const bool* b = value.as<bool>()) out += *b ? "true" : "false";
        else if (const auto* i = value.as<std::int64_t>()) out += std::to_string(*i);
        else if (const double* d = value.as<double>()) out += number(*d);
        else if (const std::string* text = value.text()) quote(*text);
        else if (const Dict* dict = value.dict()) writeDict(*dict, level);
        else if (const Sequence* list = value.sequence(); list && list->form <= Sequence::Form::Tuple)
            writeList(*list, level);
        else throw TemplateFault("object of type " + typeName(value) + " is not JSON serializable");
    }

    std::string out;

private:
    static std::string number(double value) {
        if (std::isnan(value)) return "NaN";
        if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
        return floatText(value);
    }

    void newLine(std::size_t level) {
        if (!style_.indent) return;
        out += '\n';
        for (std::size_t i = 0; i < level; ++i) out += *style_.indent;
    }

    void writeList(const Sequence& list, std::size_t level) {
        out += '[';
        for (std::size_t i = 0; i < list.items.size(); ++i) {
            if (i > 0) out += style_.item_separator;
            newLine(level + 1);
            write(list.items[i], level + 1);
        }
        if (!list.items.empty()) newLine(level);
        out += ']';
    }

    void writeDict(const Dict& dict, std::size_t level) {
        std::vector<const std::pair<Value, Value>*> items;
        for (const auto& item : dict.items) items.push_back(&item);
        if (style_.sort_keys) {
            for (std::size_t i = 1; i < items.size(); ++i)
                less(items[i]->first, items[0]->first);  // keys that Python cannot order are refused before sorting
            std::ranges::stable_sort(items, [](const auto* a, const auto* b) { return less(a->first, b->first); });
        }
        out += '{';
        bool first = true;
        for (const auto* item : items) {
            if (!std::exchange(first, false)) out += style_.item_separator;
            newLine(level + 1);
            writeKey(item->first);
            out += style_.key_separator;
            write(item->second, level + 1);
        }
        if (!first) newLine(level);
        out += '}';
    }

    void writeKey(const Value& key) {
        if (const std::string* text = key.text()) return quote(*text);
        if (!key.isNone() && !key.isNumber())
            throw TemplateFault("keys must be str, int, float, bool or None, not " + typeName(key));
        out += '"';
        write(key, 0);
        out += '"';
    }

    void quote(const std::string& text) {
        static constexpr std::string_view kFrom = "\"\\\n\r\t\b\f", kTo = "\"\\nrtbf";
        out += '"';
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t begin = at;
            const char32_t c = nextCodePoint(text, at);
            const std::size_t simple = c < 0x80 ? kFrom.find(static_cast<char>(c)) : kFrom.npos;
            if (simple != kFrom.npos) (out += '\\') += kTo[simple];
            else if (c < 0x20 || (style_.ensure_ascii && c >= 0x7F && c < 0x10000 && c != 0x7F))
                out += hexEscape("\\u", c, 4);
            else if (style_.ensure_ascii && c >= 0x10000)
                out += hexEscape("\\u", 0xD800 + ((c - 0x10000) >> 10), 4) +
                       hexEscape("\\u", 0xDC00 + ((c - 0x10000) & 0x3FF), 4);
            else out.append(text, begin, at - begin);
        }
        out += '"';
        Budget::spend(static_cast<std::int64_t>(text.size() / 16));
    }

    const JsonStyle& style_;
};

/// Builds values while the text is read, so that depth is bounded before anything is nested.
class Builder : public nlohmann::json_sax<nlohmann::json> {
public:
    Value result;

    bool null() override { return add(None{}); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(std::int64_t value) override { return add(value); }
    bool number_unsigned(std::uint64_t value) override {
        if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            throw Error(ErrorCode::BadInput, "the integer " + std::to_string(value) + " has more than 64 bits");
        return add(static_cast<std::int64_t>(value));
    }
    bool number_float(double value, const std::string&) override { return add(value); }
    bool string(std::string& value) override { return add(Value(std::move(value))); }
    bool binary(nlohmann::json::binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(true); }
    bool start_array(std::size_t) override { return open(false); }
    bool key(std::string& value) override {
        open_.back().key = std::move(value);
        return true;
    }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) override {
        throw Error(ErrorCode::BadInput, "is not JSON at byte " + std::to_string(position));
    }

private:
    struct Level {
        bool is_object;
        Dict dict;
        std::vector<Value> items;
        std::string key;
    };

    bool open(bool is_object) {
        Budget::nest(static_cast<int>(open_.size()) + 1);
        open_.push_back({is_object, {}, {}, {}});
        return true;
    }

    bool close() {
        Level level = std::move(open_.back());
        open_.pop_back();
        return add(level.is_object ? makeDict(std::move(level.dict)) : makeList(std::move(level.items)));
    }

    bool add(Value value) {
        if (open_.empty()) result = std::move(value);
        else if (open_.back().is_object) open_.back().dict.set(Value(open_.back().key), std::move(value));
        else open_.back().items.push_back(std::move(value));
        return true;
    }

    std::vector<Level> open_;
};

}  // namespace

std::string toJson(const Value& value, const JsonStyle& style) {
    Writer writer(style);
    writer.write(value, 0);
    return std::move(writer.out);
}

Value fromJson(std::string_view text) {
    Builder builder;
    try {
        nlohmann::json::sax_parse(text, &builder);
    } catch (const TemplateFault& fault) {
        throw Error(ErrorCode::BadInput, fault.what());
    }
    return builder.result;
}

}  // namespace retort::jinja
