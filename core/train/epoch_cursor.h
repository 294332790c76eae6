// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "train/trainer_state.h"

namespace retort {

/// The place in a data set that is gone through epoch by epoch, in the batches of planEpoch. Two numbers are the whole
/// place, so a checkpoint resumes it exactly.
class EpochCursor {
public:
    /// As planEpoch: one length per row, a batch holds about batch_size of their sum. Starts at the first batch.
    EpochCursor(std::vector<std::int64_t> lengths, std::int64_t batch_size, std::uint64_t seed);

    /// Row indices of the next batch.
    const std::vector<std::int64_t>& batch() const { return plan_[static_cast<std::size_t>(batch_)]; }
    void advance();
    /// Epochs behind this place, e.g. 1.25.
    double epochs() const {
        return static_cast<double>(epoch_) + static_cast<double>(batch_) / static_cast<double>(plan_.size());
    }
    /// Batches of the whole epochs among `epochs` and of the started one.
    std::int64_t stepsOf(double epochs) const;

    void addTo(TrainerState& state) const;
    /// Throws Error(BadInput), with nothing changed, for a place that these rows do not have.
    void restore(const TrainerState& state);

private:
    std::vector<std::vector<std::int64_t>> planOf(std::int64_t epoch) const;

    std::vector<std::int64_t> lengths_;
    std::int64_t batch_size_;
    std::uint64_t seed_;
    std::int64_t epoch_ = 0, batch_ = 0;
    std::vector<std::vector<std::int64_t>> plan_;
};

}  // namespace retort
