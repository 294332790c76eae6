// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/error.h"
#include "commands.h"
#include "eval/report.h"
#include "evaluations.h"
#include "metrics/health.h"
#include "run/run_directory.h"
#include "run/run_remains.h"
#include "run/run_state.h"
#include "store/run_reader.h"
#include "store/salvage.h"

namespace retort::cli {
namespace {

using Json = nlohmann::ordered_json;

double mean(const std::vector<SeriesPoint>& points, std::size_t first, std::size_t last) {
    double sum = 0;
    for (std::size_t i = first; i < last; ++i) sum += points[i].value;
    return sum / static_cast<double>(last - first);
}

/// Parts of damaged stores that cannot be read, and the last error that said so.
struct Damage {
    Json parts = Json::array();
    std::optional<Error> error;

    /// False, and noted, where what `read` wants lies on a damaged page.
    template <class Read>
    bool read(const std::string& part, Read&& read) {
        const auto found = damageIn(read);
        if (found) note(part, *found);
        return !found;
    }
    void note(const std::string& part, const Error& found) {
        parts.push_back(part);
        error.emplace(found);
    }
};

/// NaN and infinities have no JSON number; null says "there is a point and it is not finite".
Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json metricJson(const std::vector<SeriesPoint>& points) {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (const SeriesPoint& point : points) {
        low = std::min(low, point.value);
        high = std::max(high, point.value);
    }
    const std::size_t ten = std::min<std::size_t>(10, points.size());
    return {{"first", number(points.front().value)},
            {"first10", number(mean(points, 0, ten))},
            {"last10", number(mean(points, points.size() - ten, points.size()))},
            {"min", number(low)},
            {"max", number(high)}};
}

/// What the classes of each label column reached: {column: {class: {pass_at_1, interval, problems}}}, where there are
/// several. Evaluations stored by older versions have no intervals of classes.
Json breakdownJson(const EvaluationRecord& e) {
    Json columns = Json::object();
    for (const auto& [column, classes] : classScores(e.metrics)) {
        if (classes.size() < 2) continue;
        for (const auto& [value, score] : classes) {
            Json& part = columns[column][value] = {{"pass_at_1", number(score.pass_at_1)}, {"problems", score.problems}};
            if (std::isfinite(score.interval.low)) part["interval"] = {score.interval.low, score.interval.high};
        }
    }
    return columns;
}

Json evaluationJson(const EvaluationRecord& e) {
    Json metrics = Json::object();
    for (const MetricPoint& point : e.metrics) metrics[point.key] = number(point.value);
    return {{"checkpoint", e.model},
            {"suite", e.suite},
            {"samples", e.problems * e.k},
            {"pass_at_1", e.pass_at_1},
            {"interval", {e.interval_low, e.interval_high}},
            {"cons_at_k", number(e.cons_at_k)},
            {"k", e.k},
            {"mean_length", e.mean_length},
            {"metrics", metrics},
            {"breakdown", breakdownJson(e)}};
}

struct Points {
    std::vector<double> values, steps;

    explicit Points(const std::vector<SeriesPoint>& points) {
        for (const SeriesPoint& point : points) {
            values.push_back(point.value);
            steps.push_back(static_cast<double>(point.step));
        }
    }
};

/// Of the whole series of a stage. One that lacks points is not among them: what its steps did one after another is not
/// known.
Json healthJson(const std::string& stage, const std::vector<std::string>& keys, const std::map<std::string, Points>& whole) {
    Json advice = Json::array();
    for (const HealthFinding& finding : checkHealth(stage, keys, [&](std::string_view key) -> HealthSeries {
             const auto found = whole.find(std::string(key));
             return found == whole.end() ? HealthSeries{} : HealthSeries{found->second.values, found->second.steps};
         })) {
        advice.push_back({{"rule", finding.rule->id},
                          {"level", finding.rule->level == HealthLevel::Bad ? "bad" : "warning"},
                          {"metric", finding.metric},
                          {"from", finding.from},
                          {"to", finding.to},
                          {"value", number(finding.value)},
                          {"threshold", finding.threshold},
                          {"message", finding.text(finding.rule->headline)},
                          {"why", finding.rule->why},
                          {"remedy", finding.rule->remedy}});
    }
    return advice;
}

Json checkpointJson(const RunDirectory& run, const CheckpointRecord& row) {
    Json json = {{"step", row.step}, {"path", row.path}, {"final", row.final}};
    if (!isWholeCheckpoint(run.root() / row.path)) json["missing"] = true;
    return json;
}

/// A skipped stage's figures live in the run that made them.
Json stageJson(const RunDirectory& run, const StageRecord& stage, Damage& damage) {
    const RunDirectory maker = stage.source_run.empty() ? run : RunDirectory(run.root().parent_path() / stage.source_run);
    Json metrics = Json::object(), evaluations = Json::array(), checkpoints = Json::array(), health = Json::array();
    StageRecord source = stage;
    damage.read(stage.name, [&] {
        RunReader store(maker.store());
        source = store.stage(stage.name).value_or(stage);
        const std::vector<std::string> keys = store.metricKeys(source.id);
        std::map<std::string, Points> whole;
        for (const std::string& key : keys) {
            std::vector<SeriesPoint> points;
            const auto lacking = salvageSeries(store, source.id, key, source.steps_done, points);
            if (lacking) {
                damage.note(stage.name + " " + key, *lacking);
                damage.note(stage.name + " health of " + key, *lacking);
            }
            if (points.empty()) continue;
            metrics[key] = metricJson(points);
            if (lacking) metrics[key]["points_left"] = points.size();
            else whole.emplace(key, points);
        }
        health = healthJson(source.name, keys, whole);
        damage.read(stage.name + " evaluations", [&] {
            for (const EvaluationRecord& e : store.evaluations())
                if (e.stage == source.id) evaluations.push_back(evaluationJson(e));
        });
        damage.read(stage.name + " checkpoints", [&] {
            for (const CheckpointRecord& row : store.checkpoints(source.id))
                checkpoints.push_back(checkpointJson(maker, row));
        });
    });
    Json json = {{"name", stage.name},         {"kind", stage.kind},         {"state", name(stage.state)},
                 {"seconds", source.seconds},  {"steps", source.steps_done}, {"metrics", metrics},
                 {"evaluations", evaluations}, {"checkpoints", checkpoints}, {"health", health}};
    if (!stage.source_run.empty()) json["source_run"] = stage.source_run;
    return json;
}

/// Fields that somebody changed while the stage ran, with the step from which they held, in the order of time.
Json changesJson(RunReader& store) {
    std::vector<EventRecord> events = store.events(std::numeric_limits<std::int64_t>::max());
    std::ranges::sort(events, {}, &EventRecord::id);
    Json changes = Json::array();
    for (const EventRecord& event : events)
        if (event.kind == "set_field") changes.push_back({{"from_step", event.step + 1}, {"change", event.message}});
    return changes;
}

Json runJson(const RunDirectory& run, Damage& damage) {
    RunReader store(run.store());
    Json stages = Json::array();
    const std::vector<StageRecord> records = store.stages();
    for (const StageRecord& stage : records) stages.push_back(stageJson(run, stage, damage));
    const RunStatus status = readRunStatus(run);
    Json json = {{"run", run.id()},
                 {"state", name(status.state)},
                 {"seconds", secondsWorked(records)},
                 {"stages", stages},
                 {"changes", Json::array()}};
    damage.read("changes", [&] { json["changes"] = changesJson(store); });
    if (!status.error_message.empty()) json["error"] = {{"code", status.error_code}, {"message", status.error_message}};
    if (!damage.parts.empty()) json["damaged"] = damage.parts;
    return json;
}

std::string share(const Json& metrics, const char* key) {
    return metrics.contains(key) && metrics[key].is_number() ? fmt::format("{:.3f}", metrics[key].get<double>()) : "-";
}

std::string intervalText(const Json& holder) {
    if (!holder.contains("interval")) return "-";
    return fmt::format("[{:.3f}, {:.3f}]", holder["interval"][0].get<double>(), holder["interval"][1].get<double>());
}

void printBreakdown(const Json& columns) {
    for (const auto& [column, classes] : columns.items())
        for (const auto& [label, part] : classes.items())
            fmt::print("  {:<35} {:>7} {:>16} {:>12}\n", column + " " + (label.empty() ? "-" : label),
                       share(part, "pass_at_1"), intervalText(part),
                       fmt::format("{} problems", part["problems"].get<std::int64_t>()));
}

void printTable(const Json& run) {
    fmt::print("run {}: {}, {:.0f} s\n", run["run"].get<std::string>(), run["state"].get<std::string>(),
               run["seconds"].get<double>());
    if (run.contains("error")) fmt::print("  {}\n", run["error"]["message"].get<std::string>());
    fmt::print("\n{:<26} {:<13} {:<8} {:>6} {:>8}\n", "stage", "kind", "state", "steps", "seconds");
    for (const Json& stage : run["stages"])
        fmt::print("{:<26} {:<13} {:<8} {:>6} {:>8.1f}\n", stage["name"].get<std::string>(),
                   stage["kind"].get<std::string>(), stage["state"].get<std::string>(), stage["steps"].get<std::int64_t>(),
                   stage["seconds"].get<double>());
    for (const Json& change : run["changes"]) fmt::print("\nchanged while it ran: {}", change["change"].get<std::string>());
    if (!run["changes"].empty()) fmt::print("\n");
    for (const Json& stage : run["stages"])
        for (const Json& advice : stage["health"])
            fmt::print("\n{}: {}: {}\n  {}\n  {}\n", advice["level"].get<std::string>(), stage["name"].get<std::string>(),
                       advice["message"].get<std::string>(), advice["why"].get<std::string>(),
                       advice["remedy"].get<std::string>());
    fmt::print("\n{:<20} {:<16} {:>7} {:>16} {:>12} {:>7} {:>7} {:>9} {:>8}\n", "checkpoint", "suite", "pass@1",
               "95% interval", "cons@k", "length", "format", "language", "checks");
    for (const Json& stage : run["stages"]) {
        for (const Json& e : stage["evaluations"]) {
            fmt::print("{:<20} {:<16} {:>7.3f} {:>16} {:>12} {:>7.1f} {:>7} {:>9} {:>8}\n",
                       e["checkpoint"].get<std::string>(), e["suite"].get<std::string>(), e["pass_at_1"].get<double>(),
                       intervalText(e),
                       e["cons_at_k"].is_number()
                           ? fmt::format("{:.3f} @{}", e["cons_at_k"].get<double>(), e["k"].get<std::int64_t>())
                           : "-",
                       e["mean_length"].get<double>(), share(e["metrics"], "format/well_formed"),
                       share(e["metrics"], "lang/consistency_mean"), share(e["metrics"], "behaviour/reflection_rate"));
            printBreakdown(e["breakdown"]);
        }
    }
}

/// Checkpoints that the store names and the folder does not have, or not whole.
void printMissing(const Json& run) {
    std::string missing;
    std::size_t all = 0, gone = 0;
    for (const Json& stage : run["stages"]) {
        for (const Json& checkpoint : stage["checkpoints"]) {
            ++all;
            if (!checkpoint.contains("missing")) continue;
            ++gone;
            missing += "\n  " + checkpoint["path"].get<std::string>();
        }
    }
    if (gone > 0) fmt::print("\nof {} checkpoints {} are deleted or not whole: they cannot be used{}\n", all, gone, missing);
}

/// What a run folder still holds whose store cannot be read.
void printRemains(const RunDirectory& run) {
    const RunRemains remains = whatRemains(run);
    fmt::print("run {}: its store cannot be read; nothing was changed. What is there:\n", run.id());
    if (!remains.manifest) fmt::print("  run.json is missing or damaged: what made this run is not known\n");
    else {
        const auto version = remains.manifest->versions.find("retort");
        fmt::print("  run.json: made by Retort {}, seed {}\n",
                   version == remains.manifest->versions.end() ? "?" : version->second, remains.manifest->seed);
    }
    fmt::print("  {}\n", remains.recipe ? "its recipe (recipe.resolved.toml): a new run can be started with it"
                                        : "no recipe (recipe.resolved.toml)");
    fmt::print("  complete checkpoints: {}{}\n", remains.checkpoints,
               remains.checkpoints > 0 ? "; each is a model folder that can be used" : "");
    if (remains.partial_checkpoints > 0) fmt::print("  checkpoints that lack files: {}\n", remains.partial_checkpoints);
    if (remains.annotations_unreadable) fmt::print("  what people wrote (annotations.db) cannot be read either\n");
    else if (remains.annotations_of_another_run)
        fmt::print("  annotations.db holds what people wrote about another run: move it back there\n");
    else if (remains.verdicts + remains.notes > 0)
        fmt::print("  what people wrote: verdicts {}, notes {}\n", remains.verdicts, remains.notes);
    if (!remains.log.empty()) fmt::print("  its log: {}\n", remains.log.string());
}

}  // namespace

int inspectCommand(const InspectArguments& arguments) {
    const RunDirectory directory = findRun(arguments.run);
    Damage damage;
    Json run;
    try {
        run = runJson(directory, damage);
    } catch (const Error& error) {
        if (error.code() == ErrorCode::BadInput && !arguments.json) printRemains(directory);
        throw;
    }
    if (arguments.json) fmt::print("{}\n", run.dump());
    else {
        printTable(run);
        printMissing(run);
    }
    if (!damage.error) return 0;
    if (!arguments.json) {
        fmt::print("\nleft out, because it cannot be read:\n");
        for (const Json& part : run["damaged"]) fmt::print("  {}\n", part.get<std::string>());
    }
    throw *damage.error;
}

}  // namespace retort::cli
