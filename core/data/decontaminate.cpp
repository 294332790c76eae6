// SPDX-License-Identifier: Apache-2.0
#include "data/decontaminate.h"

#include <utility>

#include "tokenizer/utf8.h"

namespace retort {
namespace {

constexpr std::size_t kFewestWords = 3;

/// Characters that are words by themselves: Han, kana, Hangul.
bool standsAlone(char32_t c) {
    return (c >= 0x2E80 && c <= 0x9FFF && !(c >= 0x3000 && c <= 0x3004)) || (c >= 0xAC00 && c <= 0xD7AF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

/// FNV-1a over words, with a byte between them that no word holds.
std::uint64_t hashWords(const std::vector<std::string>& words, std::size_t begin, std::size_t end) {
    std::uint64_t hash = 0xCBF29CE484222325;
    const auto mix = [&](unsigned char byte) { hash = (hash ^ byte) * 0x100000001B3; };
    for (std::size_t i = begin; i < end; ++i) {
        for (const char c : words[i]) mix(static_cast<unsigned char>(c));
        mix(0);
    }
    return hash;
}

std::string joined(const std::vector<std::string>& words, std::size_t begin, std::size_t end) {
    std::string text;
    for (std::size_t i = begin; i < end; ++i) text += (i > begin ? " " : "") + words[i];
    return text;
}

}  // namespace

std::vector<std::string> comparisonWords(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    const auto finish = [&] {
        if (!word.empty()) words.push_back(std::exchange(word, {}));
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const char32_t c = nextCodePoint(text, at);
        const std::string_view character = text.substr(begin, at - begin);
        if (standsAlone(c)) {
            finish();
            words.emplace_back(character);
        } else if (c != '_' && isWordCharacter(c)) {
            if (c >= 'A' && c <= 'Z') word += static_cast<char>(c | 0x20);
            else word += character;
        } else {
            finish();
        }
    }
    finish();
    return words;
}

void NgramIndex::add(std::string_view text) {
    const std::vector<std::string> words = comparisonWords(text);
    const std::size_t row = rows_++;
    if (words.size() >= kFewestWords && words.size() < kWords) short_texts_.emplace(hashWords(words, 0, words.size()), row);
    for (std::size_t i = 0; i + kWords <= words.size(); ++i) ngrams_.emplace(hashWords(words, i, i + kWords), row);
}

std::optional<NgramIndex::Match> NgramIndex::find(std::string_view text) const {
    const std::vector<std::string> words = comparisonWords(text);
    if (words.size() < kWords) {
        const auto found = short_texts_.find(hashWords(words, 0, words.size()));
        if (found == short_texts_.end()) return std::nullopt;
        return Match{found->second, joined(words, 0, words.size())};
    }
    for (std::size_t i = 0; i + kWords <= words.size(); ++i)
        if (const auto found = ngrams_.find(hashWords(words, i, i + kWords)); found != ngrams_.end())
            return Match{found->second, joined(words, i, i + kWords)};
    return std::nullopt;
}

}  // namespace retort
