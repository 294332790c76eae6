// SPDX-License-Identifier: Apache-2.0
#include "run/run_plan.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>

#include "base/error.h"
#include "base/file.h"
#include "project/stage_key.h"
#include "run/run_directory.h"
#include "run/stage_cache.h"
#include "store/run_reader.h"

namespace fs = std::filesystem;

namespace retort {
namespace {

// 32-bit floats: weights, gradients, two moments.
constexpr double bytes_per_weight = 4, trained_copies = 4;
// Activations of a token that are kept for the backward pass, in units of sqrt(parameters / layers): width-sized rows.
constexpr double rows_kept_per_layer = 30, assumed_layers = 12;

const std::string* modelOf(const StageSection& stage) {
    return std::visit(
        [](const auto& params) -> const std::string* {
            if constexpr (requires { params.model; }) return &params.model;
            else if constexpr (requires { params.sft.model; }) return &params.sft.model;
            else return nullptr;
        },
        stage.params);
}

/// hashInput, remembered as long as no file of the input changes: a form asks again at every key that is pressed.
std::string inputHash(const Recipe& recipe, const std::string& name, const PathList& paths) {
    static std::mutex lock;
    static std::map<std::string, std::pair<std::string, std::string>> known;  // paths -> stamp, hash
    std::string stamp, key;
    const auto add = [&](const fs::path& file) {
        std::error_code ignored;
        stamp += file.filename().string() + ' ' + std::to_string(fs::file_size(file, ignored)) + ' ' +
                 std::to_string(fs::last_write_time(file, ignored).time_since_epoch().count()) + '\n';
    };
    for (const fs::path& path : paths) {
        key += path.string() + '\n';
        std::error_code error;
        if (fs::is_directory(path, error))
            for (fs::directory_iterator entry(path, error), end; !error && entry != end; entry.increment(error))
                add(entry->path());
        else
            for (const fs::path& file : matchingFiles(path)) add(file);
    }
    {
        const std::lock_guard guard(lock);
        if (const auto found = known.find(key); found != known.end() && found->second.first == stamp)
            return found->second.second;
    }
    std::string hash = hashInput(recipe, name);
    const std::lock_guard guard(lock);
    known[key] = {stamp, hash};
    return hash;
}

double weightBytes(const fs::path& folder) {
    double bytes = 0;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        if (entry->path().extension() == ".safetensors") bytes += static_cast<double>(fs::file_size(entry->path(), error));
    return error ? 0 : bytes;
}

/// Bytes per stored weight, by config.json's dtype; a look, not a parse: anything else counts as 32-bit.
double storedWidth(const fs::path& folder) {
    std::error_code ignored;
    const fs::path config = folder / "config.json";
    if (!fs::exists(config, ignored)) return bytes_per_weight;
    const std::string text = readFile(config, 1 << 20);
    return text.find("\"bfloat16\"") != text.npos || text.find("\"float16\"") != text.npos ? 2 : bytes_per_weight;
}

/// Follows a stage's model to the [models] entry that it grew from; empty: from random weights.
const std::string* rootModel(const Recipe& recipe, const std::string* name) {
    for (int hops = 0; name != nullptr && !recipe.models.contains(*name) && hops < 1000; ++hops) {
        const StageSection* stage = recipe.findStage(*name);
        name = stage == nullptr ? nullptr : modelOf(*stage);
        if (name != nullptr && name->empty()) name = nullptr;
    }
    return name;
}

double tokensInFlight(const StageSection& stage) {
    if (const auto* grpo = std::get_if<GrpoParams>(&stage.params)) return static_cast<double>(grpo->microbatch_tokens);
    if (const auto* sft = std::get_if<SftParams>(&stage.params)) return static_cast<double>(sft->batch_tokens);
    return 0;
}

double peakMemory(const StageSection& stage, double parameters) {
    if (parameters == 0 || stage.kind == "curate") return 0;
    const double weights = parameters * bytes_per_weight;
    const bool trains = stage.kind == "grpo" || stage.kind == "sft" || stage.kind == "distill" || stage.kind == "pretrain" ||
                        stage.kind == "reward_model";
    double memory = weights * (trains ? trained_copies : 1);
    if (const auto* grpo = std::get_if<GrpoParams>(&stage.params); grpo != nullptr && grpo->kl_beta > 0) memory += weights;
    const double width = std::sqrt(parameters / assumed_layers / 12);
    return memory + tokensInFlight(stage) * width * rows_kept_per_layer * assumed_layers * bytes_per_weight;
}

/// The work of the whole stage in units that the same stage's earlier seconds can be scaled by; 0: not comparable.
double workOf(const StageSection& stage) {
    if (const auto* p = std::get_if<GrpoParams>(&stage.params))
        return static_cast<double>(p->steps * p->prompts_per_step * p->group_size);
    if (const auto* p = std::get_if<SftParams>(&stage.params))
        return p->steps > 0 ? static_cast<double>(p->steps * p->batch_tokens) : p->epochs;
    if (const auto* p = std::get_if<SampleParams>(&stage.params))
        return static_cast<double>(std::max<std::int64_t>(1, p->prompts) * p->samples_per_prompt);
    if (const auto* p = std::get_if<EvaluateParams>(&stage.params)) return static_cast<double>(p->samples);
    return 1;
}

/// Seconds that a stage took in the newest run that finished it, and its work then.
void addHistory(const Recipe& recipe, std::vector<StageEstimate>& estimates) {
    for (const RunDirectory& run : listRuns(recipe.project)) {
        try {
            RunReader store(run.store());
            const auto old =
                loadRecipeWith(run.recipe(), {.overrides = {}, .project = recipe.project, .check_files = false});
            for (const StageRecord& record : store.stages()) {
                const auto found = std::ranges::find(estimates, record.name, &StageEstimate::stage);
                if (found == estimates.end() || found->seconds > 0 || record.state != StageState::Done ||
                    record.seconds <= 0)
                    continue;
                const StageSection *then = old.findStage(record.name), *now = recipe.findStage(record.name);
                if (then == nullptr || now == nullptr || then->kind != now->kind || workOf(*then) <= 0) continue;
                found->seconds = record.seconds * workOf(*now) / workOf(*then);
                found->seconds_from = run.id();
            }
        } catch (const Error&) {
            continue;  // a run that cannot be read tells nothing
        }
    }
}

}  // namespace

std::vector<StagePlan> planRun(const Recipe& recipe) {
    std::map<std::string, std::string> hashes, keys;
    StageReasons reasons(recipe);
    std::map<std::string, StagePlan*> made;
    std::vector<StagePlan> plans(recipe.stages.size());
    for (const auto& [name, folder] : recipe.models)
        hashes[name] = inputHash(recipe, name, PathList(recipe.resolve(folder)));
    for (const DataSection& data : recipe.data) hashes[data.name] = inputHash(recipe, data.name, recipe.resolve(data.path));
    for (std::size_t i = 0; i < plans.size(); ++i) {
        const StageSection& stage = recipe.stages[i];
        StagePlan& plan = plans[i];
        plan.stage = stage.name;
        made[stage.name] = &plan;
        std::vector<std::string> inputs;
        for (const std::string& input : stage.inputs) {
            const auto upstream = made.find(input);
            if (upstream != made.end() && upstream->second->runs && plan.because.empty()) plan.because = input;
            inputs.push_back(hashes.contains(input) ? hashes[input] : std::string());
        }
        if (!plan.because.empty()) continue;
        keys[stage.name] = stageKey(recipe, stage, inputs);
        const auto cached = findFinishedStage(recipe.project, keys[stage.name]);
        const fs::path hash = cached ? cached->run.root() / "outputs" / (stage.name + ".sha256") : fs::path();
        if (!cached || !fs::exists(hash)) {
            plan.reason = reasons.why(stage, hashes, keys);
            continue;
        }
        hashes[stage.name] = readFile(hash, 1 << 10);
        plan.runs = false;
        plan.reused_run = cached->run.id();
    }
    return plans;
}

std::vector<StageEstimate> estimateRun(const Recipe& recipe) {
    std::vector<StageEstimate> estimates;
    for (const StageSection& stage : recipe.stages) {
        StageEstimate estimate;
        estimate.stage = stage.name;
        if (const std::string* root = rootModel(recipe, modelOf(stage))) {
            const fs::path folder = recipe.resolve(recipe.models.at(*root));
            estimate.parameters = weightBytes(folder) / storedWidth(folder);
        }
        estimate.memory = peakMemory(stage, estimate.parameters);
        if (const auto* grpo = std::get_if<GrpoParams>(&stage.params))
            estimate.disk = estimate.parameters * bytes_per_weight * 3 *
                            static_cast<double>(grpo->steps / std::max<std::int64_t>(1, recipe.checkpoint_every) + 1);
        else if (stage.kind == "sft" || stage.kind == "distill" || stage.kind == "pretrain")
            estimate.disk = estimate.parameters * bytes_per_weight;
        estimates.push_back(std::move(estimate));
    }
    addHistory(recipe, estimates);
    return estimates;
}

}  // namespace retort
