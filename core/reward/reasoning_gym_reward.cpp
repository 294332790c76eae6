// SPDX-License-Identifier: Apache-2.0
#include "reward/reasoning_gym_reward.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "reward/answer_compare.h"
#include "reward/answer_extract.h"
#include "reward/puzzle_words.h"
#include "reward/verdicts.h"
#include "text/ascii.h"
#include "text/think_split.h"

namespace retort {
namespace {

using Json = nlohmann::json;

/// How the answers of a task are compared with its reference.
enum class Likeness {
    Value,      ///< as mathematics, else as text
    Exact,      ///< digits and signs as written: a fraction in lowest terms, a factorisation
    Expanded,   ///< as mathematics, without parentheses
    Integral,   ///< as mathematics, up to a constant
    Decimals,   ///< numbers in order, to half a unit of the reference's last place or 0.5%
    Word,       ///< letters' case and a full stop do not matter
    Text,       ///< only white space at the ends does not matter
    Items,      ///< items in order, whatever separates them
    Bag,        ///< items in any order
    Grid,       ///< tokens in order; the signs between the cells of a futoshiki do not count
    JsonValue,  ///< as JSON
    Sets,       ///< a JSON list of lists: order counts only within the inner ones where they are partitions
};

Likeness likenessOf(std::string_view task) {
    static const std::map<std::string_view, Likeness> kTasks{{"ab", Likeness::Text},
                                                             {"acre", Likeness::Word},
                                                             {"advanced_geometry", Likeness::Decimals},
                                                             {"base_conversion", Likeness::Word},
                                                             {"bf", Likeness::Text},
                                                             {"binary_matrix", Likeness::Grid},
                                                             {"bitwise_arithmetic", Likeness::Word},
                                                             {"caesar_cipher", Likeness::Text},
                                                             {"codeio", Likeness::JsonValue},
                                                             {"coin_flip", Likeness::Decimals},
                                                             {"color_cube_rotation", Likeness::Word},
                                                             {"course_schedule", Likeness::Word},
                                                             {"emoji_mystery", Likeness::Text},
                                                             {"family_relationships", Likeness::Word},
                                                             {"figlet_font", Likeness::Word},
                                                             {"fraction_simplification", Likeness::Exact},
                                                             {"futoshiki", Likeness::Grid},
                                                             {"game_of_life", Likeness::JsonValue},
                                                             {"game_of_life_halting", Likeness::Word},
                                                             {"group_anagrams", Likeness::Sets},
                                                             {"intermediate_integration", Likeness::Integral},
                                                             {"isomorphic_strings", Likeness::Word},
                                                             {"knight_swap", Likeness::Word},
                                                             {"knights_knaves", Likeness::Bag},
                                                             {"letter_jumble", Likeness::Text},
                                                             {"list_functions", Likeness::Items},
                                                             {"mahjong_puzzle", Likeness::Word},
                                                             {"manipulate_matrix", Likeness::Grid},
                                                             {"mini_sudoku", Likeness::Grid},
                                                             {"modulo_grid", Likeness::Grid},
                                                             {"needle_haystack", Likeness::Word},
                                                             {"number_filtering", Likeness::Items},
                                                             {"number_sorting", Likeness::Items},
                                                             {"palindrome_partitioning", Likeness::Sets},
                                                             {"polynomial_equations", Likeness::Decimals},
                                                             {"polynomial_multiplication", Likeness::Expanded},
                                                             {"pool_matrix", Likeness::Decimals},
                                                             {"power_function", Likeness::Decimals},
                                                             {"prime_factorization", Likeness::Bag},
                                                             {"ransom_note", Likeness::Word},
                                                             {"rotate_matrix", Likeness::Grid},
                                                             {"sentence_reordering", Likeness::Text},
                                                             {"simple_integration", Likeness::Integral},
                                                             {"spell_backward", Likeness::Text},
                                                             {"spiral_matrix", Likeness::Grid},
                                                             {"string_insertion", Likeness::Text},
                                                             {"string_manipulation", Likeness::Text},
                                                             {"string_splitting", Likeness::Grid},
                                                             {"string_synthesis", Likeness::Grid},
                                                             {"sudoku", Likeness::Grid},
                                                             {"survo", Likeness::Grid},
                                                             {"syllogism", Likeness::Word},
                                                             {"time_intervals", Likeness::Text},
                                                             {"tsumego", Likeness::Word},
                                                             {"word_ladder", Likeness::Items},
                                                             {"word_sequence_reversal", Likeness::Items},
                                                             {"word_sorting", Likeness::Items},
                                                             {"zebra_puzzles", Likeness::Word}};
    const auto found = kTasks.find(task);
    return found == kTasks.end() ? Likeness::Value : found->second;
}

std::string foldedWord(std::string_view text) {
    std::string word;
    for (const std::string& part : words(text)) word += (word.empty() ? "" : " ") + part;
    for (char& c : word) c = asciiLower(c);
    while (!word.empty() && std::string_view(".\"'$`").find(word.back()) != std::string_view::npos) word.pop_back();
    while (!word.empty() && std::string_view("\"'$`").find(word.front()) != std::string_view::npos) word.erase(0, 1);
    return word;
}

std::string unquoted(std::string_view text) {
    text = trimAscii(text);
    if (text.size() > 1 && (text.front() == '"' || text.front() == '\'' || text.front() == '`') &&
        text.front() == text.back())
        text = text.substr(1, text.size() - 2);
    return std::string(text);
}

std::vector<std::string> itemsOf(std::string_view text) {
    std::string plain(text);
    replaceAll(plain, "×", ",");
    replaceAll(plain, "→", ",");
    replaceAll(plain, "\\times", ",");
    std::erase_if(plain, [](char c) { return std::string_view("[](){}\"'$").find(c) != std::string_view::npos; });
    for (char& c : plain) c = c == '*' ? ',' : c;
    const bool has_comma = plain.find(',') != plain.npos;
    return splitItems(plain, has_comma ? ",\n" : " \n");
}

std::vector<std::string> bagOf(std::string_view text) {
    std::string plain(text);
    replaceAll(plain, ", and ", ", ");
    replaceAll(plain, " and ", ", ");
    while (plain.ends_with('.')) plain.pop_back();
    auto items = itemsOf(plain);
    std::ranges::sort(items);
    return items;
}

std::vector<std::string> gridOf(std::string_view text) {
    std::string plain(text);
    for (const char* sign : {"∧", "∨", "<", ">", "[", "]", ",", "|", "```"}) replaceAll(plain, sign, " ");
    return words(plain);
}

/// Numbers as written: "-1.217", "8.5e+5".
std::vector<std::string> decimalsOf(std::string_view text) {
    std::vector<std::string> numbers;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t begin = i;
        if (text[i] == '-' || text[i] == '+') ++i;
        const std::size_t digits = i;
        while (i < text.size() &&
               (isAsciiDigit(text[i]) || (text[i] == '.' && i + 1 < text.size() && isAsciiDigit(text[i + 1]))))
            ++i;
        if (i == digits) {
            i = begin + 1;
            continue;
        }
        if (i + 1 < text.size() && (text[i] == 'e' || text[i] == 'E')) {
            std::size_t end = i + 1;
            if (end < text.size() && (text[end] == '-' || text[end] == '+')) ++end;
            const std::size_t first = end;
            while (end < text.size() && isAsciiDigit(text[end])) ++end;
            if (end > first) i = end;
        }
        numbers.emplace_back(text.substr(begin, i - begin));
    }
    return numbers;
}

bool nearlyEqual(const std::string& reference, const std::string& answer) {
    const double wanted = std::strtod(reference.c_str(), nullptr), given = std::strtod(answer.c_str(), nullptr);
    const std::size_t point = reference.find('.');
    const bool scientific = reference.find_first_of("eE") != reference.npos;
    const double unit =
        point == reference.npos || scientific ? 0 : std::pow(10.0, -static_cast<double>(reference.size() - point - 1));
    return std::fabs(wanted - given) <= std::max(0.5000001 * unit, 0.005 * std::fabs(wanted));
}

bool decimalsAgree(const std::string& reference, const std::string& answer) {
    const auto wanted = decimalsOf(reference), given = decimalsOf(answer);
    return std::ranges::equal(wanted, given, nearlyEqual);
}

/// "**" is a power, and a constant of integration says nothing.
std::string mathText(std::string_view text, bool integral) {
    std::string plain(text);
    replaceAll(plain, "**", "^");
    if (!integral) return plain;
    const std::string bare = trimmedText(plain);
    for (const std::string_view tail : {"+ C", "+C", "+ c", "+c"})
        if (bare.ends_with(tail)) return trimmedText(std::string_view(bare).substr(0, bare.size() - tail.size()));
    return bare;
}

bool valuesAgree(const std::string& reference, const std::string& answer, bool integral = false) {
    return compareAnswers(mathText(reference, integral), mathText(answer, integral)).match == AnswerMatch::Equal;
}

/// Antiderivatives may differ by a constant: then their difference is the same at another place.
bool integralsAgree(const std::string& reference, const std::string& answer, const std::string& variable) {
    const std::string f = mathText(reference, true), g = mathText(answer, true);
    if (f.empty() || g.empty() || g.find("∫") != g.npos || g.find("\\int") != g.npos) return false;
    if (valuesAgree(f, g, true)) return true;
    const auto shifted = [&](const std::string& expression) {
        std::string there;
        for (std::size_t i = 0; i < expression.size(); ++i) {
            const bool whole = expression.compare(i, variable.size(), variable) == 0 &&
                               (i == 0 || !isAsciiLetter(expression[i - 1])) &&
                               (i + variable.size() >= expression.size() || !isAsciiLetter(expression[i + variable.size()]));
            if (!whole) there += expression[i];
            else there += "(" + variable + "+1)", i += variable.size() - 1;
        }
        return there;
    };
    return valuesAgree("(" + f + ")-(" + shifted(f) + ")", "(" + g + ")-(" + shifted(g) + ")");
}

std::multiset<std::vector<std::string>> setsOf(const Json& lists, bool ordered) {
    std::multiset<std::vector<std::string>> sets;
    for (const Json& list : lists) {
        auto inner = list.get<std::vector<std::string>>();
        if (!ordered) std::ranges::sort(inner);
        sets.insert(std::move(inner));
    }
    return sets;
}

bool setsAgree(const std::string& reference, const std::string& answer, bool ordered) {
    const Json wanted = looseJson(reference), given = looseJson(answer);
    const auto lists = [](const Json& json) {
        return json.is_array() && std::ranges::all_of(json, [](const Json& list) {
                   return list.is_array() && std::ranges::all_of(list, [](const Json& item) { return item.is_string(); });
               });
    };
    return lists(wanted) && lists(given) && setsOf(wanted, ordered) == setsOf(given, ordered);
}

bool agree(std::string_view task, const std::string& reference, const std::string& answer, const Json& meta) {
    switch (likenessOf(task)) {
        case Likeness::Value: return foldedWord(reference) == foldedWord(answer) || valuesAgree(reference, answer);
        case Likeness::Exact: return decimalsOf(reference) == decimalsOf(answer);
        case Likeness::Expanded: return answer.find('(') == answer.npos && valuesAgree(reference, answer);
        case Likeness::Integral: return integralsAgree(reference, answer, meta.value("variable", "x"));
        case Likeness::Decimals: return decimalsAgree(reference, answer);
        case Likeness::Word: return foldedWord(reference) == foldedWord(answer);
        case Likeness::Text: return unquoted(reference) == unquoted(answer);
        case Likeness::Items: return itemsOf(reference) == itemsOf(answer);
        case Likeness::Bag: return bagOf(reference) == bagOf(answer);
        case Likeness::Grid: return gridOf(reference) == gridOf(answer);
        case Likeness::JsonValue: {
            const Json wanted = looseJson(reference), given = looseJson(answer);
            return !wanted.is_discarded() && wanted == given;
        }
        case Likeness::Sets: return setsAgree(reference, answer, task == "palindrome_partitioning");
    }
    return false;
}

/// The part behind the last of some words, without a colon before it.
std::optional<std::string_view> behindAnnouncement(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) c = asciiLower(c);
    std::size_t begin = lower.npos;
    for (const std::string_view words : {"answer:", "answer is:", "answer is", "answer:**", "answer**:"})
        if (const std::size_t at = lower.rfind(words);
            at != lower.npos && (begin == lower.npos || at + words.size() > begin))
            begin = at + words.size();
    if (begin == lower.npos) return std::nullopt;
    return trimAscii(text.substr(begin));
}

}  // namespace

Json puzzleReference(const Json& row) {
    Json meta = Json::object();
    for (const char* column : {"metadata", "meta"})
        if (const auto found = row.find(column); found != row.end() && !found->is_null())
            meta = found->is_string() ? Json::parse(found->get<std::string>(), nullptr, false) : *found;
    if (!meta.is_object()) meta = Json::object();
    Json task = meta.value("source_dataset", Json());
    for (const char* column : {"dataset", "task"})
        if (const auto found = row.find(column); found != row.end() && found->is_string()) task = *found;
    Json answer = row.value("answer", Json());
    if (answer.is_number()) answer = answer.dump();
    return {{"task", task.is_string() ? task : Json("")}, {"answer", answer.is_string() ? answer : Json()}, {"meta", meta}};
}

std::optional<std::string> unscorablePuzzle(std::string_view task) {
    if (task == "boxnet") return "its plans need a simulator of agents and boxes";
    if (task == "rubiks_cube") return "its moves need a simulator of the cube";
    return std::nullopt;
}

std::optional<std::string> puzzleAnswer(std::string_view completion, const TemplateSection& section, std::size_t lines) {
    const ThinkSplit split = splitThink(completion, section);
    std::string_view text = trimAscii(split.answer);
    if (const std::size_t open = text.rfind("<answer>"); open != text.npos)
        return trimmedText(text.substr(open + 8, text.find("</answer>", open) - open - 8));
    if (text.empty()) return std::nullopt;
    const bool tagged = !section.answer_open.empty() && completion.find(section.answer_open) != completion.npos;
    if (tagged) return std::string(text);
    if (const std::size_t close = text.rfind("```"); close != text.npos && close > 0)
        if (const std::size_t open = text.rfind("```", close - 1); open != text.npos) {
            const std::size_t line = text.find('\n', open);
            if (line != text.npos && line < close) return trimmedText(text.substr(line, close - line));
        }
    if (const auto boxed = lastBoxed(text)) return trimmedText(*boxed);
    if (const auto said = behindAnnouncement(text); said && !said->empty()) text = *said;
    std::size_t begin = text.size();
    for (std::size_t i = 0; i < std::max<std::size_t>(lines, 1) && begin != 0 && begin != text.npos; ++i) {
        const std::size_t end = text.rfind('\n', begin - 1);
        begin = end == text.npos ? 0 : end;
    }
    return trimmedText(text.substr(begin));
}

RewardTerm ReasoningGymReward::score(const Prompt& prompt, const Rollout& rollout) const {
    Json puzzle = Json::parse(prompt.reference, nullptr, false);
    if (!puzzle.is_object() || !puzzle.contains("task") || !puzzle["task"].is_string())
        return graderError("the reference is no puzzle: {\"task\", \"answer\", \"meta\"}");
    const std::string task = puzzle["task"];
    if (const auto why = unscorablePuzzle(task)) return graderError(task + " cannot be scored: " + *why);
    const bool has_reference = puzzle.contains("answer") && puzzle["answer"].is_string();
    const std::string reference = has_reference ? puzzle["answer"].get<std::string>() : "";
    const PuzzleCheck check = puzzleCheck(task);
    if (!has_reference && check == nullptr)
        return graderError("the puzzle has no answer, and " + task + " has no check of its own");
    const auto answer = puzzleAnswer(rollout.text, section_, lines(reference).size());
    if (!answer) return verdict(false, "", "no answer: the answer part is empty");
    Json meta = puzzle.value("meta", Json::object());
    meta["problem"] = prompt.text;
    PuzzleVerdict judged;
    try {
        if (check != nullptr) judged = check(meta, *answer);
        else {
            judged.right = agree(task, reference, *answer, meta);
            judged.reason =
                judged.right ? "is what the reference says" : "differs from the reference " + shownText(reference);
        }
    } catch (const Json::exception& error) {
        return graderError("the puzzle's meta cannot be read: " + std::string(error.what()));
    }
    if (task == "word_ladder" && !judged.right)
        judged.reason += " (another chain may be right too; without a dictionary only the reference counts)";
    return verdict(judged.right, *answer, judged.reason);
}

}  // namespace retort
