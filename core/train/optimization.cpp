// SPDX-License-Identifier: Apache-2.0
#include "train/optimization.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>

#include "base/error.h"
#include "train/lr_schedule.h"

namespace retort {
namespace {

AdamWOptions optionsOf(const OptimizerSection& settings) {
    return {settings.beta1, settings.beta2, settings.epsilon, settings.weight_decay};
}

void check(const OptimizerSection& settings, const std::string& stage) {
    const auto refuse = [&](const char* field, double value, const char* bound) {
        throw Error(ErrorCode::Usage, fmt::format("{} = {} cannot be trained with", field, value),
                    fmt::format("stages.{}.optimizer.{}", stage, field), fmt::format("Give a value {}", bound));
    };
    if (!(settings.learning_rate >= 0) || !std::isfinite(settings.learning_rate))
        refuse("learning_rate", settings.learning_rate, "of 0 or more");
    if (!(settings.beta1 >= 0 && settings.beta1 < 1)) refuse("beta1", settings.beta1, "in [0, 1)");
    if (!(settings.beta2 >= 0 && settings.beta2 < 1)) refuse("beta2", settings.beta2, "in [0, 1)");
    if (!(settings.epsilon > 0)) refuse("epsilon", settings.epsilon, "above 0");
    if (!(settings.weight_decay >= 0)) refuse("weight_decay", settings.weight_decay, "of 0 or more");
    if (!(settings.max_grad_norm >= 0)) refuse("max_grad_norm", settings.max_grad_norm, "of 0 or more");
    learningRate(settings, settings.warmup_steps, 1);
}

}  // namespace

Optimization::Optimization(const NamedTensors& parameters, const OptimizerSection& settings, std::int64_t total_steps,
                           std::string stage)
    : adamw_(parameters, optionsOf(settings)), settings_(settings), total_steps_(total_steps), stage_(std::move(stage)) {
    check(settings_, stage_);
}

Optimization::Result Optimization::apply(double loss) {
    const auto fail = [&](const char* what, double value) {
        throw Error(ErrorCode::RunFailed, fmt::format("{} is {} at optimizer step {}", what, value, steps() + 1),
                    fmt::format("stage {}", stage_),
                    "Resume from the last checkpoint with a lower learning_rate or max_grad_norm");
    };
    if (!std::isfinite(loss)) fail("the loss", loss);
    OptimizerSection settings = settings_;
    if (changed_rate_) settings.learning_rate = *changed_rate_;
    Result result;
    result.learning_rate = learningRate(settings, steps(), total_steps_);
    result.grad_norm = adamw_.step(result.learning_rate, settings.max_grad_norm);
    if (!std::isfinite(result.grad_norm)) fail("the gradient", result.grad_norm);
    return result;
}

void Optimization::addTo(TrainerState& state) const {
    for (auto& entry : adamw_.state()) state.tensors.push_back(std::move(entry));
    state.counters["optimizer_step"] = static_cast<std::uint64_t>(adamw_.steps());
    if (changed_rate_) state.counters["changed_learning_rate_bits"] = std::bit_cast<std::uint64_t>(*changed_rate_);
}

void Optimization::restore(const TrainerState& state) {
    adamw_.restore(state.tensors, static_cast<std::int64_t>(state.counter("optimizer_step")));
    const auto changed = state.counters.find("changed_learning_rate_bits");
    changed_rate_.reset();
    if (changed != state.counters.end()) changed_rate_ = std::bit_cast<double>(changed->second);
}

void checkState(const TrainerState& state, const std::string& kind, std::uint64_t seed) {
    if (state.kind != kind)
        throw Error(ErrorCode::BadInput,
                    fmt::format("this is the state of a \"{}\" trainer, not of \"{}\"", state.kind, kind), "trainer state",
                    "Resume from a checkpoint of this stage");
    if (state.counter("seed") != seed)
        throw Error(ErrorCode::BadInput,
                    fmt::format("the state was made with seed {}, this run has {}", state.counter("seed"), seed),
                    "trainer state", "Resume with the recipe that wrote this checkpoint");
}

}  // namespace retort
