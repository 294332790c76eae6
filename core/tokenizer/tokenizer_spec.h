// SPDX-License-Identifier: Apache-2.0
#pragma once

// What a tokenizer.json says, as plain values: the JSON stays in tokenizer_file.cpp. Nested Sequences are flattened,
// since a sequence of sequences does what the flat one does.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace retort {

/// A literal string or a regular expression, to search for.
struct PatternSpec {
    std::string text;
    bool is_regex = false;
};

struct NormalizerStep {
    enum class Kind { Nfc, Nfd, Nfkc, Nfkd, Lowercase, Strip, Prepend, Replace };
    Kind kind = Kind::Nfc;
    PatternSpec pattern;             ///< Replace
    std::string content;             ///< Replace, Prepend
    bool left = true, right = true;  ///< Strip
};

struct PreTokenizerStep {
    enum class Kind { Split, Digits, Punctuation, Whitespace, WhitespaceSplit, Metaspace, ByteLevel };
    enum class Behavior { Removed, Isolated, MergedWithPrevious, MergedWithNext, Contiguous };
    enum class Prepend { Never, First, Always };
    Kind kind = Kind::Split;
    PatternSpec pattern;                     ///< Split
    Behavior behavior = Behavior::Isolated;  ///< Split, Punctuation
    bool invert = false;                     ///< Split: what matches is what lies between
    bool individual_digits = false;          ///< Digits
    bool add_prefix_space = false;           ///< ByteLevel
    bool use_regex = true;                   ///< ByteLevel: splits by GPT-2's pattern first
    std::string replacement;                 ///< Metaspace: what stands for a space
    Prepend prepend = Prepend::Always;       ///< Metaspace
    bool split = true;                       ///< Metaspace
};

struct DecoderStep {
    enum class Kind { ByteLevel, Replace, ByteFallback, Fuse, Strip, Metaspace };
    Kind kind = Kind::ByteLevel;
    PatternSpec pattern;               ///< Replace
    std::string content;               ///< Replace: new text; Strip: the character; Metaspace: what stands for a space
    std::int64_t start = 0, stop = 0;  ///< Strip: at most so many at each end of each token
    bool drop_first = true;            ///< Metaspace: the first space was put in by the pre-tokenizer
};

struct AddedToken {
    std::int32_t id = 0;
    std::string content;
    bool special = false, single_word = false, lstrip = false, rstrip = false;
    bool normalized = false;  ///< searched for in normalised text
};

struct BpeSpec {
    std::unordered_map<std::string, std::int32_t> vocab;
    std::vector<std::pair<std::string, std::string>> merges;  ///< best first
    std::optional<std::string> unk_token;
    bool fuse_unk = false, byte_fallback = false, ignore_merges = false;
};

struct TokenizerSpec {
    std::vector<NormalizerStep> normalizer;
    std::vector<PreTokenizerStep> pre_tokenizer;
    std::vector<DecoderStep> decoder;
    bool has_decoder = false;  ///< without one, tokens are joined by spaces
    std::vector<AddedToken> added_tokens;
    BpeSpec model;
    std::vector<std::int32_t> prefix, suffix;  ///< put around a text when special tokens are asked for
    std::optional<std::int32_t> bos, eos;

    bool byteLevel() const {
        return !pre_tokenizer.empty() && pre_tokenizer.back().kind == PreTokenizerStep::Kind::ByteLevel;
    }
};

/// Reads a model folder; see Tokenizer::load. Checks everything the parts rely on: ids in bounds, merges in the vocabulary.
TokenizerSpec readTokenizer(const std::filesystem::path& folder);

}  // namespace retort
