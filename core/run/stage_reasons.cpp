// SPDX-License-Identifier: Apache-2.0
#include "run/stage_reasons.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/error.h"
#include "project/stage_key.h"
#include "recipe/recipe_values.h"
#include "store/run_reader.h"

// Marks a text for lupdate (-tr-function-alias QT_TRANSLATE_NOOP+=RETORT_WORDS); the workbench translates it.
#define RETORT_WORDS(context, text) text

namespace retort {
namespace {

constexpr std::size_t most_named = 3;

/// "steps" of "stages.zero.steps", "data.problems.path" as it is.
std::string shortName(const StageSection& stage, const std::string& field) {
    const std::string own = "stages." + stage.name + ".";
    return field.starts_with(own) ? field.substr(own.size()) : field;
}

std::string valueWords(const std::string& value) { return value.empty() ? "–" : value; }

}  // namespace

/// What a run tells of itself.
struct StageReasons::Past {
    std::string id;
    std::vector<StageRecord> stages;
    std::optional<Recipe> recipe;
    std::map<std::string, std::string> inputs;
    bool running = false;  ///< its trainer is alive
};

StageReasons::StageReasons(const Recipe& recipe) : recipe_(recipe), runs_(listRuns(recipe.project)) {}
StageReasons::~StageReasons() = default;

const StageReasons::Past* StageReasons::newestWith(const StageSection& stage) {
    const Past* unfinished = nullptr;
    for (std::size_t i = 0; i < runs_.size(); ++i) {
        if (i == read_.size()) {
            auto past = std::make_unique<Past>();
            past->id = runs_[i].id();
            try {
                past->stages = RunReader(runs_[i].store()).stages();
                past->recipe =
                    loadRecipeWith(runs_[i].recipe(), {.overrides = {}, .project = recipe_.project, .check_files = false});
                past->running = RunLock::holder(runs_[i]) != 0;
                past->inputs = runs_[i].readManifest().inputs;  // last: without it settings can still be compared
            } catch (const Error&) {
                if (!past->recipe) past->stages.clear();  // a run that cannot be read tells nothing
            }
            read_.push_back(std::move(past));
        }
        const Past& past = *read_[i];
        const auto found = std::ranges::find(past.stages, stage.name, &StageRecord::name);
        if (found == past.stages.end() || past.recipe->findStage(stage.name) == nullptr) continue;
        if (found->state == StageState::Done || found->state == StageState::Skipped) return &past;
        if (unfinished == nullptr && found->state != StageState::Pending) unfinished = &past;
    }
    return unfinished;
}

StageReason StageReasons::why(const StageSection& stage, const std::map<std::string, std::string>& hashes,
                              const std::map<std::string, std::string>& keys) {
    const Past* past = newestWith(stage);
    if (past == nullptr) return {{RETORT_WORDS("retort::StageReasons", "no run of this project has finished it"), {}}, {}};
    std::vector<ValueDifference> changed = compareRecipes(*past->recipe, recipe_);
    std::erase_if(changed, [&](const ValueDifference& one) { return !entersStageKey(recipe_, stage, one.field); });
    if (changed.size() == 1) {
        const ValueDifference& one = changed.front();
        return {{RETORT_WORDS("retort::StageReasons", "%1 was %2 in %3 and is %4"),
                 {shortName(stage, one.field), valueWords(one.then), past->id, valueWords(one.now)}},
                shortName(stage, one.field)};
    }
    if (!changed.empty()) {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < std::min(most_named, changed.size()); ++i)
            names.push_back(shortName(stage, changed[i].field));
        const std::string brief = names.front() + ", …";
        if (changed.size() > most_named) names.emplace_back("…");
        return {{RETORT_WORDS("retort::StageReasons", "%1 settings differ from %2: %3"),
                 {fmt::to_string(changed.size()), past->id, fmt::format("{}", fmt::join(names, ", "))}},
                brief};
    }
    for (const std::string& input : stage.inputs) {
        const auto model = recipe_.models.find(input);
        const DataSection* data = recipe_.findData(input);
        const std::string path = model != recipe_.models.end() ? model->second
                                 : data != nullptr             ? fmt::format("{}", fmt::join(data->path, ", "))
                                                               : std::string();
        const auto then = past->inputs.find(path);
        if (then != past->inputs.end() && then->second != hashes.at(input))
            return {{RETORT_WORDS("retort::StageReasons", "%1 is not what it was in %2"), {path, past->id}}, path};
        const auto read = std::ranges::find(past->stages, input, &StageRecord::name);
        if (path.empty() && read != past->stages.end() && keys.contains(input) && read->key != keys.at(input))
            return {{RETORT_WORDS("retort::StageReasons", "%1 is another than in %2"), {input, past->id}}, input};
    }
    const StageRecord& record = *std::ranges::find(past->stages, stage.name, &StageRecord::name);
    if (record.state != StageState::Done && record.state != StageState::Skipped) {
        if (past->running && record.state != StageState::Failed && record.state != StageState::Stopped)
            return {{RETORT_WORDS("retort::StageReasons", "it is not finished yet in %1, which is running"), {past->id}},
                    {}};
        return {{RETORT_WORDS("retort::StageReasons", "it did not finish in %1"), {past->id}}, {}};
    }
    if (record.key == keys.at(stage.name))
        return {{RETORT_WORDS("retort::StageReasons", "what it made in %1 is no longer there"), {past->id}}, {}};
    return {{RETORT_WORDS("retort::StageReasons", "another version of Retort made it in %1"), {past->id}}, "Retort"};
}

}  // namespace retort
