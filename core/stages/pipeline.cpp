// SPDX-License-Identifier: Apache-2.0
#include "stages/pipeline.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "base/machine.h"
#include "base/random.h"
#include "ops/processor.h"
#include "project/stage_key.h"
#include "recipe/suggest.h"
#include "run/run_remains.h"
#include "run/stage_cache.h"
#include "stages/stage.h"
#include "store/run_reader.h"
#include "train/trainer_checkpoint.h"

namespace fs = std::filesystem;

namespace retort {
namespace {

/// The stages to run: all, or those named (several with commas) with everything they read, in the recipe's order.
std::vector<const StageSection*> selectStages(const Recipe& recipe, const std::string& only) {
    if (only.empty()) {
        std::vector<const StageSection*> all;
        for (const StageSection& stage : recipe.stages) all.push_back(&stage);
        return all;
    }
    std::set<std::string> needed;
    for (std::size_t at = 0; at <= only.size();) {
        const std::size_t end = std::min(only.find(',', at), only.size());
        const std::string name = only.substr(at, end - at);
        if (recipe.findStage(name) == nullptr) {
            std::vector<std::string> names;
            for (const StageSection& stage : recipe.stages) names.push_back(stage.name);
            throw Error(ErrorCode::Usage, fmt::format("the recipe has no stage \"{}\"", name), "--stage",
                        suggestion(name, names));
        }
        needed.insert(name);
        at = end + 1;
    }
    std::vector<const StageSection*> selected;
    for (auto stage = recipe.stages.rbegin(); stage != recipe.stages.rend(); ++stage) {
        if (!needed.contains(stage->name)) continue;
        needed.insert(stage->inputs.begin(), stage->inputs.end());
        selected.insert(selected.begin(), &*stage);
    }
    return selected;
}

RunDirectory newestUnfinished(const Project& project, const std::string& id) {
    if (!id.empty()) return RunDirectory::open(project.runs_folder / id);
    auto runs = listRuns(project.folder);
    for (const RunDirectory& run : runs)
        if (readRunStatus(run).state != RunState::Done) return run;
    throw Error(ErrorCode::Usage, "no unfinished run to continue", project.folder.string(), "Start one without --resume");
}

/// Where a finished stage leaves the hash of what it made.
fs::path hashFile(const RunDirectory& run, const StageSection& section) {
    return run.root() / "outputs" / (section.name + ".sha256");
}

/// "RUN_ID@STAGE/step-000020"
struct ForkPoint {
    RunDirectory run;
    std::string stage;
    fs::path checkpoint;
    Step step = 0;
};

ForkPoint parseFork(const Project& project, const std::string& text) {
    const auto at = text.find('@'), slash = text.find('/', at == std::string::npos ? 0 : at);
    if (at == std::string::npos || slash == std::string::npos)
        throw Error(ErrorCode::Usage, fmt::format("\"{}\" is not RUN@STAGE/step-NNNNNN", text), "--fork",
                    "retort inspect RUN lists its checkpoints");
    ForkPoint fork{RunDirectory::open(project.runs_folder / text.substr(0, at)), text.substr(at + 1, slash - at - 1), {}, 0};
    fork.checkpoint = fork.run.checkpoints(fork.stage) / text.substr(slash + 1);
    RunReader store(fork.run.store());
    for (const CheckpointRecord& row : store.checkpoints())
        if (fork.run.root() / row.path == fork.checkpoint && !row.final) fork.step = row.step;
    if (fork.step == 0)
        throw Error(ErrorCode::Usage, fmt::format("run {} has no step checkpoint {}", fork.run.id(), text.substr(at + 1)),
                    "--fork", "retort inspect RUN lists its checkpoints");
    if (!fs::exists(fork.checkpoint)) {
        std::string left;
        for (const CheckpointRecord& row : store.checkpoints())
            if (const fs::path folder = fork.run.root() / row.path;
                !row.final && folder.parent_path() == fork.checkpoint.parent_path() && isWholeCheckpoint(folder))
                left += (left.empty() ? "" : ", ") + fs::path(row.path).lexically_relative("checkpoints").string();
        throw Error(ErrorCode::Usage, fmt::format("checkpoint {} of run {} was deleted", text.substr(at + 1), fork.run.id()),
                    {}, left.empty() ? "None of the stage's step checkpoints is left" : "Still there: " + left);
    }
    verifyCheckpoint(fork.checkpoint);
    return fork;
}

/// One execution of a recipe into one run directory.
class Pipeline {
public:
    Pipeline(const Project& project, const RunOptions& options, RunDirectory run, Recipe recipe)
        : project_(project),
          options_(options),
          run_(std::move(run)),
          recipe_(std::move(recipe)),
          lock_(run_),
          writer_(run_.store()),
          control_(run_, writer_, lock_) {}

    void run(const std::optional<ForkPoint>& fork) {
        try {
            recordRunState(writer_, RunState::Starting);
            readInputs();
            plan();
            if (fork) adoptCheckpoint(*fork);
            // What is finished is taken first, so that whoever looks at the run sees it from its beginning.
            for (const StageSection* stage : stages_) takeFinished(*stage);
            for (const StageSection* stage : stages_)
                if (!artifacts_.contains(stage->name)) runOne(*stage);
            control_.announce(RunState::Done);
        } catch (const Error& error) {
            const Error located = inStage(error);
            fail(located);
            throw located;
        } catch (const std::exception& error) {
            const Error located = inStage(Error(ErrorCode::RunFailed, error.what()));
            fail(located);
            throw located;
        }
    }

private:
    void readInputs() {
        for (const auto& [name, folder] : recipe_.models)
            artifacts_[name] = {recipe_.project / folder, {}, hashInput(recipe_, name), {}};
        for (const DataSection& data : recipe_.data) artifacts_[data.name] = {{}, {}, hashInput(recipe_, data.name), {}};
    }

    /// Rows for all stages, so that the graph is on the screen before the first one runs.
    void plan() {
        stages_ = selectStages(recipe_, options_.only_stage);
        RunReader store(run_.store());
        for (std::size_t i = 0; i < stages_.size(); ++i) {
            const StageSection& section = *stages_[i];
            StageRecord record;
            if (auto known = store.stage(section.name)) record = *known;
            record.name = section.name;
            record.kind = section.kind;
            record.inputs = section.inputs;
            record.position = static_cast<std::int64_t>(i);
            if (record.state != StageState::Done && record.state != StageState::Skipped) record.state = StageState::Pending;
            record.id = writer_.putStage(record);
            records_[section.name] = record;
        }
    }

    std::string keyOf(const StageSection& section) const {
        std::vector<std::string> hashes;
        for (const std::string& input : section.inputs) hashes.push_back(artifacts_.at(input).sha256);
        return stageKey(recipe_, section, hashes);
    }

    /// Nothing where an input has yet to be made: the key is not known before that.
    void takeFinished(const StageSection& section) {
        if (!std::ranges::all_of(section.inputs, [this](const std::string& input) { return artifacts_.contains(input); }))
            return;
        current_ = &section;
        StageRecord record = records_.at(section.name);
        const std::string key = keyOf(section);
        if (!record.key.empty() && record.key != key) return;
        record.key = key;
        reuse(section, record);
    }

    void runOne(const StageSection& section) {
        current_ = &section;
        StageRecord& record = records_.at(section.name);
        const std::string key = keyOf(section);
        if (!record.key.empty() && record.key != key) {  // edited since it was stopped: its steps are another stage's
            writer_.rewindStage(record.id, 0);
            record.steps_done = 0;
        }
        record.key = key;
        if (reuse(section, record)) return;
        StageContext context{recipe_, section, run_, writer_, control_, artifacts_, deriveSeed(recipe_.seed, section.name),
                             record};
        const Artifact made = runStage(context);
        artifacts_[section.name] = made;
        fs::create_directories(hashFile(run_, section).parent_path());
        writeFileDurably(hashFile(run_, section), made.sha256);
        control_.leaveStage(StageState::Done);
    }

    /// Takes the result of a finished stage with the same key, from this run or another of the project.
    bool reuse(const StageSection& section, StageRecord record) {
        if (!options_.reuse_finished && record.state != StageState::Done) return false;
        const auto cached = findFinishedStage(project_.folder, record.key);
        if (!cached) return false;
        const fs::path rows = cached->output_path / "rows.jsonl", hash = hashFile(cached->run, section);
        const bool has_model = !cached->checkpoint_path.empty();
        if (!fs::exists(hash)) return false;
        if (has_model && verifyCheckpoint(cached->checkpoint_path) != cached->checkpoint->sha256) return false;
        artifacts_[section.name] = {has_model ? cached->checkpoint_path : fs::path(), fs::exists(rows) ? rows : fs::path(),
                                    readFile(hash), cached->run.root()};
        if (cached->run.root() != run_.root()) {
            record.state = StageState::Skipped;
            record.source_run = cached->run.id();
            record.steps_done = record.steps_total = cached->stage.steps_done;
            writer_.putStage(record);
        }
        log(LogLevel::Info, fmt::format("{} is done already (run {})", section.name, cached->run.id()));
        return true;
    }

    void adoptCheckpoint(const ForkPoint& fork) {
        const auto found = records_.find(fork.stage);  // runProject() has seen that it is there
        const fs::path folder = run_.checkpoints(fork.stage) / fork.checkpoint.filename();
        StagedDirectory staged(folder);
        fs::copy(fork.checkpoint, staged.path(), fs::copy_options::recursive);
        staged.commit();
        found->second.steps_done = fork.step;
        // The stage's key is not known before its inputs are; runOne keeps the steps of a stage that has no key yet.
        writer_.addCheckpoint({.id = {},
                               .stage = found->second.id,
                               .step = fork.step,
                               .path = fs::relative(folder, run_.root()).string(),
                               .sha256 = verifyCheckpoint(folder),
                               .final = false,
                               .time = unixTime()});
        control_.event("info", "state",
                       fmt::format("forked from {} at step {} of {}", fork.run.id(), fork.step, fork.stage));
    }

    /// The error with the stage at work in its `where`, unless it is there already or nobody's fault.
    Error inStage(const Error& error) const {
        const std::string stage = current_ == nullptr ? "" : "stages." + current_->name;
        if (stage.empty() || error.code() == ErrorCode::Interrupted || error.where().find(stage) != std::string::npos)
            return error;
        return {error.code(), error.message(), error.where().empty() ? stage : stage + ": " + error.where(), error.remedy()};
    }

    void fail(const Error& error) {
        const bool stopped = error.code() == ErrorCode::Interrupted;
        if (current_ != nullptr && control_.stage().name == current_->name)
            control_.leaveStage(stopped ? StageState::Stopped : StageState::Failed);
        if (stopped) return control_.announce(RunState::Stopped);
        control_.event("error", "error", error.what());
        control_.announceFailure(name(error.code()), error.what());
    }

    const Project& project_;
    const RunOptions& options_;
    RunDirectory run_;
    Recipe recipe_;
    RunLock lock_;
    RunWriter writer_;
    RunControl control_;
    std::vector<const StageSection*> stages_;
    std::map<std::string, StageRecord> records_;
    std::map<std::string, Artifact> artifacts_;
    const StageSection* current_ = nullptr;
};

/// What the recipe leaves open stays as the process was started.
void useProcessorOf(const Recipe& recipe) {
    if (recipe.threads > 0) useThreads(static_cast<int>(recipe.threads));
    if (recipe.precision != "auto") usePrecision(recipe.precision);
}

void writeNewRun(const RunDirectory& run, const Recipe& recipe, const RunOptions& options) {
    const std::string frozen = toToml(recipe);
    writeFileDurably(run.recipe(), frozen);
    RunManifest manifest;
    manifest.run_id = run.id();
    manifest.created_at = unixTime();
    manifest.command_line = options.command_line;
    manifest.recipe_sha256 = sha256(frozen);
    manifest.seed = recipe.seed;
    for (const auto& [name, folder] : recipe.models) manifest.inputs[folder] = hashInput(recipe, name);
    for (const DataSection& data : recipe.data)
        manifest.inputs[fmt::format("{}", fmt::join(data.path, ", "))] = hashInput(recipe, data.name);
    manifest.versions = {{"retort", "0.1.0"}, {"libtorch", "2.11.0"}};
    manifest.hardware = {{"cpu", cpuModel()}, {"threads", std::to_string(threadsInUse())}, {"precision", precisionInUse()}};
    manifest.forked_from = options.fork;
    run.writeManifest(manifest);
}

}  // namespace

void runProject(const Project& project, const RunOptions& options,
                const std::function<void(const RunDirectory&)>& on_started) {
    if (options.resume) {
        RunDirectory run = newestUnfinished(project, options.run);
        Recipe recipe = loadRecipeWith(run.recipe(), {.overrides = options.overrides, .project = project.folder});
        useProcessorOf(recipe);
        on_started(run);
        Pipeline(project, options, std::move(run), std::move(recipe)).run({});
        return;
    }
    std::optional<ForkPoint> fork;
    if (!options.fork.empty()) fork = parseFork(project, options.fork);
    Recipe recipe = fork ? loadRecipeWith(fork->run.recipe(), {.overrides = options.overrides, .project = project.folder})
                         : loadRecipeWith(project.folder / options.recipe_file,
                                          {.overrides = options.overrides, .project = project.folder});
    selectStages(recipe, options.only_stage);  // before anything is written: the names are known
    if (fork && std::ranges::find(recipe.stages, fork->stage, &StageSection::name) == recipe.stages.end())
        throw Error(ErrorCode::Usage, fmt::format("the run would have no stage \"{}\"", fork->stage), "--fork",
                    "Name it with --stage too");
    useProcessorOf(recipe);
    RunDirectory run = RunDirectory::create(project.folder);
    writeNewRun(run, recipe, options);
    on_started(run);
    Pipeline(project, options, std::move(run), std::move(recipe)).run(fork);
}

}  // namespace retort
