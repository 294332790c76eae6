// SPDX-License-Identifier: Apache-2.0
#include "reward/math/reader.h"

#include <utility>

#include "reward/math/measure.h"
#include "reward/math/token_stream.h"
#include "reward/math/written_number.h"

namespace retort::math {
namespace {

using Type = Token::Type;

/// Recursive descent; one method a level of precedence, from lists down to factors. Factors are in FactorReader's half.
class Reader : public TokenStream {
public:
    Reader(std::vector<Token> tokens, Fuel& fuel) : TokenStream(std::move(tokens), fuel) {}

    ExprPtr all() {
        skipSeparators();
        if (peek().is("~") || peek().is("=")) take();
        open_relation_ = relationSign() != nullptr;
        ExprPtr value = choice(list());
        if (peek().type != Type::End) fail("\"" + peek().text + "\" is not expected");
        return value;
    }

private:
    // --- lists and relations ---

    bool atSeparator() const {
        const Token& t = peek();
        return t.is(",") || t.is(";") || t.is("and") || t.is("or") || t.is("quad") || (t.is("\\\\") && rows_ == 0);
    }

    void skipSeparators() {
        while (peek().is("quad") || peek().is(",") || peek().is(";") || (peek().is("\\\\") && rows_ == 0)) take();
    }

    bool atListEnd() const {
        const Token& t = peek();
        return t.type == Type::End || t.type == Type::EndEnv || t.is(")") || t.is("]") || t.is("}") || t.is("\\}") ||
               t.is("&") || t.is("\\\\") || t.is("choose") || t.is("over");
    }

    /// Elements between separators; a single one is not wrapped.
    ExprPtr list() {
        Expr node;
        node.kind = Kind::List;
        std::vector<std::vector<ExprPtr>> outer(1);  // semicolons separate lists of commas
        bool commas = false, semicolons = false, separated = false;
        while (!atListEnd()) {
            outer.back().push_back(relation());
            if (in_set_ && (peek().is("|") || peek().is(":"))) break;  // what follows is the set's condition
            while (atSeparator()) {
                const Token separator = take();
                node.any = node.any || separator.is("or");
                commas = commas || separator.is(",");
                separated = separated || !separator.is("and");
                if (separator.is(";")) {
                    semicolons = true;
                    outer.emplace_back();
                }
            }
        }
        if (semicolons && commas) {
            for (auto& part : outer) {
                if (!part.empty()) node.args.push_back(part.size() == 1 ? part[0] : makeNode(Kind::List, std::move(part)));
            }
        } else {
            for (auto& part : outer) node.args.insert(node.args.end(), part.begin(), part.end());
        }
        if (node.args.empty()) fail("there is nothing");
        if (ExprPtr measure = separated || node.any ? nullptr : joinedMeasures(node.args)) return measure;
        return node.args.size() == 1 ? node.args[0] : makeExpr(std::move(node));
    }

    ExprPtr relation() {
        const Nesting nesting(*this);
        Expr node;
        node.kind = Kind::Relation;
        // ">= 5": of whatever it is about.
        node.args.push_back(std::exchange(open_relation_, false) ? makeSymbol("") : ratio());
        while (const char* op = relationSign()) {
            if (peek().is("to")) fail("\"to\" is not expected");
            take();
            if (atListEnd() && std::string_view(op) == "=") break;
            node.ops.emplace_back(op);
            node.args.push_back(ratio());
        }
        if (const ExprPtr modulus = modulusAhead())
            node.args.back() = makeNode(Kind::Unit, {node.args.back()}, "mod " + print(*modulus));
        return node.args.size() == 1 ? node.args[0] : makeExpr(std::move(node));
    }

    /// \pmod{7} or (mod 7), taken; null where none stands next.
    ExprPtr modulusAhead() {
        if (peek().is("pmod")) {
            take();
            return factor();
        }
        if (!peek().is("(") || !peek(1).is("mod")) return nullptr;
        take();
        take();
        ExprPtr modulus = additive();
        if (!take().is(")")) fail("\"(\" is not closed");
        return modulus;
    }

    const char* relationSign() const {
        for (const char* op : {"=", "<", ">", "<=", ">=", "!=", "in", "~"}) {
            if (peek().is(op)) return op;
        }
        return nullptr;
    }

    ExprPtr ratio() {
        std::vector<ExprPtr> parts{setExpression()};
        while (peek().is(":") && !in_set_) {
            take();
            parts.push_back(setExpression());
        }
        return parts.size() == 1 ? parts[0] : makeNode(Kind::Ratio, std::move(parts));
    }

    ExprPtr setExpression() {
        ExprPtr left = additive();
        while (true) {
            const Kind kind = peek().is("union")       ? Kind::Union
                              : peek().is("intersect") ? Kind::Intersect
                              : peek().is("without")   ? Kind::Without
                                                       : Kind::Number;
            if (kind == Kind::Number) return left;
            take();
            left = makeNode(kind, {left, additive()});
        }
    }

    // --- sums and products ---

    ExprPtr additive() override {
        std::vector<ExprPtr> terms;
        while (true) {
            bool minus = false, plus_minus = false, signed_ = false;
            std::string which;
            while (peek().is("+") || peek().is("-") || peek().is("pm") || peek().is("mp")) {
                const Token sign = take();
                signed_ = true;
                minus = minus != sign.is("-");
                if (sign.is("pm") || sign.is("mp")) {
                    plus_minus = true;
                    which.assign(1, sign.is("pm") ? '+' : '-');
                }
            }
            if (!signed_ && !terms.empty()) break;
            ExprPtr term = signedProduct(minus);
            if (plus_minus) term = makeNode(Kind::PlusMinus, {term}, which);
            terms.push_back(std::move(term));
        }
        return terms.size() == 1 ? terms[0] : makeNode(Kind::Sum, std::move(terms));
    }

    ExprPtr product() override { return signedProduct(false); }

    /// The minus belongs to the first factor: -7 mod 5 is (-7) mod 5.
    ExprPtr signedProduct(bool minus) {
        std::vector<ExprPtr> factors{factor()};
        if (minus) factors[0] = negated(factors[0]);
        while (true) {
            if (peek().is("*")) {
                take();
                factors.push_back(signedFactor());
            } else if (peek().is("/")) {
                take();
                factors.push_back(makeNode(Kind::Power, {signedFactor(), makeNumber(-1)}));
            } else if (peek().is("mod")) {
                take();
                ExprPtr left = joined(std::move(factors));
                factors = {makeCall("mod", {std::move(left), signedFactor()})};
            } else if (std::string unit = unitAhead(); !unit.empty()) {
                ExprPtr value = joined(std::move(factors));
                return makeNode(Kind::Unit, {std::move(value)}, std::move(unit));
            } else if (beginsFactor()) {
                if (last().type == Type::Number && peek().type == Type::Number && !mixedAhead())
                    fail("two numbers stand side by side");
                factors.push_back(factor());
            } else {
                return joined(std::move(factors));
            }
        }
    }

    static ExprPtr joined(std::vector<ExprPtr> factors) {
        return factors.size() == 1 ? factors[0] : makeNode(Kind::Product, std::move(factors));
    }

    ExprPtr signedFactor() {
        bool minus = false;
        while (peek().is("-") || peek().is("+")) minus = minus != take().is("-");
        ExprPtr value = factor();
        return minus ? negated(value) : value;
    }

    bool beginsFactor() const {
        const Token& t = peek();
        if (t.type == Type::Number || t.type == Type::Letter || t.type == Type::Word || t.type == Type::Function ||
            t.type == Type::Begin)
            return true;
        if (t.is("|")) return bars_ == 0 && !in_set_;
        if (t.is("(") && peek(1).is("mod")) return false;
        return t.is("(") || t.is("[") || t.is("{") || t.is("lfloor") || t.is("lceil");
    }

    // --- brackets ---

    /// What stands between the bracket just taken and its partner.
    ExprPtr bracketed(const Token& opening) override {
        const Nesting nesting(*this);
        const Saved<int> bars(bars_, 0), rows(rows_, 0);
        const Saved<bool> in_set(in_set_, opening.is("\\{"));
        if (opening.is("\\{")) return setOf();
        Expr node;
        node.kind = Kind::Tuple;
        node.open = opening.text[0];
        ExprPtr inside;
        bool trailing = false;
        skipSpaces();
        if (!atListEnd()) {
            inside = choice(list());
            trailing = last().is(",");
        }
        node.close = closing(opening);
        if (inside && opening.is("[") && node.close == ']' && inside->kind == Kind::List) {
            if (ExprPtr matrix = matrixOfRows(*inside)) return matrix;
        }
        if (opening.is("{")) return inside ? inside : makeNode(Kind::Set, {});
        if (!inside) return makeExpr(std::move(node));
        if (inside->kind == Kind::List && !inside->any) node.args = inside->args;
        else if (trailing) node.args = {inside};
        else return inside;
        return makeExpr(std::move(node));
    }

    /// [1, 2; 3, 4]; null for a list of anything but lists of one length.
    static ExprPtr matrixOfRows(const Expr& rows) {
        std::vector<ExprPtr> lines;
        for (const ExprPtr& row : rows.args) {
            if (row->kind != Kind::List || row->any || row->args.size() != rows.args[0]->args.size()) return nullptr;
            lines.push_back(rowOf(row->args));
        }
        return makeNode(Kind::Matrix, std::move(lines));
    }

    void skipSpaces() {
        while (peek().is("quad")) take();
    }

    ExprPtr choice(ExprPtr left) {
        const bool over = peek().is("over");
        if (!over && !peek().is("choose")) return left;
        take();
        ExprPtr right = additive();
        if (over)
            return makeNode(Kind::Product, {std::move(left), makeNode(Kind::Power, {std::move(right), makeNumber(-1)})});
        return makeCall("binom", {std::move(left), std::move(right)});
    }

    char closing(const Token& opening) {
        const Token end = take();
        const bool round = end.is(")") || end.is("]");
        if (opening.is("{") ? end.is("}") : round) return end.text[0];
        fail("\"" + opening.text + "\" is not closed");
    }

    /// The condition of a set of real numbers; with another set to take them from, what both have.
    static ExprPtr builder(const Expr& element, ExprPtr condition) {
        if (element.kind == Kind::Symbol) return condition;
        const bool member = element.kind == Kind::Relation && element.ops.size() == 1 && element.ops[0] == "in";
        if (!member) return makeNode(Kind::Intersect, {std::make_shared<Expr>(element), std::move(condition)});
        const ExprPtr& from = element.args[1];
        if (from->kind == Kind::Symbol && from->name == "reals") return condition;
        return makeNode(Kind::Intersect, {from, std::move(condition)});
    }

    /// \{a, b\}, \{x : condition\}.
    ExprPtr setOf() {
        std::vector<ExprPtr> elements;
        if (!peek().is("\\}")) {
            ExprPtr inside = list();
            if (peek().is("|") || peek().is(":")) {
                take();
                ExprPtr condition = list();
                if (!take().is("\\}")) fail("\"\\{\" is not closed");
                return builder(*inside, std::move(condition));
            }
            if (inside->kind == Kind::List) elements = inside->args;
            else elements.push_back(std::move(inside));
        }
        if (!take().is("\\}")) fail("\"\\{\" is not closed");
        return makeNode(Kind::Set, std::move(elements));
    }

    ExprPtr absolute() override {
        const Nesting nesting(*this);
        ++bars_;
        ExprPtr inside = additive();
        --bars_;
        if (!take().is("|")) fail("\"|\" is not closed");
        return makeCall("abs", {std::move(inside)});
    }

    ExprPtr environment(const std::string& name) override {
        const Nesting nesting(*this);
        const Saved<int> rows(rows_, 1), bars(bars_, 0);
        std::vector<ExprPtr> lines;
        std::vector<ExprPtr> cells;
        while (peek().type != Type::EndEnv) {
            if (peek().type == Type::End) fail("the environment is not closed");
            if (peek().is("&")) {
                take();
            } else if (peek().is("\\\\")) {
                take();
                if (!cells.empty()) lines.push_back(rowOf(std::move(cells)));
                cells.clear();
            } else {
                cells.push_back(list());
            }
        }
        take();
        if (!cells.empty()) lines.push_back(rowOf(std::move(cells)));
        if (name.find("matrix") != name.npos || name == "array")
            return makeNode(Kind::Matrix, std::move(lines), name == "vmatrix" ? "det" : "");
        for (ExprPtr& line : lines) {
            if (line->args.size() == 1) line = line->args[0];
        }
        if (lines.empty()) fail("the environment is empty");
        return lines.size() == 1 ? lines[0] : makeNode(Kind::List, std::move(lines));
    }

    static ExprPtr rowOf(std::vector<ExprPtr> cells) {
        Expr row;
        row.kind = Kind::Tuple;
        row.open = '(';
        row.close = ')';
        row.args = std::move(cells);
        return makeExpr(std::move(row));
    }

    int bars_ = 0, rows_ = 0;
    bool in_set_ = false, open_relation_ = false;
};

}  // namespace

namespace {

/// "\$5" or "$5" without a second sign that would make it a formula.
bool beginsWithDollar(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \n\t");
    if (begin == text.npos) return false;
    text.remove_prefix(begin);
    return text.starts_with("\\$") || (text.starts_with('$') && text.find('$', 1) == text.npos);
}

}  // namespace

ExprPtr read(std::string_view text, Commas commas, Fuel& fuel) {
    fuel.spend(1 + static_cast<std::int64_t>(text.size()) / 16);
    if (ExprPtr number = readWrittenNumber(text)) return number;
    ExprPtr value = Reader(tokenize(text, commas), fuel).all();
    return value->kind == Kind::Number && beginsWithDollar(text) ? makeNode(Kind::Unit, {value}, "dollar") : value;
}

}  // namespace retort::math
