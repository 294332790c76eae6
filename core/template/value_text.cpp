// SPDX-License-Identifier: Apache-2.0
// Values as Python prints them.

#include <charconv>
#include <cmath>

#include "template/strings.h"
#include "template/value.h"

namespace retort::jinja {
namespace {

void appendRepr(std::string& out, const Value& value, int depth);

void appendQuoted(std::string& out, const std::string& text) {
    const char quote = text.find('\'') != text.npos && text.find('"') == text.npos ? '"' : '\'';
    out += quote;
    for (const std::string_view character : characters(text)) {
        if (character.size() == 1) {
            const char c = character[0];
            if (c == quote || c == '\\') (out += '\\') += c;
            else if (c == '\n') out += "\\n";
            else if (c == '\r') out += "\\r";
            else if (c == '\t') out += "\\t";
            else if (c < 0x20 || c == 0x7F) out += hexEscape("\\x", static_cast<unsigned char>(c), 2);
            else out += c;
        } else {
            out += printable(character) ? std::string(character) : escaped(character);
        }
    }
    out += quote;
}

void appendItems(std::string& out, const std::vector<Value>& items, int depth) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) out += ", ";
        appendRepr(out, items[i], depth + 1);
    }
}

void appendDict(std::string& out, const Dict& dict, int depth) {
    out += '{';
    for (std::size_t i = 0; i < dict.items.size(); ++i) {
        if (i > 0) out += ", ";
        appendRepr(out, dict.items[i].first, depth + 1);
        out += ": ";
        appendRepr(out, dict.items[i].second, depth + 1);
    }
    out += '}';
}

void appendSequence(std::string& out, const Sequence& sequence, const Value& value, int depth) {
    using Form = Sequence::Form;
    const std::size_t count = sequence.items.size();
    switch (sequence.form) {
        case Form::List:
            out += '[';
            appendItems(out, sequence.items, depth);
            out += ']';
            return;
        case Form::Tuple:
            out += '(';
            appendItems(out, sequence.items, depth);
            out += count == 1 ? ",)" : ")";
            return;
        case Form::Range: {
            const auto first = count ? toInteger(sequence.items[0], "range") : 0;
            const auto step = count > 1 ? toInteger(sequence.items[1], "range") - first : 1;
            out += "range(" + std::to_string(first) + ", " + std::to_string(first + static_cast<std::int64_t>(count) * step);
            out += step == 1 ? ")" : ", " + std::to_string(step) + ")";
            return;
        }
        case Form::Generator: out += "<generator object>"; return;
        default:
            out += typeName(value) + "([";
            appendItems(out, sequence.items, depth);
            out += "])";
    }
}

void appendRepr(std::string& out, const Value& value, int depth) {
    Budget::spend(1);
    Budget::nest(depth);
    Budget::limitText(out.size());
    if (value.isUndefined()) out += "Undefined";
    else if (value.isNone()) out += "None";
    else if (const bool* b = value.as<bool>()) out += *b ? "True" : "False";
    else if (const auto* i = value.as<std::int64_t>()) out += std::to_string(*i);
    else if (const double* d = value.as<double>()) out += floatText(*d);
    else if (const std::string* text = value.text()) appendQuoted(out, *text);
    else if (const Sequence* sequence = value.sequence()) appendSequence(out, *sequence, value, depth);
    else if (const Dict* dict = value.dict()) appendDict(out, *dict, depth);
    else if (const NamespacePtr* names = value.as<NamespacePtr>()) {
        out += "<Namespace ";
        appendDict(out, (*names)->values, depth);
        out += '>';
    } else if (const FunctionPtr* function = value.as<FunctionPtr>()) {
        out += ((*function)->is_macro ? "<Macro '" : "<function '") + (*function)->name + "'>";
    } else {
        const LoopPtr& loop = *value.as<LoopPtr>();
        out += "<LoopContext " + std::to_string(loop->index0 + 1) + "/" + std::to_string(loop->items.size()) + ">";
    }
}

}  // namespace

std::string floatText(double value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
    char buffer[64];
    const auto scientific = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific);
    std::string text(buffer, scientific.ptr);
    const std::size_t e = text.find('e');
    const int exponent = std::stoi(text.substr(e + 1));
    if (exponent < -4 || exponent >= 16) return text;
    const auto fixed = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed);
    text.assign(buffer, fixed.ptr);
    return text.find('.') == text.npos ? text + ".0" : text;
}

std::string str(const Value& value) {
    if (const std::string* text = value.text()) return *text;
    return value.isUndefined() ? std::string() : repr(value);
}

std::string repr(const Value& value) {
    std::string out;
    appendRepr(out, value, 0);
    return out;
}

}  // namespace retort::jinja
