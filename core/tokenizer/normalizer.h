// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tokenizer/pattern.h"
#include "tokenizer/tokenizer_spec.h"

namespace retort {

/// The normaliser steps of a tokenizer. Immutable; any thread.
class Normalizer {
public:
    explicit Normalizer(const std::vector<NormalizerStep>& steps);
    bool empty() const { return steps_.empty(); }
    /// Valid UTF-8 in, valid UTF-8 out.
    std::string run(std::string_view text) const;

private:
    struct Step {
        NormalizerStep spec;
        std::optional<Pattern> pattern;
    };
    std::vector<Step> steps_;
};

}  // namespace retort
