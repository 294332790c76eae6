// SPDX-License-Identifier: Apache-2.0
#include "template/operators.h"

#include <algorithm>
#include <cmath>

#include "template/strings.h"

namespace retort::jinja {
namespace {

using Form = Sequence::Form;

[[noreturn]] void refuse(const std::string& symbol, const Value& left, const Value& right) {
    for (const Value* side : {&left, &right})
        if (const Undefined* undefined = side->as<Undefined>())
            throw TemplateFault(undefined->why ? *undefined->why : "a value is undefined");
    const bool text = symbol == "+" && (left.text() || right.text());
    throw TemplateFault("'" + typeName(left) + "' " + symbol + " '" + typeName(right) + "' is not possible" +
                        (text ? "; ~ joins any two values as text" : ""));
}

std::int64_t power(std::int64_t base, std::int64_t exponent) {
    std::int64_t result = 1;
    for (; exponent > 0; exponent >>= 1) {
        if (exponent & 1 && __builtin_mul_overflow(result, base, &result))
            throw TemplateFault("an integer grows above 64 bits");
        if (exponent > 1 && __builtin_mul_overflow(base, base, &base)) throw TemplateFault("an integer grows above 64 bits");
    }
    return result;
}

Value integerResult(const std::string& symbol, std::int64_t a, std::int64_t b) {
    std::int64_t result = 0;
    bool overflow = false;
    if (symbol == "+") overflow = __builtin_add_overflow(a, b, &result);
    else if (symbol == "-") overflow = __builtin_sub_overflow(a, b, &result);
    else if (symbol == "*") overflow = __builtin_mul_overflow(a, b, &result);
    else if (symbol == "**") {
        if (b < 0 && a == 0) throw TemplateFault("0 cannot be raised to a negative power");
        if (b < 0) return std::pow(static_cast<double>(a), static_cast<double>(b));
        result = power(a, b);
    } else {
        if (b == 0) throw TemplateFault("division by zero");
        if (symbol == "/") return static_cast<double>(a) / static_cast<double>(b);
        if (b == -1) {
            overflow = symbol == "//" && __builtin_sub_overflow(std::int64_t{0}, a, &result);
        } else {
            const std::int64_t quotient = a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
            result = symbol == "//" ? quotient : a - quotient * b;
        }
    }
    if (overflow) throw TemplateFault("an integer grows above 64 bits");
    return result;
}

Value doubleResult(const std::string& symbol, double a, double b) {
    if (symbol == "+") return a + b;
    if (symbol == "-") return a - b;
    if (symbol == "*") return a * b;
    if (symbol == "**") return std::pow(a, b);
    if (b == 0) throw TemplateFault("division by zero");
    if (symbol == "/") return a / b;
    double rest = std::fmod(a, b);
    if (rest != 0 && (rest < 0) != (b < 0)) rest += b;
    if (symbol == "%") return rest == 0 ? std::copysign(0.0, b) : rest;
    return std::floor((a - rest) / b + 0.5);
}

Value repeated(const Value& sequence, std::int64_t times) {
    times = std::max<std::int64_t>(times, 0);
    if (const std::string* text = sequence.text()) {
        if (text->empty() || times > (1LL << 40)) times = text->empty() ? 0 : times;
        Budget::chargeText(times > (1LL << 32) ? std::size_t{1} << 40 : text->size() * static_cast<std::size_t>(times));
        std::string result;
        for (std::int64_t i = 0; i < times; ++i) result += *text;
        return result;
    }
    const Sequence& source = *sequence.sequence();
    std::vector<Value> items;
    for (std::int64_t i = 0; i < times && !source.items.empty(); ++i) {
        Budget::spend(4 * static_cast<std::int64_t>(source.items.size()));
        items.insert(items.end(), source.items.begin(), source.items.end());
    }
    return makeSequence(source.form, std::move(items));
}

bool isListLike(const Sequence* sequence) {
    return sequence && (sequence->form == Form::List || sequence->form == Form::Tuple);
}

/// Python's index of a sequence: negative ones count from the end; false outside.
bool inBounds(std::int64_t& index, std::int64_t size) {
    if (index < 0) index += size;
    return index >= 0 && index < size;
}

/// The positions that a slice takes of `size` items.
std::vector<std::int64_t> slicePositions(std::int64_t size, const Value& start, const Value& stop, const Value& step) {
    const auto absent = [](const Value& value) { return value.isNone() || value.isUndefined(); };
    const std::int64_t by = absent(step) ? 1 : toInteger(step, "a slice step");
    if (by == 0) throw TemplateFault("slice step cannot be zero");
    const auto clamp = [&](std::int64_t at) {
        if (at < 0) at = std::max(at + size, std::int64_t{-1} + (by > 0));
        return std::min(at, by > 0 ? size : size - 1);
    };
    const std::int64_t first = absent(start) ? (by > 0 ? 0 : size - 1) : clamp(toInteger(start, "a slice bound"));
    const std::int64_t last = absent(stop) ? (by > 0 ? size : -1) : clamp(toInteger(stop, "a slice bound"));
    std::vector<std::int64_t> positions;
    for (std::int64_t at = first; by > 0 ? at < last : at > last;) {
        positions.push_back(at);
        if (__builtin_add_overflow(at, by, &at)) break;
    }
    return positions;
}

}  // namespace

Value binary(const std::string& symbol, const Value& left, const Value& right) {
    if (left.isNumber() && right.isNumber()) {
        if (left.as<double>() || right.as<double>())
            return doubleResult(symbol, toDouble(left, "number"), toDouble(right, "number"));
        return integerResult(symbol, toInteger(left, "number"), toInteger(right, "number"));
    }
    const std::string* text = left.text();
    if (symbol == "+" && text && right.text()) return *text + *right.text();
    if (symbol == "%" && text) return percentFormat(*text, right);
    const Sequence *a = left.sequence(), *b = right.sequence();
    if (symbol == "+" && isListLike(a) && isListLike(b) && a->form == b->form) {
        std::vector<Value> items = a->items;
        items.insert(items.end(), b->items.begin(), b->items.end());
        return makeSequence(a->form, std::move(items));
    }
    if (symbol == "*") {
        const bool is_count = right.isNumber() && !right.as<double>();
        if ((text || isListLike(a)) && is_count) return repeated(left, toInteger(right, "count"));
        if ((right.text() || isListLike(b)) && left.isNumber() && !left.as<double>())
            return repeated(right, toInteger(left, "count"));
    }
    if (symbol == "-" && a && b && a->form == Form::Keys) throw TemplateFault("sets are not supported in templates");
    refuse(symbol, left, right);
}

Value negative(const Value& value) {
    if (const double* d = value.as<double>()) return -*d;
    return integerResult("-", 0, toInteger(value, "the operand of -"));
}

bool contains(const Value& container, const Value& item) {
    if (const std::string* text = container.text()) {
        if (!item.text()) throw TemplateFault("'in <string>' requires string as left operand, not " + typeName(item));
        Budget::spend(static_cast<std::int64_t>(text->size() / 16));
        return text->find(*item.text()) != text->npos;
    }
    if (const Dict* dict = container.dict()) return dict->find(item) != nullptr;
    const std::vector<Value> items = iterate(container);
    return std::ranges::any_of(items, [&](const Value& other) { return equal(other, item); });
}

bool compare(const std::string& symbol, const Value& left, const Value& right) {
    if (symbol == "==") return equal(left, right);
    if (symbol == "!=") return !equal(left, right);
    if (symbol == "in") return contains(right, left);
    if (symbol == "not in") return !contains(right, left);
    if (symbol == "<") return less(left, right);
    if (symbol == ">") return less(right, left);
    if (symbol == "<=") return less(left, right) || equal(left, right);
    return less(right, left) || equal(left, right);
}

Value attributeOf(const Value& object, const std::string& name) {
    if (const Undefined* undefined = object.as<Undefined>())
        throw TemplateFault(undefined->why ? *undefined->why : "a value is undefined");
    Value found;
    if (findMethod(object, name, found)) return found;
    if (name.starts_with("__"))
        return Value::undefined("access to attribute '" + name + "' of '" + typeName(object) + "' object is unsafe");
    if (const Dict* dict = object.dict())
        if (const Value* value = dict->find(name)) return *value;
    return Value::undefined("'" + typeName(object) + " object' has no attribute '" + name + "'");
}

Value itemOf(const Value& object, const Value& key) {
    if (const Undefined* undefined = object.as<Undefined>())
        throw TemplateFault(undefined->why ? *undefined->why : "a value is undefined");
    if (const Dict* dict = object.dict()) {
        if (const Value* value = dict->find(key)) return *value;
    } else if (key.isNumber() && !key.as<double>()) {
        std::int64_t index = toInteger(key, "an index");
        const Sequence* sequence = object.sequence();
        const bool indexed = sequence && (isListLike(sequence) || sequence->form == Form::Range);
        if (indexed && inBounds(index, static_cast<std::int64_t>(sequence->items.size())))
            return sequence->items[static_cast<std::size_t>(index)];
        const std::string* text = object.text();
        if (text && inBounds(index, characterCount(*text))) return characterRange(*text, index, index + 1);
    }
    Value found;
    if (key.text() && findMethod(object, *key.text(), found)) return found;
    return Value::undefined("'" + typeName(object) + " object' has no " +
                            (key.text() ? "attribute '" + *key.text() + "'" : "element " + repr(key)));
}

Value sliceOf(const Value& object, const Value& start, const Value& stop, const Value& step) {
    if (const std::string* text = object.text()) {
        const auto all = characters(*text);
        std::string result;
        for (const std::int64_t at : slicePositions(static_cast<std::int64_t>(all.size()), start, stop, step))
            result += all[static_cast<std::size_t>(at)];
        return result;
    }
    const Sequence* sequence = object.sequence();
    if (!sequence || (!isListLike(sequence) && sequence->form != Form::Range)) {
        if (const Undefined* undefined = object.as<Undefined>(); undefined && undefined->why)
            throw TemplateFault(*undefined->why);
        throw TemplateFault("'" + typeName(object) + "' object cannot be sliced");
    }
    std::vector<Value> items;
    for (const std::int64_t at : slicePositions(static_cast<std::int64_t>(sequence->items.size()), start, stop, step))
        items.push_back(sequence->items[static_cast<std::size_t>(at)]);
    return makeSequence(sequence->form, std::move(items));
}

}  // namespace retort::jinja
