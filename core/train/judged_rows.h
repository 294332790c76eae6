// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "data/row_spool.h"

namespace retort {

/// Two answers to one prompt, as token sequences that end where the score is read.
struct EncodedPair {
    std::vector<std::int32_t> chosen, rejected;
};

/// A completion whose steps are labelled, as a token sequence (prompt first).
struct EncodedSteps {
    std::vector<std::int32_t> ids;
    std::vector<std::int64_t> ends;  ///< index of the last token of each step: where its score is read; ascending
    std::vector<float> labels;       ///< one per step, in [0, 1]: right, or the share of continuations that came out right
};

/// What a reward model or a process reward model is trained on (EncodedPair, EncodedSteps), at random by number. As
/// TrainingRows: on disk beyond the first megabyte, 8 bytes of memory a row. One thread at a time. Throws Error(Environment)
/// when the disk refuses.
template <class Row>
class JudgedRows {
public:
    JudgedRows() = default;
    JudgedRows(const std::vector<Row>& rows) {  // NOLINT: rows in memory are rows too
        for (const Row& row : rows) add(row);
    }

    void add(const Row& row);
    Row at(std::size_t i) const;
    std::size_t size() const { return spool_.size(); }

private:
    RowSpool spool_;
};

extern template class JudgedRows<EncodedPair>;
extern template class JudgedRows<EncodedSteps>;

}  // namespace retort
