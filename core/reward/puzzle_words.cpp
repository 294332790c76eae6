// SPDX-License-Identifier: Apache-2.0
#include "reward/puzzle_words.h"

#include <map>
#include <nlohmann/json.hpp>

#include "text/ascii.h"

namespace retort {

std::string trimmedText(std::string_view text) { return std::string(trimAscii(text)); }

void replaceAll(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

std::vector<std::string> splitItems(std::string_view text, std::string_view separators) {
    std::vector<std::string> items;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find_first_of(separators, begin), text.size());
        if (std::string item = trimmedText(text.substr(begin, end - begin)); !item.empty()) items.push_back(std::move(item));
        begin = end + 1;
    }
    return items;
}

std::vector<std::string> words(std::string_view text) { return splitItems(text, kAsciiSpace); }
std::vector<std::string> lines(std::string_view text) { return splitItems(text, "\r\n"); }

nlohmann::json looseJson(std::string_view text) {
    std::string json(text);
    if (json.find('"') == json.npos) replaceAll(json, "'", "\"");
    for (char& c : json) c = c == '(' ? '[' : c == ')' ? ']' : c;
    for (const auto& [python, plain] : {std::pair{"True", "true"}, {"False", "false"}, {"None", "null"}})
        replaceAll(json, python, plain);
    bool deep = false;
    nlohmann::json value = nlohmann::json::parse(
        json, [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) { return !(deep = deep || depth > 64); },
        false);
    if (deep) return nlohmann::json(nlohmann::json::value_t::discarded);
    return value;
}

PuzzleCheck puzzleCheck(std::string_view task) {
    static const std::map<std::string_view, PuzzleCheck> kChecks{{"countdown", checkCountdown},
                                                                 {"cryptarithm", checkCryptarithm},
                                                                 {"graph_color", checkGraphColor},
                                                                 {"jugs", checkJugs},
                                                                 {"kakurasu", checkKakurasu},
                                                                 {"n_queens", checkNQueens},
                                                                 {"palindrome_generation", checkPalindrome},
                                                                 {"propositional_logic", checkPropositionalLogic},
                                                                 {"puzzle24", checkPuzzle24},
                                                                 {"quantum_lock", checkQuantumLock},
                                                                 {"rush_hour", checkRushHour},
                                                                 {"shortest_path", checkShortestPath},
                                                                 {"sokoban", checkSokoban},
                                                                 {"tower_of_hanoi", checkHanoi}};
    const auto found = kChecks.find(task);
    return found == kChecks.end() ? nullptr : found->second;
}

}  // namespace retort
