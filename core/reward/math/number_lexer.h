// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reward/math/lexer.h"
#include "reward/math/symbols.h"

namespace retort::math {

/// The half of the lexer that reads numbers and words, and the tokens read so far. The other half (lexer.cpp) reads the
/// rest.
class NumberLexer {
public:
    /// textual: inside \text{}. behind_value: a single letter that names a unit is that unit.
    NumberLexer(std::string_view text, Commas commas, bool textual, bool behind_value = false)
        : rest_(text), commas_(commas), textual_(textual), behind_value_(behind_value) {}

protected:
    bool endsWithNumber() const;
    void push(Token::Type type, std::string_view text);
    void push(const Meaning& meaning);
    void number();
    void word();

    std::string_view rest_;
    Commas commas_;
    bool textual_, behind_value_, space_ = false;
    int brackets_ = 0, environments_ = 0;
    std::vector<Token> tokens_;

private:
    /// Bytes of a thousands separator at `at` with exactly three digits behind it; 0 for none.
    std::size_t separatorAt(std::string_view text, std::size_t at) const;
    /// "1.234.567", "1.234,5" and "12,34,567": bytes of the whole part in the grouping of other countries; 0 where it is
    /// none.
    std::size_t foreignGroups(char separator) const;
    /// "0.333...", "0.1212\ldots": the digits that repeat where they were written at least twice; the dots are taken off.
    void repeatByDots(std::string& digits, int& decimals, std::size_t& at);
    void pushNumber(const std::string& digits, int decimals, std::size_t bytes);
    /// What stands behind the comma of "1.234,5".
    void europeanDecimals(std::string& digits, std::size_t at);
    int readDecimals(std::string& digits, std::size_t& at);
    /// e5, E-1 directly behind the digits.
    void readExponent(std::string& digits, std::size_t& at);
    /// Bytes of "a.m.", "PM" and their like behind a number; small letters without dots only behind hours and minutes.
    std::size_t halfOfDay() const;
    void textWord(std::string_view text);
    bool differentials(std::string_view text);
};

}  // namespace retort::math
