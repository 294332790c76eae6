// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>

#include "kernels/decode/decode_ops.h"
#include "kernels/decode/decode_team.h"

namespace retort::kernels {

/// Runs rows of tokens through a model: decoding (a row per sequence) and prefill (a row per prompt token) are the same
/// walk. One thread calls it; the team's members work inside.
class DecodeStep {
public:
    /// Gets logits[V] of the index-th wanted row on member `rank`; once per row, in no order. Must not throw.
    using LogitsSink = std::function<void(int rank, std::int32_t index, const float* logits)>;

    /// `weights`, `angles` and `team` outlive the step. max_length: longest context, in positions.
    DecodeStep(const PackedWeights& weights, const RopeAngles& angles, Team& team, std::int32_t max_rows,
               std::int32_t max_length);

    /// rows.size() <= max_rows; a sequence's rows stand in order of position. `wanted` are the indices of the rows whose
    /// logits the sink gets.
    void run(std::span<const DecodeRow> rows, std::span<const std::int32_t> wanted, const LogitsSink& sink);

    std::int32_t maxRows() const { return max_rows_; }

private:
    void walk(int rank, std::span<const DecodeRow> rows, std::span<const std::int32_t> wanted, const LogitsSink& sink);
    void layer(int rank, std::int32_t index, std::span<const DecodeRow> rows);
    void head(int rank, std::span<const std::int32_t> wanted, const LogitsSink& sink);
    void norm(int rank, std::int32_t rows, const float* delta, const float* bias, const float* weight, Bf16Pair* pairs);

    const PackedWeights& weights_;
    const RopeAngles& angles_;
    Team& team_;
    std::int32_t max_rows_, head_rows_;
    AlignedFloats residual_, normed_, qkv_, attended_, projected_, activated_, logits_;
    AlignedPairs normed_pairs_, activated_pairs_;  ///< of matrices of pairs: what only products read
    std::vector<AlignedFloats> scratch_;
};

}  // namespace retort::kernels
