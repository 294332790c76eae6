// SPDX-License-Identifier: Apache-2.0
// Puzzles whose answer is a thing that must satisfy constraints: a colouring, a board, a word, a formula.

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "reward/puzzle_words.h"

namespace retort {
namespace {

using Json = nlohmann::json;

/// The same text for the numbers and the strings that mean a vertex or a colour.
std::string plainName(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

/// A truth table has two rows to the power of this at most.
constexpr std::size_t kMostVariables = 12;

/// Reads a formula of propositional logic and gives its value under every assignment, one bit a row of the truth table.
class FormulaReader {
public:
    using Table = std::vector<bool>;

    FormulaReader(std::string_view text, const std::vector<std::string>& variables) : variables_(variables) {
        std::string plain(text);
        for (const auto& [sign, ascii] : {std::pair{"↔", "="},
                                          {"→", ">"},
                                          {"∨", "|"},
                                          {"∧", "&"},
                                          {"¬", "!"},
                                          {"\\leftrightarrow", "="},
                                          {"\\to", ">"},
                                          {"\\rightarrow", ">"},
                                          {"\\lor", "|"},
                                          {"\\land", "&"},
                                          {"\\lnot", "!"},
                                          {"\\neg", "!"},
                                          {"$", ""}})
            replaceAll(plain, sign, ascii);
        std::erase_if(plain, [](unsigned char c) { return std::isspace(c); });
        text_ = std::move(plain);
    }

    /// Empty where the text is no formula over the variables.
    Table read() {
        Table table = binary(0, 0);
        return at_ == text_.size() ? table : Table();
    }

private:
    std::size_t rows() const { return std::size_t{1} << variables_.size(); }
    bool take(char c) {
        if (at_ >= text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }

    /// Weakest first: equivalence, implication (to the right), or, and.
    Table binary(int level, int depth) {
        static constexpr std::string_view kSigns = "=>|&";
        if (level == 4) return unary(depth);
        Table left = binary(level + 1, depth);
        while (!left.empty() && take(kSigns[static_cast<std::size_t>(level)])) {
            const Table right = binary(kSigns[static_cast<std::size_t>(level)] == '>' ? level : level + 1, depth);
            if (right.empty()) return right;
            for (std::size_t i = 0; i < left.size(); ++i)
                left[i] = level == 0   ? left[i] == right[i]
                          : level == 1 ? !left[i] || right[i]
                          : level == 2 ? left[i] || right[i]
                                       : left[i] && right[i];
        }
        return left;
    }

    Table unary(int depth) {
        if (depth > 64) return {};
        if (take('!')) {
            Table table = unary(depth + 1);
            table.flip();
            return table;
        }
        if (take('(')) {
            const Table table = binary(0, depth + 1);
            return take(')') ? table : Table();
        }
        for (std::size_t v = 0; v < variables_.size(); ++v) {
            if (!std::string_view(text_).substr(at_).starts_with(variables_[v])) continue;
            at_ += variables_[v].size();
            Table table(rows());
            for (std::size_t row = 0; row < table.size(); ++row) table[row] = (row >> v & 1) != 0;
            return table;
        }
        return {};
    }

    const std::vector<std::string>& variables_;
    std::string text_;
    std::size_t at_ = 0;
};

}  // namespace

PuzzleVerdict checkGraphColor(const Json& meta, std::string_view answer) {
    const Json& puzzle = meta.at("puzzle");
    const Json coloring = looseJson(answer);
    if (!coloring.is_object()) return {false, "the answer is no JSON map of vertices to colours"};
    std::set<std::string> allowed;
    for (const Json& color : puzzle.at("color_options")) allowed.insert(plainName(color));
    std::map<std::string, std::string> color_of;
    for (const auto& [vertex, color] : coloring.items()) color_of[vertex] = plainName(color);
    for (const Json& vertex : puzzle.at("vertices"))
        if (const auto found = color_of.find(plainName(vertex)); found == color_of.end() || !allowed.contains(found->second))
            return {false, "vertex " + plainName(vertex) + " has no colour that is allowed"};
    for (const Json& edge : puzzle.at("edges"))
        if (color_of[plainName(edge.at(0))] == color_of[plainName(edge.at(1))])
            return {false, "both ends of " + edge.dump() + " have one colour"};
    return {true, "no edge joins two vertices of one colour"};
}

PuzzleVerdict checkNQueens(const Json& meta, std::string_view answer) {
    const auto given = meta.at("puzzle").get<std::vector<std::vector<std::string>>>();
    std::vector<std::vector<std::string>> board;
    for (const std::string& line : lines(answer)) board.push_back(words(line));
    const std::size_t n = given.size();
    if (board.size() != n || std::ranges::any_of(board, [&](const auto& row) { return row.size() != n; }))
        return {false, "the answer is no board of " + std::to_string(n) + " by " + std::to_string(n)};
    std::set<std::size_t> columns, rising, falling;
    for (std::size_t r = 0; r < n; ++r) {
        std::size_t queens = 0;
        for (std::size_t c = 0; c < n; ++c) {
            if (given[r][c] == "Q" && board[r][c] != "Q") return {false, "a queen of the puzzle was moved"};
            if (board[r][c] != "Q") continue;
            ++queens;
            if (!columns.insert(c).second || !rising.insert(r + c).second || !falling.insert(n + r - c).second)
                return {false, "two queens attack each other"};
        }
        if (queens != 1) return {false, "row " + std::to_string(r + 1) + " has " + std::to_string(queens) + " queens"};
    }
    return {true, "no two queens attack each other"};
}

PuzzleVerdict checkKakurasu(const Json& meta, std::string_view answer) {
    const auto row_sums = meta.at("row_sums").get<std::vector<long long>>();
    const auto column_sums = meta.at("col_sums").get<std::vector<long long>>();
    std::vector<long long> rows(row_sums.size()), columns(column_sums.size());
    const auto board = lines(answer);
    if (board.size() != rows.size()) return {false, "the answer has another number of rows"};
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const auto cells = words(board[r]);
        if (cells.size() != columns.size()) return {false, "row " + std::to_string(r + 1) + " has another length"};
        for (std::size_t c = 0; c < cells.size(); ++c) {
            if (cells[c] != "0" && cells[c] != "1") return {false, "a cell is neither 0 nor 1"};
            if (cells[c] == "0") continue;
            rows[r] += static_cast<long long>(c) + 1;
            columns[c] += static_cast<long long>(r) + 1;
        }
    }
    if (rows != row_sums || columns != column_sums) return {false, "a sum of rows or columns is not as asked"};
    return {true, "all sums are as asked"};
}

PuzzleVerdict checkPalindrome(const Json& meta, std::string_view answer) {
    std::string given, word = trimmedText(answer);
    for (const std::string& letter : meta.at("letters").get<std::vector<std::string>>()) given += letter;
    if (!std::equal(word.begin(), word.end(), word.rbegin())) return {false, "it does not read the same backwards"};
    std::ranges::sort(given);
    std::ranges::sort(word);
    if (word != given) return {false, "its letters are not the letters given"};
    return {true, "a palindrome of all the letters"};
}

PuzzleVerdict checkPropositionalLogic(const Json& meta, std::string_view answer) {
    const auto variables = meta.at("variables").get<std::vector<std::string>>();
    if (variables.size() > kMostVariables) return {false, "there are too many variables to try all cases"};
    const auto conclusion = FormulaReader(answer, variables).read();
    if (conclusion.empty()) return {false, "the answer is no formula over the puzzle's variables"};
    if (std::ranges::all_of(conclusion, [](bool value) { return value; }))
        return {false, "it holds whatever the premises say"};
    std::vector<bool> together(conclusion.size(), true);
    for (const std::string& text : meta.at("premises").get<std::vector<std::string>>()) {
        const auto premise = FormulaReader(text, variables).read();
        if (premise.empty()) throw Json::other_error::create(501, "a premise cannot be read", nullptr);
        if (premise == conclusion) return {false, "it only repeats a premise"};
        for (std::size_t i = 0; i < together.size(); ++i) together[i] = together[i] && premise[i];
    }
    for (std::size_t i = 0; i < together.size(); ++i)
        if (together[i] && !conclusion[i]) return {false, "it does not follow from the premises"};
    return {true, "it follows from the premises"};
}

}  // namespace retort
