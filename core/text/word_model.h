// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/script.h"

namespace retort {

/// How likely each language of one script is to write a word: a mixture of the frequency of the words in core/text/lexicon
/// (Zipf's law over their rank) and a model of letters (n-grams with Witten-Bell interpolation, Computational Linguistics
/// 17(4), 1991) learned from the same words. Trained when first used; immutable, any thread.
class WordModel {
public:
    static constexpr std::size_t kMostLanguages = 20;

    /// Latin or Cyrillic.
    static const WordModel& of(Script script);

    std::size_t size() const { return languages_.size(); }
    std::string_view language(std::size_t index) const { return languages_[index]; }
    /// Index of a primary code ("en", "no"); size() when there is no list of it.
    std::size_t find(std::string_view language) const;

    /// Adds weight * ln P(word | language) to scores[0 .. size()). `word`: lower-case letters, no apostrophes.
    void addScores(std::u32string_view word, float weight, std::span<float> scores) const;

private:
    static constexpr std::size_t kOrder = 4;
    using Row = std::array<float, kMostLanguages>;

    explicit WordModel(Script script);
    std::uint64_t key(std::u32string_view letters) const;
    void learnWords(std::size_t language, std::string_view words);
    void countLetters(std::size_t language, std::u32string_view word, float weight);
    void interpolate();
    Row letterProbabilities(std::u32string_view context, char32_t letter) const;

    std::vector<std::string_view> languages_;
    std::unordered_map<std::u32string, Row> words_;   ///< P(word) by rank; 0 where a list has it not
    Row listed_{};                                    ///< what a list's words take of the whole
    std::unordered_map<std::uint64_t, Row> letters_;  ///< counts of letters after a context; then probabilities
    std::unordered_map<std::uint64_t, Row> contexts_,
        kinds_;  ///< how often a context occurs; how many letters follow it; then weight of the shorter one
};

}  // namespace retort
