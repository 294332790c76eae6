// SPDX-License-Identifier: Apache-2.0
#include "train/epoch_cursor.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "train/batcher.h"

namespace retort {

EpochCursor::EpochCursor(std::vector<std::int64_t> lengths, std::int64_t batch_size, std::uint64_t seed)
    : lengths_(std::move(lengths)), batch_size_(batch_size), seed_(seed), plan_(planOf(0)) {}

std::vector<std::vector<std::int64_t>> EpochCursor::planOf(std::int64_t epoch) const {
    return planEpoch(lengths_, batch_size_, seed_, epoch);
}

void EpochCursor::advance() {
    if (++batch_ < static_cast<std::int64_t>(plan_.size())) return;
    batch_ = 0;
    plan_ = planOf(++epoch_);
}

std::int64_t EpochCursor::stepsOf(double epochs) const {
    std::int64_t steps = 0;
    for (std::int64_t e = 0; epochs > 0 && !lengths_.empty(); ++e, epochs -= 1)
        steps += static_cast<std::int64_t>(std::ceil(std::min(1.0, epochs) * static_cast<double>(planOf(e).size()) - 1e-9));
    return steps;
}

void EpochCursor::addTo(TrainerState& state) const {
    state.counters["epoch"] = static_cast<std::uint64_t>(epoch_);
    state.counters["batch"] = static_cast<std::uint64_t>(batch_);
}

void EpochCursor::restore(const TrainerState& state) {
    const auto epoch = static_cast<std::int64_t>(state.counter("epoch"));
    const std::uint64_t batch = state.counter("batch");
    auto plan = planOf(epoch);
    if (batch >= plan.size())
        throw Error(ErrorCode::BadInput, "the position lies behind the end of the epoch", "trainer state",
                    "Resume with the recipe and the data that this checkpoint was trained on");
    epoch_ = epoch;
    batch_ = static_cast<std::int64_t>(batch);
    plan_ = std::move(plan);
}

}  // namespace retort
