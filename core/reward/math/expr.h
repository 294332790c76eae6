// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmpxx.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace retort::math {

/// What a node of an answer's tree is. `args`, `name` and `ops` are used as told here.
enum class Kind {
    Number,     ///< number; decimals >= 0 when written with a decimal point
    Symbol,     ///< name: "x", "x_{1}", "pi", "e", "i", "inf"
    Sum,        ///< args
    Product,    ///< args
    Power,      ///< base, exponent
    Root,       ///< radicand, degree (the real root of a negative radicand where the degree is odd)
    Call,       ///< name ("sin", "log" with argument and base, "abs", "binom", "sumof" ...), args
    PlusMinus,  ///< arg; name "+" for \pm, "-" for \mp
    Percent,    ///< arg
    Unit,       ///< arg, name: the unit as text
    Based,      ///< name: the digits, args: the base
    Ratio,      ///< args: a:b:c
    List,       ///< args without brackets, order free
    Set,        ///< args within braces, order and repetition free
    Tuple,      ///< args within open and close: a point, or an interval when there are two
    Union,      ///< args
    Intersect,  ///< args
    Without,    ///< two args
    Matrix,     ///< args: one Tuple a row
    Relation,   ///< args joined by ops: "=", "<", "<=", ">", ">=", "!=", "in", "~"
    Text,       ///< name: words
};

struct Expr;
using ExprPtr = std::shared_ptr<const Expr>;

/// A node. Immutable once built, so trees can be shared; its depth is bounded when it is built.
struct Expr {
    Kind kind = Kind::Number;
    mpq_class number;
    std::string name;
    std::vector<ExprPtr> args;
    std::vector<std::string> ops;
    char open = 0, close = 0;  ///< of a Tuple
    int decimals = -1;         ///< of a Number: digits behind the decimal point, -1 without one
    bool called = false;       ///< of a Product "f(x)": written as a name and its argument in parentheses
    bool any = false;          ///< of a List: joined by "or"
    int depth = 1;
};

/// The bounds of the work on one answer were reached.
struct OutOfFuel : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What one reading or comparison may cost. A step is a few microseconds.
struct Fuel {
    std::int64_t steps = 50'000;
    std::int64_t operator_steps = 1'000'000;  ///< beside them, for values of integrals, limits and infinite sums
    /// Throws OutOfFuel when less than `cost` is left.
    void spend(std::int64_t cost) {
        if ((steps -= cost) < 0) throw OutOfFuel("it takes too long");
    }
};

constexpr int kMaxDepth = 120;             ///< of a tree
constexpr std::size_t kMaxBits = 1 << 16;  ///< of an exact integer

/// Builds a node and its depth. Throws OutOfFuel beyond kMaxDepth.
ExprPtr makeExpr(Expr node);
ExprPtr makeNode(Kind kind, std::vector<ExprPtr> args, std::string name = {});
ExprPtr makeNumber(mpq_class value, int decimals = -1);
ExprPtr makeSymbol(std::string name);
ExprPtr makeCall(std::string name, std::vector<ExprPtr> args);
/// -a, and a number stays a number.
ExprPtr negated(const ExprPtr& a);

/// True where `visit` is true of the node or of one below it.
template <class Visit>
bool anyNode(const Expr& e, const Visit& visit) {
    if (visit(e)) return true;
    for (const ExprPtr& arg : e.args) {
        if (anyNode(*arg, visit)) return true;
    }
    return false;
}

/// base^exponent, or throws OutOfFuel when it would have more than kMaxBits.
mpq_class boundedPower(const mpq_class& base, long exponent);

/// The tree as text with every bracket, for reasons, symbols' names and opaque atoms. Equal trees print equally.
std::string print(const Expr& e);

}  // namespace retort::math
