// SPDX-License-Identifier: Apache-2.0
#pragma once

// A parsed template. Plain values; names of variables are interned as numbers by the parser.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "template/value.h"

namespace retort::jinja {

struct Expression;
struct Statement;
using ExpressionPtr = std::unique_ptr<Expression>;
using Body = std::vector<Statement>;

struct CallArguments {
    std::vector<ExpressionPtr> positional;
    std::vector<std::pair<std::string, ExpressionPtr>> named;
    ExpressionPtr star, double_star;
};

struct Expression {
    enum class Kind {
        Constant,
        Name,          ///< id
        NamespaceRef,  ///< id, name: only as the target of a set
        Tuple,         ///< operands
        List,
        Dict,       ///< operands: key, value, key, ...
        Attribute,  ///< operands[0], name
        Item,       ///< operands[0], [1]
        Slice,      ///< operands[0], then start, stop, step; a null one is left out
        Call,       ///< operands[0], arguments
        Filter,     ///< operands[0] (null in a filter block), name, arguments
        Test,       ///< operands[0], name, arguments
        Not,
        Negative,
        Positive,
        And,
        Or,
        Conditional,  ///< operands: condition, then, else (may be null)
        Concat,
        Compare,  ///< operands; operators between them
        Binary,   ///< operands[0], [1]; operators[0]
    };
    Kind kind = Kind::Constant;
    int line = 1, depth = 1, id = -1;
    std::string name;
    Value constant;
    std::vector<ExpressionPtr> operands;
    std::vector<std::string> operators;
    CallArguments arguments;
};

struct Branch {
    ExpressionPtr condition;  ///< null: else
    Body body;
};

struct Parameter {
    int id = -1;
    std::string name;
    ExpressionPtr fallback;  ///< null: none
};

struct Statement {
    enum class Kind {
        Text,
        Output,
        If,
        For,
        Set,
        SetBlock,
        Macro,
        CallBlock,
        FilterBlock,
        With,
        Generation,
        Break,
        Continue
    };
    Kind kind = Kind::Text;
    int line = 1;
    std::string text;  ///< Text; Macro: its name
    int id = -1;       ///< Macro: its variable
    ExpressionPtr target, value,
        filter;  ///< For: target in value if filter; Set; SetBlock and FilterBlock: filter; CallBlock: value
    std::vector<Branch> branches;                                      ///< If
    std::vector<std::pair<ExpressionPtr, ExpressionPtr>> assignments;  ///< With
    std::vector<Parameter> parameters;                                 ///< Macro, CallBlock
    Body body, otherwise;                                              ///< For: otherwise is its else
    bool recursive = false, uses_varargs = false, uses_kwargs = false, uses_caller = false;
};

/// Interned names that the interpreter itself gives values to.
enum WellKnown { kLoop, kCaller, kVarargs, kKwargs, kWellKnownCount };

struct Program {
    Body body;
    std::vector<std::string> names;  ///< by id
    bool has_generation = false;
};

/// Throws TemplateFault "line N: ..." for syntax that Jinja has not, or that chat templates have no use for (include,
/// extends, import).
Program parse(std::string_view source);

}  // namespace retort::jinja
