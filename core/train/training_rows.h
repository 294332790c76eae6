// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "data/row_spool.h"
#include "rollout/rollout.h"

namespace retort {

/// The tokenised rows of supervised training, at random by number. Beyond the first megabyte they are on disk (RowSpool):
/// memory is about 20 bytes a row, whatever its length. One thread at a time. Throws Error(Environment) when the disk
/// refuses.
class TrainingRows {
public:
    TrainingRows() = default;
    TrainingRows(const std::vector<TrainingSample>& rows);  // NOLINT: rows in memory are rows too

    /// Keeps ids, prompt_length and loss_mask; supervised rows have nothing else.
    void add(const TrainingSample& row);
    /// Leaves these rows, in this order; numbers are from 0 of what there is.
    void keep(const std::vector<std::size_t>& rows);

    TrainingSample at(std::size_t i) const;
    std::size_t size() const { return kept_.size(); }

private:
    RowSpool spool_;
    std::vector<std::uint64_t> kept_;  ///< row to record of the spool
};

}  // namespace retort
