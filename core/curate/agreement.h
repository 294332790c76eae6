// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "store/annotations.h"

namespace retort {

/// How well the blind second pass agrees with the first, accepted and edited counting as kept.
struct Agreement {
    std::int64_t both_kept = 0, both_rejected = 0, first_only = 0,
                 second_only = 0;  ///< first_only: kept at first, rejected blind
    std::int64_t compared() const { return both_kept + both_rejected + first_only + second_only; }
    /// Counts a candidate that was judged in both passes; others change nothing.
    void add(const CandidateState& state);
    double observed() const;  ///< share of equal verdicts; 0 when nothing is compared
    /// Cohen's kappa (Cohen 1960): (observed - chance) / (1 - chance), chance from each pass's own shares. Empty when
    /// nothing is compared or both passes gave the same verdict throughout, where it is not defined.
    std::optional<double> kappa() const;
};
Agreement agreement(const std::vector<CandidateState>& states);

/// Whether a candidate belongs to the tenth that is judged twice: fixed by its id, so that it is the same tenth in every
/// session and cannot be chosen.
bool inSecondPass(const CandidateId& id);

}  // namespace retort
