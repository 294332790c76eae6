// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_list.h"

#include <QCoreApplication>
#include <algorithm>
#include <limits>
#include <map>
#include <optional>

#include "base/error.h"
#include "curate/gate.h"
#include "data/encode.h"
#include "store/run_reader.h"
#include "ui/models/comparison.h"

namespace fs = std::filesystem;

namespace retort::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(retort::ui::ModelList)
};

bool hasWeights(const fs::path& folder) {
    std::error_code ignored;
    return fs::exists(folder / "config.json", ignored);
}

ModelEntry entryOf(const QString& name, const fs::path& folder, const TemplateSection& section) {
    ModelEntry entry{name, QString::fromStdString(folder.string()), section, {}, {}, {}};
    try {
        entry.form = resolveTemplate(section, folder);
    } catch (const Error& error) {
        entry.problem = QString::fromUtf8(error.what());
    }
    return entry;
}

/// "zero", "zero, step 20": the best on the suite that most models were asked; empty: none was asked anything.
QString bestEvaluated(const RunDirectory& run) {
    const std::vector<StoredEvaluation> all = storedEvaluations(run);
    std::map<std::string, int> asked;
    for (const StoredEvaluation& one : all) ++asked[one.record.suite];
    const auto suite = std::ranges::max_element(asked, {}, [](const auto& entry) { return entry.second; });
    const StoredEvaluation* best = nullptr;
    for (const StoredEvaluation& one : all)
        if (one.record.suite == suite->first && (best == nullptr || one.record.pass_at_1 > best->record.pass_at_1))
            best = &one;
    return best == nullptr ? QString() : modelTitle(*best);
}

}  // namespace

ModelEntry strayModel(const fs::path& folder, const TemplateSection& like) {
    TemplateSection section = like;
    if (!like.chat) {
        section.chat = true;
        section.prompt = "{prompt}";
        if (ModelEntry chat = entryOf({}, folder, section); chat.problem.isEmpty()) section = chat.form;
        else section = like;
    }
    // "final" and "step-000020" say little without the stage that made them.
    const QString own = QString::fromStdString(folder.filename().string()),
                  above = QString::fromStdString(folder.parent_path().filename().string());
    const bool checkpoint = folder.parent_path().parent_path().filename() == "checkpoints";
    return entryOf(checkpoint ? QStringLiteral("%1/%2").arg(above, own) : own, folder, section);
}

PlaygroundChoices playgroundChoices(const RunDirectory& run) {
    PlaygroundChoices choices;
    choices.recipe = loadRecipeWith(
        run.recipe(), {.overrides = {}, .project = run.root().parent_path().parent_path(), .check_files = false});
    const TemplateSection& form = choices.recipe.prompt_template;
    RunReader store(run.store());
    const auto stages = store.stages();
    for (auto stage = stages.rbegin(); stage != stages.rend(); ++stage) {
        if (stage->kind == "reward_model") continue;  // writes nothing
        const QString name = QString::fromStdString(stage->name);
        for (const KeptModel& kept : keptModels(run, *stage)) {
            if (!hasWeights(kept.folder)) continue;
            const QString step = QString::number(kept.step);
            ModelEntry entry = entryOf(kept.final ? name : Words::tr("%1, step %2").arg(name, step), kept.folder, form);
            entry.of = name;
            entry.at = kept.final ? Words::tr("last, step %1").arg(step) : Words::tr("step %1").arg(step);
            choices.models.push_back(std::move(entry));
        }
    }
    for (const auto& [name, folder] : choices.recipe.models)
        if (const fs::path path = choices.recipe.resolve(folder); hasWeights(path))
            choices.models.push_back(entryOf(QString::fromStdString(name), path, form));
    const auto best = std::ranges::find(choices.models, bestEvaluated(run), &ModelEntry::name);
    if (best != choices.models.end()) choices.preset = static_cast<int>(best - choices.models.begin());
    return choices;
}

namespace {

constexpr std::uintmax_t small_weights = std::uintmax_t{1} << 30;  // bytes; read in a second or two

std::uintmax_t weightBytes(const fs::path& folder) {
    std::uintmax_t bytes = 0;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
        if (at->path().extension() == ".safetensors") bytes += at->file_size(error);
    return bytes;
}

/// The last temperature that somebody gave the stage while it ran, up to this step: run control says "KEY = VALUE from step
/// N".
std::optional<double> liveTemperature(RunReader& store, const StageRecord& stage, Step step) {
    const QString start = QStringLiteral("stages.%1.sampling.temperature = ").arg(QString::fromStdString(stage.name));
    std::optional<double> value;
    Step since = 0;
    for (const EventRecord& event : store.events(std::numeric_limits<std::int64_t>::max())) {
        const QString said = QString::fromStdString(event.message);
        if (event.kind != "set_field" || !said.startsWith(start)) continue;
        const QStringList parts = said.mid(start.size()).split(QStringLiteral(" from step "));
        const Step from = parts.size() == 2 ? parts[1].toLongLong() : 0;
        if (from <= since || from > step) continue;
        since = from;
        value = parts[0].toDouble();
    }
    return value;
}

}  // namespace

ScorerChoices scorerChoices(const RunDirectory& run, const RolloutSummary& trace) {
    ScorerChoices choices;
    PlaygroundChoices known = playgroundChoices(run);
    choices.models = std::move(known.models);
    RunReader store(run.store());
    const auto stages = store.stages();
    const auto stage = std::ranges::find(stages, trace.stage, &StageRecord::id);
    const StageSection* section = stage == stages.end() ? nullptr : known.recipe.findStage(stage->name);
    if (section == nullptr) return choices;
    fs::path preset;
    SamplingSection sampling;
    if (const auto* grpo = std::get_if<GrpoParams>(&section->params)) {
        sampling = grpo->sampling;
        if (const auto live = liveTemperature(store, *stage, trace.step)) sampling.temperature = *live;
        for (const CheckpointRecord& checkpoint : store.checkpoints(stage->id))
            if (preset.empty() && checkpoint.step >= trace.step && hasWeights(run.root() / checkpoint.path))
                preset = run.root() / checkpoint.path;
    } else if (const auto* sample = std::get_if<SampleParams>(&section->params)) {
        sampling = sample->sampling;
        preset = modelFolder(run, known.recipe, sample->model);
    } else if (const auto* evaluation = std::get_if<EvaluateParams>(&section->params)) {
        sampling = evaluation->sampling;
        preset = modelFolder(run, known.recipe, evaluation->model);
    }
    // Greedy choice stores log-probabilities at temperature 1 (generate/sampler.h).
    choices.temperature = sampling.temperature > 0 ? sampling.temperature : 1;
    if (sampling.top_p < 1)
        choices.no_ratio =
            Words::tr(
                "No ratio: this trace was sampled with top-p %1, so the stored log-probabilities are of a cut distribution.")
                .arg(sampling.top_p);
    const auto at = std::ranges::find(choices.models, QString::fromStdString(preset.string()), &ModelEntry::folder);
    if (at == choices.models.end()) return choices;
    choices.preset = static_cast<int>(at - choices.models.begin());
    choices.small = weightBytes(preset) <= small_weights;
    return choices;
}

}  // namespace retort::ui
