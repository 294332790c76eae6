// SPDX-License-Identifier: Apache-2.0
// Cold-start data: each candidate gets a verdict, from a person (annotations.db) or from the recipe's rule.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>

#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "base/random.h"
#include "data/jsonl_writer.h"
#include "metrics/metrics_recorder.h"
#include "stages/stage.h"
#include "store/annotations.h"
#include "store/run_reader.h"
#include "text/analyse.h"
#include "tokenizer/tokenizer.h"

namespace fs = std::filesystem;

namespace retort {
namespace {

/// Candidates that pass the rule, in a seeded order, at most `count`.
class Rule {
public:
    Rule(const StageContext& context, const CurateParams& params) : context_(context), params_(params) {
        const auto& sampled = std::get<SampleParams>(context.recipe.findStage(params.candidates)->params);
        if (params.min_length > 0 || params.max_length > 0 || params.prefer_short)
            tokenizer_.emplace(Tokenizer::load(context.model(sampled.model).model));
    }

    std::vector<SftRow> accepted(std::vector<SftRow> candidates) const {
        std::erase_if(candidates, [&](const SftRow& row) { return !passes(row); });
        Random(context_.seed, 0).shuffle(candidates);
        if (params_.prefer_short)
            std::stable_sort(candidates.begin(), candidates.end(), [&](const auto& a, const auto& b) { return length(a) < length(b); });
        if (params_.count > 0 && static_cast<std::int64_t>(candidates.size()) > params_.count) candidates.resize(params_.count);
        return candidates;
    }

private:
    std::int64_t length(const SftRow& row) const { return static_cast<std::int64_t>(tokenizer_->encode(row.completion).size()); }

    bool passes(const SftRow& row) const {
        const TextFacts facts = analyse(row.completion, row.language, context_.form);
        if (facts.language_share.value_or(1) < params_.min_language_share) return false;
        if (!tokenizer_) return true;
        const std::int64_t tokens = length(row);
        return tokens >= params_.min_length && (params_.max_length == 0 || tokens <= params_.max_length);
    }

    const StageContext& context_;
    const CurateParams& params_;
    std::optional<Tokenizer> tokenizer_;
};

/// What people accepted, as they left it. Candidates live in the store of the run that sampled them.
std::vector<SftRow> acceptedByPeople(const StageContext& context, const fs::path& source_run) {
    Annotations annotations(context.run.annotations(), SqliteDb::Mode::ReadOnly);
    RunReader store(RunDirectory(source_run).store());
    std::vector<SftRow> rows;
    for (const CandidateVerdict& verdict : annotations.verdicts()) {
        if (verdict.verdict == Verdict::Rejected) continue;
        const auto candidate = store.rollout(verdict.rollout);
        if (!candidate) continue;
        const Prompt& prompt = candidate->prompt.prompt;
        rows.push_back({fmt::format("{}#{}", prompt.key, verdict.rollout.value), prompt.text,
                        verdict.verdict == Verdict::Edited ? verdict.edited_text : candidate->rollout.text, prompt.language, prompt.domain});
    }
    return rows;
}

/// Waits at the gate until as many candidates are accepted as the recipe asks for.
std::vector<SftRow> waitForPeople(StageContext& context, const CurateParams& params, const fs::path& source_run) {
    const auto wanted = std::max<std::int64_t>(1, params.count);
    log(LogLevel::Info, fmt::format("{} waits for {} accepted candidates: open the workbench, or use retort candidates",
                                    context.section.name, wanted));
    context.control.announce(RunState::Waiting);
    for (;;) {
        auto rows = acceptedByPeople(context, source_run);
        context.control.phase("waiting for verdicts");
        if (static_cast<std::int64_t>(rows.size()) >= wanted) return rows;
        if (context.control.betweenSteps() == RunControl::Next::Stop) throwStopped(context);
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
    }
}

}  // namespace

Artifact runCurate(StageContext& context) {
    const auto& params = std::get<CurateParams>(context.section.params);
    const Artifact& source = context.artifacts.at(params.candidates);
    context.writer.rewindStage(context.record.id, 0);
    context.record.steps_done = 0;
    context.record.steps_total = 1;
    context.control.enterStage(context.record);

    const auto candidates = readSftRows(source.rows);
    const auto rows = params.gate == "wait" ? waitForPeople(context, params, source.run) : Rule(context, params).accepted(candidates);
    if (rows.empty())
        throw Error(ErrorCode::RunFailed, fmt::format("none of {} candidates passes the rule", candidates.size()),
                    "stages." + context.section.name, "Loosen min_language_share or the length bounds");
    const fs::path file = context.run.output(context.section.name) / "rows.jsonl";
    fs::create_directories(file.parent_path());
    JsonlWriter writer(file);
    for (const SftRow& row : rows) writer.write(row);
    writer.commit();

    MetricsRecorder metrics;
    metrics.add("curate/candidates", static_cast<double>(candidates.size()));
    metrics.add("curate/accepted", static_cast<double>(rows.size()));
    context.writer.commit({{context.record.id, 1, 0, unixTime(), 0}, metrics.reduce(), {}});
    context.control.stepCommitted(1, fmt::format("{} of {} candidates accepted", rows.size(), candidates.size()));
    if (params.count > 0 && static_cast<std::int64_t>(rows.size()) < params.count)
        context.control.event("warning", "health", fmt::format("only {} of the {} candidates wanted were accepted", rows.size(), params.count));
    return {{}, file, sha256File(file), context.run.root()};
}

}  // namespace retort
