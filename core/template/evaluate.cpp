// SPDX-License-Identifier: Apache-2.0
// Expressions of a template.

#include "template/interpreter.h"
#include "template/operators.h"

namespace retort::jinja {

using Kind = Expression::Kind;

Value Interpreter::lookup(int id, const ScopePtr& scope) const {
    for (const Scope* at = scope.get(); at != nullptr; at = at->parent.get())
        if (const Value* value = at->find(id)) return *value;
    return Value::undefined("'" + program_.names[static_cast<std::size_t>(id)] + "' is undefined");
}

std::vector<Value> Interpreter::evaluateAll(const std::vector<ExpressionPtr>& expressions, const ScopePtr& scope) {
    std::vector<Value> values;
    values.reserve(expressions.size());
    for (const ExpressionPtr& expression : expressions) values.push_back(evaluate(*expression, scope));
    return values;
}

Arguments Interpreter::evaluateArguments(const CallArguments& arguments, const ScopePtr& scope) {
    Arguments values;
    values.positional = evaluateAll(arguments.positional, scope);
    if (arguments.star)
        for (Value& value : iterate(evaluate(*arguments.star, scope))) values.positional.push_back(std::move(value));
    for (const auto& [name, expression] : arguments.named) values.named.emplace_back(name, evaluate(*expression, scope));
    if (arguments.double_star) {
        const Value rest = evaluate(*arguments.double_star, scope);
        if (!rest.dict()) throw TemplateFault("** takes a dict, not '" + typeName(rest) + "'");
        for (const auto& [key, value] : rest.dict()->items) values.named.emplace_back(str(key), value);
    }
    return values;
}

Value Interpreter::evaluateCall(const Expression& expression, const ScopePtr& scope, Value caller) {
    const Value callee = evaluate(*expression.operands[0], scope);
    Arguments arguments = evaluateArguments(expression.arguments, scope);
    if (!caller.isUndefined()) arguments.named.emplace_back("caller", std::move(caller));
    return call(callee, std::move(arguments));
}

Value Interpreter::evaluateCompare(const Expression& expression, const ScopePtr& scope) {
    Value left = evaluate(*expression.operands[0], scope);
    for (std::size_t i = 0; i < expression.operators.size(); ++i) {
        Value right = evaluate(*expression.operands[i + 1], scope);
        if (!compare(expression.operators[i], left, right)) return false;
        left = std::move(right);
    }
    return true;
}

Value Interpreter::evaluateSlice(const Expression& expression, const ScopePtr& scope) {
    Value parts[4];
    for (std::size_t i = 0; i < 4; ++i)
        if (expression.operands[i]) parts[i] = evaluate(*expression.operands[i], scope);
        else parts[i] = None{};
    return sliceOf(parts[0], parts[1], parts[2], parts[3]);
}

Value Interpreter::evaluate(const Expression& expression, const ScopePtr& scope) {
    const Level level(*this);
    Budget::spend(1);
    const auto& operands = expression.operands;
    const auto operand = [&](std::size_t i) { return evaluate(*operands[i], scope); };
    line_ = expression.line;
    switch (expression.kind) {
        case Kind::Constant: return expression.constant;
        case Kind::Name: return lookup(expression.id, scope);
        case Kind::NamespaceRef: return attributeOf(lookup(expression.id, scope), expression.name);
        case Kind::Tuple: return makeTuple(evaluateAll(operands, scope));
        case Kind::List: return makeList(evaluateAll(operands, scope));
        case Kind::Dict: {
            Dict dict;
            for (std::size_t i = 0; i < operands.size(); i += 2) dict.set(operand(i), operand(i + 1));
            return makeDict(std::move(dict));
        }
        case Kind::Attribute: return attributeOf(operand(0), expression.name);
        case Kind::Item: return itemOf(operand(0), operand(1));
        case Kind::Slice: return evaluateSlice(expression, scope);
        case Kind::Call: return evaluateCall(expression, scope, {});
        case Kind::Filter: {
            const Value input = operands[0] ? operand(0) : *scope->find(-1);
            return callFilter(expression.name, input, evaluateArguments(expression.arguments, scope));
        }
        case Kind::Test: return callTest(expression.name, operand(0), evaluateArguments(expression.arguments, scope));
        case Kind::Not: return !truthy(operand(0));
        case Kind::Negative: return negative(operand(0));
        case Kind::Positive: {
            const Value value = operand(0);
            return value.as<double>() ? value : Value(toInteger(value, "the operand of +"));
        }
        case Kind::And: {
            Value left = operand(0);
            return truthy(left) ? operand(1) : left;
        }
        case Kind::Or: {
            Value left = operand(0);
            return truthy(left) ? left : operand(1);
        }
        case Kind::Conditional:
            if (truthy(operand(0))) return operand(1);
            return operands[2] ? operand(2) : Value::undefined("the inline if-expression has no else section");
        case Kind::Concat: {
            std::string text;
            for (const ExpressionPtr& part : operands) text += str(evaluate(*part, scope));
            return text;
        }
        case Kind::Compare: return evaluateCompare(expression, scope);
        case Kind::Binary: {
            const Value left = operand(0);
            return binary(expression.operators[0], left, operand(1));
        }
    }
    return {};
}

}  // namespace retort::jinja
