// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "reward/math/lexer.h"
#include "reward/math/reader.h"

namespace retort::math {

/// Sets a value and puts the old one back.
template <class T>
class Saved {
public:
    Saved(T& value, T now) : value_(value), before_(value) { value = now; }
    ~Saved() { value_ = before_; }
    Saved(const Saved&) = delete;
    Saved& operator=(const Saved&) = delete;

private:
    T& value_;
    T before_;
};

/// The value of a Number token's text: "12.5e3", "0.1r6" (0.1666...).
mpq_class tokenToNumber(const std::string& text);

/// The half of the reader below products: numbers, symbols, functions, powers and postfix signs. The other half supplies
/// what stands in brackets.
class TokenStream {
public:
    TokenStream(std::vector<Token> tokens, Fuel& fuel) : tokens_(std::move(tokens)), fuel_(fuel) {}
    virtual ~TokenStream() = default;

protected:
    /// Counts the recursion.
    class Nesting {
    public:
        explicit Nesting(TokenStream& stream);
        ~Nesting() { --stream_.nesting_; }
        Nesting(const Nesting&) = delete;
        Nesting& operator=(const Nesting&) = delete;

    private:
        TokenStream& stream_;
    };

    virtual ExprPtr additive() = 0;
    virtual ExprPtr product() = 0;
    virtual ExprPtr bracketed(const Token& opening) = 0;
    virtual ExprPtr absolute() = 0;
    virtual ExprPtr environment(const std::string& name) = 0;

    const Token& peek(std::size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
    const Token& last() const { return tokens_[at_ == 0 ? 0 : at_ - 1]; }
    Token take() {
        fuel_.spend(1);
        return at_ + 1 < tokens_.size() ? tokens_[at_++] : tokens_.back();
    }
    [[noreturn]] static void fail(const std::string& why) { throw Unreadable(why); }

    /// A factor with its powers and postfix signs.
    ExprPtr factor();
    /// The unit of measure that stands next, taken; empty for none.
    std::string unitAhead();
    /// The same of \frac{\text{m}}{\text{s}^2}.
    std::string fractionUnitAhead();
    /// Words with their powers, from the next token on; it is one.
    std::string unitWords();
    /// Upright text or an upright letter that names a unit stands at `ahead`.
    bool uprightUnitAt(std::size_t ahead) const;
    /// "^2", "^-1" of a unit's power that stands next, taken; empty for none.
    std::string unitPower();
    /// "1/2" of "3 1/2" stands next.
    bool mixedAhead() const;

private:
    bool simpleFractionAhead() const;
    ExprPtr primary();
    ExprPtr numeral();
    ExprPtr word();
    ExprPtr postfix(ExprPtr base);
    ExprPtr withMinutes(ExprPtr degrees);
    ExprPtr exponent();
    ExprPtr powerOf(ExprPtr base);
    ExprPtr symbol(const Token& token);
    ExprPtr selection(const std::string& name);
    ExprPtr prefixedSelection();
    static ExprPtr selectionOf(const std::string& name, const ExprPtr& n, const ExprPtr& k);
    ExprPtr subscripted(ExprPtr base);
    ExprPtr function(const std::string& name);
    ExprPtr fraction();
    ExprPtr root(int degree);
    // Sums, products, integrals and limits: operator_reader.cpp.
    ExprPtr bigOperator(const std::string& name);
    ExprPtr bound();
    ExprPtr integral(ExprPtr lower, ExprPtr upper);
    ExprPtr limit();
    std::size_t toDifferential() const;
    /// Tokens of "dx" at `ahead`, "x dx" written as one word too; 0 for none.
    std::size_t differentialAt(std::size_t ahead) const;
    template <class Read>
    ExprPtr within(std::size_t count, const Read& read);
    ExprPtr functionOf(const std::string& name, ExprPtr base, ExprPtr power);
    std::vector<ExprPtr> arguments();
    /// The argument of \frac or \binom: a group, else one digit or one factor.
    ExprPtr smallArgument(bool one_digit);
    bool degreeAhead();
    std::string wordsAhead();

    std::vector<Token> tokens_;
    Fuel& fuel_;
    std::size_t at_ = 0;
    int nesting_ = 0, integrals_ = 0;
};

}  // namespace retort::math
