// SPDX-License-Identifier: Apache-2.0
#include "curate/gate.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/error.h"
#include "data/encode.h"
#include "store/run_reader.h"
#include "template/chat_template.h"

namespace fs = std::filesystem;

namespace retort {
namespace {

const StageRecord* recordOf(const std::vector<StageRecord>& stages, const std::string& name) {
    const auto found =
        std::find_if(stages.begin(), stages.end(), [&](const StageRecord& stage) { return stage.name == name; });
    return found == stages.end() ? nullptr : &*found;
}

/// The run that did a stage's work, and the stage's row there.
std::optional<std::pair<RunDirectory, StageRecord>> maker(const RunDirectory& run, const StageRecord& stage) {
    if (stage.source_run.empty()) return std::pair(run, stage);
    const RunDirectory source(run.root().parent_path() / stage.source_run);
    if (!fs::exists(source.store())) return std::nullopt;
    auto row = RunReader(source.store()).stage(stage.name);
    if (!row) return std::nullopt;
    return std::pair(source, *row);
}

Recipe frozenRecipe(const RunDirectory& run) {
    return loadRecipeWith(run.recipe(),
                          {.overrides = {}, .project = run.root().parent_path().parent_path(), .check_files = false});
}

/// The stage that trains on a gate's rows.
void findReader(const Recipe& recipe, const std::string& gate, Gate& out, std::string& model) {
    for (const StageSection& stage : recipe.stages) {
        const auto* sft = std::get_if<SftParams>(&stage.params);
        if (sft == nullptr || std::find(sft->data.begin(), sft->data.end(), gate) == sft->data.end()) continue;
        out.reader = stage.name;
        out.reader_max_length = sft->max_length;
        model = sft->model;
        return;
    }
}

/// With the chat template of the model in `folder`, where there is one by now.
TemplateSection formIn(const fs::path& folder, const TemplateSection& section) {
    std::error_code ignored;
    return section.chat && fs::is_directory(folder, ignored) && ChatTemplate::load(folder) ? resolveTemplate(section, folder)
                                                                                           : section;
}

Gate makeGate(const RunDirectory& run, const Recipe& recipe, const std::vector<StageRecord>& stages,
              const StageRecord& stage, const CurateParams& params) {
    Gate gate;
    gate.stage = stage;
    gate.params = params;
    const StageSection* section = recipe.findStage(params.candidates);
    const StageRecord* record = recordOf(stages, params.candidates);
    std::string model;
    findReader(recipe, stage.name, gate, model);
    if (section != nullptr) {
        gate.sample_params = std::get<SampleParams>(section->params);
        if (model.empty()) model = gate.sample_params.model;
    }
    if (record != nullptr) {
        if (const auto made = maker(run, *record); made && made->second.steps_done > 0) {
            gate.source = made->first.root();
            gate.source_run = record->source_run;
            gate.sampled = made->second;
        }
    }
    gate.tokenizer = modelFolder(run, recipe, model);
    const fs::path sampled = section == nullptr ? fs::path() : modelFolder(run, recipe, gate.sample_params.model);
    if (gate.tokenizer.empty()) gate.tokenizer = sampled;
    gate.prompt_template = formIn(sampled, recipe.prompt_template);
    gate.reader_template = formIn(gate.tokenizer, recipe.prompt_template);
    return gate;
}

}  // namespace

fs::path modelFolder(const RunDirectory& run, const Recipe& recipe, const std::string& name) {
    if (const auto model = recipe.models.find(name); model != recipe.models.end()) return recipe.resolve(model->second);
    RunReader store(run.store());
    const auto stage = store.stage(name);
    if (!stage) return {};
    const std::vector<KeptModel> kept = keptModels(run, *stage);
    return kept.empty() || !kept.front().final ? fs::path() : kept.front().folder;
}

std::vector<KeptModel> keptModels(const RunDirectory& run, const StageRecord& stage) {
    const auto made = maker(run, stage);
    if (!made) return {};
    RunReader source(made->first.store());
    std::vector<KeptModel> kept;
    for (const CheckpointRecord& checkpoint : source.checkpoints(made->second.id))
        if (const fs::path folder = made->first.root() / checkpoint.path; fs::exists(folder))
            kept.push_back({folder, checkpoint.step, checkpoint.final});
    std::ranges::stable_sort(kept, std::ranges::greater(),
                             [](const KeptModel& one) { return std::pair(one.final, one.step); });
    return kept;
}

std::vector<Sampling> findSamplings(const RunDirectory& run) {
    const Recipe recipe = frozenRecipe(run);
    std::vector<Sampling> samplings;
    for (const StageRecord& stage : RunReader(run.store()).stages()) {
        const StageSection* section = recipe.findStage(stage.name);
        if (section == nullptr || !std::holds_alternative<SampleParams>(section->params)) continue;
        if (const auto made = maker(run, stage); made && made->second.steps_done > 0)
            samplings.push_back({made->second, std::get<SampleParams>(section->params), made->first.root()});
    }
    return samplings;
}

std::vector<Gate> findGates(const RunDirectory& run) {
    const Recipe recipe = frozenRecipe(run);
    RunReader store(run.store());
    const auto stages = store.stages();
    std::vector<Gate> gates;
    for (const StageRecord& stage : stages) {
        const StageSection* section = recipe.findStage(stage.name);
        if (section == nullptr || !std::holds_alternative<CurateParams>(section->params)) continue;
        gates.push_back(makeGate(run, recipe, stages, stage, std::get<CurateParams>(section->params)));
    }
    return gates;
}

Gate findGate(const RunDirectory& run, const std::string& stage) {
    auto gates = findGates(run);
    if (stage.empty() && gates.size() > 1)
        throw Error(ErrorCode::Usage, "the run has several curate stages", run.id(), "Choose one with --stage");
    for (Gate& gate : gates)
        if (stage.empty() || gate.stage.name == stage) return std::move(gate);
    throw Error(ErrorCode::Usage,
                stage.empty() ? "the run has no curate stage" : "the run has no curate stage \"" + stage + "\"", run.id());
}

}  // namespace retort
