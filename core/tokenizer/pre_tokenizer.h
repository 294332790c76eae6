// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tokenizer/pattern.h"
#include "tokenizer/tokenizer_spec.h"

namespace retort {

/// The pieces a text is cut into before merging. Views point into the text or into `storage`.
struct Pieces {
    std::vector<std::string_view> views;
    std::deque<std::string> storage;
};

/// The pre-tokenizer steps of a tokenizer. Immutable; any thread.
class PreTokenizer {
public:
    explicit PreTokenizer(const std::vector<PreTokenizerStep>& steps);

    /// Cuts valid UTF-8. `first`: the text is the beginning of what is encoded. A byte-level step leaves bytes as they are,
    /// since the vocabulary is kept in bytes. `text` must outlive the pieces.
    void run(std::string_view text, bool first, Pieces& pieces) const;

private:
    struct Step {
        PreTokenizerStep spec;
        std::optional<Pattern> pattern;
    };
    std::vector<Step> steps_;
};

}  // namespace retort
