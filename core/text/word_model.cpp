// SPDX-License-Identifier: Apache-2.0
#include "text/word_model.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cmath>

#include "text/ascii.h"
#include "text/lexicon/lexicon.h"

namespace retort {
namespace {

constexpr char32_t kEdge = U'\1';    // before and after a word
constexpr float kAlphabet = 120;     // letters that an unseen one is one of
constexpr float kUnaccented = 0.2f;  // of a word written without its accents, against one that keeps them
constexpr float kZipf = 0.1f;        // P(rank r) = kZipf / (r + kZipfShift)
constexpr float kZipfShift = 6;
constexpr float kLeastRest = 0.15f;  // words outside the list, at least

std::u32string decode(std::string_view text) {
    std::u32string letters;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    for (std::size_t i = 0; i < text.size();) {
        UChar32 code_point = 0;
        U8_NEXT(bytes, i, text.size(), code_point);
        if (code_point > 0) letters.push_back(static_cast<char32_t>(code_point));
    }
    return letters;
}

char32_t withoutAccent(char32_t letter) {
    if (letter < 0x80) return letter;
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2* nfd = unorm2_getNFDInstance(&status);
    UChar parts[8];
    const std::int32_t count = unorm2_getRawDecomposition(nfd, static_cast<UChar32>(letter), parts, 8, &status);
    return U_SUCCESS(status) && count > 0 ? withoutAccent(parts[0]) : letter;
}

}  // namespace

const WordModel& WordModel::of(Script script) {
    static const WordModel latin(Script::Latin), cyrillic(Script::Cyrillic);
    return script == Script::Cyrillic ? cyrillic : latin;
}

WordModel::WordModel(Script script) {
    for (const Lexicon& lexicon : lexicons()) {
        if (lexicon.script != script) continue;
        languages_.push_back(lexicon.language);
        learnWords(languages_.size() - 1, lexicon.words);
    }
    interpolate();
}

std::size_t WordModel::find(std::string_view language) const {
    std::string primary;
    for (const char c : language.substr(0, language.find_first_of("-_"))) primary += asciiLower(c);
    if (primary == "no" || primary == "nb" || primary == "nn") primary = "da";
    if (primary == "ms") primary = "id";
    return static_cast<std::size_t>(std::ranges::find(languages_, primary) - languages_.begin());
}

std::uint64_t WordModel::key(std::u32string_view letters) const {
    std::uint64_t packed = letters.size();
    for (const char32_t letter : letters) packed = packed << 15 | (letter & 0x7FFF);
    return packed;
}

void WordModel::learnWords(std::size_t language, std::string_view words) {
    float rank = 0;
    for (std::size_t begin = words.find_first_not_of(kAsciiSpace); begin != words.npos;
         begin = words.find_first_not_of(kAsciiSpace, begin)) {
        const std::size_t end = std::min(words.find_first_of(" \n'", begin), words.size());
        const std::u32string word = decode(words.substr(begin, end - begin));
        begin = end + (end < words.size() ? 1 : 0);
        float& probability = words_[word][language];
        if (probability > 0 || word.empty()) continue;
        probability = kZipf / (++rank + kZipfShift);
        listed_[language] += probability;
        countLetters(language, word, 1);
        std::u32string plain = word;
        std::ranges::transform(plain, plain.begin(), withoutAccent);
        if (plain != word) countLetters(language, plain, kUnaccented);
    }
    const float scale = std::min(1.0f, (1 - kLeastRest) / listed_[language]);
    listed_[language] *= scale;
    for (auto& [word, row] : words_) row[language] *= scale;
}

void WordModel::countLetters(std::size_t language, std::u32string_view word, float weight) {
    const std::u32string edged = kEdge + std::u32string(word) + kEdge;
    for (std::size_t i = 1; i < edged.size(); ++i) {
        for (std::size_t order = 0; order < kOrder && order <= i; ++order) {
            const std::u32string_view context(edged.data() + i - order, order);
            float& count = letters_[key({edged.data() + i - order, order + 1})][language];
            if (count == 0) kinds_[key(context)][language] += 1;
            count += weight;
            contexts_[key(context)][language] += weight;
        }
    }
}

void WordModel::interpolate() {
    // contexts_ becomes the weight of the shorter context; 1 for a context the language has not.
    for (auto& [context, seen] : contexts_) {
        const Row& kinds = kinds_[context];
        for (std::size_t l = 0; l < size(); ++l) {
            const float share = seen[l] > 0 ? seen[l] / (seen[l] + kinds[l]) : 0;
            kinds_[context][l] = seen[l] > 0 ? share / seen[l] : 0;
            seen[l] = 1 - share;
        }
    }
    std::vector<std::vector<std::uint64_t>> by_order(kOrder);
    for (const auto& entry : letters_)
        by_order[(entry.first >> 60 ? 4 : entry.first >> 45 ? 3 : entry.first >> 30 ? 2 : 1) - 1].push_back(entry.first);
    for (std::size_t order = 0; order < kOrder; ++order) {
        const std::uint64_t mask = (std::uint64_t{1} << 15 * order) - 1;
        for (const std::uint64_t packed : by_order[order]) {
            Row& row = letters_[packed];
            const std::uint64_t context = ((packed >> 15) & mask) | std::uint64_t{order} << 15 * order;
            const Row& less = contexts_.at(context);
            const Row& scale = kinds_.at(context);
            const Row* shorter = order == 0 ? nullptr : &letters_.at((packed & mask) | std::uint64_t{order} << 15 * order);
            for (std::size_t l = 0; l < size(); ++l)
                row[l] = row[l] * scale[l] + less[l] * (shorter == nullptr ? 1 / kAlphabet : (*shorter)[l]);
        }
    }
}

WordModel::Row WordModel::letterProbabilities(std::u32string_view context, char32_t letter) const {
    std::u32string ngram(context);
    ngram.push_back(letter);
    const auto found = letters_.find(key(ngram));
    if (found != letters_.end()) return found->second;
    Row row;
    if (context.empty()) row.fill(1 / kAlphabet);
    else row = letterProbabilities(context.substr(1), letter);
    if (const auto weight = contexts_.find(key(context)); weight != contexts_.end()) {
        for (std::size_t l = 0; l < size(); ++l) row[l] *= weight->second[l];
    }
    return row;
}

void WordModel::addScores(std::u32string_view word, float weight, std::span<float> scores) const {
    constexpr std::size_t kMostLetters = 24;
    const std::u32string edged = kEdge + std::u32string(word.substr(0, kMostLetters)) + kEdge;
    Row product;
    product.fill(1);
    Row logs{};
    for (std::size_t i = 1; i < edged.size(); ++i) {
        const std::size_t order = std::min(i, kOrder - 1);
        const Row row = letterProbabilities({edged.data() + i - order, order}, edged[i]);
        for (std::size_t l = 0; l < size(); ++l) product[l] *= row[l];
        if (i % 6 != 0) continue;  // before the product leaves the range of a float
        for (std::size_t l = 0; l < size(); ++l) logs[l] += std::log(product[l]);
        product.fill(1);
    }
    const auto listed = words_.find(std::u32string(word));
    for (std::size_t l = 0; l < size(); ++l) {
        const float by_letters = (logs[l] + std::log(product[l])) + std::log(1 - listed_[l]);
        const float by_list = listed != words_.end() && listed->second[l] > 0 ? std::log(listed->second[l]) : -1e9f;
        const float high = std::max(by_letters, by_list), low = std::min(by_letters, by_list);
        scores[l] += weight * (high + (high - low < 16 ? std::log1p(std::exp(low - high)) : 0));
    }
}

}  // namespace retort
