// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <map>

#include "template/ast.h"
#include "template/lexer.h"

namespace retort::jinja {

/// Recursive descent over the tokens; statements in parser.cpp, expressions in parser_expressions.cpp.
class Parser {
public:
    explicit Parser(std::vector<Token> tokens);
    Program run();

private:
    using Kind = Token::Kind;
    using Names = std::initializer_list<std::string_view>;

    const Token& now() const { return tokens_[at_]; }
    const Token& ahead() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
    Token take();
    bool skipName(std::string_view name);
    bool skipOperator(std::string_view symbol);
    Token expect(Kind kind);
    void expectName(std::string_view name);
    void expectOperator(std::string_view symbol);
    [[noreturn]] void fail(const std::string& message) const;
    int intern(const std::string& name);

    Body parseBody(Names ends);
    Body parseBlock(Names ends);
    Statement parseStatement();
    Statement parseFor();
    Statement parseIf();
    Statement parseSet();
    Statement parseMacro();
    Statement parseCallBlock();
    Statement parseFilterBlock();
    Statement parseWith();
    void parseFunctionBody(Statement& statement, Names ends);
    std::vector<Parameter> parseSignature();

    ExpressionPtr make(Expression::Kind kind, std::vector<ExpressionPtr> operands) const;
    ExpressionPtr finish(ExpressionPtr expression) const;
    ExpressionPtr parseTarget(bool may_be_namespace, bool name_only);
    ExpressionPtr parseTuple(bool in_parentheses, bool with_condition = true);
    ExpressionPtr parseExpression(bool with_condition = true);
    ExpressionPtr parseConditional();
    ExpressionPtr parseOr();
    ExpressionPtr parseAnd();
    ExpressionPtr parseNot();
    ExpressionPtr parseCompare();
    ExpressionPtr parseSum();
    ExpressionPtr parseConcat();
    ExpressionPtr parseProduct();
    ExpressionPtr parsePower();
    ExpressionPtr parseUnary(bool with_filter = true);
    ExpressionPtr parsePrimary();
    ExpressionPtr parseNumber();
    ExpressionPtr parseName();
    ExpressionPtr parseListLiteral();
    ExpressionPtr parseDictLiteral();
    ExpressionPtr parsePostfix(ExpressionPtr expression);
    ExpressionPtr parseFilters(ExpressionPtr expression);
    ExpressionPtr parseFilter(ExpressionPtr expression);
    ExpressionPtr parseTest(ExpressionPtr expression);
    ExpressionPtr parseSubscript(ExpressionPtr expression);
    CallArguments parseArguments();
    bool atTupleEnd(bool is_target) const;
    std::string dottedName();

    struct Level;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    int depth_ = 0, loops_ = 0;
    std::map<std::string, int> ids_;
    std::vector<bool> mentions_;  ///< of well-known names, within the macro being read
    Program program_;
};

}  // namespace retort::jinja
