// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

// For gguf_tokenizer_*.cpp: which regular expressions llama.cpp applies under which name (tokenizer.ggml.pre).

namespace retort {

/// The parts are applied one after the other, each to the pieces of the one before, as a Sequence of Split (isolated) does.
struct PreTokenizer {
    std::string_view name;
    std::array<std::string_view, 5> patterns;  ///< unused ones are empty
    bool digits;      ///< single digits before the byte-level step, written as Digits in tokenizer.json
    bool byte_regex;  ///< the byte-level step splits by GPT-2's expression
};

inline constexpr std::array kPreTokenizers = {
    PreTokenizer{
        "qwen2",
        {R"re((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)re"},
        false,
        false},
    PreTokenizer{
        "llama-bpe",
        {R"re((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)re"},
        false,
        false},
    PreTokenizer{"gpt-2", {}, false, true},
    PreTokenizer{"starcoder", {}, true, true},
    PreTokenizer{"deepseek-coder",
                 {R"re([\r\n])re", R"re(\s?\p{L}+)re", R"re(\s?\p{P}+)re", "[\u4e00-\u9fa5\u0800-\u4e00\uac00-\ud7ff]+"},
                 true,
                 false},
    PreTokenizer{
        "deepseek-v3",
        {R"re(\p{N}{1,3})re", "[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+",
         R"re([!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)re"},
        false,
        false},
};

}  // namespace retort
