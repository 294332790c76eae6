// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "data/spooled_rows.h"
#include "rollout/rollout.h"

namespace retort {

/// A row of one of several sources.
struct RowRef {
    std::size_t source = 0, row = 0;
    bool operator==(const RowRef&) const = default;
};

/// Where an EpochSampler stands: all a checkpoint stores.
struct SamplerState {
    std::vector<std::int64_t> sizes;  ///< rows of each source; restore() refuses other data
    std::vector<std::int64_t> drawn;  ///< rows taken so far from each source (one entry in all where there is no mix)
};

/// Seeded shuffled epochs over rows, without end. Without a mix all sources are one pool; every row comes exactly once per
/// epoch. With a mix each source has epochs of its own and gets its share of the draws to within one row at any time.
/// Deterministic in (sizes, mix, seed): how draws are grouped into calls does not matter. Not thread-safe.
class EpochSampler {
public:
    /// mix: empty, or one share per source (> 0 somewhere; scaled to sum 1). Throws Error(BadInput) where there is nothing
    /// to draw: no rows, or an empty source with a share.
    EpochSampler(std::vector<std::int64_t> sizes, std::vector<double> mix, std::uint64_t seed);

    RowRef next();
    std::vector<RowRef> next(std::int64_t count);
    /// Without a mix the number of rows; with one the most rows that honour the shares and repeat none (at least 1).
    std::int64_t rowsPerEpoch() const;
    /// Complete passes over the pool; with a mix over the source that has been passed over most often.
    std::int64_t epoch() const;

    SamplerState state() const { return {sizes_, drawn_}; }
    /// Throws Error(BadInput) when the state belongs to data of other sizes.
    void restore(const SamplerState& state);

private:
    struct Pool {
        std::int64_t size = 0;
        std::int64_t epoch = -1;  ///< of `order`; -1: none yet
        std::vector<std::int64_t> order;
    };
    std::size_t choosePool() const;
    std::int64_t draw(std::size_t pool);

    std::vector<std::int64_t> sizes_, drawn_;
    std::vector<double> mix_;
    std::uint64_t seed_;
    std::vector<Pool> pools_;
};

/// The prompts of a data set by row.
using PromptSet = SpooledRows<Prompt>;

/// The prompts of a grpo stage, drawn by an EpochSampler.
class PromptSource {
public:
    PromptSource(std::vector<PromptSet> datasets, std::vector<double> mix, std::uint64_t seed);

    std::vector<Prompt> next(std::int64_t count);
    std::int64_t epoch() const { return sampler_.epoch(); }
    SamplerState state() const { return sampler_.state(); }
    void restore(const SamplerState& state) { sampler_.restore(state); }

private:
    std::vector<PromptSet> datasets_;
    EpochSampler sampler_;
};

}  // namespace retort
