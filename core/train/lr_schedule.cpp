// SPDX-License-Identifier: Apache-2.0
#include "train/lr_schedule.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/error.h"

namespace retort {

double finalLearningRate(const OptimizerSection& optimizer) {
    return optimizer.final_learning_rate < 0 ? optimizer.learning_rate / 10 : optimizer.final_learning_rate;
}

double learningRate(const OptimizerSection& optimizer, std::int64_t step, std::int64_t total_steps) {
    const double peak = optimizer.learning_rate;
    if (step < optimizer.warmup_steps)
        return peak * static_cast<double>(step + 1) / static_cast<double>(optimizer.warmup_steps);
    if (optimizer.schedule == "constant") return peak;
    const std::int64_t span = std::max<std::int64_t>(1, total_steps - 1 - optimizer.warmup_steps);
    const double progress = std::min(1.0, static_cast<double>(step - optimizer.warmup_steps) / static_cast<double>(span));
    const double end = finalLearningRate(optimizer);
    if (optimizer.schedule == "linear") return peak + (end - peak) * progress;
    if (optimizer.schedule == "cosine") return end + (peak - end) * 0.5 * (1 + std::cos(std::numbers::pi * progress));
    throw Error(ErrorCode::Usage, fmt::format("unknown schedule \"{}\"", optimizer.schedule), "optimizer.schedule",
                "Use \"constant\", \"cosine\" or \"linear\"");
}

}  // namespace retort
