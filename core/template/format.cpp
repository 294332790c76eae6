// SPDX-License-Identifier: Apache-2.0
// printf-style and str.format() formatting.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "template/operators.h"
#include "template/strings.h"

namespace retort::jinja {
namespace {

constexpr std::int64_t kMaxWidth = 10'000;

struct FormatSpec {
    std::string fill = " ";
    char align = 0, sign = '-', type = 0;
    bool alternate = false, zero = false;
    char grouping = 0;
    std::int64_t width = 0, precision = -1;
};

std::int64_t readNumber(std::string_view text, std::size_t& at) {
    std::int64_t value = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
        value = value * 10 + (text[at] - '0');
        if (value > kMaxWidth) throw TemplateFault("a format width or precision above " + std::to_string(kMaxWidth));
    }
    return value;
}

std::string grouped(std::string digits, char separator, std::size_t size) {
    std::size_t end = std::min(digits.find_first_not_of("0123456789abcdefABCDEF"), digits.size());
    for (std::size_t at = end; at > size; at -= size) digits.insert(at - size, 1, separator);
    return digits;
}

/// %e and %g as Python and C agree on them.
std::string printDouble(double value, char type, std::int64_t precision, bool alternate) {
    if (std::isnan(value) || std::isinf(value)) {
        const std::string text = std::isnan(value) ? "nan" : "inf";
        return type >= 'A' && type <= 'Z' ? upper(text) : text;
    }
    const std::string pattern = std::string("%") + (alternate ? "#" : "") + ".*" + type;
    const int digits = static_cast<int>(precision < 0 ? 6 : precision);
    std::string text(static_cast<std::size_t>(std::snprintf(nullptr, 0, pattern.c_str(), digits, value)) + 1, '\0');
    std::snprintf(text.data(), text.size(), pattern.c_str(), digits, value);
    text.pop_back();
    return text;
}

std::string integerDigits(std::uint64_t magnitude, char type, bool alternate) {
    switch (type) {
        case 'x': return (alternate ? "0x" : "") + fmt::format("{:x}", magnitude);
        case 'X': return (alternate ? "0X" : "") + fmt::format("{:X}", magnitude);
        case 'o': return (alternate ? "0o" : "") + fmt::format("{:o}", magnitude);
        case 'b': return (alternate ? "0b" : "") + fmt::format("{:b}", magnitude);
        default: return std::to_string(magnitude);
    }
}

std::string signText(bool is_negative, char sign) { return is_negative ? "-" : sign == '+' ? "+" : sign == ' ' ? " " : ""; }

/// Digits with their sign, filled to the width; zeros go between the two.
std::string alignNumber(const std::string& sign, const std::string& digits, const FormatSpec& spec) {
    if (spec.zero && (spec.align == 0 || spec.align == '='))
        return sign + pad(digits, spec.width - static_cast<std::int64_t>(sign.size()), "0", true, false);
    if (spec.align == '=')
        return sign + pad(digits, spec.width - static_cast<std::int64_t>(sign.size()), spec.fill, true, false);
    return pad(sign + digits, spec.width, spec.fill, spec.align != '<', spec.align == '<' || spec.align == '^');
}

std::string formatInteger(std::int64_t value, const FormatSpec& spec) {
    if (spec.type == 'c') {
        throw TemplateFault("the format 'c' is not supported");
    }
    const std::uint64_t magnitude = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    std::string digits = integerDigits(magnitude, spec.type, spec.alternate);
    if (spec.grouping)
        digits = grouped(digits, spec.grouping,
                         spec.type == 'x' || spec.type == 'X' || spec.type == 'b' || spec.type == 'o' ? 4 : 3);
    return alignNumber(signText(value < 0, spec.sign), digits, spec);
}

std::string formatDouble(double value, const FormatSpec& spec) {
    const bool is_negative = std::signbit(value) && !std::isnan(value);
    const double magnitude = std::fabs(value);
    std::string digits;
    if (spec.type == '%') digits = printDouble(magnitude * 100, 'f', spec.precision, spec.alternate) + "%";
    else if (spec.type == 0 && spec.precision < 0) digits = floatText(magnitude);
    else if (spec.type == 0) {
        digits = printDouble(magnitude, 'g', std::max<std::int64_t>(spec.precision, 1), spec.alternate);
        if (digits.find_first_of(".en") == digits.npos) digits += ".0";
    } else digits = printDouble(magnitude, spec.type == 'n' ? 'g' : spec.type, spec.precision, spec.alternate);
    if (spec.grouping) digits = grouped(digits, spec.grouping, 3);
    return alignNumber(signText(is_negative, spec.sign), digits, spec);
}

std::string formatText(std::string text, const FormatSpec& spec) {
    if (spec.precision >= 0 && characterCount(text) > spec.precision)
        text = std::string(characterRange(text, 0, spec.precision));
    return pad(text, spec.width, spec.fill, spec.align == '>' || spec.align == '^', spec.align != '>');
}

FormatSpec readSpec(std::string_view text) {
    FormatSpec spec;
    std::size_t at = 0;
    const auto isAlign = [](char c) { return c == '<' || c == '>' || c == '^' || c == '='; };
    const std::string first = text.empty() ? "" : std::string(characterRange(text, 0, 1));
    if (text.size() > first.size() && !first.empty() && isAlign(text[first.size()])) {
        spec.fill = first;
        spec.align = text[first.size()];
        at = first.size() + 1;
    } else if (!text.empty() && isAlign(text[0])) {
        spec.align = text[at++];
    }
    if (at < text.size() && (text[at] == '+' || text[at] == '-' || text[at] == ' ')) spec.sign = text[at++];
    if (at < text.size() && text[at] == '#') spec.alternate = ++at > 0;
    if (at < text.size() && text[at] == '0') {
        spec.zero = ++at > 0;
        if (spec.align == 0) spec.fill = "0";
    }
    spec.width = readNumber(text, at);
    if (at < text.size() && (text[at] == ',' || text[at] == '_')) spec.grouping = text[at++];
    if (at < text.size() && text[at] == '.') {
        ++at;
        const std::size_t digits = at;
        spec.precision = readNumber(text, at);
        if (at == digits) throw TemplateFault("a format misses its precision");
    }
    if (at < text.size()) spec.type = text[at++];
    if (at != text.size()) throw TemplateFault("the format '" + std::string(text) + "' cannot be read");
    return spec;
}

/// format(value, spec).
std::string formatValue(const Value& value, std::string_view text) {
    const FormatSpec spec = readSpec(text);
    static constexpr std::string_view kFloatTypes = "eEfFgG%n";
    const bool as_float = spec.type != 0 && kFloatTypes.find(spec.type) != kFloatTypes.npos;
    if (value.isNumber() && (value.as<double>() || as_float)) return formatDouble(toDouble(value, "number"), spec);
    if (value.isNumber() && !(value.as<bool>() && text.empty())) {
        static constexpr std::string_view kTypes = "dxXob";
        if (spec.type != 0 && kTypes.find(spec.type) == kTypes.npos)
            throw TemplateFault("unknown format code for an integer");
        return formatInteger(toInteger(value, "number"), spec);
    }
    if (!text.empty() && !value.text()) throw TemplateFault("unsupported format string passed to " + typeName(value));
    if (spec.type != 0 && spec.type != 's') throw TemplateFault("unknown format code for a string");
    return formatText(str(value), spec);
}

/// The value that "name.attribute[key]" names.
Value fieldValue(std::string_view field, const Arguments& arguments, std::size_t& next) {
    const std::size_t end = std::min(field.find_first_of(".["), field.size());
    const std::string first(field.substr(0, end));
    Value value;
    if (first.empty() || first.find_first_not_of("0123456789") == first.npos) {
        std::size_t at = 0;
        const std::size_t index = first.empty() ? next++ : static_cast<std::size_t>(readNumber(first, at));
        if (index >= arguments.positional.size()) throw TemplateFault("format() has no argument " + std::to_string(index));
        value = arguments.positional[index];
    } else {
        const auto named = std::ranges::find(arguments.named, first, &std::pair<std::string, Value>::first);
        if (named == arguments.named.end()) throw TemplateFault("format() has no argument '" + first + "'");
        value = named->second;
    }
    for (std::size_t at = end; at < field.size();) {
        if (field[at] == '.') {
            const std::size_t stop = std::min(field.find_first_of(".[", at + 1), field.size());
            value = attributeOf(value, std::string(field.substr(at + 1, stop - at - 1)));
            at = stop;
        } else {
            const std::size_t stop = field.find(']', at);
            if (field[at] != '[' || stop == field.npos)
                throw TemplateFault("the field '" + std::string(field) + "' cannot be read");
            const std::string key(field.substr(at + 1, stop - at - 1));
            std::size_t digits = 0;
            const bool is_index = !key.empty() && key.find_first_not_of("0123456789") == key.npos;
            value = itemOf(value, is_index ? Value(readNumber(key, digits)) : Value(key));
            at = stop + 1;
        }
    }
    return value;
}

std::string formatParts(std::string_view format, const Arguments& arguments, std::size_t& next);

std::string formatField(std::string_view field, const Arguments& arguments, std::size_t& next) {
    const std::size_t colon = std::min(field.find(':'), field.size());
    std::string spec(colon < field.size() ? field.substr(colon + 1) : "");
    std::string_view name = field.substr(0, colon);
    char conversion = 0;
    if (name.size() > 1 && name[name.size() - 2] == '!') {
        conversion = name.back();
        name.remove_suffix(2);
    }
    const Value value = fieldValue(name, arguments, next);
    if (spec.find('{') != spec.npos) spec = formatParts(spec, arguments, next);
    if (conversion == 'r') return formatValue(repr(value), spec);
    if (conversion == 's') return formatValue(str(value), spec);
    if (conversion != 0) throw TemplateFault("unknown conversion in a format");
    return formatValue(value, spec);
}

/// `next`: the argument that an empty field takes.
std::string formatParts(std::string_view format, const Arguments& arguments, std::size_t& next) {
    std::string out;
    for (std::size_t at = 0; at < format.size();) {
        const char c = format[at];
        if (c != '{' && c != '}') {
            out += c;
            ++at;
            continue;
        }
        if (at + 1 < format.size() && format[at + 1] == c) {
            out += c;
            at += 2;
            continue;
        }
        if (c == '}') throw TemplateFault("single '}' encountered in format string");
        std::size_t end = at + 1;
        for (int depth = 1; end < format.size(); ++end) {
            depth += format[end] == '{' ? 1 : format[end] == '}' ? -1 : 0;
            if (depth == 0) break;
            if (depth > 2) throw TemplateFault("a format is nested too deeply");
        }
        if (end == format.size()) throw TemplateFault("expected '}' before end of string");
        out += formatField(format.substr(at + 1, end - at - 1), arguments, next);
        Budget::limitText(out.size());
        at = end + 1;
    }
    return out;
}

class PercentFormatter {
public:
    PercentFormatter(const std::string& format, const Value& arguments) : format_(format), arguments_(arguments) {
        const Sequence* tuple = arguments.sequence();
        if (tuple && tuple->form == Sequence::Form::Tuple) items_ = tuple->items;
        else items_ = {arguments};
    }

    std::string run() {
        std::string out;
        for (std::size_t at = 0; at < format_.size();) {
            const std::size_t percent = std::min(format_.find('%', at), format_.size());
            out.append(format_, at, percent - at);
            at = percent + 1;
            if (percent < format_.size()) out += conversion(at);
            Budget::limitText(out.size());
        }
        if (next_ < items_.size() && !arguments_.dict() &&
            !(next_ == 0 && arguments_.sequence() && items_.size() == 1 && !isTuple()))
            throw TemplateFault("not all arguments converted during string formatting");
        return out;
    }

private:
    bool isTuple() const { return arguments_.sequence() && arguments_.sequence()->form == Sequence::Form::Tuple; }

    Value take() {
        if (next_ >= items_.size()) throw TemplateFault("not enough arguments for format string");
        return items_[next_++];
    }

    std::string conversion(std::size_t& at) {
        std::optional<Value> named;
        if (at < format_.size() && format_[at] == '(') {
            const std::size_t end = format_.find(')', at);
            if (end == format_.npos || !arguments_.dict()) throw TemplateFault("format requires a mapping");
            const Value* value = arguments_.dict()->find(format_.substr(at + 1, end - at - 1));
            if (!value) throw TemplateFault("the format names a missing key");
            named = *value;
            at = end + 1;
        }
        FormatSpec spec;
        spec.align = '>';
        for (; at < format_.size() && std::string_view("#0- +").find(format_[at]) != std::string_view::npos; ++at) {
            if (format_[at] == '#') spec.alternate = true;
            if (format_[at] == '0') spec.zero = true;
            if (format_[at] == '-') spec.align = '<';
            if (format_[at] == '+' || format_[at] == ' ') spec.sign = format_[at];
        }
        if (spec.align == '<') spec.zero = false;
        spec.width = readNumber(format_, at);
        if (at < format_.size() && format_[at] == '.') spec.precision = readNumber(format_, ++at);
        if (at >= format_.size()) throw TemplateFault("incomplete format");
        const char type = format_[at++];
        if (type == '%') return "%";
        return convert(type, named ? *named : take(), spec);
    }

    static std::string convert(char type, const Value& value, FormatSpec spec) {
        if (type == 's' || type == 'r' || type == 'a') return formatText(type == 's' ? str(value) : repr(value), spec);
        if (spec.zero) spec.align = '=', spec.fill = "0";
        if (!value.isNumber())
            throw TemplateFault(std::string("%") + type + " format: a number is required, not " + typeName(value));
        spec.type = type == 'i' || type == 'u' ? 'd' : type;
        if (std::string_view("eEfFgG").find(type) != std::string_view::npos)
            return formatDouble(toDouble(value, "number"), spec);
        if (std::string_view("dxXo").find(spec.type) == std::string_view::npos)
            throw TemplateFault(std::string("unsupported format character '") + type + "'");
        const double* real = value.as<double>();
        if (real && !(std::fabs(*real) < 9e18)) throw TemplateFault("a float is too large for an integer format");
        return formatInteger(real ? static_cast<std::int64_t>(*real) : toInteger(value, "number"), spec);
    }

    const std::string& format_;
    const Value& arguments_;
    std::vector<Value> items_;
    std::size_t next_ = 0;
};

}  // namespace

std::string percentFormat(const std::string& format, const Value& arguments) {
    return PercentFormatter(format, arguments).run();
}

std::string braceFormat(const std::string& format, const Arguments& arguments) {
    std::size_t next = 0;
    return formatParts(format, arguments, next);
}

}  // namespace retort::jinja
