// SPDX-License-Identifier: Apache-2.0
// Rejection sampling: several completions per prompt, of which the correct and readable ones become rows.

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "base/random.h"
#include "curate/sieve.h"
#include "data/jsonl_writer.h"
#include "generate/batch_generator.h"
#include "model/transformer.h"
#include "stages/rollouts.h"
#include "stages/stage_checkpoints.h"

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

}  // namespace

Artifact runSample(StageContext& context) {
    const auto& params = std::get<SampleParams>(context.section.params);
    const fs::path folder = context.model(params.model).model;
    const Transformer policy = Transformer::load(folder);
    const Tokenizer tokenizer = loadTokenizer(folder, policy.config());
    const auto grader = makeGrader(context, params.rubric);
    BatchGenerator generator(policy);
    RolloutMaker maker(context, generator, tokenizer, *grader);

    std::vector<Prompt> prompts;
    for (const PromptSet& set : readPromptSets(context, params.data)) std::ranges::move(set.all(), std::back_inserter(prompts));
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
        commit.groups = maker.make({prompts.begin() + first, prompts.begin() + last}, params.samples_per_prompt, params.sampling,
                                   deriveSeed(context.seed, fmt::format("step {}", step)), 0, metrics);
        JsonlWriter file(rows.stepFile(step));
        SieveCounts counts;
        Sieve sieve(params);
        for (std::size_t group = 0; group < commit.groups.size(); ++group) {
            const Prompt& prompt = commit.groups[group].prompt.prompt;
            std::int64_t kept = 0;
            for (const Rollout& rollout : commit.groups[group].rollouts) {
                const SieveStep lost = sieve(sampleFacts(rollout, static_cast<std::int64_t>(group)));
                counts.add(lost);
                if (lost == SieveStep::Kept)
                    file.write(SftRow{fmt::format("{}#{}", prompt.key, ++kept), prompt.text, rollout.text, prompt.language, prompt.domain});
            }
        }
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
        context.writer.commit(commit);
        context.control.stepCommitted(step, fmt::format("{} of {} kept", counts.passed(SieveStep::Kept), counts.sampled));
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
