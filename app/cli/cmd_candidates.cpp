// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "commands.h"
#include "recipe/recipe.h"
#include "run/run_directory.h"
#include "store/annotations.h"
#include "store/run_reader.h"

namespace retort::cli {
namespace {

using Json = nlohmann::ordered_json;

/// Where the candidates of a curate stage are: the sample stage's row in the run that made it.
struct Candidates {
    RunDirectory source;
    StageRecord stage;
    std::string source_run;  ///< as annotations.db has it: empty for the run itself
};

Candidates findCandidates(const RunDirectory& run, const std::string& curate) {
    RunReader store(run.store());
    const auto stages = store.stages();
    const StageRecord* gate = nullptr;
    for (const StageRecord& stage : stages) {
        if (stage.kind != "curate" || (!curate.empty() && stage.name != curate)) continue;
        if (gate != nullptr) throw Error(ErrorCode::Usage, "the run has several curate stages", run.id(), "Choose one with --stage");
        gate = &stage;
    }
    if (gate == nullptr) throw Error(ErrorCode::Usage, "the run has no such curate stage", run.id());
    for (const StageRecord& stage : stages) {
        if (stage.kind != "sample" || std::find(gate->inputs.begin(), gate->inputs.end(), stage.name) == gate->inputs.end()) continue;
        if (stage.source_run.empty()) return {run, stage, ""};
        const RunDirectory source(run.root().parent_path() / stage.source_run);
        if (auto row = RunReader(source.store()).stage(stage.name)) return {source, *row, stage.source_run};
    }
    throw Error(ErrorCode::Usage, "no candidates have been sampled yet", run.id());
}

const char* verdictName(Annotations& annotations, const Candidates& candidates, RolloutId id) {
    const auto verdict = annotations.verdict(id, candidates.source_run);
    return verdict ? name(verdict->verdict) : "none";
}

int list(const Candidates& candidates, Annotations& annotations, std::int64_t limit) {
    RunReader store(candidates.source.store());
    RolloutFilter filter;
    filter.stage = candidates.stage.id;
    filter.correctness = Correctness::Right;
    for (const RolloutSummary& row : store.rollouts(filter, RolloutOrder::OldestFirst, {}, limit).rows) {
        const Json json{{"id", row.id.value}, {"verdict", verdictName(annotations, candidates, row.id)}, {"prompt", row.prompt_text},
                        {"completion", store.rollout(row.id)->rollout.text}, {"tokens", row.tokens},
                        {"language_share", row.language_share ? Json(*row.language_share) : Json(nullptr)}};
        fmt::print("{}\n", json.dump(-1, ' ', false, Json::error_handler_t::replace));
    }
    return 0;
}

int exportRows(const Candidates& candidates, Annotations& annotations, const std::string& output) {
    RunReader store(candidates.source.store());
    std::string text;
    for (const CandidateVerdict& verdict : annotations.verdicts()) {
        const auto candidate = store.rollout(verdict.rollout);
        if (verdict.verdict == Verdict::Rejected || !candidate) continue;
        const Json json{{"id", fmt::format("{}", verdict.rollout.value)}, {"prompt", candidate->prompt.prompt.text},
                        {"completion", verdict.verdict == Verdict::Edited ? verdict.edited_text : candidate->rollout.text},
                        {"language", candidate->prompt.prompt.language}};
        text += json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    }
    if (output.empty()) fmt::print("{}", text);
    else writeFileDurably(output, text);
    return 0;
}

}  // namespace

int candidatesCommand(const CandidatesArguments& arguments) {
    const RunDirectory run = RunDirectory::open(arguments.run);
    const Candidates candidates = findCandidates(run, arguments.stage);
    Annotations annotations(run.annotations());
    if (arguments.action == "list") return list(candidates, annotations, arguments.limit);
    if (arguments.action == "export") return exportRows(candidates, annotations, arguments.output);
    if (arguments.ids.empty()) throw Error(ErrorCode::Usage, "which candidates is missing", "candidates " + arguments.action, "retort candidates list RUN shows their ids");
    RunReader store(candidates.source.store());
    for (const std::int64_t id : arguments.ids) {
        const auto row = store.rollout(RolloutId{id});
        if (!row || row->summary.stage != candidates.stage.id)
            throw Error(ErrorCode::Usage, fmt::format("{} is not a candidate of this run", id), "candidates " + arguments.action);
    }
    for (const std::int64_t id : arguments.ids)
        annotations.setVerdict({.source_run = candidates.source_run, .rollout = RolloutId{id},
                                .verdict = arguments.action == "accept" ? Verdict::Accepted : Verdict::Rejected,
                                .edited_text = {}, .note = arguments.reason, .time = 0});
    fmt::print("{{\"{}ed\": {}}}\n", arguments.action, arguments.ids.size());
    return 0;
}

}  // namespace retort::cli
