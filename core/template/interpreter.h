// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "template/ast.h"
#include "template/value.h"

namespace retort::jinja {

/// Variables of one block of a template; names not found are looked for in `parent`.
struct Scope {
    std::vector<std::pair<int, Value>> variables;
    std::shared_ptr<Scope> parent;

    const Value* find(int id) const;
    void set(int id, Value value);
};
using ScopePtr = std::shared_ptr<Scope>;

/// Runs one program once, within the Budget of the thread. Statements are in interpreter.cpp, expressions in evaluate.cpp.
class Interpreter {
public:
    struct Span {
        std::size_t begin = 0, end = 0;  ///< bytes of the output
    };

    Interpreter(const Program& program, const Dict& context);
    ~Interpreter();
    Interpreter(const Interpreter&) = delete;

    /// The output. Throws TemplateFault; line() then says where.
    std::string run();
    const std::vector<Span>& generated() const { return generated_; }
    int line() const { return line_; }

    Value call(const Value& callee, Arguments arguments);
    Value callFilter(const std::string& name, const Value& input, Arguments arguments);
    bool callTest(const std::string& name, const Value& input, const Arguments& arguments);
    /// A namespace that ends with this run, whatever it points to.
    Value makeNamespace(Dict values);

private:
    enum class Flow { Normal, Break, Continue };
    /// One level of blocks, expressions and macro calls within each other: at most what a thread's stack bears.
    struct Level {
        explicit Level(Interpreter& interpreter) : depth_(interpreter.depth_) {
            if (++depth_ > 1500) throw TemplateFault("the template calls itself too deeply");
        }
        ~Level() { --depth_; }
        Level(const Level&) = delete;
        int& depth_;
    };

    Flow execute(const Body& body, const ScopePtr& scope);
    Flow execute(const Statement& statement, const ScopePtr& scope);
    Flow executeFor(const Statement& loop, const ScopePtr& scope);
    Flow runLoop(const Statement& loop, const ScopePtr& scope, const Value& iterable, std::int64_t depth);
    std::vector<Value> filtered(const Statement& loop, const ScopePtr& scope, std::vector<Value> items);
    void executeGeneration(const Statement& statement, const ScopePtr& scope);
    void executeCallBlock(const Statement& statement, const ScopePtr& scope);
    void write(std::string_view text);
    std::string capture(const Body& body, const ScopePtr& scope);
    void assign(const Expression& target, const Value& value, const ScopePtr& scope);
    ScopePtr inner(const ScopePtr& parent) const;
    Value makeMacro(const Statement& macro, const ScopePtr& scope);
    Value callMacro(const Statement& macro, const ScopePtr& closure, Arguments& arguments);

    Value evaluate(const Expression& expression, const ScopePtr& scope);
    Value evaluateCall(const Expression& expression, const ScopePtr& scope, Value caller);
    Value evaluateCompare(const Expression& expression, const ScopePtr& scope);
    Value evaluateSlice(const Expression& expression, const ScopePtr& scope);
    std::vector<Value> evaluateAll(const std::vector<ExpressionPtr>& expressions, const ScopePtr& scope);
    Arguments evaluateArguments(const CallArguments& arguments, const ScopePtr& scope);
    Value lookup(int id, const ScopePtr& scope) const;

    const Program& program_;
    ScopePtr root_;
    std::string* out_ = nullptr;
    std::string output_;
    std::vector<Span> generated_;
    std::vector<ScopePtr> captured_;  ///< held by macros, which they may hold in turn
    std::vector<NamespacePtr> namespaces_;
    std::vector<LoopPtr> loops_;
    int line_ = 1, depth_ = 0;
};

/// The functions every template has: range, namespace, dict, joiner, raise_exception, strftime_now.
const std::vector<std::pair<std::string, Value>>& globals();

}  // namespace retort::jinja
