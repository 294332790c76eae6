// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <tuple>
#include <vector>

// What a reward model and a process reward model are trained on.

namespace retort {

/// Two answers to one prompt, as token sequences that end where the score is read.
struct EncodedPair {
    std::vector<std::int32_t> chosen, rejected;
};
inline auto storedParts(const EncodedPair*) { return std::tuple{&EncodedPair::chosen, &EncodedPair::rejected}; }

/// A completion whose steps are labelled, as a token sequence (prompt first).
struct EncodedSteps {
    std::vector<std::int32_t> ids;
    std::vector<std::int64_t> ends;  ///< index of the last token of each step: where its score is read; ascending
    std::vector<float> labels;       ///< one per step, in [0, 1]: right, or the share of continuations that came out right
};
inline auto storedParts(const EncodedSteps*) {
    return std::tuple{&EncodedSteps::ids, &EncodedSteps::ends, &EncodedSteps::labels};
}

}  // namespace retort
