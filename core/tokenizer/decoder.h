// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tokenizer/pattern.h"
#include "tokenizer/tokenizer_spec.h"

namespace retort {

/// The decoder steps of a tokenizer: tokens to text. Immutable; any thread.
class Decoder {
public:
    explicit Decoder(const TokenizerSpec& spec);

    /// Text of tokens as the vocabulary spells them. Always valid UTF-8.
    std::string run(std::vector<std::string> tokens) const;
    /// The bytes one token stands for, by the same spelling rules.
    std::string bytes(const std::string& token) const;

private:
    struct Step {
        DecoderStep spec;
        std::optional<Pattern> pattern;
    };
    std::vector<Step> steps_;
    bool join_with_space_ = false;
};

}  // namespace retort
