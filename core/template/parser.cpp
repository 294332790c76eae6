// SPDX-License-Identifier: Apache-2.0
#include "template/parser.h"

#include <algorithm>

namespace retort::jinja {
namespace {

std::string describe(const Token& token) {
    switch (token.kind) {
        case Token::Kind::Data: return "text";
        case Token::Kind::VariableBegin: return "{{";
        case Token::Kind::VariableEnd: return "}}";
        case Token::Kind::BlockBegin: return "{%";
        case Token::Kind::BlockEnd: return "%}";
        case Token::Kind::End: return "the end of the template";
        default: return "'" + token.text + "'";
    }
}

}  // namespace

/// Counts how deep statements and expressions nest while they are read.
struct Parser::Level {
    explicit Level(Parser& parser) : parser_(parser) {
        if (++parser_.depth_ > 200) parser_.fail("nested deeper than 200 levels");
    }
    ~Level() { --parser_.depth_; }
    Parser& parser_;
};

Parser::Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)), mentions_(kWellKnownCount) {
    for (const char* name : {"loop", "caller", "varargs", "kwargs"}) intern(name);
}

Program Parser::run() {
    program_.body = parseBody({});
    return std::move(program_);
}

Token Parser::take() {
    Token token = now();
    if (at_ + 1 < tokens_.size()) ++at_;
    return token;
}

bool Parser::skipName(std::string_view name) {
    if (!now().isName(name)) return false;
    take();
    return true;
}

bool Parser::skipOperator(std::string_view symbol) {
    if (!now().isOperator(symbol)) return false;
    take();
    return true;
}

Token Parser::expect(Kind kind) {
    if (now().kind != kind) fail(describe(now()) + " does not belong here");
    return take();
}

void Parser::expectName(std::string_view name) {
    if (!skipName(name)) fail("expected '" + std::string(name) + "' instead of " + describe(now()));
}

void Parser::expectOperator(std::string_view symbol) {
    if (!skipOperator(symbol)) fail("expected '" + std::string(symbol) + "' instead of " + describe(now()));
}

void Parser::fail(const std::string& message) const {
    throw TemplateFault("line " + std::to_string(now().line) + ": " + message);
}

int Parser::intern(const std::string& name) {
    const auto [found, is_new] = ids_.emplace(name, static_cast<int>(program_.names.size()));
    if (is_new) program_.names.push_back(name);
    if (found->second < kWellKnownCount) mentions_[static_cast<std::size_t>(found->second)] = true;
    return found->second;
}

/// Statements up to a tag whose name is one of `ends` (which stays) or, without ends, to the end of the template.
Body Parser::parseBody(Names ends) {
    const Level level(*this);
    Body body;
    while (now().kind != Kind::End) {
        Statement statement;
        statement.line = now().line;
        if (now().kind == Kind::Data) {
            statement.text = take().text;
        } else if (now().kind == Kind::VariableBegin) {
            take();
            statement.kind = Statement::Kind::Output;
            statement.value = parseTuple(false);
            expect(Kind::VariableEnd);
        } else {
            expect(Kind::BlockBegin);
            if (now().kind == Kind::Name && std::ranges::find(ends, now().text) != ends.end()) return body;
            statement = parseStatement();
            expect(Kind::BlockEnd);
        }
        body.push_back(std::move(statement));
    }
    if (ends.size() > 0) fail("the template ends within a block; expected '" + std::string(*ends.begin()) + "'");
    return body;
}

/// From the end of an opening tag to one of `ends`.
Body Parser::parseBlock(Names ends) {
    skipOperator(":");
    expect(Kind::BlockEnd);
    return parseBody(ends);
}

Statement Parser::parseStatement() {
    if (now().kind != Kind::Name) fail("a tag needs a name");
    const int line = now().line;
    const std::string tag = take().text;
    Statement statement;
    if (tag == "for") statement = parseFor();
    else if (tag == "if") statement = parseIf();
    else if (tag == "set") statement = parseSet();
    else if (tag == "macro") statement = parseMacro();
    else if (tag == "call") statement = parseCallBlock();
    else if (tag == "filter") statement = parseFilterBlock();
    else if (tag == "with") statement = parseWith();
    else if (tag == "generation") {
        statement.kind = Statement::Kind::Generation;
        statement.body = parseBlock({"endgeneration"});
        program_.has_generation = true;
        take();
    } else if (tag == "break" || tag == "continue") {
        if (loops_ == 0) fail("'" + tag + "' stands outside of a loop");
        statement.kind = tag == "break" ? Statement::Kind::Break : Statement::Kind::Continue;
    } else if (tag == "print") {
        statement.kind = Statement::Kind::Output;
        statement.value = make(Expression::Kind::Concat, {});
        do statement.value->operands.push_back(parseExpression());
        while (skipOperator(","));
        statement.value = finish(std::move(statement.value));
    } else {
        fail("there is no tag '" + tag + "' in chat templates");
    }
    statement.line = line;
    return statement;
}

Statement Parser::parseFor() {
    Statement loop;
    loop.kind = Statement::Kind::For;
    loop.target = parseTarget(false, false);
    expectName("in");
    loop.value = parseTuple(false, false);
    if (skipName("if")) loop.filter = parseExpression();
    loop.recursive = skipName("recursive");
    ++loops_;
    loop.body = parseBlock({"endfor", "else"});
    --loops_;
    if (take().text == "else") {
        loop.otherwise = parseBlock({"endfor"});
        take();
    }
    return loop;
}

Statement Parser::parseIf() {
    Statement choice;
    choice.kind = Statement::Kind::If;
    while (true) {
        Branch branch;
        branch.condition = parseTuple(false, false);
        branch.body = parseBlock({"elif", "else", "endif"});
        choice.branches.push_back(std::move(branch));
        const Token end = take();
        if (end.isName("elif")) continue;
        if (end.isName("else")) {
            choice.branches.push_back({nullptr, parseBlock({"endif"})});
            take();
        }
        return choice;
    }
}

Statement Parser::parseSet() {
    Statement set;
    set.kind = Statement::Kind::Set;
    set.target = parseTarget(true, false);
    if (skipOperator("=")) {
        set.value = parseTuple(false);
        return set;
    }
    set.kind = Statement::Kind::SetBlock;
    while (skipOperator("|")) set.filter = parseFilter(std::move(set.filter));
    set.body = parseBlock({"endset"});
    take();
    return set;
}

std::vector<Parameter> Parser::parseSignature() {
    std::vector<Parameter> parameters;
    expectOperator("(");
    while (!now().isOperator(")")) {
        if (!parameters.empty()) expectOperator(",");
        Parameter parameter;
        parameter.name = expect(Kind::Name).text;
        parameter.id = intern(parameter.name);
        if (skipOperator("=")) parameter.fallback = parseExpression();
        else if (!parameters.empty() && parameters.back().fallback)
            fail("a parameter without a default follows one with a default");
        parameters.push_back(std::move(parameter));
    }
    take();
    return parameters;
}

/// The body of a macro or call block: loops outside do not count, and what it mentions decides what it can be called with.
void Parser::parseFunctionBody(Statement& statement, Names ends) {
    const std::vector<bool> outer = std::exchange(mentions_, std::vector<bool>(kWellKnownCount));
    const int loops = std::exchange(loops_, 0);
    statement.body = parseBlock(ends);
    take();
    statement.uses_caller = mentions_[kCaller];
    statement.uses_varargs = mentions_[kVarargs];
    statement.uses_kwargs = mentions_[kKwargs];
    for (std::size_t i = 0; i < outer.size(); ++i)
        mentions_[i] = mentions_[i] || outer[i];  // a macro within counts for this one too
    loops_ = loops;
}

Statement Parser::parseMacro() {
    Statement macro;
    macro.kind = Statement::Kind::Macro;
    macro.text = expect(Kind::Name).text;
    macro.id = intern(macro.text);
    macro.parameters = parseSignature();
    parseFunctionBody(macro, {"endmacro"});
    return macro;
}

Statement Parser::parseCallBlock() {
    Statement call;
    call.kind = Statement::Kind::CallBlock;
    if (now().isOperator("(")) call.parameters = parseSignature();
    call.value = parseExpression();
    if (call.value->kind != Expression::Kind::Call) fail("'call' needs the call of a macro");
    parseFunctionBody(call, {"endcall"});
    return call;
}

Statement Parser::parseFilterBlock() {
    Statement block;
    block.kind = Statement::Kind::FilterBlock;
    block.filter = parseFilter(nullptr);
    while (skipOperator("|")) block.filter = parseFilter(std::move(block.filter));
    block.body = parseBlock({"endfilter"});
    take();
    return block;
}

Statement Parser::parseWith() {
    Statement with;
    with.kind = Statement::Kind::With;
    while (now().kind != Kind::BlockEnd && !now().isOperator(":")) {
        if (!with.assignments.empty()) expectOperator(",");
        ExpressionPtr target = parseTarget(false, true);
        expectOperator("=");
        with.assignments.emplace_back(std::move(target), parseExpression());
    }
    with.body = parseBlock({"endwith"});
    take();
    return with;
}

Program parse(std::string_view source) { return Parser(tokenize(source)).run(); }

}  // namespace retort::jinja
