// SPDX-License-Identifier: Apache-2.0
#include "data/prompt_source.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "base/error.h"
#include "base/random.h"

namespace retort {
namespace {

/// Shares scaled to sum 1.
std::vector<double> scaled(std::vector<double> mix, const std::vector<std::int64_t>& sizes) {
    if (mix.empty()) return mix;
    const double sum = std::accumulate(mix.begin(), mix.end(), 0.0);
    if (mix.size() != sizes.size() || !(sum > 0))
        throw Error(ErrorCode::BadInput,
                    fmt::format("mix has {} shares with sum {} for {} data sets", mix.size(), sum, sizes.size()));
    for (std::size_t i = 0; i < mix.size(); ++i) {
        if (mix[i] > 0 && sizes[i] == 0)
            throw Error(ErrorCode::BadInput, fmt::format("data set {} of the mix has no rows", i + 1), {},
                        "Set its share to 0");
        mix[i] /= sum;
    }
    return mix;
}

}  // namespace

EpochSampler::EpochSampler(std::vector<std::int64_t> sizes, std::vector<double> mix, std::uint64_t seed)
    : sizes_(std::move(sizes)), mix_(scaled(std::move(mix), sizes_)), seed_(seed) {
    const std::int64_t total = std::accumulate(sizes_.begin(), sizes_.end(), std::int64_t{0});
    if (total <= 0) throw Error(ErrorCode::BadInput, "there are no rows to draw from");
    if (mix_.empty()) {
        pools_.push_back({.size = total, .epoch = -1, .order = {}});
    } else {
        for (const std::int64_t size : sizes_) pools_.push_back({.size = size, .epoch = -1, .order = {}});
    }
    drawn_.assign(pools_.size(), 0);
}

/// The source that is furthest behind its share; ties go to the first.
std::size_t EpochSampler::choosePool() const {
    if (mix_.empty()) return 0;
    const auto total = static_cast<double>(std::accumulate(drawn_.begin(), drawn_.end(), std::int64_t{0}));
    std::size_t best = 0;
    double most = -1;
    for (std::size_t i = 0; i < mix_.size(); ++i) {
        const double behind = mix_[i] * (total + 1) - static_cast<double>(drawn_[i]);
        // A hair of rounding must not decide between equals.
        if (mix_[i] > 0 && behind > most + 1e-9) {
            most = behind;
            best = i;
        }
    }
    return best;
}

std::int64_t EpochSampler::draw(std::size_t index) {
    Pool& pool = pools_[index];
    const std::int64_t epoch = drawn_[index] / pool.size;
    if (pool.epoch != epoch) {
        pool.order.resize(static_cast<std::size_t>(pool.size));
        std::iota(pool.order.begin(), pool.order.end(), std::int64_t{0});
        Random random(deriveSeed(seed_, fmt::format("epochs of pool {}", index)), static_cast<std::uint64_t>(epoch));
        random.shuffle(pool.order);
        pool.epoch = epoch;
    }
    return pool.order[static_cast<std::size_t>(drawn_[index]++ % pool.size)];
}

RowRef EpochSampler::next() {
    const std::size_t pool = choosePool();
    std::int64_t row = draw(pool);
    if (!mix_.empty()) return {pool, static_cast<std::size_t>(row)};
    std::size_t source = 0;
    while (row >= sizes_[source]) row -= sizes_[source++];
    return {source, static_cast<std::size_t>(row)};
}

std::vector<RowRef> EpochSampler::next(std::int64_t count) {
    std::vector<RowRef> rows;
    rows.reserve(static_cast<std::size_t>(std::max<std::int64_t>(count, 0)));
    for (std::int64_t i = 0; i < count; ++i) rows.push_back(next());
    return rows;
}

std::int64_t EpochSampler::rowsPerEpoch() const {
    if (mix_.empty()) return pools_.front().size;
    double rows = 0;
    for (std::size_t i = 0; i < mix_.size(); ++i) {
        const double most = mix_[i] > 0 ? static_cast<double>(sizes_[i]) / mix_[i] : 0;
        if (most > 0 && (rows == 0 || most < rows)) rows = most;
    }
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(std::floor(rows + 1e-9)));
}

std::int64_t EpochSampler::epoch() const {
    std::int64_t most = 0;
    for (std::size_t i = 0; i < pools_.size(); ++i) {
        if (pools_[i].size > 0) most = std::max(most, drawn_[i] / pools_[i].size);
    }
    return most;
}

void EpochSampler::restore(const SamplerState& state) {
    const bool negative = std::any_of(state.drawn.begin(), state.drawn.end(), [](std::int64_t n) { return n < 0; });
    if (state.sizes != sizes_ || state.drawn.size() != drawn_.size() || negative)
        throw Error(ErrorCode::BadInput,
                    "the data is not what the checkpoint was made with: its number of rows or its mix differs", {},
                    "Restore the data, or start the stage anew");
    drawn_ = state.drawn;
}

namespace {

std::vector<std::int64_t> sizesOf(const std::vector<PromptSet>& datasets) {
    std::vector<std::int64_t> sizes;
    for (const PromptSet& dataset : datasets) sizes.push_back(static_cast<std::int64_t>(dataset.size()));
    return sizes;
}

}  // namespace

PromptSource::PromptSource(std::vector<PromptSet> datasets, std::vector<double> mix, std::uint64_t seed)
    : datasets_(std::move(datasets)), sampler_(sizesOf(datasets_), std::move(mix), seed) {}

std::vector<Prompt> PromptSource::next(std::int64_t count) {
    std::vector<Prompt> prompts;
    for (const RowRef& ref : sampler_.next(count)) prompts.push_back(datasets_[ref.source].at(ref.row));
    return prompts;
}

}  // namespace retort
