// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tokenizer/tokenizer_spec.h"

namespace retort {

/// A part of a text: an added token (id >= 0) or text between them (id -1).
struct TextPart {
    std::string_view text;
    std::int32_t id = -1;
};

/// Finds added tokens in text: leftmost, then longest, with lstrip, rstrip and single_word as HuggingFace applies them.
/// Immutable; any thread.
class AddedTokenFinder {
public:
    AddedTokenFinder();
    /// `spelling`: what to look for, which differs from the content when the token is searched in normalised text.
    void add(const AddedToken& token, std::string_view spelling);
    bool empty() const { return tokens_.empty(); }

    /// Appends the parts of `text` (valid UTF-8) in order.
    void split(std::string_view text, std::vector<TextPart>& parts) const;

private:
    struct Node {
        std::vector<std::pair<std::uint8_t, std::int32_t>> children;  // few each: searched in a row
        std::int32_t token = -1;
    };
    struct Match {
        std::size_t begin = 0, end = 0;
        std::int32_t token = -1;
    };
    std::int32_t child(std::int32_t node, std::uint8_t byte) const;
    Match findFrom(std::string_view text, std::size_t offset) const;

    std::vector<AddedToken> tokens_;
    std::vector<Node> nodes_;
    std::vector<std::int32_t> roots_;  ///< node of each first byte, -1 where none starts so
};

}  // namespace retort
