// SPDX-License-Identifier: Apache-2.0
// pass@1 and cons@k of one checkpoint on one suite.

#include <fmt/format.h>

#include <algorithm>

#include "base/file.h"
#include "base/log.h"
#include "base/random.h"
#include "eval/statistics.h"
#include "generate/batch_generator.h"
#include "model/transformer.h"
#include "stages/rollouts.h"

namespace retort {
namespace {

/// Small enough that a stop and the progress line come soon, large enough to fill the generator.
constexpr std::int64_t kPromptsPerStep = 50;

double fullMarks(const RewardBreakdown& reward) {
    double sum = 0;
    for (const RewardTerm& term : reward.terms) sum += std::max(0.0, term.weight);
    return sum;
}

ProblemSamples samplesOf(const RolloutGroup& group) {
    ProblemSamples samples;
    for (const Rollout& rollout : group.rollouts) {
        const RewardTerm* accuracy = rollout.reward.accuracy();
        // A suite without references is judged by its rubric alone: at least half of what can be had passes.
        samples.right.push_back(accuracy != nullptr ? accuracy->outcome == Outcome::Pass
                                                    : !rollout.reward.hasError() && rollout.reward.total >= 0.5 * fullMarks(rollout.reward));
        samples.answers.push_back(accuracy != nullptr ? accuracy->extracted : "");
    }
    return samples;
}

void appendSamples(const std::vector<RolloutGroup>& groups, std::vector<EvalSampleRecord>& records, std::int64_t first_problem) {
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const Prompt& prompt = groups[i].prompt.prompt;
        for (std::size_t j = 0; j < groups[i].rollouts.size(); ++j)
            records.push_back({first_problem + static_cast<std::int64_t>(i), static_cast<std::int64_t>(j), prompt.key, prompt.text,
                               prompt.reference, prompt.language, groups[i].rollouts[j]});
    }
}

double meanLength(const std::vector<EvalSampleRecord>& samples) {
    double tokens = 0;
    for (const EvalSampleRecord& sample : samples) tokens += static_cast<double>(sample.rollout.completion.ids.size());
    return samples.empty() ? 0 : tokens / static_cast<double>(samples.size());
}

}  // namespace

Artifact runEvaluate(StageContext& context) {
    const auto& params = std::get<EvaluateParams>(context.section.params);
    const Artifact& artifact = context.model(params.model);
    const Transformer policy = Transformer::load(artifact.model);
    const Tokenizer tokenizer = loadTokenizer(artifact.model, policy.config());
    const auto grader = makeGrader(context, params.rubric);
    BatchGenerator generator(policy);
    RolloutMaker maker(context, generator, tokenizer, *grader);
    const std::vector<Prompt> prompts = std::move(readPromptSets(context, {params.data}).front());
    const auto count = static_cast<std::int64_t>(prompts.size());

    // An evaluation is short and one row: it starts anew after a stop.
    context.writer.rewindStage(context.record.id, 0);
    context.record.steps_done = 0;
    context.record.steps_total = (count + kPromptsPerStep - 1) / kPromptsPerStep;
    context.control.enterStage(context.record);
    std::vector<RolloutGroup> all;
    std::vector<EvalSampleRecord> samples;
    std::vector<ProblemSamples> problems;
    for (std::int64_t first = 0; first < count; first += kPromptsPerStep) {
        MetricsRecorder metrics;
        const auto last = std::min(count, first + kPromptsPerStep);
        auto groups = maker.make({prompts.begin() + first, prompts.begin() + last}, params.samples, params.sampling,
                                 deriveSeed(context.seed, fmt::format("problem {}", first)), 0, metrics);
        appendSamples(groups, samples, first);
        for (RolloutGroup& group : groups) {
            problems.push_back(samplesOf(group));
            all.push_back(std::move(group));
        }
        const Step step = first / kPromptsPerStep + 1;
        context.writer.commit({{context.record.id, step, 0, unixTime(), 0}, metrics.reduce(), {}});
        context.control.stepCommitted(step, fmt::format("pass@1 {:.3f} so far", passAt1(problems)));
        if (context.control.betweenSteps() == RunControl::Next::Stop) throwStopped(context);
    }
    const Interval interval = bootstrapPassAt1(problems);
    EvaluationRecord record{.id = {}, .stage = context.record.id, .model = params.model, .suite = params.data, .problems = count,
                            .k = params.samples, .pass_at_1 = passAt1(problems), .interval_low = interval.low,
                            .interval_high = interval.high, .cons_at_k = consensus(problems), .mean_length = meanLength(samples),
                            .metrics = rolloutMetrics(all)};
    context.writer.addEvaluation(record, samples);
    log(LogLevel::Info, fmt::format("{} on {}: pass@1 {:.3f} [{:.3f}, {:.3f}], cons@{} {:.3f}, length {:.0f}", params.model, params.data,
                                    record.pass_at_1, record.interval_low, record.interval_high, record.k, record.cons_at_k,
                                    record.mean_length));
    return {{}, {}, sha256(fmt::format("{} {} {}", artifact.sha256, params.data, record.pass_at_1)), context.run.root()};
}

}  // namespace retort
