// SPDX-License-Identifier: Apache-2.0
// Reinforcement by group-relative advantages: hops 2 to 9 of the data walk, in order, in runGrpo's loop.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/log.h"
#include "base/random.h"
#include "data/prompt_source.h"
#include "generate/batch_generator.h"
#include "rollout/advantage.h"
#include "stages/rollouts.h"
#include "stages/stage_checkpoints.h"
#include "train/policy_trainer.h"

namespace retort {
namespace {

using Json = nlohmann::json;

/// What a checkpoint keeps of the loop besides the trainer: the place in the prompts and the tokens trained on.
struct LoopState {
    SamplerState prompts;
    std::int64_t num_tokens = 0;
};

std::string toJson(const LoopState& state) {
    return Json{{"sizes", state.prompts.sizes}, {"drawn", state.prompts.drawn}, {"num_tokens", state.num_tokens}}.dump();
}

LoopState loopStateFrom(const std::string& text) {
    const Json json = Json::parse(text);
    return {{json.at("sizes").get<std::vector<std::int64_t>>(), json.at("drawn").get<std::vector<std::int64_t>>()},
            json.at("num_tokens").get<std::int64_t>()};
}

void addTrainingMetrics(const std::vector<OptimStepOutput>& steps, double seconds, MetricsRecorder& metrics) {
    if (steps.empty()) return;
    const OptimStepOutput step = summarize(steps);
    metrics.add("loss", step.loss);
    metrics.add("policy_loss", step.policy_loss);
    metrics.add("kl", step.kl);
    metrics.add("clip_ratio/low_mean", step.clip_ratio_low_mean);
    metrics.add("clip_ratio/high_mean", step.clip_ratio_high_mean);
    metrics.add("grad_norm", step.grad_norm);
    metrics.add("learning_rate", steps.back().learning_rate);
    metrics.add("sampling/sampling_logp_difference/mean", step.sampling_logp_difference_mean);
    metrics.add("sampling/sampling_logp_difference/max", step.sampling_logp_difference_max);
    metrics.add("perf/train_seconds", seconds);
    metrics.add("perf/train_tokens_per_second", static_cast<double>(step.tokens) / seconds);
}

double valueOf(const std::vector<MetricPoint>& points, std::string_view key) {
    for (const MetricPoint& point : points)
        if (point.key == key) return point.value;
    return 0;
}

std::string progressDetail(const std::vector<MetricPoint>& points) {
    return fmt::format("reward {:.3f} · pass {:.3f} · length {:.0f} · language {:.2f} · kl {:.4f}",
                       valueOf(points, "reward"), valueOf(points, "pass_rate"), valueOf(points, "completions/mean_length"),
                       valueOf(points, "lang/consistency_mean"), valueOf(points, "kl"));
}

/// Fields of a running stage that a person may change; the next step uses them.
RunControl::SetField liveFields(PolicyTrainer& trainer) {
    return [&trainer](const std::string& field, double value) {
        if (value < 0) throw Error(ErrorCode::Usage, field + " must not be below 0");
        if (field == "optimizer.learning_rate") trainer.setLearningRate(value);
        else if (field == "kl_beta") trainer.setKlBeta(value);
        else if (field == "clip_low") trainer.setClipLow(value);
        else if (field == "clip_high") trainer.setClipHigh(value);
        else if (field == "sampling.temperature") trainer.setTemperature(value);
        else return false;
        return true;
    };
}

}  // namespace

Artifact runGrpo(StageContext& context) {
    const auto& params = std::get<GrpoParams>(context.section.params);
    StageCheckpoints checkpoints(context);
    const auto resumed = checkpoints.resume();
    const auto start_folder = context.model(params.model).model;
    checkpoints.setTokenizer(start_folder);

    Transformer policy = Transformer::load(resumed ? resumed->folder : start_folder);
    if (!resumed) addLora(policy, params.lora, context.seed);
    const Tokenizer tokenizer = loadTokenizer(start_folder, policy.config());
    PromptSource source(readPromptSets(context, params.data), params.mix, context.seed);
    const auto grader = makeGrader(context, params.rubric);
    BatchGenerator generator(policy);
    PolicyTrainer trainer(policy, params, context.seed, context.section.name);
    std::int64_t num_tokens = 0;
    if (resumed) {
        trainer.restore(*resumed->content.trainer);
        const LoopState state = loopStateFrom(resumed->content.caller_json);
        source.restore(state.prompts);
        num_tokens = state.num_tokens;
    }
    RolloutMaker maker(context, generator, tokenizer, stopIds(context, tokenizer, policy.config()), *grader);
    context.record.steps_total = params.steps;
    context.control.enterStage(context.record, liveFields(trainer));
    const auto save = [&](Step step) {
        checkpoints.save(step, policy, trainer.state(), toJson({source.state(), num_tokens}));
    };

    for (Step step = context.record.steps_done + 1; step <= params.steps; ++step) {
        const double started = steadyTime();
        MetricsRecorder metrics;
        StepCommit commit;
        SamplingSection sampling = params.sampling;
        sampling.temperature = trainer.temperature();
        commit.groups =
            maker.make(source.next(params.prompts_per_step), params.group_size, sampling,
                       deriveSeed(context.seed, fmt::format("step {}", step)), trainer.optimizerSteps(), metrics);
        const AdvantageSummary advantages = assignAdvantages(commit.groups, params.normalize_std);
        context.control.phase("train");
        const double training = steadyTime();
        const auto outputs = trainer.update(trainingSamples(commit.groups));
        addTrainingMetrics(outputs, steadyTime() - training, metrics);
        metrics.add(rolloutMetrics(commit.groups));
        for (const OptimStepOutput& output : outputs) num_tokens += output.tokens;
        metrics.add("num_tokens", static_cast<double>(num_tokens));
        metrics.add("epoch", static_cast<double>(source.epoch()));
        metrics.add("perf/max_memory_mb", peakMemoryMb());
        checkpoints.addStall(metrics);
        metrics.add("step_time", steadyTime() - started);
        if (advantages.graded == 0)
            throw Error(ErrorCode::RunFailed, fmt::format("no rollout of step {} could be graded", step),
                        "stages." + context.section.name,
                        "Read the grader errors in the step's traces; the references of the data may be unreadable");

        // Before this step's commit is under way: the row of a checkpoint waits for it.
        checkpoints.settle();
        context.control.phase("store");
        commit.step = {context.record.id, step, trainer.optimizerSteps(), unixTime(), steadyTime() - started};
        commit.points = metrics.reduce();
        const std::string detail = progressDetail(commit.points);
        context.control.commitStep(std::move(commit), detail);

        const auto next = context.control.betweenSteps();
        if (step == params.steps) break;
        if (next != RunControl::Next::Continue || step % context.recipe.checkpoint_every == 0) save(step);
        if (next == RunControl::Next::Stop) throwStopped(context);
    }
    return checkpoints.finish(params.steps, policy);
}

}  // namespace retort
