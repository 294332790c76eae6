// SPDX-License-Identifier: Apache-2.0
// Rejection sampling: several completions per prompt, of which the correct and readable ones become rows.

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "base/random.h"
#include "curate/sieve.h"
#include "data/jsonl_writer.h"
#include "eval/report.h"
#include "generate/batch_generator.h"
#include "model/transformer.h"
#include "stages/rollouts.h"
#include "stages/stage_checkpoints.h"
#include "text/steps.h"

namespace fs = std::filesystem;

namespace retort {
namespace {

constexpr std::int64_t kPromptsPerStep = 32;

/// Keeps rows of finished steps across a stop: outputs/STAGE/rows.jsonl grows step by step under a working name.
class Rows {
public:
    explicit Rows(const fs::path& folder) : folder_(folder) { fs::create_directories(folder / "steps"); }
    fs::path stepFile(Step step) const { return folder_ / "steps" / fmt::format("{:06}.jsonl", step); }

    /// Joins the steps' files into rows.jsonl.
    fs::path finish(Step steps) const {
        std::string all;
        for (Step step = 1; step <= steps; ++step) all += readFile(stepFile(step));
        const fs::path file = folder_ / "rows.jsonl";
        writeFileDurably(file, all);
        fs::remove_all(folder_ / "steps");
        return file;
    }

private:
    fs::path folder_;
};

/// A kept trace on its way to its labels.
struct Trace {
    const Prompt* prompt = nullptr;
    const Rollout* rollout = nullptr;
    std::string key;
};

/// Labels each step with the share of continuations behind it that come out right; the last one with whether the trace did.
std::vector<LabelledSteps> labelSteps(const std::vector<Trace>& traces, const SampleParams& params, RolloutMaker& maker,
                                      std::uint64_t seed) {
    std::vector<LabelledSteps> rows;
    std::vector<RolloutMaker::Beginning> beginnings;
    std::vector<std::pair<std::size_t, std::size_t>> owner;  // row and step of each beginning
    for (const Trace& trace : traces) {
        LabelledSteps row{trace.key, trace.prompt->text, {}, {}, trace.prompt->language, trace.prompt->domain};
        std::string text;
        for (const std::string_view step : splitSteps(trace.rollout->text, params.step_separator)) {
            if (!row.steps.empty()) {
                owner.emplace_back(rows.size(), row.steps.size() - 1);
                beginnings.push_back({*trace.prompt, text});
            }
            row.steps.emplace_back(step);
            text += step;
        }
        row.labels.assign(row.steps.size(), isRight(trace.rollout->reward) ? 1.0F : 0.0F);
        if (!row.steps.empty()) rows.push_back(std::move(row));
    }
    MetricsRecorder unused;
    const auto groups = maker.continueFrom(beginnings, params.step_rollouts, params.sampling, seed, 0, unused);
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const auto right = std::ranges::count_if(groups[i].rollouts, [](const Rollout& r) { return isRight(r.reward); });
        rows[owner[i].first].labels[owner[i].second] = static_cast<float>(right) / static_cast<float>(params.step_rollouts);
    }
    return rows;
}

}  // namespace

Artifact runSample(StageContext& context) {
    const auto& params = std::get<SampleParams>(context.section.params);
    const fs::path folder = context.model(params.model).model;
    const Transformer policy = Transformer::load(folder);
    const Tokenizer tokenizer = loadTokenizer(folder, policy.config());
    const auto grader = makeGrader(context, params.rubric);
    BatchGenerator generator(policy);
    RolloutMaker maker(context, generator, tokenizer, stopIds(context, tokenizer, policy.config()), *grader);

    std::vector<Prompt> prompts;
    for (const PromptSet& set : readPromptSets(context, params.data))
        std::ranges::move(set.all(), std::back_inserter(prompts));
    Random(context.seed, 0).shuffle(prompts);
    if (params.prompts > 0 && params.prompts < static_cast<std::int64_t>(prompts.size())) prompts.resize(params.prompts);
    const auto count = static_cast<std::int64_t>(prompts.size());
    const Step steps = (count + kPromptsPerStep - 1) / kPromptsPerStep;

    context.writer.rewindStage(context.record.id, context.record.steps_done);
    const Rows rows(context.run.output(context.section.name));
    context.record.steps_total = steps;
    context.control.enterStage(context.record);
    for (Step step = context.record.steps_done + 1; step <= steps; ++step) {
        const double started = steadyTime();
        const auto first = (step - 1) * kPromptsPerStep, last = std::min(count, step * kPromptsPerStep);
        MetricsRecorder metrics;
        StepCommit commit;
        commit.groups = maker.make({prompts.begin() + first, prompts.begin() + last}, params.samples_per_prompt,
                                   params.sampling, deriveSeed(context.seed, fmt::format("step {}", step)), 0, metrics);
        JsonlWriter file(rows.stepFile(step));
        SieveCounts counts;
        Sieve sieve(params);
        std::vector<Trace> traces;
        for (std::size_t group = 0; group < commit.groups.size(); ++group) {
            const Prompt& prompt = commit.groups[group].prompt.prompt;
            std::int64_t kept = 0;
            for (const Rollout& rollout : commit.groups[group].rollouts) {
                const SieveStep lost = sieve(sampleFacts(rollout, static_cast<std::int64_t>(group)));
                counts.add(lost);
                if (lost != SieveStep::Kept) continue;
                const std::string key = fmt::format("{}#{}", prompt.key, ++kept);
                if (params.step_rollouts > 0) traces.push_back({&prompt, &rollout, key});
                else file.write(SftRow{key, prompt.text, rollout.text, prompt.language, prompt.domain});
            }
        }
        if (!traces.empty())
            for (const LabelledSteps& row :
                 labelSteps(traces, params, maker, deriveSeed(context.seed, fmt::format("steps {}", step))))
                file.write(row);
        file.commit();
        metrics.add("funnel/sampled", static_cast<double>(counts.sampled), Reduction::Sum);
        for (std::size_t test = 0; test < sieve_tests; ++test) {
            const auto passed = static_cast<SieveStep>(test);
            metrics.add(std::string("funnel/") + name(passed), static_cast<double>(counts.passed(passed)), Reduction::Sum);
        }
        metrics.add(rolloutMetrics(commit.groups));
        metrics.add("step_time", steadyTime() - started);
        commit.step = {context.record.id, step, 0, unixTime(), steadyTime() - started};
        commit.points = metrics.reduce();
        context.control.phase("store");
        context.control.commitStep(std::move(commit),
                                   fmt::format("{} of {} kept", counts.passed(SieveStep::Kept), counts.sampled));
        if (context.control.betweenSteps() == RunControl::Next::Stop && step < steps) throwStopped(context);
    }
    const fs::path file = rows.finish(steps);
    const std::string sha256 = sha256File(file);
    if (fs::file_size(file) == 0)
        throw Error(ErrorCode::RunFailed, "no sample passed the filters", "stages." + context.section.name,
                    "Loosen keep_correct, min_language_share or require_reflection, or sample more per prompt");
    return {{}, file, sha256, context.run.root()};
}

}  // namespace retort
