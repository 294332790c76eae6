// SPDX-License-Identifier: Apache-2.0
#include "template/interpreter.h"

#include <algorithm>

namespace retort::jinja {

using Kind = Statement::Kind;

const Value* Scope::find(int id) const {
    for (const auto& [name, value] : variables)
        if (name == id) return &value;
    return nullptr;
}

void Scope::set(int id, Value value) {
    for (auto& [name, old] : variables)
        if (name == id) {
            old = std::move(value);
            return;
        }
    variables.emplace_back(id, std::move(value));
}

Interpreter::Interpreter(const Program& program, const Dict& context) : program_(program), root_(std::make_shared<Scope>()) {
    for (std::size_t id = 0; id < program.names.size(); ++id) {
        const std::string& name = program.names[id];
        const auto global = std::ranges::find(globals(), name, &std::pair<std::string, Value>::first);
        if (const Value* value = context.find(name)) root_->variables.emplace_back(static_cast<int>(id), *value);
        else if (global != globals().end()) root_->variables.emplace_back(static_cast<int>(id), global->second);
    }
}

Interpreter::~Interpreter() {
    // Macros, scopes, namespaces and loops can hold each other in a ring.
    for (const ScopePtr& scope : captured_) scope->variables.clear();
    for (const NamespacePtr& names : namespaces_) names->values = {};
    for (const LoopPtr& loop : loops_) loop->recurse = nullptr;
}

std::string Interpreter::run() {
    out_ = &output_;
    execute(program_.body, inner(root_));
    return std::move(output_);
}

ScopePtr Interpreter::inner(const ScopePtr& parent) const { return std::make_shared<Scope>(Scope{{}, parent}); }

Value Interpreter::makeNamespace(Dict values) {
    namespaces_.push_back(std::make_shared<Namespace>(Namespace{std::move(values)}));
    return namespaces_.back();
}

void Interpreter::write(std::string_view text) {
    Budget::spend(1 + static_cast<std::int64_t>(text.size() / 16));
    out_->append(text);
    Budget::limitText(out_->size());
}

std::string Interpreter::capture(const Body& body, const ScopePtr& scope) {
    std::string text;
    std::string* outer = std::exchange(out_, &text);
    try {
        execute(body, scope);
    } catch (...) {
        out_ = outer;
        throw;
    }
    out_ = outer;
    return text;
}

Interpreter::Flow Interpreter::execute(const Body& body, const ScopePtr& scope) {
    const Level level(*this);
    for (const Statement& statement : body) {
        const Flow flow = execute(statement, scope);
        if (flow != Flow::Normal) return flow;
    }
    return Flow::Normal;
}

Interpreter::Flow Interpreter::execute(const Statement& statement, const ScopePtr& scope) {
    Budget::spend(1);
    line_ = statement.line;
    switch (statement.kind) {
        case Kind::Text: write(statement.text); break;
        case Kind::Output: write(str(evaluate(*statement.value, scope))); break;
        case Kind::If:
            for (const Branch& branch : statement.branches)
                if (!branch.condition || truthy(evaluate(*branch.condition, scope))) return execute(branch.body, scope);
            break;
        case Kind::For: return executeFor(statement, scope);
        case Kind::Set: assign(*statement.target, evaluate(*statement.value, scope), scope); break;
        case Kind::SetBlock:
        case Kind::FilterBlock: {
            const ScopePtr block = inner(scope);
            Value text = capture(statement.body, block);
            if (statement.filter) {
                block->set(-1, std::move(text));
                text = evaluate(*statement.filter, block);
            }
            if (statement.kind == Kind::SetBlock) assign(*statement.target, text, scope);
            else write(str(text));
            break;
        }
        case Kind::Macro: scope->set(statement.id, makeMacro(statement, scope)); break;
        case Kind::CallBlock: executeCallBlock(statement, scope); break;
        case Kind::With: {
            const ScopePtr block = inner(scope);
            for (const auto& [target, value] : statement.assignments) block->set(target->id, evaluate(*value, scope));
            return execute(statement.body, block);
        }
        case Kind::Generation: executeGeneration(statement, scope); break;
        case Kind::Break: return Flow::Break;
        case Kind::Continue: return Flow::Continue;
    }
    return Flow::Normal;
}

void Interpreter::executeGeneration(const Statement& statement, const ScopePtr& scope) {
    const std::string text = capture(statement.body, inner(scope));
    // Within a macro the place in the output is not known yet; HuggingFace has no mask for such text either.
    if (out_ == &output_) generated_.push_back({output_.size(), output_.size() + text.size()});
    write(text);
}

void Interpreter::executeCallBlock(const Statement& statement, const ScopePtr& scope) {
    write(str(evaluateCall(*statement.value, scope, makeMacro(statement, scope))));
}

void Interpreter::assign(const Expression& target, const Value& value, const ScopePtr& scope) {
    if (target.kind == Expression::Kind::Name) return scope->set(target.id, value);
    if (target.kind == Expression::Kind::NamespaceRef) {
        const Value names = lookup(target.id, scope);
        if (!names.as<NamespacePtr>()) throw TemplateFault("cannot assign attribute on non-namespace object");
        if (target.name.starts_with('_'))
            throw TemplateFault("a namespace cannot hold the underscored name '" + target.name + "'");
        (*names.as<NamespacePtr>())->values.set(Value(target.name), value);
        return;
    }
    const std::vector<Value> items = iterate(value);
    if (items.size() != target.operands.size())
        throw TemplateFault("cannot unpack " + std::to_string(items.size()) + " values into " +
                            std::to_string(target.operands.size()) + " names");
    for (std::size_t i = 0; i < items.size(); ++i) assign(*target.operands[i], items[i], scope);
}

Interpreter::Flow Interpreter::executeFor(const Statement& loop, const ScopePtr& scope) {
    const Value iterable = evaluate(*loop.value, scope);
    if (const auto* undefined = iterable.as<Undefined>();
        undefined == nullptr && (iterable.isNone() || iterable.isNumber() || iterable.as<NamespacePtr>()))
        throw TemplateFault("'" + typeName(iterable) + "' object is not iterable");
    return runLoop(loop, scope, iterable, 0);
}

std::vector<Value> Interpreter::filtered(const Statement& loop, const ScopePtr& scope, std::vector<Value> items) {
    if (!loop.filter) return items;
    std::vector<Value> kept;
    for (Value& item : items) {
        const ScopePtr test = inner(scope);
        assign(*loop.target, item, test);
        if (truthy(evaluate(*loop.filter, test))) kept.push_back(std::move(item));
    }
    return kept;
}

Interpreter::Flow Interpreter::runLoop(const Statement& loop, const ScopePtr& scope, const Value& iterable,
                                       std::int64_t depth) {
    const auto state = std::make_shared<Loop>();
    state->items = filtered(loop, scope, iterate(iterable));
    state->depth0 = depth;
    state->depth = Budget::nest(depthOf(iterable) + 1);
    if (loop.recursive) {
        state->recurse = [this, &loop, scope, depth](Interpreter&, const Value& next) {
            std::string text;
            std::string* outer = std::exchange(out_, &text);
            runLoop(loop, scope, next, depth + 1);
            out_ = outer;
            return Value(std::move(text));
        };
        loops_.push_back(state);
    }
    for (std::size_t i = 0; i < state->items.size(); ++i) {
        Budget::spend(2);
        state->index0 = static_cast<std::int64_t>(i);
        const ScopePtr body = inner(scope);
        body->set(kLoop, state);
        assign(*loop.target, state->items[i], body);
        if (execute(loop.body, body) == Flow::Break) return Flow::Normal;
    }
    if (state->items.empty()) return execute(loop.otherwise, inner(scope));
    return Flow::Normal;
}

Value Interpreter::makeMacro(const Statement& macro, const ScopePtr& scope) {
    captured_.push_back(scope);
    Budget::spend(8);
    Function function{
        macro.kind == Kind::Macro ? macro.text : "caller",
        [this, &macro, scope](Interpreter&, Arguments& arguments) { return callMacro(macro, scope, arguments); },
        1,
        {},
        true};
    for (const Parameter& parameter : macro.parameters) function.parameters.push_back(parameter.name);
    return FunctionPtr(std::make_shared<const Function>(std::move(function)));
}

Value Interpreter::callMacro(const Statement& macro, const ScopePtr& closure, Arguments& arguments) {
    const ScopePtr scope = inner(closure);
    const std::string name = macro.kind == Kind::Macro ? macro.text : "caller";
    auto& positional = arguments.positional;
    for (std::size_t i = 0; i < macro.parameters.size(); ++i) {
        const Parameter& parameter = macro.parameters[i];
        const auto named = std::ranges::find(arguments.named, parameter.name, &std::pair<std::string, Value>::first);
        if (i < positional.size()) {
            scope->set(parameter.id, positional[i]);
        } else if (named != arguments.named.end()) {
            scope->set(parameter.id, named->second);
            arguments.named.erase(named);
        } else if (parameter.fallback) {
            scope->set(parameter.id, evaluate(*parameter.fallback, scope));
        } else {
            scope->set(parameter.id, Value::undefined("parameter '" + parameter.name + "' was not provided"));
        }
    }
    const auto caller = std::ranges::find(arguments.named, "caller", &std::pair<std::string, Value>::first);
    if (macro.uses_caller && scope->find(kCaller) == nullptr) {
        scope->set(kCaller, caller == arguments.named.end() ? Value::undefined("No caller defined") : caller->second);
        if (caller != arguments.named.end()) arguments.named.erase(caller);
    }
    if (macro.uses_kwargs) {
        Dict rest;
        for (auto& [key, value] : arguments.named) rest.set(Value(key), std::move(value));
        scope->set(kKwargs, makeDict(std::move(rest)));
    } else if (!arguments.named.empty()) {
        throw TemplateFault("macro '" + name + "' takes no keyword argument '" + arguments.named.front().first + "'");
    }
    const std::size_t taken = std::min(positional.size(), macro.parameters.size());
    if (macro.uses_varargs) {
        scope->set(kVarargs, makeTuple({positional.begin() + static_cast<std::ptrdiff_t>(taken), positional.end()}));
    } else if (positional.size() > taken) {
        throw TemplateFault("macro '" + name + "' takes not more than " + std::to_string(macro.parameters.size()) +
                            " argument(s)");
    }
    return Value(capture(macro.body, scope));
}

Value Interpreter::call(const Value& callee, Arguments arguments) {
    const Level level(*this);
    Budget::spend(4);
    if (const FunctionPtr* function = callee.as<FunctionPtr>()) return (*function)->call(*this, arguments);
    if (const LoopPtr* loop = callee.as<LoopPtr>()) {
        if (!(*loop)->recurse) throw TemplateFault("the loop is not recursive; write 'recursive' in its tag");
        if (arguments.positional.size() != 1) throw TemplateFault("loop() takes one value");
        return (*loop)->recurse(*this, arguments.positional.front());
    }
    if (const Undefined* undefined = callee.as<Undefined>())
        throw TemplateFault(undefined->why ? *undefined->why : "a value is undefined");
    throw TemplateFault("'" + typeName(callee) + "' object is not callable");
}

}  // namespace retort::jinja
