// SPDX-License-Identifier: Apache-2.0
// Filters over lists and dicts.

#include <algorithm>

#include "template/filters.h"
#include "template/interpreter.h"
#include "template/operators.h"
#include "template/parameters.h"
#include "template/strings.h"

namespace retort::jinja {
namespace {

/// "a.b.0" of a value, or an index.
Value followPath(Value value, const Value& path, const Value* fallback = nullptr) {
    const auto step = [&](const Value& key) {
        value = itemOf(value, key);
        if (fallback && !fallback->isNone() && value.isUndefined()) value = *fallback;
    };
    if (!path.text()) {
        step(path);
        return value;
    }
    for (const std::string& part : split(*path.text(), ".", -1)) {
        const bool is_index = !part.empty() && part.size() < 10 && part.find_first_not_of("0123456789") == part.npos;
        step(is_index ? Value(std::int64_t{std::stoi(part)}) : Value(part));
    }
    return value;
}

/// Strings compare without case unless asked otherwise.
Value sortKey(const Value& value, bool case_sensitive) {
    return value.text() && !case_sensitive ? Value(lower(*value.text())) : value;
}

struct Keyed {
    Value key, value;
};

/// Items with what they are ordered by: themselves, an attribute, or several ("age,name").
std::vector<Keyed> keyed(const Value& input, const Value& attribute, bool case_sensitive, const Value* fallback = nullptr) {
    std::vector<Keyed> result;
    for (Value& item : iterate(input)) {
        Value key;
        if (attribute.isNone()) {
            key = sortKey(item, case_sensitive);
        } else if (attribute.text() && attribute.text()->find(',') != std::string::npos) {
            std::vector<Value> keys;
            for (const std::string& part : split(*attribute.text(), ",", -1))
                keys.push_back(sortKey(followPath(item, Value(part), fallback), case_sensitive));
            key = makeList(std::move(keys));
        } else {
            key = sortKey(followPath(item, attribute, fallback), case_sensitive);
        }
        result.push_back({std::move(key), std::move(item)});
    }
    return result;
}

/// Stable in both directions, like Python's sorted(). Merges by hand, since `less` may throw and may be no order.
void sortKeyed(std::vector<Keyed>& items, bool reverse) {
    std::vector<Keyed> merged(items.size());
    for (std::size_t width = 1; width < items.size(); width *= 2) {
        for (std::size_t begin = 0; begin < items.size(); begin += 2 * width) {
            const std::size_t middle = std::min(begin + width, items.size()),
                              end = std::min(begin + 2 * width, items.size());
            std::size_t left = begin, right = middle;
            for (std::size_t out = begin; out < end; ++out) {
                bool take_right = left == middle;
                if (left < middle && right < end)
                    take_right = reverse ? less(items[left].key, items[right].key) : less(items[right].key, items[left].key);
                merged[out] = std::move(items[take_right ? right++ : left++]);
            }
        }
        items.swap(merged);
    }
}

std::vector<Value> valuesOf(std::vector<Keyed> items) {
    std::vector<Value> values;
    for (Keyed& item : items) values.push_back(std::move(item.value));
    return values;
}

Value sortFilter(Interpreter&, const Value& input, const Arguments& arguments) {
    const Parameters p("sort", arguments, {"reverse", "case_sensitive", "attribute"});
    auto items = keyed(input, p.value(2), p.flag(1));
    for (Keyed& item : items) item.key = makeList({item.key});  // so that equal keys need no order: none and none
    sortKeyed(items, p.flag(0));
    return makeList(valuesOf(std::move(items)));
}

Value dictSort(Interpreter&, const Value& input, const Arguments& arguments) {
    const Parameters p("dictsort", arguments, {"case_sensitive", "by", "reverse"});
    if (!input.dict()) throw TemplateFault("dictsort takes a dict, not '" + typeName(input) + "'");
    const std::string by = p.text(1, "key");
    if (by != "key" && by != "value") throw TemplateFault("you can only sort by either \"key\" or \"value\"");
    std::vector<Keyed> items;
    for (const auto& [key, value] : input.dict()->items)
        items.push_back({sortKey(by == "key" ? key : value, p.flag(0)), makeTuple({key, value})});
    sortKeyed(items, p.flag(2));
    return makeList(valuesOf(std::move(items)));
}

Value groupBy(Interpreter&, const Value& input, const Arguments& arguments) {
    const Parameters p("groupby", arguments, {"attribute", "default", "case_sensitive"}, 1);
    const Value fallback = p.value(1);
    auto items = keyed(input, p.value(0), p.flag(2), &fallback);
    sortKeyed(items, false);
    std::vector<Value> groups;
    for (std::size_t begin = 0; begin < items.size();) {
        std::size_t end = begin;
        std::vector<Value> members;
        for (; end < items.size() && equal(items[end].key, items[begin].key); ++end) members.push_back(items[end].value);
        const Value grouper = p.flag(2) ? items[begin].key : followPath(items[begin].value, p.value(0), &fallback);
        groups.push_back(makeTuple({grouper, makeList(std::move(members))}));
        begin = end;
    }
    return makeList(std::move(groups));
}

template <bool maximum>
Value extremeFilter(Interpreter&, const Value& input, const Arguments& arguments) {
    const Parameters p("min, max", arguments, {"case_sensitive", "attribute"});
    const auto items = keyed(input, p.value(1), p.flag(0));
    if (items.empty()) return Value::undefined("No aggregated item, sequence was empty.");
    const Keyed* best = &items.front();
    for (const Keyed& item : items)
        if (maximum ? less(best->key, item.key) : less(item.key, best->key)) best = &item;
    return best->value;
}

Value uniqueFilter(Interpreter&, const Value& input, const Arguments& arguments) {
    const Parameters p("unique", arguments, {"case_sensitive", "attribute"});
    std::vector<Keyed> kept;
    for (Keyed& item : keyed(input, p.value(1), p.flag(0)))
        if (std::ranges::none_of(kept, [&](const Keyed& other) { return equal(other.key, item.key); }))
            kept.push_back(std::move(item));
    return makeGenerator(valuesOf(std::move(kept)));
}

Value sumFilter(Interpreter&, const Value& input, const Arguments& arguments) {
    const Parameters p("sum", arguments, {"attribute", "start"});
    Value total = p.has(1) ? p.value(1) : Value(0);
    for (const Value& item : iterate(input)) total = binary("+", total, p.isNone(0) ? item : followPath(item, p.value(0)));
    return total;
}

Value joinFilter(Interpreter&, const Value& input, const Arguments& arguments) {
    const Parameters p("join", arguments, {"d", "attribute"});
    const std::string separator = p.text(0);
    std::string result;
    bool first = true;
    for (const Value& item : iterate(input)) {
        if (!std::exchange(first, false)) result += separator;
        result += str(p.isNone(1) ? item : followPath(item, p.value(1)));
        Budget::limitText(result.size());
    }
    return result;
}

Value firstFilter(Interpreter&, const Value& input, const Arguments&) {
    const std::vector<Value> items = iterate(input);
    return items.empty() ? Value::undefined("No first item, sequence was empty.") : items.front();
}

Value lastFilter(Interpreter&, const Value& input, const Arguments&) {
    if (const Sequence* sequence = input.sequence(); sequence && sequence->form == Sequence::Form::Generator)
        throw TemplateFault("'generator' object is not reversible; put |list before |last");
    const std::vector<Value> items = iterate(input);
    return items.empty() ? Value::undefined("No last item, sequence was empty.") : items.back();
}

Value reverseFilter(Interpreter&, const Value& input, const Arguments&) {
    std::vector<Value> items = iterate(input);
    std::ranges::reverse(items);
    if (!input.text()) return makeGenerator(std::move(items));
    std::string text;
    for (const Value& item : items) text += *item.text();
    return text;
}

Value batchFilter(Interpreter&, const Value& input, const Arguments& arguments) {
    const Parameters p("batch", arguments, {"linecount", "fill_with"}, 1);
    const std::int64_t size = p.integer(0, 1);
    if (size < 1 || size > 1'000'000) throw TemplateFault("batch takes a size from 1 on");
    std::vector<Value> batches, batch;
    for (Value& item : iterate(input)) {
        if (static_cast<std::int64_t>(batch.size()) == size) batches.push_back(makeList(std::exchange(batch, {})));
        batch.push_back(std::move(item));
    }
    if (!batch.empty()) {
        if (!p.isNone(1)) {
            Budget::spend(4 * size);
            batch.resize(static_cast<std::size_t>(size), p.value(1));
        }
        batches.push_back(makeList(std::move(batch)));
    }
    return makeGenerator(std::move(batches));
}

Value sliceFilter(Interpreter&, const Value& input, const Arguments& arguments) {
    const Parameters p("slice", arguments, {"slices", "fill_with"}, 1);
    const std::int64_t slices = p.integer(0, 1);
    if (slices < 1 || slices > 1'000'000) throw TemplateFault("slice takes a count from 1 on");
    const std::vector<Value> items = iterate(input);
    const std::size_t per = items.size() / static_cast<std::size_t>(slices),
                      extra = items.size() % static_cast<std::size_t>(slices);
    std::vector<Value> result;
    std::size_t at = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(slices); ++i) {
        const std::size_t count = per + (i < extra);
        std::vector<Value> part(items.begin() + static_cast<std::ptrdiff_t>(at),
                                items.begin() + static_cast<std::ptrdiff_t>(at + count));
        at += count;
        if (!p.isNone(1) && i >= extra) part.push_back(p.value(1));
        result.push_back(makeList(std::move(part)));
    }
    return makeGenerator(std::move(result));
}

Value itemsFilter(Interpreter&, const Value& input, const Arguments&) {
    if (input.isUndefined()) return makeGenerator({});
    if (!input.dict()) throw TemplateFault("can only get item pairs from a mapping");
    std::vector<Value> pairs;
    for (const auto& [key, value] : input.dict()->items) pairs.push_back(makeTuple({key, value}));
    return makeGenerator(std::move(pairs));
}

Value defaultFilter(Interpreter&, const Value& input, const Arguments& arguments) {
    const Parameters p("default", arguments, {"default_value", "boolean"});
    if (!input.isUndefined() && !(p.flag(1) && !truthy(input))) return input;
    return p.has(0) ? p.value(0) : Value("");
}

Value mapFilter(Interpreter& interpreter, const Value& input, const Arguments& arguments) {
    std::vector<Value> result;
    if (arguments.positional.empty()) {
        const Parameters p("map", arguments, {"attribute", "default"}, 1);
        const Value fallback = p.value(1);
        for (const Value& item : iterate(input)) result.push_back(followPath(item, p.value(0), &fallback));
        return makeGenerator(std::move(result));
    }
    const Arguments rest{{arguments.positional.begin() + 1, arguments.positional.end()}, arguments.named};
    for (const Value& item : iterate(input))
        result.push_back(interpreter.callFilter(str(arguments.positional[0]), item, rest));
    return makeGenerator(std::move(result));
}

/// select, reject (by the item), selectattr, rejectattr (by an attribute of it), with a test or by truth.
template <bool keep, bool by_attribute>
Value selectFilter(Interpreter& interpreter, const Value& input, const Arguments& arguments) {
    const std::size_t skip = by_attribute ? 1 : 0;
    if (arguments.positional.size() < skip) throw TemplateFault("the name of an attribute is missing");
    const bool has_test = arguments.positional.size() > skip;
    Arguments rest{{}, arguments.named};
    if (has_test)
        rest.positional.assign(arguments.positional.begin() + static_cast<std::ptrdiff_t>(skip) + 1,
                               arguments.positional.end());
    std::vector<Value> result;
    for (Value& item : iterate(input)) {
        const Value subject = by_attribute ? followPath(item, arguments.positional[0]) : item;
        const bool passes =
            has_test ? interpreter.callTest(str(arguments.positional[skip]), subject, rest) : truthy(subject);
        if (passes == keep) result.push_back(std::move(item));
    }
    return makeGenerator(std::move(result));
}

Value attrFilter(Interpreter&, const Value& input, const Arguments& arguments) {
    const std::string name = Parameters("attr", arguments, {"name"}, 1).text(0);
    Value found;
    if (findMethod(input, name, found)) return found;
    return Value::undefined("'" + typeName(input) + " object' has no attribute '" + name + "'");
}

}  // namespace

const FilterTable& listFilters() {
    static const FilterTable filters{
        {"sort", sortFilter},
        {"dictsort", dictSort},
        {"groupby", groupBy},
        {"min", extremeFilter<false>},
        {"max", extremeFilter<true>},
        {"unique", uniqueFilter},
        {"sum", sumFilter},
        {"join", joinFilter},
        {"first", firstFilter},
        {"last", lastFilter},
        {"reverse", reverseFilter},
        {"batch", batchFilter},
        {"slice", sliceFilter},
        {"items", itemsFilter},
        {"default", defaultFilter},
        {"d", defaultFilter},
        {"map", mapFilter},
        {"attr", attrFilter},
        {"select", selectFilter<true, false>},
        {"reject", selectFilter<false, false>},
        {"selectattr", selectFilter<true, true>},
        {"rejectattr", selectFilter<false, true>},
        {"list", [](Interpreter&, const Value& input, const Arguments&) { return makeList(iterate(input)); }},
        {"length", [](Interpreter&, const Value& input, const Arguments&) { return Value(length(input)); }},
        {"count", [](Interpreter&, const Value& input, const Arguments&) { return Value(length(input)); }}};
    return filters;
}

Value Interpreter::callFilter(const std::string& name, const Value& input, Arguments arguments) {
    const Level level(*this);
    Budget::spend(2);
    for (const FilterTable* table : {&textFilters(), &listFilters()})
        if (const auto filter = table->find(name); filter != table->end()) return filter->second(*this, input, arguments);
    throw TemplateFault("there is no filter '" + name + "'");
}

}  // namespace retort::jinja
