// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/added_tokens.h"

#include <algorithm>

#include "tokenizer/utf8.h"

namespace retort {
namespace {

std::size_t characterStartBefore(std::string_view text, std::size_t end) {
    std::size_t begin = end - 1;
    while (begin > 0 && (static_cast<std::uint8_t>(text[begin]) & 0xC0) == 0x80) --begin;
    return begin;
}

bool standsAlone(std::string_view text, std::size_t begin, std::size_t end) {
    if (begin > 0) {
        std::size_t before = characterStartBefore(text, begin);
        if (isWordCharacter(nextCodePoint(text, before))) return false;
    }
    return end == text.size() || !isWordCharacter(nextCodePoint(text, end));
}

std::size_t withoutSpaceBefore(std::string_view text, std::size_t begin) {
    while (begin > 0) {
        const std::size_t start = characterStartBefore(text, begin);
        std::size_t cursor = start;
        if (!isWhiteSpace(nextCodePoint(text, cursor))) break;
        begin = start;
    }
    return begin;
}

std::size_t withoutSpaceAfter(std::string_view text, std::size_t end) {
    for (std::size_t cursor = end; cursor < text.size(); end = cursor) {
        if (!isWhiteSpace(nextCodePoint(text, cursor))) break;
    }
    return end;
}

}  // namespace

AddedTokenFinder::AddedTokenFinder() : roots_(256, -1) {}

std::int32_t AddedTokenFinder::child(std::int32_t node, std::uint8_t byte) const {
    for (const auto& [key, target] : nodes_[node].children) {
        if (key == byte) return target;
    }
    return -1;
}

void AddedTokenFinder::add(const AddedToken& token, std::string_view spelling) {
    if (spelling.empty()) return;
    const auto grow = [&] {
        nodes_.emplace_back();
        return static_cast<std::int32_t>(nodes_.size()) - 1;
    };
    std::int32_t& root = roots_[static_cast<std::uint8_t>(spelling[0])];
    if (root < 0) root = grow();
    std::int32_t node = root;
    for (const char c : spelling.substr(1)) {
        std::int32_t target = child(node, static_cast<std::uint8_t>(c));
        if (target < 0) {
            target = grow();
            nodes_[node].children.emplace_back(static_cast<std::uint8_t>(c), target);
        }
        node = target;
    }
    if (nodes_[node].token >= 0) return;
    nodes_[node].token = static_cast<std::int32_t>(tokens_.size());
    tokens_.push_back(token);
}

AddedTokenFinder::Match AddedTokenFinder::findFrom(std::string_view text, std::size_t offset) const {
    for (std::size_t begin = offset; begin < text.size(); ++begin) {
        std::int32_t node = roots_[static_cast<std::uint8_t>(text[begin])];
        Match longest;
        for (std::size_t end = begin + 1; node >= 0; ++end) {
            if (nodes_[node].token >= 0) longest = {begin, end, nodes_[node].token};
            if (end == text.size()) break;
            node = child(node, static_cast<std::uint8_t>(text[end]));
        }
        if (longest.token >= 0) return longest;
    }
    return {};
}

void AddedTokenFinder::split(std::string_view text, std::vector<TextPart>& parts) const {
    std::size_t done = 0;
    if (!tokens_.empty()) {
        for (Match match = findFrom(text, 0); match.token >= 0; match = findFrom(text, match.end)) {
            const AddedToken& token = tokens_[match.token];
            if (token.single_word && !standsAlone(text, match.begin, match.end)) continue;
            const std::size_t begin = token.lstrip ? withoutSpaceBefore(text, match.begin) : match.begin;
            const std::size_t end = token.rstrip ? withoutSpaceAfter(text, match.end) : match.end;
            if (begin > done) parts.push_back({text.substr(done, begin - done), -1});
            parts.push_back({text.substr(match.begin, match.end - match.begin), token.id});
            done = std::max(done, end);
        }
    }
    if (done < text.size()) parts.push_back({text.substr(done), -1});
}

}  // namespace retort
