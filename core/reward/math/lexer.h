// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace retort::math {

/// A piece of an answer as it is written.
struct Token {
    enum class Type {
        Number,    ///< text: digits with at most one "."; thousands separators already taken out
        Letter,    ///< text: a symbol, of one letter or a command's name ("x", "alpha", "pi", "inf")
        Word,      ///< text: two or more plain letters that name no function; a product or a word
        Function,  ///< text: "sin", "log", "sqrt", "frac", "binom", ... as the reader knows them
        Op,        ///< text: an operator, a bracket or a separator in one spelling, e.g. "<=", "union", "\\{"
        Text,      ///< text: words that are no mathematics
        Begin,     ///< text: an environment's name
        EndEnv,    ///< text: an environment's name
        End,
    };
    Type type = Type::End;
    std::string text;
    bool space = false;       ///< white space stands before it
    bool upright = false;     ///< it stands in \text{} or \mathrm{}
    bool is_integer = false;  ///< of a Number without a decimal point
    int decimals = -1;        ///< of a Number with one
    bool is(std::string_view op) const { return type == Type::Op && text == op; }
};

/// How commas between digits are read where both readings are possible.
enum class Commas { Thousands, Separators, Decimal };

constexpr std::size_t kMaxTokens = 3000;
constexpr std::size_t kMaxDigitsWritten = 4000;

/// Splits LaTeX or plain text, full-width forms, Unicode signs and Chinese words into tokens; an End stands last. Escapes
/// that a JSON or Python string mangled ("\f" + "rac") are mended. Throws OutOfFuel beyond kMaxTokens or kMaxDigitsWritten.
std::vector<Token> tokenize(std::string_view text, Commas commas);

}  // namespace retort::math
