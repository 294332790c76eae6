// SPDX-License-Identifier: Apache-2.0
// pass@1 and cons@k of one checkpoint on one suite.

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>

#include "base/file.h"
#include "base/log.h"
#include "base/random.h"
#include "data/encode.h"
#include "eval/report.h"
#include "generate/batch_generator.h"
#include "model/transformer.h"
#include "stages/eval_spool.h"
#include "stages/rollouts.h"

namespace retort {
namespace {

/// What the samples so far say, for the progress line.
double passSoFar(const std::vector<EvalSampleRecord>& samples) { return passAt1(byProblem(samples)); }

/// Small enough that a stop and the progress line come soon, large enough to fill the generator.
constexpr std::int64_t kPromptsPerStep = 50;

/// pass@k, lengths and what the classes of each label column, and languages where there are several, reach, as metrics of
/// the evaluation.
void addReport(const EvalReport& report, const std::vector<EvalSampleRecord>& samples, const std::vector<Prompt>& prompts,
               std::vector<MetricPoint>& metrics) {
    for (const auto& [k, value] : report.pass_at_k)
        if (k > 1) metrics.push_back({fmt::format("pass@{}", k), value});
    metrics.push_back({"completions/median_length", report.median_length});
    std::map<std::string, std::map<std::string, std::string>> label_of;
    for (const Prompt& prompt : prompts)
        for (const auto& [column, value] : prompt.labels) label_of[column][prompt.key] = value;
    const auto other = [&](const Prompt& prompt) { return prompt.language != prompts.front().language; };
    if (!label_of.contains("language") && std::ranges::any_of(prompts, other))
        for (const Prompt& prompt : prompts) label_of["language"][prompt.key] = prompt.language;
    for (const auto& [column, labels] : label_of)
        std::ranges::move(classMetrics(column, breakdown(samples, labels)), std::back_inserter(metrics));
}

void appendSamples(const std::vector<RolloutGroup>& groups, std::vector<EvalSampleRecord>& records,
                   std::int64_t first_problem) {
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const Prompt& prompt = groups[i].prompt.prompt;
        for (std::size_t j = 0; j < groups[i].rollouts.size(); ++j)
            records.push_back({first_problem + static_cast<std::int64_t>(i), static_cast<std::int64_t>(j), prompt.key,
                               prompt.text, prompt.reference, prompt.language, groups[i].rollouts[j], prompt.labels});
    }
}

/// What a stopped evaluation sampled, graded again; whole blocks only, and only while they are of these prompts.
std::vector<RolloutGroup> restoreGroups(const EvalSpool& spool, const StageContext& context, const Tokenizer& tokenizer,
                                        const std::vector<Prompt>& prompts, std::int64_t samples, Grader& grader) {
    std::vector<RolloutGroup> all;
    std::size_t kept = 0;
    for (std::vector<RolloutGroup>& block : spool.read()) {
        const std::size_t first = all.size();
        const std::size_t wanted = std::min<std::size_t>(kPromptsPerStep, prompts.size() - first);
        bool fits = block.size() == wanted;
        for (std::size_t i = 0; fits && i < wanted; ++i)
            fits = block[i].prompt.prompt.key == prompts[first + i].key &&
                   static_cast<std::int64_t>(block[i].rollouts.size()) == samples;
        if (!fits) break;
        for (std::size_t i = 0; i < wanted; ++i) block[i].prompt = encodePrompt(tokenizer, context.form, prompts[first + i]);
        grader.grade(block);
        std::ranges::move(block, std::back_inserter(all));
        ++kept;
    }
    spool.truncate(kept);
    return all;
}

}  // namespace

Artifact runEvaluate(StageContext& context) {
    const auto& params = std::get<EvaluateParams>(context.section.params);
    const Artifact& artifact = context.model(params.model);
    const Transformer policy = Transformer::load(artifact.model);
    const Tokenizer tokenizer = loadTokenizer(artifact.model, policy.config());
    const auto grader = makeGrader(context, params.rubric);
    BatchGenerator generator(policy);
    const std::int64_t room = policy.config().max_position_embeddings;
    RolloutMaker maker(context, generator, tokenizer, stopIds(context, tokenizer, policy.config()), *grader, room);
    const std::vector<Prompt> prompts = readPromptSets(context, {params.data}).front().all();
    const auto count = static_cast<std::int64_t>(prompts.size());

    const EvalSpool spool(context.run.output(context.section.name) / "samples.partial");
    std::vector<RolloutGroup> all = restoreGroups(spool, context, tokenizer, prompts, params.samples, *grader);
    std::int64_t first = static_cast<std::int64_t>(all.size());
    context.record.steps_done = first / kPromptsPerStep;
    context.writer.rewindStage(context.record.id, context.record.steps_done);
    context.record.steps_total = (count + kPromptsPerStep - 1) / kPromptsPerStep;
    context.control.enterStage(context.record);
    std::vector<EvalSampleRecord> samples;
    appendSamples(all, samples, 0);
    for (; first < count; first += kPromptsPerStep) {
        MetricsRecorder metrics;
        const auto last = std::min(count, first + kPromptsPerStep);
        auto groups = maker.make({prompts.begin() + first, prompts.begin() + last}, params.samples, params.sampling,
                                 deriveSeed(context.seed, fmt::format("problem {}", first)), 0, metrics);
        spool.append(groups);
        appendSamples(groups, samples, first);
        std::ranges::move(groups, std::back_inserter(all));
        const Step step = first / kPromptsPerStep + 1;
        context.control.commitStep({{context.record.id, step, 0, unixTime(), 0}, metrics.reduce(), {}},
                                   fmt::format("pass@1 {:.3f} so far", passSoFar(samples)));
        if (context.control.betweenSteps() == RunControl::Next::Stop) throwStopped(context);
    }
    // One long problem among thousands is no reason to have none of the others.
    if (const auto unasked = std::ranges::count_if(
            all, [](const RolloutGroup& group) { return group.rollouts.front().completion.ids.empty(); })) {
        const std::string note =
            fmt::format("{}: {} of {} problems leave no room in the model's context of {} tokens and count as wrong",
                        params.data, unasked, count, room);
        context.control.event("warning", "evaluate", note);
        log(LogLevel::Warning, note);
    }
    const EvalReport report = reportOf(samples);
    EvaluationRecord record{.id = {},
                            .stage = context.record.id,
                            .model = params.model,
                            .suite = params.data,
                            .problems = count,
                            .k = params.samples,
                            .pass_at_1 = report.pass_at_1,
                            .interval_low = report.interval.low,
                            .interval_high = report.interval.high,
                            .cons_at_k = report.cons_at_k.value_or(std::numeric_limits<double>::quiet_NaN()),
                            .mean_length = report.mean_length,
                            .metrics = rolloutMetrics(all)};
    addReport(report, samples, prompts, record.metrics);
    context.writer.addEvaluation(record, samples);
    spool.remove();
    log(LogLevel::Info, fmt::format("{} on {}: pass@1 {:.3f} [{:.3f}, {:.3f}]{}, length {:.0f}", params.model, params.data,
                                    record.pass_at_1, record.interval_low, record.interval_high,
                                    report.cons_at_k ? fmt::format(", cons@{} {:.3f}", record.k, *report.cons_at_k) : "",
                                    record.mean_length));
    return {{}, {}, sha256(fmt::format("{} {} {}", artifact.sha256, params.data, record.pass_at_1)), context.run.root()};
}

}  // namespace retort
