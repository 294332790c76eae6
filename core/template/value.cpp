// SPDX-License-Identifier: Apache-2.0
#include "template/value.h"

#include <algorithm>
#include <cmath>

#include "template/strings.h"

namespace retort::jinja {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};

int deepest(const std::vector<Value>& items) {
    int depth = 0;
    for (const Value& item : items) depth = std::max(depth, depthOf(item));
    return depth;
}

[[noreturn]] void refuse(const char* operation, const Value& left, const Value& right) {
    throw TemplateFault(std::string("'") + operation + "' not supported between '" + typeName(left) + "' and '" +
                        typeName(right) + "'");
}

/// An integer against a double without rounding it: -1, 0, 1.
int compareNumbers(const Value& left, const Value& right) {
    if (!left.as<double>() && !right.as<double>()) {
        const auto a = toInteger(left, "number"), b = toInteger(right, "number");
        return a < b ? -1 : a > b;
    }
    const long double a = left.as<double>() ? *left.as<double>() : static_cast<long double>(toInteger(left, "number"));
    const long double b = right.as<double>() ? *right.as<double>() : static_cast<long double>(toInteger(right, "number"));
    return a < b ? -1 : a > b ? 1 : a == b ? 0 : 2;  // 2: one is not a number
}

bool equalItems(const std::vector<Value>& left, const std::vector<Value>& right) {
    return std::ranges::equal(left, right, [](const Value& a, const Value& b) { return equal(a, b); });
}

bool equalDicts(const Dict& left, const Dict& right) {
    if (left.items.size() != right.items.size()) return false;
    return std::ranges::all_of(left.items, [&](const auto& item) {
        const Value* other = right.find(item.first);
        return other != nullptr && equal(item.second, *other);
    });
}

}  // namespace

Value::Value(std::string value) {
    Budget::chargeText(value.size());
    data_ = std::make_shared<const std::string>(std::move(value));
}

Value Value::undefined(std::string why) {
    Value value;
    value.data_ = Undefined{std::make_shared<const std::string>(std::move(why))};
    return value;
}

const Value* Dict::find(std::string_view key) const {
    const auto found = index.find(std::string(key));
    return found == index.end() ? nullptr : &items[found->second].second;
}

const Value* Dict::find(const Value& key) const {
    if (const std::string* text = key.text()) return find(std::string_view(*text));
    Budget::spend(static_cast<std::int64_t>(items.size()));
    for (const auto& [name, value] : items)
        if (!name.text() && equal(name, key)) return &value;
    return nullptr;
}

void Dict::set(const Value& key, Value value) {
    const Sequence* sequence = key.sequence();
    if (key.dict() || (sequence && sequence->form == Sequence::Form::List))
        throw TemplateFault("unhashable type: '" + typeName(key) + "'");
    depth = Budget::nest(std::max({depth, depthOf(value) + 1, depthOf(key) + 1}));
    Budget::spend(4);
    if (const Value* found = find(key)) {
        *const_cast<Value*>(found) = std::move(value);
        return;
    }
    if (const std::string* text = key.text()) index.emplace(*text, items.size());
    items.emplace_back(key, std::move(value));
}

Value makeSequence(Sequence::Form form, std::vector<Value> items) {
    Budget::spend(1 + 4 * static_cast<std::int64_t>(items.size()));
    Sequence sequence{form, std::move(items)};
    sequence.depth = Budget::nest(deepest(sequence.items) + 1);
    return SequencePtr(std::make_shared<const Sequence>(std::move(sequence)));
}

Value makeDict(Dict dict) {
    Budget::spend(1);
    return DictPtr(std::make_shared<const Dict>(std::move(dict)));
}

Value makeFunction(std::string name, std::function<Value(Interpreter&, Arguments&)> call, int depth) {
    return FunctionPtr(std::make_shared<const Function>(Function{std::move(name), std::move(call), depth, {}, false}));
}

int depthOf(const Value& value) {
    if (const Sequence* sequence = value.sequence()) return sequence->depth;
    if (const Dict* dict = value.dict()) return dict->depth;
    if (const FunctionPtr* function = value.as<FunctionPtr>()) return (*function)->depth;
    if (const LoopPtr* loop = value.as<LoopPtr>()) return (*loop)->depth;
    return 0;
}

bool truthy(const Value& value) {
    return std::visit(
        Overloaded{[](const Undefined&) { return false; }, [](const None&) { return false; }, [](bool b) { return b; },
                   [](std::int64_t i) { return i != 0; }, [](double d) { return d != 0; },
                   [](const TextPtr& text) { return !text->empty(); },
                   [](const SequencePtr& s) { return s->form == Sequence::Form::Generator || !s->items.empty(); },
                   [](const DictPtr& dict) { return !dict->items.empty(); },
                   [](const LoopPtr& loop) { return !loop->items.empty(); }, [](const auto&) { return true; }},
        value.data());
}

std::string typeName(const Value& value) {
    static constexpr const char* kForms[] = {"list",      "tuple",       "range",     "generator",
                                             "dict_keys", "dict_values", "dict_items"};
    static constexpr const char* kNames[] = {"Undefined", "NoneType", "bool",      "int",      "float",      "str",
                                             "",          "dict",     "Namespace", "function", "LoopContext"};
    if (const Sequence* sequence = value.sequence()) return kForms[static_cast<int>(sequence->form)];
    return kNames[value.data().index()];
}

bool equal(const Value& left, const Value& right) {
    Budget::spend(1);
    if (left.isNumber() && right.isNumber()) return compareNumbers(left, right) == 0;
    if (left.data().index() != right.data().index()) return false;
    if (left.isUndefined() || left.isNone()) return true;
    if (const std::string* text = left.text()) {
        Budget::spend(static_cast<std::int64_t>(text->size() / 64));
        return *text == *right.text();
    }
    if (const Sequence* a = left.sequence()) {
        const Sequence* b = right.sequence();
        if (a == b) return true;
        using Form = Sequence::Form;
        const bool comparable = a->form == b->form && a->form != Form::Generator && a->form != Form::Values;
        return comparable && equalItems(a->items, b->items);
    }
    if (const Dict* a = left.dict()) return a == right.dict() || equalDicts(*a, *right.dict());
    if (const NamespacePtr* a = left.as<NamespacePtr>()) return *a == *right.as<NamespacePtr>();
    if (const FunctionPtr* a = left.as<FunctionPtr>()) return *a == *right.as<FunctionPtr>();
    return *left.as<LoopPtr>() == *right.as<LoopPtr>();
}

bool less(const Value& left, const Value& right) {
    Budget::spend(1);
    if (left.isUndefined() || right.isUndefined()) {
        const Undefined* undefined = left.isUndefined() ? left.as<Undefined>() : right.as<Undefined>();
        throw TemplateFault(undefined->why ? *undefined->why : "a value is undefined");
    }
    if (left.isNumber() && right.isNumber()) return compareNumbers(left, right) == -1;
    if (left.text() && right.text()) {
        Budget::spend(static_cast<std::int64_t>(left.text()->size() / 64));
        return *left.text() < *right.text();
    }
    const Sequence *a = left.sequence(), *b = right.sequence();
    const bool ordered =
        a && b && a->form == b->form && (a->form == Sequence::Form::List || a->form == Sequence::Form::Tuple);
    if (!ordered) refuse("<", left, right);
    for (std::size_t i = 0; i < a->items.size() && i < b->items.size(); ++i)
        if (!equal(a->items[i], b->items[i])) return less(a->items[i], b->items[i]);
    return a->items.size() < b->items.size();
}

std::vector<Value> iterate(const Value& value) {
    std::vector<Value> items;
    if (value.isUndefined()) return items;
    if (const Sequence* sequence = value.sequence()) {
        if (sequence->form == Sequence::Form::Generator && std::exchange(sequence->consumed, true)) return items;
        items = sequence->items;
    } else if (const Dict* dict = value.dict()) {
        for (const auto& [key, unused] : dict->items) items.push_back(key);
    } else if (const std::string* text = value.text()) {
        for (const std::string_view character : characters(*text)) items.emplace_back(character);
    } else if (const LoopPtr* loop = value.as<LoopPtr>()) {
        items = (*loop)->items;
    } else {
        throw TemplateFault("'" + typeName(value) + "' object is not iterable");
    }
    Budget::spend(4 * static_cast<std::int64_t>(items.size()));
    return items;
}

std::int64_t length(const Value& value) {
    if (value.isUndefined()) return 0;
    if (const std::string* text = value.text()) return characterCount(*text);
    if (const Dict* dict = value.dict()) return static_cast<std::int64_t>(dict->items.size());
    if (const LoopPtr* loop = value.as<LoopPtr>()) return static_cast<std::int64_t>((*loop)->items.size());
    const Sequence* sequence = value.sequence();
    if (sequence == nullptr || sequence->form == Sequence::Form::Generator)
        throw TemplateFault("object of type '" + typeName(value) + "' has no len()");
    return static_cast<std::int64_t>(sequence->items.size());
}

std::int64_t toInteger(const Value& value, const char* what) {
    if (const bool* b = value.as<bool>()) return *b ? 1 : 0;
    if (const std::int64_t* i = value.as<std::int64_t>()) return *i;
    if (const Undefined* undefined = value.as<Undefined>(); undefined && undefined->why)
        throw TemplateFault(*undefined->why);
    throw TemplateFault(std::string(what) + " must be an integer, not '" + typeName(value) + "'");
}

double toDouble(const Value& value, const char* what) {
    if (const double* d = value.as<double>()) return *d;
    return static_cast<double>(toInteger(value, what));
}

}  // namespace retort::jinja
