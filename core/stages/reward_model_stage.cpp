// SPDX-License-Identifier: Apache-2.0
// Trains a reward model on preference pairs, or on labelled steps.

#include <fmt/format.h>

#include "base/log.h"
#include "data/dataset.h"
#include "metrics/metrics_recorder.h"
#include "stages/process_reward_fn.h"
#include "stages/reward_model_fn.h"
#include "stages/stage_checkpoints.h"
#include "text/steps.h"

namespace retort {
namespace {

SpooledRows<EncodedPair> encodePairs(const StageContext& context, const RewardModelParams& params,
                                     const Tokenizer& tokenizer) {
    SpooledRows<EncodedPair> pairs;
    for (const std::string& name : params.data) {
        const DataSection& section = *context.recipe.findData(name);
        forEachPair(section, context.dataFiles(section), [&](const PreferencePair& pair, const std::string&) {
            const auto encode = [&](const std::string& completion) {
                return tokenizer.encode(rewardModelText(context.form, params.sees, pair.prompt, completion), true);
            };
            pairs.add({encode(pair.chosen), encode(pair.rejected)});
        });
    }
    return pairs;
}

SpooledRows<EncodedSteps> encodeLabelled(const StageContext& context, const RewardModelParams& params,
                                         const Tokenizer& tokenizer) {
    SpooledRows<EncodedSteps> rows;
    const auto add = [&](const LabelledSteps& row, const std::string&) {
        EncodedSteps steps =
            encodeSteps(tokenizer, context.form, row.prompt, joinableSteps(row.steps, params.step_separator));
        steps.labels = row.labels;
        rows.add(steps);
    };
    for (const std::string& name : params.data) {
        if (const DataSection* section = context.recipe.findData(name))
            forEachSteps(*section, context.dataFiles(*section), add);
        else forEachSteps(context.artifacts.at(name).rows, add);
    }
    return rows;
}

/// The loop of both trainers.
template <class Trainer>
Artifact train(StageContext& context, StageCheckpoints& checkpoints, RewardModel& model, Trainer trainer,
               const TrainerState* resumed) {
    if (resumed != nullptr) trainer.restore(*resumed);
    context.record.steps_total = trainer.totalSteps();
    context.control.enterStage(context.record);
    context.control.phase("train");
    while (!trainer.done()) {
        const RewardStepOutput output = trainer.step();
        const Step step = trainer.optimizerSteps();
        MetricsRecorder metrics;
        metrics.add("loss", output.loss);
        metrics.add("reward_model/batch_accuracy", output.accuracy);
        metrics.add("reward_model/margin", output.margin);
        metrics.add("grad_norm", output.grad_norm);
        metrics.add("learning_rate", output.learning_rate);
        metrics.add("step_time", output.seconds);
        if (trainer.done()) metrics.add("reward_model/accuracy", trainer.holdoutAccuracy());
        context.control.commitStep({{context.record.id, step, step, unixTime(), output.seconds}, metrics.reduce(), {}},
                                   fmt::format("loss {:.4f} · ranked right {:.3f}", output.loss, output.accuracy));
        const auto next = context.control.betweenSteps();
        if (trainer.done()) break;
        if (next != RunControl::Next::Continue || step % context.recipe.checkpoint_every == 0)
            checkpoints.save(step, model, trainer.state(), "{}");
        if (next == RunControl::Next::Stop) throwStopped(context);
    }
    return checkpoints.finish(trainer.totalSteps(), model);
}

}  // namespace

Artifact runRewardModel(StageContext& context) {
    const auto& params = std::get<RewardModelParams>(context.section.params);
    const auto base = context.model(params.model).model;
    StageCheckpoints checkpoints(context);
    const auto resumed = checkpoints.resume();
    checkpoints.setTokenizer(base);
    const Tokenizer tokenizer = loadTokenizer(base, ModelConfig::load(base));
    RewardModel model = resumed ? RewardModel::load(resumed->folder) : RewardModel(Transformer::load(base), context.seed);
    const TrainerState* state = resumed ? &*resumed->content.trainer : nullptr;
    const std::string& name = context.section.name;
    if (params.loss == "process")
        return train(context, checkpoints, model,
                     ProcessTrainer(model, params, encodeLabelled(context, params, tokenizer), context.seed, name), state);
    return train(context, checkpoints, model,
                 RewardModelTrainer(model, params, encodePairs(context, params, tokenizer), context.seed, name), state);
}

}  // namespace retort
