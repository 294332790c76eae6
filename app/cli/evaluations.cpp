// SPDX-License-Identifier: Apache-2.0
#include "evaluations.h"

#include "base/error.h"
#include "store/run_reader.h"

namespace retort::cli {
namespace {

/// A skipped stage's evaluations are in the run that made them.
RunDirectory sourceOf(const RunDirectory& run, const StageRecord& stage) {
    return stage.source_run.empty() ? run : RunDirectory(run.root().parent_path() / stage.source_run);
}

}  // namespace

RunDirectory findRun(const std::filesystem::path& path) {
    if (!std::filesystem::exists(path / "recipe.toml")) return RunDirectory::open(path);
    const auto runs = listRuns(path);
    if (runs.empty()) throw Error(ErrorCode::Usage, "no runs yet", path.string(), "Start one: retort run " + path.string());
    return runs.front();
}

std::vector<Evaluation> readEvaluations(const std::string& name) {
    const std::size_t at = name.rfind('@');
    const std::string wanted = at == name.npos ? "" : name.substr(at + 1);
    const std::size_t slash = wanted.find('/');
    const std::string model = wanted.substr(0, slash), suite = slash == wanted.npos ? "" : wanted.substr(slash + 1);
    const RunDirectory run = findRun(name.substr(0, at));
    RunReader store(run.store());
    std::vector<Evaluation> found;
    std::string known;
    for (const StageRecord& stage : store.stages()) {
        if (stage.kind != "evaluate") continue;
        RunReader source(sourceOf(run, stage).store());
        const auto origin = source.stage(stage.name);
        for (const EvaluationRecord& record : source.evaluations()) {
            if (!origin || record.stage != origin->id) continue;
            known += (known.empty() ? "" : ", ") + record.model + "/" + record.suite;
            if ((model.empty() || record.model == model) && (suite.empty() || record.suite == suite))
                found.push_back({run.id(), record, source.evalSamples(record.id)});
        }
    }
    if (found.empty())
        throw Error(
            ErrorCode::Usage, known.empty() ? "the run has no finished evaluation" : "no evaluation of " + wanted, name,
            known.empty() ? "Let it finish, or evaluate a model: retort eval MODEL --suite FILE" : "It has " + known);
    return found;
}

}  // namespace retort::cli
