// SPDX-License-Identifier: Apache-2.0
// `value is NAME`.

#include <map>

#include "template/interpreter.h"
#include "template/operators.h"
#include "template/parameters.h"
#include "template/strings.h"

namespace retort::jinja {
namespace {

using Test = bool (*)(const Value&, const Arguments&);

const Value& only(const Arguments& arguments) {
    if (arguments.positional.size() != 1 || !arguments.named.empty()) throw TemplateFault("the test takes one argument");
    return arguments.positional.front();
}

bool isInteger(const Value& value) { return value.as<std::int64_t>() != nullptr; }

bool divides(const Value& value, const Value& by) { return !truthy(binary("%", value, by)); }

bool isIterable(const Value& value) {
    return value.isUndefined() || value.text() || value.dict() || value.sequence() || value.as<LoopPtr>();
}

/// What has a length and can be indexed.
bool isSequence(const Value& value) {
    const Sequence* sequence = value.sequence();
    return value.isUndefined() || value.text() || value.dict() || (sequence && sequence->form <= Sequence::Form::Range);
}

bool isSame(const Value& left, const Value& right) {
    if (left.data().index() != right.data().index()) return false;
    if (left.sequence() || left.dict()) return left.sequence() == right.sequence() && left.dict() == right.dict();
    return equal(left, right);
}

template <const char* symbol>
bool comparison(const Value& value, const Arguments& arguments) {
    return compare(symbol, value, only(arguments));
}
constexpr char kEqual[] = "==", kNotEqual[] = "!=", kLess[] = "<", kLessEqual[] = "<=", kGreater[] = ">",
               kGreaterEqual[] = ">=", kIn[] = "in";

const std::map<std::string_view, Test>& tests() {
    static const std::map<std::string_view, Test> all{
        {"defined", [](const Value& v, const Arguments&) { return !v.isUndefined(); }},
        {"undefined", [](const Value& v, const Arguments&) { return v.isUndefined(); }},
        {"none", [](const Value& v, const Arguments&) { return v.isNone(); }},
        {"boolean", [](const Value& v, const Arguments&) { return v.as<bool>() != nullptr; }},
        {"true", [](const Value& v, const Arguments&) { return v.as<bool>() && *v.as<bool>(); }},
        {"false", [](const Value& v, const Arguments&) { return v.as<bool>() && !*v.as<bool>(); }},
        {"integer", [](const Value& v, const Arguments&) { return isInteger(v); }},
        {"float", [](const Value& v, const Arguments&) { return v.as<double>() != nullptr; }},
        {"number", [](const Value& v, const Arguments&) { return v.isNumber(); }},
        {"string", [](const Value& v, const Arguments&) { return v.text() != nullptr; }},
        {"mapping", [](const Value& v, const Arguments&) { return v.dict() != nullptr; }},
        {"iterable", [](const Value& v, const Arguments&) { return isIterable(v); }},
        {"sequence", [](const Value& v, const Arguments&) { return isSequence(v); }},
        {"callable",
         [](const Value& v, const Arguments&) { return v.as<FunctionPtr>() || v.as<LoopPtr>() || v.isUndefined(); }},
        {"escaped", [](const Value&, const Arguments&) { return false; }},
        {"lower", [](const Value& v, const Arguments&) { return allAre(str(v), CharacterClass::Lower); }},
        {"upper", [](const Value& v, const Arguments&) { return allAre(str(v), CharacterClass::Upper); }},
        {"odd", [](const Value& v, const Arguments&) { return equal(binary("%", v, 2), 1); }},
        {"even", [](const Value& v, const Arguments&) { return divides(v, 2); }},
        {"divisibleby", [](const Value& v, const Arguments& a) { return divides(v, only(a)); }},
        {"sameas", [](const Value& v, const Arguments& a) { return isSame(v, only(a)); }},
        {"in", comparison<kIn>},
        {"==", comparison<kEqual>},
        {"eq", comparison<kEqual>},
        {"equalto", comparison<kEqual>},
        {"!=", comparison<kNotEqual>},
        {"ne", comparison<kNotEqual>},
        {"<", comparison<kLess>},
        {"lt", comparison<kLess>},
        {"lessthan", comparison<kLess>},
        {"<=", comparison<kLessEqual>},
        {"le", comparison<kLessEqual>},
        {">", comparison<kGreater>},
        {"gt", comparison<kGreater>},
        {"greaterthan", comparison<kGreater>},
        {">=", comparison<kGreaterEqual>},
        {"ge", comparison<kGreaterEqual>}};
    return all;
}

}  // namespace

bool Interpreter::callTest(const std::string& name, const Value& input, const Arguments& arguments) {
    const auto test = tests().find(name);
    if (test == tests().end()) throw TemplateFault("there is no test '" + name + "'");
    return test->second(input, arguments);
}

}  // namespace retort::jinja
