// SPDX-License-Identifier: Apache-2.0
// Rules about words, letters and the language of an answer.
#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <algorithm>

#include "reward/instruction_rules.h"
#include "text/ascii.h"
#include "text/language.h"
#include "text/normalize.h"
#include "text/script.h"

namespace retort {
namespace {

using Json = nlohmann::json;
using Type = RuleArgument::Type;

icu::UnicodeString wide(std::string_view text) {
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

/// Whether a letter's script sets its words off by spaces, so that what stands beside it tells where a word ends.
bool writesSpaces(UChar32 c) {
    const Script script = scriptOf(static_cast<char32_t>(c));
    for (const Script none : {Script::Han, Script::Kana, Script::Thai, Script::Lao, Script::Khmer, Script::Myanmar})
        if (script == none) return false;
    return true;
}

/// Occurrences of a keyword, without case and width; `whole` only as words of their own.
std::size_t occurrences(std::string_view text, std::string_view keyword, bool whole) {
    const icu::UnicodeString in = wide(foldText(text)), key = wide(foldText(keyword));
    std::size_t found = 0;
    if (key.isEmpty()) return found;
    const auto joins = [](UChar32 inner, UChar32 outer) {
        return writesSpaces(inner) && writesSpaces(outer) && (u_isalnum(outer) || outer == '_');
    };
    for (std::int32_t at = in.indexOf(key); at >= 0; at = in.indexOf(key, at + 1)) {
        const std::int32_t end = at + key.length();
        const bool left = whole && at > 0 && joins(in.char32At(at), in.char32At(at - 1));
        const bool right = whole && end < in.length() && joins(in.char32At(end - 1), in.char32At(end));
        found += !left && !right;
    }
    return found;
}

InstructionVerdict existence(std::string_view answer, const Json& arguments) {
    for (const Json& keyword : arguments.at("keywords")) {
        if (occurrences(answer, keyword.get<std::string>(), false) == 0)
            return {false, fmt::format("\"{}\" is not there", keyword.get<std::string>())};
    }
    return {true, "all keywords are there"};
}

InstructionVerdict forbidden(std::string_view answer, const Json& arguments) {
    for (const Json& keyword : arguments.at("forbidden_words")) {
        if (occurrences(answer, keyword.get<std::string>(), true) > 0)
            return {false, fmt::format("\"{}\" is there", keyword.get<std::string>())};
    }
    return {true, "no forbidden word is there"};
}

InstructionVerdict frequency(std::string_view answer, const Json& arguments) {
    const std::string keyword = textOf(arguments, "keyword");
    return compareCount(occurrences(answer, keyword, false), textOf(arguments, "relation"), countOf(arguments, "frequency"),
                        "times \"" + keyword + "\"");
}

InstructionVerdict letterFrequency(std::string_view answer, const Json& arguments) {
    const std::string letter = textOf(arguments, "letter");
    const std::size_t count = countOccurrences(foldText(answer), foldText(letter));
    return compareCount(count, textOf(arguments, "let_relation"), countOf(arguments, "let_frequency"),
                        "times the letter \"" + letter + "\"");
}

/// "zh-CN" is "zh".
std::string primary(std::string_view language) {
    std::string code(language.substr(0, language.find_first_of("-_")));
    std::ranges::transform(code, code.begin(), asciiLower);
    return code;
}

InstructionVerdict responseLanguage(std::string_view answer, const Json& arguments) {
    const std::string given = guessLanguage(answer), wanted = primary(textOf(arguments, "language"));
    // Within some scripts (Persian and Arabic, Marathi and Hindi) nothing here tells languages apart: the script is the
    // language.
    const bool by_script =
        scriptOfLanguage(wanted) != Script::Latin && measureLanguage(answer, wanted).share.value_or(0) > 0.5;
    return {given == wanted || by_script,
            fmt::format("it is {}, {} is wanted", given.empty() ? "in no language" : given, wanted)};
}

InstructionVerdict sentences(std::string_view answer, const Json& arguments) {
    return compareCount(countSentences(answer), textOf(arguments, "relation"), countOf(arguments, "num_sentences"),
                        "sentences");
}

InstructionVerdict words(std::string_view answer, const Json& arguments) {
    return compareCount(countWords(answer), textOf(arguments, "relation"), countOf(arguments, "num_words"), "words");
}

struct Case {
    std::size_t upper = 0, lower = 0;
};
Case caseOf(const icu::UnicodeString& text) {
    Case counted;
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        counted.upper += u_isUUppercase(text.char32At(i)) != 0;
        counted.lower += u_isULowercase(text.char32At(i)) != 0;
    }
    return counted;
}

InstructionVerdict capitalWords(std::string_view answer, const Json& arguments) {
    const icu::UnicodeString text = wide(answer);
    std::size_t count = 0;
    for (std::int32_t begin = 0; begin < text.length();) {
        std::int32_t end = begin;
        while (end < text.length() && !u_isUWhiteSpace(text.char32At(end))) end = text.moveIndex32(end, 1);
        const Case letters = caseOf(text.tempSubStringBetween(begin, end));
        count += letters.upper > 0 && letters.lower == 0;
        begin = end + 1;
    }
    return compareCount(count, textOf(arguments, "capital_relation"), countOf(arguments, "capital_frequency"),
                        "words in capitals");
}

InstructionVerdict english(std::string_view answer, bool upper) {
    const Case letters = caseOf(wide(answer));
    const bool right = upper ? letters.upper > 0 && letters.lower == 0 : letters.lower > 0 && letters.upper == 0;
    const std::string language = guessLanguage(foldText(answer));
    if (!right) return {false, fmt::format("{} capital and {} small letters", letters.upper, letters.lower)};
    return {language == "en", language == "en" ? "as asked" : "it is " + language + ", not English"};
}

InstructionVerdict englishCapital(std::string_view answer, const Json&) { return english(answer, true); }
InstructionVerdict englishLowercase(std::string_view answer, const Json&) { return english(answer, false); }

InstructionVerdict noComma(std::string_view answer, const Json&) {
    const std::size_t commas =
        countOccurrences(answer, ",") + countOccurrences(answer, "，") + countOccurrences(answer, "،");
    return {commas == 0, fmt::format("{} commas", commas)};
}

}  // namespace

const std::vector<InstructionRule>& wordRules() {
    static const std::vector<InstructionRule> rules{
        {"keywords:existence", {{"keywords", Type::Texts}}, existence},
        {"keywords:forbidden_words", {{"forbidden_words", Type::Texts}}, forbidden},
        {"keywords:frequency",
         {{"keyword", Type::Text}, {"frequency", Type::Whole}, {"relation", Type::Relation}},
         frequency},
        {"keywords:letter_frequency",
         {{"letter", Type::Text}, {"let_frequency", Type::Whole}, {"let_relation", Type::Relation}},
         letterFrequency},
        {"language:response_language", {{"language", Type::Text}}, responseLanguage},
        {"length_constraints:number_sentences", {{"num_sentences", Type::Whole}, {"relation", Type::Relation}}, sentences},
        {"length_constraints:number_words", {{"num_words", Type::Whole}, {"relation", Type::Relation}}, words},
        {"change_case:capital_word_frequency",
         {{"capital_frequency", Type::Whole}, {"capital_relation", Type::Relation}},
         capitalWords},
        {"change_case:english_capital", {}, englishCapital},
        {"change_case:english_lowercase", {}, englishLowercase},
        {"punctuation:no_comma", {}, noComma},
    };
    return rules;
}

}  // namespace retort
