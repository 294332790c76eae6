// SPDX-License-Identifier: Apache-2.0
// Cold-start data: each candidate gets a verdict, from a person (annotations.db) or from the recipe's rule.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "base/random.h"
#include "curate/candidate_rows.h"
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
            std::stable_sort(candidates.begin(), candidates.end(),
                             [&](const auto& a, const auto& b) { return length(a) < length(b); });
        if (params_.count > 0 && static_cast<std::int64_t>(candidates.size()) > params_.count)
            candidates.resize(params_.count);
        return candidates;
    }

private:
    std::int64_t length(const SftRow& row) const {
        return static_cast<std::int64_t>(tokenizer_->encode(row.completion).size());
    }

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

/// Waits at the gate until a person opens it; verdicts and the word to go on are in annotations.db.
std::vector<SftRow> waitForPeople(StageContext& context) {
    const std::string& stage = context.section.name;
    const std::string run = context.run.root().string();
    const auto read = [&] { return Annotations(context.run.annotations(), SqliteDb::Mode::ReadOnly, context.run.id()); };
    if (read().gateOpenedAt(stage) == 0)
        log(LogLevel::Info,
            fmt::format(
                "{0} waits for verdicts: open the workbench (retort-workbench {1}), or use retort candidates list|accept|"
                "reject {1} and then retort candidates open {1}",
                stage, run));
    for (;;) {
        Annotations annotations = read();
        if (annotations.gateOpenedAt(stage) > 0) {
            auto rows = acceptedRows(findGate(context.run, stage), annotations);
            if (!rows.empty()) {
                if (context.control.stage().state == StageState::Waiting) context.control.setWaiting(false);
                context.control.event("info", "state",
                                      fmt::format("gate {} opened with {} accepted candidates", stage, rows.size()));
                return rows;
            }
        }
        if (context.control.stage().state != StageState::Waiting) context.control.setWaiting(true);
        context.control.phase("waiting for verdicts");
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
    const auto rows = params.gate == "wait" ? waitForPeople(context) : Rule(context, params).accepted(candidates);
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
    context.control.commitStep({{context.record.id, 1, 0, unixTime(), 0}, metrics.reduce(), {}},
                               fmt::format("{} of {} candidates accepted", rows.size(), candidates.size()));
    if (params.count > 0 && static_cast<std::int64_t>(rows.size()) < params.count)
        context.control.event("warning", "health",
                              fmt::format("only {} of the {} candidates wanted were accepted", rows.size(), params.count));
    return {{}, file, sha256File(file), context.run.root()};
}

}  // namespace retort
