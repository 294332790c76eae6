// SPDX-License-Identifier: Apache-2.0
// Filters over text and numbers, with Jinja's meaning where it is not Python's.

#include <charconv>
#include <cmath>
#include <cstdlib>

#include "template/filters.h"
#include "template/interpreter.h"
#include "template/operators.h"
#include "template/parameters.h"
#include "template/strings.h"
#include "template/value_json.h"
#include "tokenizer/utf8.h"

namespace retort::jinja {
namespace {

Value titleFilter(Interpreter&, const Value& input, const Arguments&) {
    const std::string text = str(input);
    std::string result;
    bool starts = true;
    for (const std::string_view character : characters(text)) {
        const bool between =
            character.size() == 1
                ? std::string_view("-({[<").find(character[0]) != std::string_view::npos || isSpaceCharacter(character)
                : isSpaceCharacter(character);
        if (between) result += character;
        else result += starts ? upper(character) : lower(character);
        starts = between;
    }
    return result;
}

Value indentFilter(Interpreter&, const Value& input, const Arguments& arguments) {
    const Parameters p("indent", arguments, {"width", "first", "blank"});
    if (!input.text()) throw TemplateFault("indent takes a string, not '" + typeName(input) + "'");
    const Value width = p.has(0) ? p.value(0) : Value(4);
    const std::string indention = width.text() ? *width.text() : pad("", toInteger(width, "width"), " ", true, false);
    const std::vector<std::string> lines = splitLines(*input.text() + "\n", false);
    std::string result = p.flag(1) ? indention : "";
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i > 0) result += "\n";
        if (i > 0 && (p.flag(2) || !lines[i].empty())) result += indention;
        result += lines[i];
        Budget::limitText(result.size());
    }
    return result;
}

Value truncateFilter(Interpreter&, const Value& input, const Arguments& arguments) {
    const Parameters p("truncate", arguments, {"length", "killwords", "end", "leeway"});
    const std::string text = str(input), end = p.text(2, "...");
    const std::int64_t length = p.integer(0, 255), leeway = p.isNone(3) ? 5 : p.integer(3, 5);
    const std::int64_t kept = length - characterCount(end);
    if (kept < 0 || leeway < 0) throw TemplateFault("truncate: the length is shorter than what stands for the rest");
    if (characterCount(text) <= length + leeway) return text;
    const std::string cut(characterRange(text, 0, kept));
    return (p.flag(1) ? cut : splitFromRight(cut, " ", 1).front()) + end;
}

Value wordCount(Interpreter&, const Value& input, const Arguments&) {
    const std::string text = str(input);
    std::int64_t count = 0;
    bool in_word = false;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const char32_t c = nextCodePoint(text, at);
        const bool is_word = c == '_' || allAre(std::string_view(text).substr(begin, at - begin), CharacterClass::Alnum);
        count += is_word && !in_word;
        in_word = is_word;
    }
    return count;
}

Value escapeFilter(Interpreter&, const Value& input, const Arguments&) {
    std::string result;
    for (const char c : str(input)) {
        if (c == '&') result += "&amp;";
        else if (c == '<') result += "&lt;";
        else if (c == '>') result += "&gt;";
        else if (c == '\'') result += "&#39;";
        else if (c == '"') result += "&#34;";
        else result += c;
    }
    return result;
}

Value stripTags(Interpreter&, const Value& input, const Arguments&) {
    std::string text = str(input), result;
    for (std::size_t at = text.find("<!--"); at != text.npos; at = text.find("<!--")) {
        const std::size_t end = text.find("-->", at);
        if (end == text.npos) break;
        text.erase(at, end + 3 - at);
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::size_t end = text[at] == '<' ? text.find('>', at) : text.npos;
        if (end == text.npos) result += text[at];
        else at = end;
    }
    std::string joined;
    for (const std::string& word : split(result, std::nullopt, -1)) joined += (joined.empty() ? "" : " ") + word;
    return joined;
}

/// Percent-encoded; in a query a space is "+".
std::string quoted(const std::string& text, bool in_query) {
    const std::string_view safe = in_query ? "" : "/";
    std::string result;
    for (const char c : text) {
        if (in_query && c == ' ') {
            result += '+';
            continue;
        }
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                           std::string_view("_.-~").find(c) != std::string_view::npos;
        if (plain || safe.find(c) != safe.npos) result += c;
        else result += "%" + upper(hexEscape("", static_cast<unsigned char>(c), 2));
    }
    return result;
}

Value urlEncode(Interpreter&, const Value& input, const Arguments&) {
    if (!input.dict() && !input.sequence()) return quoted(str(input), false);
    std::string result;
    const std::vector<Value> items = input.dict() ? std::vector<Value>() : iterate(input);
    const auto add = [&](const Value& key, const Value& value) {
        result += (result.empty() ? "" : "&") + quoted(str(key), true) + "=" + quoted(str(value), true);
    };
    if (input.dict())
        for (const auto& [key, value] : input.dict()->items) add(key, value);
    for (const Value& item : items) {
        const std::vector<Value> pair = iterate(item);
        if (pair.size() != 2) throw TemplateFault("urlencode takes pairs");
        add(pair[0], pair[1]);
    }
    return result;
}

std::string withoutUnderscores(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool between = i > 0 && i + 1 < text.size() && text[i - 1] != '_' && text[i + 1] != '_';
        if (text[i] != '_' || !between) result += text[i];
    }
    return result;
}

/// Python's int(text, base); nothing when it cannot be read.
std::optional<std::int64_t> parseInteger(std::string_view raw, std::int64_t base) {
    std::string text = withoutUnderscores(strip(raw, std::nullopt, true, true));
    if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.erase(0, 1);
    const bool minus = text.starts_with('-');
    std::string digits = text.substr(minus);
    const char letter = digits.size() > 2 && digits[0] == '0' ? static_cast<char>(digits[1] | 0x20) : ' ';
    const std::int64_t prefixed = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
    if (prefixed != 0 && (base == prefixed || base == 0)) {
        digits.erase(0, 2);
        base = prefixed;
    } else if (base == 0) {
        base = 10;
    }
    if (base < 2 || base > 36 || digits.starts_with('-')) return std::nullopt;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, static_cast<int>(base));
    if (error == std::errc::result_out_of_range) throw TemplateFault("an integer grows above 64 bits");
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return minus ? -value : value;
}

std::optional<double> parseDouble(std::string_view raw) {
    std::string text = lower(withoutUnderscores(strip(raw, std::nullopt, true, true)));
    if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.erase(0, 1);
    const std::string_view body = std::string_view(text).substr(text.starts_with('-'));
    const bool named = body == "inf" || body == "infinity" || body == "nan";
    if (!named && body.find_first_not_of("0123456789.e+-") != body.npos) return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size() || text.empty()) return std::nullopt;
    if (error == std::errc::result_out_of_range) return std::strtod(text.c_str(), nullptr);
    return error == std::errc() ? std::optional(value) : std::nullopt;
}

std::optional<std::int64_t> truncated(double value) {
    if (!(std::fabs(value) < 9.2e18)) {
        if (std::isnan(value) || std::isinf(value)) return std::nullopt;
        throw TemplateFault("an integer grows above 64 bits");
    }
    return static_cast<std::int64_t>(value);
}

Value intFilter(Interpreter&, const Value& input, const Arguments& arguments) {
    const Parameters p("int", arguments, {"default", "base"});
    std::optional<std::int64_t> value;
    if (const std::string* text = input.text()) {
        value = parseInteger(*text, p.integer(1, 10));
        if (!value)
            if (const auto real = parseDouble(*text)) value = truncated(*real);
    } else if (input.isNumber()) {
        value = input.as<double>() ? truncated(*input.as<double>()) : toInteger(input, "number");
    } else if (const Undefined* undefined = input.as<Undefined>()) {
        throw TemplateFault(undefined->why ? *undefined->why : "a value is undefined");
    }
    return value ? Value(*value) : p.has(0) ? p.value(0) : Value(0);
}

Value floatFilter(Interpreter&, const Value& input, const Arguments& arguments) {
    const Parameters p("float", arguments, {"default"});
    std::optional<double> value;
    if (const std::string* text = input.text()) value = parseDouble(*text);
    else if (input.isNumber()) value = toDouble(input, "number");
    else if (const Undefined* undefined = input.as<Undefined>())
        throw TemplateFault(undefined->why ? *undefined->why : "a value is undefined");
    return value ? Value(*value) : p.has(0) ? p.value(0) : Value(0.0);
}

Value absFilter(Interpreter&, const Value& input, const Arguments&) {
    if (const double* d = input.as<double>()) return std::fabs(*d);
    const std::int64_t value = toInteger(input, "the value of abs");
    return value < 0 ? negative(value) : Value(value);
}

/// Correctly rounded, halves to even, as Python's round() of a float.
double roundTo(double value, std::int64_t digits) {
    if (digits > 300 || !std::isfinite(value)) return value;
    if (digits < 0) {
        const double unit = std::pow(10.0, static_cast<double>(-digits));
        return std::nearbyint(value / unit) * unit;
    }
    char buffer[800];
    std::snprintf(buffer, sizeof buffer, "%.*f", static_cast<int>(digits), value);
    return std::strtod(buffer, nullptr);
}

Value roundFilter(Interpreter&, const Value& input, const Arguments& arguments) {
    const Parameters p("round", arguments, {"precision", "method"});
    const std::int64_t digits = p.integer(0, 0);
    const std::string method = p.text(1, "common");
    if (method != "common" && method != "ceil" && method != "floor")
        throw TemplateFault("method must be common, ceil or floor");
    if (method == "common") {
        if (input.as<double>()) return roundTo(*input.as<double>(), digits);
        const std::int64_t value = toInteger(input, "the value of round");
        return digits >= 0 ? value : static_cast<std::int64_t>(roundTo(static_cast<double>(value), digits));
    }
    const double unit = std::pow(10.0, static_cast<double>(digits));
    const double scaled = toDouble(input, "the value of round") * unit;
    return (method == "ceil" ? std::ceil(scaled) : std::floor(scaled)) / unit;
}

Value fileSize(Interpreter&, const Value& input, const Arguments& arguments) {
    const bool is_binary = Parameters("filesizeformat", arguments, {"binary"}).flag(0);
    const auto parsed = input.text() ? parseDouble(*input.text()) : std::optional(toDouble(input, "a size"));
    if (!parsed) throw TemplateFault("filesizeformat takes a number");
    const double base = is_binary ? 1024 : 1000;
    if (*parsed == 1) return "1 Byte";
    if (*parsed < base) return std::to_string(static_cast<std::int64_t>(*parsed)) + " Bytes";
    static constexpr const char* kPrefixes[] = {"k", "M", "G", "T", "P", "E", "Z", "Y"};
    double unit = base;
    for (int i = 0; i < 8; ++i) {
        unit *= base;
        if (*parsed < unit || i == 7) {
            char buffer[64];
            std::snprintf(buffer, sizeof buffer, "%.1f", base * *parsed / unit);
            const std::string prefix = is_binary ? upper(kPrefixes[i]) + "i" : kPrefixes[i];
            return std::string(buffer) + " " + prefix + "B";
        }
    }
    return {};
}

Value formatFilter(Interpreter&, const Value& input, const Arguments& arguments) {
    if (arguments.named.empty()) return percentFormat(str(input), makeTuple(arguments.positional));
    Dict dict;
    for (const auto& [name, value] : arguments.named) dict.set(Value(name), value);
    return percentFormat(str(input), makeDict(std::move(dict)));
}

Value toJsonFilter(Interpreter&, const Value& input, const Arguments& arguments) {
    const Parameters p("tojson", arguments, {"ensure_ascii", "indent", "separators", "sort_keys"});
    JsonStyle style;
    style.ensure_ascii = p.flag(0);
    style.sort_keys = p.flag(3);
    if (!p.isNone(1)) {
        const Value indent = p.value(1);
        style.indent = indent.text() ? *indent.text() : pad("", toInteger(indent, "indent"), " ", true, false);
        style.item_separator = ",";
    }
    if (!p.isNone(2)) {
        const std::vector<Value> separators = iterate(p.value(2));
        if (separators.size() != 2) throw TemplateFault("tojson: separators takes two strings");
        style.item_separator = str(separators[0]);
        style.key_separator = str(separators[1]);
    }
    return toJson(input, style);
}

template <std::string (*transform)(std::string_view)>
Value transformFilter(Interpreter&, const Value& input, const Arguments&) {
    return transform(str(input));
}

}  // namespace

const FilterTable& textFilters() {
    static const FilterTable filters{
        {"upper", transformFilter<upper>},
        {"lower", transformFilter<lower>},
        {"capitalize", transformFilter<capitalize>},
        {"title", titleFilter},
        {"indent", indentFilter},
        {"truncate", truncateFilter},
        {"wordcount", wordCount},
        {"e", escapeFilter},
        {"escape", escapeFilter},
        {"forceescape", escapeFilter},
        {"striptags", stripTags},
        {"urlencode", urlEncode},
        {"int", intFilter},
        {"float", floatFilter},
        {"abs", absFilter},
        {"round", roundFilter},
        {"filesizeformat", fileSize},
        {"format", formatFilter},
        {"tojson", toJsonFilter},
        {"safe", [](Interpreter&, const Value& input, const Arguments&) { return Value(str(input)); }},
        {"string", [](Interpreter&, const Value& input, const Arguments&) { return Value(str(input)); }},
        {"trim",
         [](Interpreter&, const Value& input, const Arguments& arguments) {
             const Parameters p("trim", arguments, {"chars"});
             const std::string chars = p.text(0);
             return Value(
                 strip(str(input), p.isNone(0) ? std::nullopt : std::optional<std::string_view>(chars), true, true));
         }},
        {"center",
         [](Interpreter&, const Value& input, const Arguments& arguments) {
             return Value(pad(str(input), Parameters("center", arguments, {"width"}).integer(0, 80), " ", true, true));
         }},
        {"replace", [](Interpreter&, const Value& input, const Arguments& arguments) {
             const Parameters p("replace", arguments, {"old", "new", "count"}, 2);
             return Value(replaceText(str(input), p.text(0), p.text(1), p.isNone(2) ? -1 : p.integer(2, -1)));
         }}};
    return filters;
}

}  // namespace retort::jinja
