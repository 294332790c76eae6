// SPDX-License-Identifier: Apache-2.0
// Expressions, in the order of their precedence.

#include <algorithm>
#include <charconv>

#include "template/parser.h"

namespace retort::jinja {
namespace {

using EKind = Expression::Kind;

constexpr int kMaxDepth = 400;  // of an expression's tree, so that evaluating it is bounded too

template <class... Operands>
std::vector<ExpressionPtr> list(Operands... operands) {
    std::vector<ExpressionPtr> result;
    (result.push_back(std::move(operands)), ...);
    return result;
}

}  // namespace

ExpressionPtr Parser::make(EKind kind, std::vector<ExpressionPtr> operands) const {
    auto expression = std::make_unique<Expression>();
    expression->kind = kind;
    expression->line = now().line;
    expression->operands = std::move(operands);
    return finish(std::move(expression));
}

/// Measures the tree below an expression that got its last operand.
ExpressionPtr Parser::finish(ExpressionPtr expression) const {
    const auto below = [&](const ExpressionPtr& part) {
        if (part) expression->depth = std::max(expression->depth, part->depth + 1);
    };
    std::ranges::for_each(expression->operands, below);
    std::ranges::for_each(expression->arguments.positional, below);
    for (const auto& [unused, value] : expression->arguments.named) below(value);
    below(expression->arguments.star);
    below(expression->arguments.double_star);
    if (expression->depth > kMaxDepth) fail("an expression is nested deeper than " + std::to_string(kMaxDepth) + " levels");
    return expression;
}

/// What may be assigned to: a name, NAMESPACE.FIELD, or a tuple of them.
ExpressionPtr Parser::parseTarget(bool may_be_namespace, bool name_only) {
    const auto one = [&]() -> ExpressionPtr {
        if (now().isOperator("(") && !name_only) {
            take();
            ExpressionPtr inner = parseTarget(may_be_namespace, false);
            expectOperator(")");
            return inner;
        }
        const std::string name = expect(Kind::Name).text;
        static constexpr std::string_view kConstants[] = {"true", "false", "none", "True", "False", "None"};
        if (std::ranges::find(kConstants, name) != std::end(kConstants)) fail("cannot assign to '" + name + "'");
        ExpressionPtr target = make(EKind::Name, {});
        target->id = intern(name);
        if (may_be_namespace && skipOperator(".")) {
            target->kind = EKind::NamespaceRef;
            target->name = expect(Kind::Name).text;
        }
        return target;
    };
    ExpressionPtr first = one();
    if (name_only || !now().isOperator(",")) return first;
    auto tuple = make(EKind::Tuple, list(std::move(first)));
    while (skipOperator(",")) {
        if (atTupleEnd(true)) break;
        tuple->operands.push_back(one());
    }
    return tuple;
}

bool Parser::atTupleEnd(bool is_target) const {
    if (now().kind == Kind::VariableEnd || now().kind == Kind::BlockEnd || now().isOperator(")")) return true;
    return is_target && (now().isName("in") || now().isOperator("="));
}

ExpressionPtr Parser::parseTuple(bool in_parentheses, bool with_condition) {
    std::vector<ExpressionPtr> items;
    bool is_tuple = false;
    while (true) {
        if (!items.empty()) expectOperator(",");
        if (atTupleEnd(false)) break;
        items.push_back(parseExpression(with_condition));
        if (!now().isOperator(",")) break;
        is_tuple = true;
    }
    if (!is_tuple && !items.empty()) return std::move(items.front());
    if (!is_tuple && !in_parentheses) fail("an expression is missing");
    return make(EKind::Tuple, std::move(items));
}

ExpressionPtr Parser::parseExpression(bool with_condition) { return with_condition ? parseConditional() : parseOr(); }

ExpressionPtr Parser::parseConditional() {
    if (++depth_ > 200) fail("nested deeper than 200 levels");
    ExpressionPtr value = parseOr();
    while (skipName("if")) {
        ExpressionPtr condition = parseOr();
        ExpressionPtr otherwise = skipName("else") ? parseConditional() : nullptr;
        value = make(EKind::Conditional, list(std::move(condition), std::move(value), std::move(otherwise)));
    }
    --depth_;
    return value;
}

ExpressionPtr Parser::parseOr() {
    ExpressionPtr left = parseAnd();
    while (skipName("or")) {
        ExpressionPtr right = parseAnd();
        left = make(EKind::Or, list(std::move(left), std::move(right)));
    }
    return left;
}

ExpressionPtr Parser::parseAnd() {
    ExpressionPtr left = parseNot();
    while (skipName("and")) {
        ExpressionPtr right = parseNot();
        left = make(EKind::And, list(std::move(left), std::move(right)));
    }
    return left;
}

ExpressionPtr Parser::parseNot() {
    if (!now().isName("not")) return parseCompare();
    int count = 0;
    while (skipName("not")) ++count;
    ExpressionPtr value = parseCompare();
    for (; count > 0; --count) value = make(EKind::Not, list(std::move(value)));
    return value;
}

ExpressionPtr Parser::parseCompare() {
    ExpressionPtr first = parseSum();
    std::vector<ExpressionPtr> operands;
    std::vector<std::string> operators;
    while (true) {
        static constexpr std::string_view kOperators[] = {"==", "!=", "<", "<=", ">", ">="};
        if (now().kind == Kind::Operator && std::ranges::find(kOperators, now().text) != std::end(kOperators)) {
            operators.push_back(take().text);
        } else if (skipName("in")) {
            operators.emplace_back("in");
        } else if (now().isName("not") && ahead().isName("in")) {
            take();
            take();
            operators.emplace_back("not in");
        } else {
            break;
        }
        operands.push_back(parseSum());
    }
    if (operators.empty()) return first;
    operands.insert(operands.begin(), std::move(first));
    ExpressionPtr compare = make(EKind::Compare, std::move(operands));
    compare->operators = std::move(operators);
    return compare;
}

ExpressionPtr Parser::parseSum() {
    ExpressionPtr left = parseConcat();
    while (now().isOperator("+") || now().isOperator("-")) {
        const std::string symbol = take().text;
        ExpressionPtr right = parseConcat();
        left = make(EKind::Binary, list(std::move(left), std::move(right)));
        left->operators = {symbol};
    }
    return left;
}

ExpressionPtr Parser::parseConcat() {
    std::vector<ExpressionPtr> parts = list(parseProduct());
    while (skipOperator("~")) parts.push_back(parseProduct());
    return parts.size() == 1 ? std::move(parts.front()) : make(EKind::Concat, std::move(parts));
}

ExpressionPtr Parser::parseProduct() {
    ExpressionPtr left = parsePower();
    while (now().isOperator("*") || now().isOperator("/") || now().isOperator("//") || now().isOperator("%")) {
        const std::string symbol = take().text;
        ExpressionPtr right = parsePower();
        left = make(EKind::Binary, list(std::move(left), std::move(right)));
        left->operators = {symbol};
    }
    return left;
}

ExpressionPtr Parser::parsePower() {
    ExpressionPtr left = parseUnary();
    while (skipOperator("**")) {
        ExpressionPtr right = parseUnary();
        left = make(EKind::Binary, list(std::move(left), std::move(right)));
        left->operators = {"**"};
    }
    return left;
}

ExpressionPtr Parser::parseUnary(bool with_filter) {
    ExpressionPtr value;
    if (now().isOperator("-") || now().isOperator("+")) {
        if (++depth_ > 200) fail("nested deeper than 200 levels");
        const EKind kind = take().text == "-" ? EKind::Negative : EKind::Positive;
        ExpressionPtr operand = parseUnary(false);
        value = make(kind, list(std::move(operand)));
        --depth_;
    } else {
        value = parsePrimary();
    }
    value = parsePostfix(std::move(value));
    return with_filter ? parseFilters(std::move(value)) : std::move(value);
}

ExpressionPtr Parser::parsePrimary() {
    if (now().kind == Kind::Name) return parseName();
    if (now().kind == Kind::Integer || now().kind == Kind::Float) return parseNumber();
    if (now().kind == Kind::String) {
        std::string text = take().text;
        while (now().kind == Kind::String) text += take().text;
        ExpressionPtr constant = make(EKind::Constant, {});
        constant->constant = Value(std::move(text));
        return constant;
    }
    if (skipOperator("(")) {
        ExpressionPtr inner = parseTuple(true);
        expectOperator(")");
        return inner;
    }
    if (now().isOperator("[")) return parseListLiteral();
    if (now().isOperator("{")) return parseDictLiteral();
    fail(now().kind == Kind::End ? "the template ends within a tag" : "'" + now().text + "' is no value");
}

ExpressionPtr Parser::parseName() {
    const std::string name = take().text;
    ExpressionPtr expression = make(EKind::Constant, {});
    if (name == "true" || name == "True") expression->constant = true;
    else if (name == "false" || name == "False") expression->constant = false;
    else if (name == "none" || name == "None") expression->constant = None{};
    else {
        expression->kind = EKind::Name;
        expression->id = intern(name);
    }
    return expression;
}

ExpressionPtr Parser::parseNumber() {
    const Token token = take();
    ExpressionPtr expression = make(EKind::Constant, {});
    const char* begin = token.text.data();
    const char* end = begin + token.text.size();
    if (token.kind == Kind::Float) {
        expression->constant = std::strtod(begin, nullptr);
        return expression;
    }
    int base = 10;
    if (token.text.size() > 2 && token.text[0] == '0' && token.text[1] > '9') {
        const char letter = static_cast<char>(token.text[1] | 0x20);
        base = letter == 'x' ? 16 : letter == 'o' ? 8 : 2;
        begin += 2;
    }
    std::int64_t value = 0;
    const auto [stop, error] = std::from_chars(begin, end, value, base);
    if (error != std::errc() || stop != end) fail("the integer " + token.text + " cannot be read");
    expression->constant = value;
    return expression;
}

ExpressionPtr Parser::parseListLiteral() {
    expectOperator("[");
    std::vector<ExpressionPtr> items;
    while (!now().isOperator("]")) {
        if (!items.empty()) expectOperator(",");
        if (now().isOperator("]")) break;
        items.push_back(parseExpression());
    }
    take();
    return make(EKind::List, std::move(items));
}

ExpressionPtr Parser::parseDictLiteral() {
    expectOperator("{");
    std::vector<ExpressionPtr> items;
    while (!now().isOperator("}")) {
        if (!items.empty()) expectOperator(",");
        if (now().isOperator("}")) break;
        items.push_back(parseExpression());
        expectOperator(":");
        items.push_back(parseExpression());
    }
    take();
    return make(EKind::Dict, std::move(items));
}

ExpressionPtr Parser::parsePostfix(ExpressionPtr expression) {
    while (true) {
        if (now().isOperator(".") || now().isOperator("[")) {
            expression = parseSubscript(std::move(expression));
        } else if (now().isOperator("(")) {
            expression = make(EKind::Call, list(std::move(expression)));
            expression->arguments = parseArguments();
            expression = finish(std::move(expression));
        } else {
            return expression;
        }
    }
}

ExpressionPtr Parser::parseFilters(ExpressionPtr expression) {
    while (true) {
        if (skipOperator("|")) {
            expression = parseFilter(std::move(expression));
        } else if (now().isName("is")) {
            expression = parseTest(std::move(expression));
        } else if (now().isOperator("(")) {
            expression = make(EKind::Call, list(std::move(expression)));
            expression->arguments = parseArguments();
            expression = finish(std::move(expression));
        } else {
            return expression;
        }
    }
}

std::string Parser::dottedName() {
    std::string name = expect(Kind::Name).text;
    while (skipOperator(".")) name += "." + expect(Kind::Name).text;
    return name;
}

ExpressionPtr Parser::parseFilter(ExpressionPtr expression) {
    ExpressionPtr filter = make(EKind::Filter, list(std::move(expression)));
    filter->name = dottedName();
    if (now().isOperator("(")) filter->arguments = parseArguments();
    return finish(std::move(filter));
}

ExpressionPtr Parser::parseTest(ExpressionPtr expression) {
    take();
    const bool negated = skipName("not");
    ExpressionPtr test = make(EKind::Test, list(std::move(expression)));
    test->name = dottedName();
    const bool starts_value = now().kind == Kind::Name || now().kind == Kind::String || now().kind == Kind::Integer ||
                              now().kind == Kind::Float || now().isOperator("[") || now().isOperator("{");
    if (now().isOperator("(")) {
        test->arguments = parseArguments();
    } else if (starts_value && !now().isName("else") && !now().isName("or") && !now().isName("and")) {
        if (now().isName("is")) fail("tests cannot be chained with 'is'");
        test->arguments.positional.push_back(parsePostfix(parsePrimary()));
    }
    test = finish(std::move(test));
    return negated ? make(EKind::Not, list(std::move(test))) : std::move(test);
}

ExpressionPtr Parser::parseSubscript(ExpressionPtr expression) {
    if (take().text == ".") {
        if (now().kind == Kind::Integer) {
            ExpressionPtr index = parseNumber();
            return make(EKind::Item, list(std::move(expression), std::move(index)));
        }
        const std::string name = expect(Kind::Name).text;
        ExpressionPtr attribute = make(EKind::Attribute, list(std::move(expression)));
        attribute->name = name;
        return attribute;
    }
    const auto bound = [&]() -> ExpressionPtr {
        const bool absent = now().isOperator(":") || now().isOperator("]") || now().isOperator(",");
        return absent ? nullptr : parseExpression();
    };
    if (now().isOperator("]")) fail("a subscript is missing");
    ExpressionPtr first = bound();
    if (!now().isOperator(":")) {
        if (now().isOperator(",")) {
            std::vector<ExpressionPtr> parts = list(std::move(first));
            while (skipOperator(",")) parts.push_back(parseExpression());
            first = make(EKind::Tuple, std::move(parts));
        }
        expectOperator("]");
        return make(EKind::Item, list(std::move(expression), std::move(first)));
    }
    take();
    ExpressionPtr stop = bound();
    ExpressionPtr step = skipOperator(":") ? bound() : nullptr;
    expectOperator("]");
    return make(EKind::Slice, list(std::move(expression), std::move(first), std::move(stop), std::move(step)));
}

CallArguments Parser::parseArguments() {
    CallArguments arguments;
    expectOperator("(");
    for (bool first = true; !now().isOperator(")"); first = false) {
        if (!first) expectOperator(",");
        if (now().isOperator(")")) break;
        if (skipOperator("*")) {
            if (arguments.star || arguments.double_star) fail("this call cannot be read");
            arguments.star = parseExpression();
        } else if (skipOperator("**")) {
            if (arguments.double_star) fail("this call cannot be read");
            arguments.double_star = parseExpression();
        } else if (now().kind == Kind::Name && ahead().isOperator("=")) {
            if (arguments.double_star) fail("this call cannot be read");
            const std::string name = take().text;
            take();
            arguments.named.emplace_back(name, parseExpression());
        } else {
            if (arguments.star || arguments.double_star || !arguments.named.empty())
                fail("a positional argument follows a named one");
            arguments.positional.push_back(parseExpression());
        }
    }
    take();
    return arguments;
}

}  // namespace retort::jinja
