// SPDX-License-Identifier: Apache-2.0
#include "text/repetition.h"

#include <algorithm>
#include <string>
#include <vector>

#include "text/ascii.h"

namespace retort {
namespace {

std::uint64_t mix(std::uint64_t value) {  // splitmix64's finaliser
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ull;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBull;
    return value ^ (value >> 31);
}

/// 64-bit hashes stand for words and n-grams: two different ones are equal once in 10^19.
double shareOf(const std::vector<std::uint64_t>& words, std::int64_t n) {
    if (n < 1 || words.size() < static_cast<std::size_t>(n)) return 0;
    std::vector<std::uint64_t> grams(words.size() - static_cast<std::size_t>(n) + 1);
    for (std::size_t i = 0; i < grams.size(); ++i) {
        std::uint64_t hash = 0;
        for (std::size_t j = 0; j < static_cast<std::size_t>(n); ++j)
            hash = mix(hash + 0x9E3779B97F4A7C15ull + words[i + j]);
        grams[i] = hash;
    }
    std::ranges::sort(grams);
    const auto distinct = static_cast<double>(grams.size() - static_cast<std::size_t>(std::ranges::unique(grams).size()));
    return 1 - distinct / static_cast<double>(grams.size());
}

std::uint64_t hashOf(std::string_view word) {
    std::uint64_t hash = 0xCBF29CE484222325ull;  // FNV-1a
    for (const char c : word) {
        hash = (hash ^ static_cast<unsigned char>(asciiLower(c))) * 0x100000001B3ull;
    }
    return mix(hash);
}

/// Three- and four-byte characters from U+3000 on: CJK, kana, Hangul, their punctuation, emoji.
std::size_t cjkLength(std::string_view rest) {
    const auto byte = static_cast<unsigned char>(rest[0]);
    const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE3 ? 3 : 0;
    return std::min(length, rest.size());
}

}  // namespace

double repeatedShare(std::string_view text, std::int64_t n) {
    std::vector<std::uint64_t> words;
    for (std::size_t i = 0; i < text.size();) {
        if (isAsciiSpace(text[i])) {
            ++i;
        } else if (const std::size_t length = cjkLength(text.substr(i)); length > 0) {
            words.push_back(hashOf(text.substr(i, length)));
            i += length;
        } else {
            const std::size_t begin = i;
            while (i < text.size() && !isAsciiSpace(text[i]) && cjkLength(text.substr(i)) == 0) ++i;
            words.push_back(hashOf(text.substr(begin, i - begin)));
        }
    }
    return shareOf(words, n);
}

double repeatedShare(std::span<const std::int32_t> ids, std::int64_t n) {
    std::vector<std::uint64_t> words;
    words.reserve(ids.size());
    for (const std::int32_t id : ids) words.push_back(mix(static_cast<std::uint32_t>(id)));
    return shareOf(words, n);
}

}  // namespace retort
