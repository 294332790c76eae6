// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tokenizer/tokenizer_spec.h"

namespace retort {

/// Byte-pair merging of one piece at a time. Results of short pieces are remembered. All methods are safe from any thread.
class Bpe {
public:
    /// byte_level: pieces are bytes and the vocabulary spells bytes by GPT-2's characters; else both are UTF-8.
    Bpe(const BpeSpec& spec, bool byte_level);
    ~Bpe();
    Bpe(const Bpe&) = delete;

    /// Appends the ids of a piece.
    void encode(std::string_view piece, std::vector<std::int32_t>& ids) const;
    /// Appends the id of one byte that is no text, by byte fallback or the unknown token where there is one.
    void encodeByte(std::uint8_t byte, std::vector<std::int32_t>& ids) const;

private:
    struct Cache;
    struct StringHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    struct Merge {
        std::uint64_t pair = 0;
        std::int32_t rank = 0, id = 0;
    };

    const Merge* findMerge(std::int32_t left, std::int32_t right) const;
    void insertMerge(std::int32_t left, std::int32_t right, std::int32_t rank, std::int32_t id);
    void split(std::string_view piece, std::vector<std::int32_t>& symbols) const;
    void splitCharacters(std::string_view piece, std::vector<std::int32_t>& symbols) const;
    void mergeByScan(std::vector<std::int32_t>& symbols) const;
    void mergeByHeap(std::vector<std::int32_t>& symbols) const;

    bool byte_level_, fuse_unk_, byte_fallback_, ignore_merges_;
    std::int32_t unk_ = -1;
    std::unordered_map<std::string, std::int32_t, StringHash, std::equal_to<>> vocab_;  ///< in bytes when byte_level_
    std::array<std::int32_t, 256> byte_ids_{};  ///< id of each byte, -1 where there is none
    std::vector<Merge> table_;                  ///< open addressing; id -1 is free
    std::uint64_t mask_ = 0;
    std::unique_ptr<Cache> cache_;
};

}  // namespace retort
