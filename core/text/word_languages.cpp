// SPDX-License-Identifier: Apache-2.0
#include "text/word_languages.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "text/ascii.h"
#include "text/han_forms.h"
#include "text/language_path.h"
#include "text/word_model.h"

namespace retort {
namespace {

constexpr float kChangeWithin = 0.0002f, kChangeBetween = 0.03f;  // sentences
constexpr float kExpected = 0.95f;                                // prior of the expected language

// What a reader of this field meets, where nothing is expected.
constexpr std::array<std::pair<std::string_view, float>, 8> kUsual{
    {{"en", 8}, {"de", 3}, {"fr", 3}, {"es", 3}, {"ru", 10}, {"it", 1.5f}, {"pt", 1.5f}, {"nl", 1}}};
constexpr float kUnusual = 0.5f;

constexpr float kWord = 0.6f;          // letters of a word are not independent, as the model has it
constexpr float kMostEvidence = 4.5f;  // of one word against a language: loan words and cognates are no passages
constexpr float kName = 0.25f;         // weight of a capital within a sentence: most often a name
constexpr float kLetter = 0.25f;       // of a single letter: most often a variable
constexpr float kAcronym = 0.1f;
constexpr std::size_t kAcronymLetters = 5;

/// What stands between two words, as far as it says whether the language may change there.
bool endsSentence(std::string_view gap) {
    constexpr std::array<std::string_view, 10> kMarks{"。", "！", "？", "“", "”", "«", "»", "「", "」", "…"};
    constexpr std::size_t kFarBytes = 24;
    if (gap.size() > kFarBytes || gap.find_first_of(".!?:;\"\n()|") != gap.npos) return true;
    return std::ranges::any_of(kMarks, [&](std::string_view mark) { return gap.find(mark) != gap.npos; });
}

/// The words of `words` that `belongs` accepts, each with the chance of a change before it.
struct Chain {
    std::vector<std::size_t> index;
    std::vector<float> change;
    std::vector<bool> starts;  ///< a sentence

    template <class Belongs>
    Chain(std::string_view text, std::span<const Word> words, Belongs belongs) {
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (!belongs(words[i].script)) continue;
            bool start = true;
            if (!index.empty()) {
                const std::size_t end = words[index.back()].end;
                start = index.back() + 1 != i || endsSentence(text.substr(end, words[i].begin - end));
            }
            index.push_back(i);
            change.push_back(start ? kChangeBetween : kChangeWithin);
            starts.push_back(start);
        }
    }
};

std::vector<float> priorsOf(const WordModel& model, std::size_t expected) {
    std::vector<float> priors(model.size(), kUnusual);
    float sum = 0;
    for (std::size_t l = 0; l < model.size(); ++l) {
        const auto usual = std::ranges::find(kUsual, model.language(l), &std::pair<std::string_view, float>::first);
        if (usual != kUsual.end()) priors[l] = usual->second;
        sum += priors[l];
    }
    if (expected < model.size()) {
        const float others = sum - priors[expected];
        priors[expected] = others * kExpected / (1 - kExpected);
        sum = others + priors[expected];
    }
    for (float& prior : priors) prior = std::log(prior / sum);
    return priors;
}

/// Scores of one word: its pieces between apostrophes in lower case.
class WordScorer {
public:
    WordScorer(const WordModel& model, std::string_view text) : model_(model), text_(text) {}

    std::span<const float> operator()(const Word& word, bool starts_sentence) {
        scores_.assign(model_.size(), 0);
        pieces_.clear();
        pieces_.emplace_back();
        std::size_t capitals = 0;
        bool first_capital = false;
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(text_.data());
        for (std::size_t i = word.begin; i < word.end;) {
            UChar32 c = 0;
            U8_NEXT(bytes, i, word.end, c);
            if (c < 0 || !u_isalpha(c)) {
                if (!pieces_.back().empty() && (u_getIntPropertyValue(c, UCHAR_WORD_BREAK) != U_WB_EXTEND))
                    pieces_.emplace_back();
                continue;
            }
            const UChar32 lower = u_tolower(c);
            if (lower != c) {
                if (capitals++ == 0 && pieces_.size() == 1 && pieces_[0].empty()) first_capital = true;
            }
            pieces_.back().push_back(static_cast<char32_t>(lower));
        }
        float weight = kWord;
        if (capitals == word.letters && capitals > 1 && word.letters <= kAcronymLetters) weight = kAcronym;
        else if (word.letters == 1) weight = kLetter;
        else if (first_capital && !starts_sentence) weight = kName;
        for (const std::u32string& piece : pieces_) {
            if (!piece.empty()) model_.addScores(piece, weight, scores_);
        }
        const float floor = *std::ranges::max_element(scores_) - kMostEvidence;
        for (float& score : scores_) score = std::max(score, floor);
        return scores_;
    }

private:
    const WordModel& model_;
    std::string_view text_;
    std::vector<float> scores_;
    std::vector<std::u32string> pieces_;
};

void labelByModel(std::string_view text, std::span<const Word> words, Script script, std::string_view expected,
                  std::vector<std::string_view>& labels) {
    const Chain chain(text, words, [&](Script s) { return s == script; });
    if (chain.index.empty()) return;
    const WordModel& model = WordModel::of(script);
    const bool is_own = scriptOfLanguage(expected) == script;
    const std::size_t own = is_own ? model.find(expected) : model.size();
    if (is_own && own == model.size()) {  // no list of the expected language: its script decides
        for (const std::size_t i : chain.index) labels[i] = expected;
        return;
    }
    LanguagePath path(priorsOf(model, own));
    WordScorer score(model, text);
    for (std::size_t n = 0; n < chain.index.size(); ++n)
        path.add(score(words[chain.index[n]], chain.starts[n]), chain.change[n]);
    const std::vector<std::uint8_t> best = path.best();
    for (std::size_t n = 0; n < best.size(); ++n)
        labels[chain.index[n]] = best[n] == own ? expected : model.language(best[n]);
}

void labelEastAsian(std::string_view text, std::span<const Word> words, std::string_view expected,
                    std::vector<std::string_view>& labels) {
    enum : std::size_t { Chinese, Japanese };
    constexpr float kUnlikely = -7, kUnlikelyKana = -9;
    const Chain chain(text, words, [](Script s) { return s == Script::Han || s == Script::Kana; });
    if (chain.index.empty()) return;
    const Script own = scriptOfLanguage(expected);
    const float japanese = own == Script::Kana ? 0.6f : own == Script::Han ? 0.2f : 0.3f;
    LanguagePath path({std::log(1 - japanese), std::log(japanese)});
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    for (std::size_t n = 0; n < chain.index.size(); ++n) {
        const Word& word = words[chain.index[n]];
        std::array<float, 2> scores{};
        std::size_t at = word.begin;
        UChar32 c = 0;
        U8_NEXT(bytes, at, word.end, c);
        const HanForm form = hanForm(static_cast<char32_t>(std::max(c, 0)));
        if (word.script == Script::Kana) scores[Chinese] = kUnlikelyKana;
        else if (form == HanForm::Japanese) scores[Chinese] = kUnlikely;
        else if (form == HanForm::Chinese) scores[Japanese] = kUnlikely;
        path.add(scores, chain.change[n]);
    }
    const std::vector<std::uint8_t> best = path.best();
    for (std::size_t n = 0; n < best.size(); ++n) {
        const bool kana =
            words[chain.index[n]].script == Script::Kana;  // one in a Chinese sentence is Japanese all the same
        const Script script = kana || best[n] == Japanese ? Script::Kana : Script::Han;
        labels[chain.index[n]] = script == own ? expected : languageOf(script);
    }
}

}  // namespace

std::vector<std::string_view> wordLanguages(std::string_view text, std::span<const Word> words, std::string_view expected) {
    const Script own = scriptOfLanguage(expected);
    std::vector<std::string_view> labels;
    labels.reserve(words.size());
    for (const Word& word : words) labels.push_back(word.script == own ? expected : languageOf(word.script));
    labelByModel(text, words, Script::Latin, expected, labels);
    labelByModel(text, words, Script::Cyrillic, expected, labels);
    labelEastAsian(text, words, expected, labels);
    return labels;
}

}  // namespace retort
