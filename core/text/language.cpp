// SPDX-License-Identifier: Apache-2.0
#include "text/language.h"

#include <algorithm>
#include <array>
#include <map>

#include "text/ascii.h"
#include "text/text_mask.h"
#include "text/word_languages.h"
#include "text/words.h"

namespace retort {
namespace {

constexpr std::size_t kJoinedGapBytes = 8;
constexpr std::size_t kLabelCapitals = 3;

// Unit symbols that every language writes in Latin letters.
constexpr std::array<std::string_view, 30> kUnits{"mm",  "cm",  "dm",   "km",  "mg", "kg", "ml",  "mL",  "dl",  "cl",
                                                  "ms",  "min", "km/h", "kWh", "kW", "Hz", "kHz", "MHz", "GHz", "Pa",
                                                  "kPa", "mol", "MB",   "GB",  "KB", "TB", "ha",  "nm",  "kJ",  "kN"};

bool isUnit(std::string_view text, const Word& word) {
    if (std::ranges::find(kUnits, text.substr(word.begin, word.end - word.begin)) == kUnits.end()) return false;
    std::size_t before = word.begin;
    if (before > 0 && text[before - 1] == ' ') --before;
    return before > 0 && isAsciiDigit(text[before - 1]);
}

bool isLabel(std::string_view text, const Word& word) {
    if (word.letters > kLabelCapitals) return false;
    return std::ranges::all_of(text.substr(word.begin, word.end - word.begin), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// Letters that mathematics uses in every language.
bool isUniversal(std::string_view text, const Word& word, Script own) {
    if (word.script == Script::Greek) return own != Script::Greek && word.letters == 1;
    if (word.script != Script::Latin || own == Script::Latin) return false;
    return word.letters == 1 || isLabel(text, word) || isUnit(text, word);
}

void addSpan(std::string_view text, const Word& word, std::string_view label, std::string_view kind,
             std::vector<TextSpan>& spans, bool joins) {
    if (joins && !spans.empty() && spans.back().label == label) {
        const auto end = static_cast<std::size_t>(spans.back().end);
        const std::string_view gap = text.substr(end, word.begin - end);
        if (gap.size() <= kJoinedGapBytes && gap.find('\n') == gap.npos) {
            spans.back().end = static_cast<std::int32_t>(word.end);
            return;
        }
    }
    spans.push_back(
        {static_cast<std::int32_t>(word.begin), static_cast<std::int32_t>(word.end), std::string(kind), std::string(label)});
}

}  // namespace

LanguageFacts measureLanguage(std::string_view text, std::string_view language) {
    LanguageFacts facts;
    const Script own = scriptOfLanguage(language);
    const std::vector<Word> words = splitWords(text, maskText(text));
    std::vector<std::string_view> labels;
    if (own != Script::None) labels = wordLanguages(text, words, language);
    bool previous_foreign = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (isUniversal(text, words[i], own)) continue;
        ++facts.words;
        if (own == Script::None) continue;
        const bool target = labels[i] == language;
        if (target) ++facts.target_words;
        else addSpan(text, words[i], labels[i], "foreign", facts.foreign, previous_foreign);
        previous_foreign = !target;
    }
    if (facts.words > 0 && own != Script::None) {
        facts.share = static_cast<double>(facts.target_words) / static_cast<double>(facts.words);
    }
    return facts;
}

std::vector<TextSpan> findLanguages(std::string_view text) {
    const std::vector<Word> words = splitWords(text, maskText(text));
    const std::vector<std::string_view> labels = wordLanguages(text, words, {});
    std::vector<TextSpan> spans;
    for (std::size_t i = 0; i < words.size(); ++i) addSpan(text, words[i], labels[i], "language", spans, true);
    return spans;
}

std::string guessLanguage(std::string_view text) {
    const std::vector<Word> words = splitWords(text, maskText(text));
    const std::vector<std::string_view> labels = wordLanguages(text, words, {});
    std::map<std::string_view, std::int64_t> counts;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].letters > 1 || (words[i].script != Script::Latin && words[i].script != Script::Greek))
            ++counts[labels[i]];
    }
    if (counts.empty()) return {};
    return std::string(std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; })->first);
}

}  // namespace retort
