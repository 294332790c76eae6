// SPDX-License-Identifier: Apache-2.0
// Methods of strings, lists, dicts and loops. What would change a value is refused, as HuggingFace's sandbox does.

#include <algorithm>
#include <array>
#include <map>

#include "template/interpreter.h"
#include "template/operators.h"
#include "template/parameters.h"
#include "template/strings.h"

namespace retort::jinja {
namespace {

using Form = Sequence::Form;
using Names = std::initializer_list<std::string_view>;
using TextMethod = Value (*)(const std::string&, const Arguments&);

std::optional<std::string> optionalText(const Parameters& p, std::size_t i) {
    if (p.isNone(i)) return std::nullopt;
    const Value value = p.value(i);
    if (!value.text()) throw TemplateFault("expected a string, not '" + typeName(value) + "'");
    return *value.text();
}

std::string requiredText(const Parameters& p, std::size_t i) {
    const Value value = p.value(i);
    if (!value.text()) throw TemplateFault("expected a string, not '" + typeName(value) + "'");
    return *value.text();
}

Value texts(const std::vector<std::string>& parts, Form form = Form::List) {
    std::vector<Value> items;
    for (const std::string& part : parts) items.emplace_back(part);
    return makeSequence(form, std::move(items));
}

template <bool left, bool right>
Value stripMethod(const std::string& text, const Arguments& arguments) {
    return strip(text, optionalText(Parameters("strip", arguments, {"chars"}), 0), left, right);
}

template <bool from_right>
Value splitMethod(const std::string& text, const Arguments& arguments) {
    const Parameters p("split", arguments, {"sep", "maxsplit"});
    return texts((from_right ? splitFromRight : split)(text, optionalText(p, 0), p.integer(1, -1)));
}

/// The part of the text that find(), count(), startswith() look at, and where it begins in characters.
std::pair<std::string_view, std::int64_t> window(const std::string& text, const Parameters& p, bool& empty) {
    const std::int64_t size = characterCount(text);
    const auto clamp = [&](std::int64_t at) { return std::max<std::int64_t>(at < 0 ? at + size : at, 0); };
    const std::int64_t begin = p.isNone(1) ? 0 : clamp(p.integer(1, 0));
    const std::int64_t end = p.isNone(2) ? size : std::min(clamp(p.integer(2, size)), size);
    empty = begin > end;
    return {empty ? std::string_view() : characterRange(text, begin, end), begin};
}

template <bool end>
Value startsMethod(const std::string& text, const Arguments& arguments) {
    const Parameters p("startswith", arguments, {"prefix", "start", "end"}, 1);
    bool empty = false;
    const std::string_view part = window(text, p, empty).first;
    const auto matches = [&](const Value& affix) {
        if (!affix.text()) throw TemplateFault("startswith first arg must be str or a tuple of str, not " + typeName(affix));
        return !empty && (end ? part.ends_with(*affix.text()) : part.starts_with(*affix.text()));
    };
    const Value affix = p.value(0);
    const Sequence* choices = affix.sequence();
    return choices && choices->form == Form::Tuple ? std::ranges::any_of(choices->items, matches) : matches(affix);
}

template <bool from_right, bool must>
Value findTextMethod(const std::string& text, const Arguments& arguments) {
    const Parameters p("find", arguments, {"sub", "start", "end"}, 1);
    bool empty = false;
    const auto [part, begin] = window(text, p, empty);
    const std::string wanted = requiredText(p, 0);
    const std::size_t at = empty ? part.npos : from_right ? part.rfind(wanted) : part.find(wanted);
    if (at != part.npos) return begin + charactersBefore(part, at);
    if (must) throw TemplateFault("substring not found");
    return -1;
}

Value countMethod(const std::string& text, const Arguments& arguments) {
    const Parameters p("count", arguments, {"sub", "start", "end"}, 1);
    bool empty = false;
    const std::string_view part = window(text, p, empty).first;
    const std::string wanted = requiredText(p, 0);
    if (empty) return 0;
    if (wanted.empty()) return characterCount(part) + 1;
    std::int64_t count = 0;
    for (std::size_t at = part.find(wanted); at != part.npos; at = part.find(wanted, at + wanted.size())) ++count;
    return count;
}

template <bool from_right>
Value partitionMethod(const std::string& text, const Arguments& arguments) {
    const std::string separator = requiredText(Parameters("partition", arguments, {"sep"}, 1), 0);
    if (separator.empty()) throw TemplateFault("empty separator");
    const std::size_t at = from_right ? text.rfind(separator) : text.find(separator);
    if (at == text.npos) return from_right ? texts({"", "", text}, Form::Tuple) : texts({text, "", ""}, Form::Tuple);
    return texts({text.substr(0, at), separator, text.substr(at + separator.size())}, Form::Tuple);
}

template <bool left, bool right>
Value padMethod(const std::string& text, const Arguments& arguments) {
    const Parameters p("center", arguments, {"width", "fillchar"}, 1);
    return pad(text, p.integer(0, 0), p.text(1, " "), left, right);
}

Value zfillMethod(const std::string& text, const Arguments& arguments) {
    const std::int64_t width = Parameters("zfill", arguments, {"width"}, 1).integer(0, 0);
    const bool is_signed = text.starts_with('-') || text.starts_with('+');
    return text.substr(0, is_signed) + pad(text.substr(is_signed), width - (is_signed ? 1 : 0), "0", true, false);
}

Value joinMethod(const std::string& text, const Arguments& arguments) {
    const Parameters p("join", arguments, {"iterable"}, 1);
    std::string result;
    bool first = true;
    for (const Value& item : iterate(p.value(0))) {
        if (!item.text()) throw TemplateFault("join() takes strings, not '" + typeName(item) + "'");
        if (!std::exchange(first, false)) result += text;
        result += *item.text();
        Budget::limitText(result.size());
    }
    return result;
}

Value replaceMethod(const std::string& text, const Arguments& arguments) {
    const Parameters p("replace", arguments, {"old", "new", "count"}, 2);
    return replaceText(text, requiredText(p, 0), requiredText(p, 1), p.integer(2, -1));
}

template <bool suffix>
Value removeMethod(const std::string& text, const Arguments& arguments) {
    const std::string affix = requiredText(Parameters("removeprefix", arguments, {"affix"}, 1), 0);
    if (suffix) return text.ends_with(affix) ? text.substr(0, text.size() - affix.size()) : text;
    return text.starts_with(affix) ? text.substr(affix.size()) : text;
}

Value expandTabs(const std::string& text, const Arguments& arguments) {
    const std::int64_t size = Parameters("expandtabs", arguments, {"tabsize"}).integer(0, 8);
    if (size > 1000) throw TemplateFault("a tab size above 1000");
    std::string result;
    std::int64_t column = 0;
    for (const std::string_view character : characters(text)) {
        if (character == "\t") {
            const std::int64_t spaces = size > 0 ? size - column % size : 0;
            result.append(static_cast<std::size_t>(spaces), ' ');
            column += spaces;
        } else {
            result += character;
            column = character == "\n" || character == "\r" ? 0 : column + 1;
        }
    }
    return result;
}

template <CharacterClass wanted>
Value isMethod(const std::string& text, const Arguments& arguments) {
    Parameters("is...", arguments, {});
    return allAre(text, wanted);
}

template <std::string (*transform)(std::string_view)>
Value caseMethod(const std::string& text, const Arguments& arguments) {
    Parameters("upper, lower, title, ...", arguments, {});
    return transform(text);
}

Value splitLinesMethod(const std::string& text, const Arguments& arguments) {
    return texts(splitLines(text, Parameters("splitlines", arguments, {"keepends"}).flag(0)));
}

Value formatMethod(const std::string& text, const Arguments& arguments) { return braceFormat(text, arguments); }

const std::map<std::string_view, TextMethod>& textMethods() {
    using C = CharacterClass;
    static const std::map<std::string_view, TextMethod> methods{{"strip", stripMethod<true, true>},
                                                                {"lstrip", stripMethod<true, false>},
                                                                {"rstrip", stripMethod<false, true>},
                                                                {"split", splitMethod<false>},
                                                                {"rsplit", splitMethod<true>},
                                                                {"splitlines", splitLinesMethod},
                                                                {"startswith", startsMethod<false>},
                                                                {"endswith", startsMethod<true>},
                                                                {"replace", replaceMethod},
                                                                {"find", findTextMethod<false, false>},
                                                                {"rfind", findTextMethod<true, false>},
                                                                {"index", findTextMethod<false, true>},
                                                                {"rindex", findTextMethod<true, true>},
                                                                {"count", countMethod},
                                                                {"join", joinMethod},
                                                                {"upper", caseMethod<upper>},
                                                                {"lower", caseMethod<lower>},
                                                                {"casefold", caseMethod<lower>},
                                                                {"title", caseMethod<titleWords>},
                                                                {"capitalize", caseMethod<capitalize>},
                                                                {"swapcase", caseMethod<swapCase>},
                                                                {"isalpha", isMethod<C::Alpha>},
                                                                {"isdigit", isMethod<C::Digit>},
                                                                {"isdecimal", isMethod<C::Decimal>},
                                                                {"isnumeric", isMethod<C::Numeric>},
                                                                {"isalnum", isMethod<C::Alnum>},
                                                                {"isspace", isMethod<C::Space>},
                                                                {"islower", isMethod<C::Lower>},
                                                                {"isupper", isMethod<C::Upper>},
                                                                {"istitle", isMethod<C::Title>},
                                                                {"partition", partitionMethod<false>},
                                                                {"rpartition", partitionMethod<true>},
                                                                {"zfill", zfillMethod},
                                                                {"center", padMethod<true, true>},
                                                                {"rjust", padMethod<true, false>},
                                                                {"ljust", padMethod<false, true>},
                                                                {"removeprefix", removeMethod<false>},
                                                                {"removesuffix", removeMethod<true>},
                                                                {"expandtabs", expandTabs},
                                                                {"format", formatMethod}};
    return methods;
}

/// Names that exist on a list or dict but would change it.
bool changes(const Value& object, std::string_view name) {
    static constexpr std::array<std::string_view, 8> kList{"append", "clear", "pop",    "reverse",
                                                           "insert", "sort",  "extend", "remove"};
    static constexpr std::array<std::string_view, 5> kDict{"clear", "pop", "popitem", "setdefault", "update"};
    if (object.dict()) return std::ranges::find(kDict, name) != kDict.end();
    const Sequence* sequence = object.sequence();
    return sequence && sequence->form == Form::List && std::ranges::find(kList, name) != kList.end();
}

Value method(const Value& object, const std::string& name, std::function<Value(const Value&, const Arguments&)> body) {
    return makeFunction(
        name, [object, body = std::move(body)](Interpreter&, Arguments& arguments) { return body(object, arguments); },
        Budget::nest(depthOf(object) + 1));
}

Value dictItems(const Dict& dict, Form form) {
    std::vector<Value> items;
    for (const auto& [key, value] : dict.items)
        items.push_back(form == Form::Keys ? key : form == Form::Values ? value : makeTuple({key, value}));
    return makeSequence(form, std::move(items));
}

bool findDictMethod(const Value& object, const std::string& name, Value& found) {
    static const std::map<std::string_view, Form> kViews{
        {"items", Form::Items}, {"keys", Form::Keys}, {"values", Form::Values}};
    if (const auto view = kViews.find(name); view != kViews.end()) {
        found = method(object, name, [form = view->second](const Value& self, const Arguments& arguments) {
            Parameters("items, keys, values", arguments, {});
            return dictItems(*self.dict(), form);
        });
    } else if (name == "get") {
        found = method(object, name, [](const Value& self, const Arguments& arguments) {
            const Parameters p("get", arguments, {"key", "default"}, 1);
            const Value* value = self.dict()->find(p.value(0));
            return value ? *value : p.value(1);
        });
    } else if (name == "copy") {
        found = method(object, name, [](const Value& self, const Arguments&) { return self; });
    } else {
        return false;
    }
    return true;
}

bool findListMethod(const Value& object, const std::string& name, Value& found) {
    if (name == "copy" && object.sequence()->form == Form::List) {
        found = method(object, name, [](const Value& self, const Arguments&) { return self; });
        return true;
    }
    if (name != "count" && name != "index") return false;
    found = method(object, name, [name](const Value& self, const Arguments& arguments) -> Value {
        const Value wanted = Parameters(name, arguments, {"value"}, 1).value(0);
        const auto& items = self.sequence()->items;
        const auto same = [&](const Value& item) { return equal(item, wanted); };
        if (name == "count") return static_cast<std::int64_t>(std::ranges::count_if(items, same));
        const auto at = std::ranges::find_if(items, same);
        if (at == items.end()) throw TemplateFault(repr(wanted) + " is not in list");
        return static_cast<std::int64_t>(at - items.begin());
    });
    return true;
}

bool findLoopAttribute(const LoopPtr& loop, const std::string& name, Value& found) {
    const auto count = static_cast<std::int64_t>(loop->items.size());
    const auto at = [&](std::int64_t index, const char* absent) {
        return index >= 0 && index < count ? loop->items[static_cast<std::size_t>(index)] : Value::undefined(absent);
    };
    if (name == "index") found = loop->index0 + 1;
    else if (name == "index0") found = loop->index0;
    else if (name == "revindex") found = count - loop->index0;
    else if (name == "revindex0") found = count - loop->index0 - 1;
    else if (name == "first") found = loop->index0 == 0;
    else if (name == "last") found = loop->index0 + 1 >= count;
    else if (name == "length") found = count;
    else if (name == "depth") found = loop->depth0 + 1;
    else if (name == "depth0") found = loop->depth0;
    else if (name == "previtem") found = at(loop->index0 - 1, "there is no previous item");
    else if (name == "nextitem") found = at(loop->index0 + 1, "there is no next item");
    else if (name == "cycle") {
        found = method(loop, name, [](const Value& self, const Arguments& arguments) {
            if (arguments.positional.empty()) throw TemplateFault("no items for cycling given");
            const auto index = (*self.as<LoopPtr>())->index0;
            return arguments.positional[static_cast<std::size_t>(index) % arguments.positional.size()];
        });
    } else if (name == "changed") {
        found = method(loop, name, [](const Value& self, const Arguments& arguments) -> Value {
            Loop& state = **self.as<LoopPtr>();
            const bool same = state.changed_before && equal(makeTuple(state.last_changed), makeTuple(arguments.positional));
            state.changed_before = true;
            state.last_changed = arguments.positional;
            return !same;
        });
    } else {
        return false;
    }
    return true;
}

bool findMacroAttribute(const Function& function, const std::string& name, Value& found) {
    if (!function.is_macro) return false;
    if (name == "name") found = function.name;
    else if (name == "arguments") found = texts(function.parameters, Form::Tuple);
    else return false;
    return true;
}

}  // namespace

bool findMethod(const Value& object, const std::string& name, Value& found) {
    if (changes(object, name)) {
        found = Value::undefined("access to attribute '" + name + "' of '" + typeName(object) + "' object is unsafe");
        return true;
    }
    if (object.text()) {
        const auto method_of = textMethods().find(name);
        if (method_of == textMethods().end()) return false;
        found = method(object, name, [body = method_of->second](const Value& self, const Arguments& arguments) {
            return body(*self.text(), arguments);
        });
        return true;
    }
    if (object.dict()) return findDictMethod(object, name, found);
    if (const Sequence* sequence = object.sequence())
        return sequence->form <= Form::Range && findListMethod(object, name, found);
    if (const LoopPtr* loop = object.as<LoopPtr>()) return findLoopAttribute(*loop, name, found);
    if (const FunctionPtr* function = object.as<FunctionPtr>()) return findMacroAttribute(**function, name, found);
    if (const NamespacePtr* names = object.as<NamespacePtr>()) {
        const Value* value = (*names)->values.find(name);
        if (value) found = *value;
        return value != nullptr;
    }
    return false;
}

}  // namespace retort::jinja
