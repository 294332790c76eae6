// SPDX-License-Identifier: Apache-2.0
#include "export/run_export.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "export/tfevents.h"
#include "store/run_reader.h"

namespace retort {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::int64_t kPage = 500;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

/// A text file of the export; write() takes one line without its end.
class Lines {
public:
    explicit Lines(const fs::path& path) : path_(path), out_(path, std::ios::binary | std::ios::trunc) {}
    void write(std::string_view line) { out_ << line << '\n'; }
    void writeJson(const Json& json) { write(json.dump(-1, ' ', false, Json::error_handler_t::replace)); }
    void finish() {
        out_.close();
        if (!out_)
            throw Error(ErrorCode::Environment, "cannot write the export", path_.string(),
                        "Is the disk full or the folder read-only?");
    }

private:
    fs::path path_;
    std::ofstream out_;
};

void eachRollout(RunReader& reader, const std::function<void(const StageRecord&, const RolloutDetail&)>& visit) {
    std::map<std::int64_t, StageRecord> stages;
    for (const auto& stage : reader.stages()) stages.emplace(stage.id.value, stage);
    RolloutId after;
    for (bool more = true; more;) {
        const auto page = reader.rollouts({}, RolloutOrder::OldestFirst, after, kPage);
        for (const auto& row : page.rows) {
            if (const auto detail = reader.rollout(row.id)) visit(stages[row.stage.value], *detail);
            after = row.id;
        }
        more = page.more;
    }
}

Json rewardsJson(const RewardBreakdown& reward) {
    Json terms = Json::object();
    for (const auto& term : reward.terms)
        terms[term.name] = {{"score", term.outcome == Outcome::GraderError ? Json(nullptr) : number(term.score)},
                            {"weight", term.weight},
                            {"outcome", name(term.outcome)},
                            {"extracted", term.extracted},
                            {"reason", term.reason}};
    return terms;
}

Json rolloutJson(const StageRecord& stage, const RolloutDetail& detail) {
    const auto& prompt = detail.prompt.prompt;
    const auto& rollout = detail.rollout;
    const bool error = rollout.reward.hasError();
    return {{"id", detail.summary.id.value},
            {"stage", stage.name},
            {"step", detail.summary.step},
            {"group", detail.summary.group.value},
            {"prompt_key", prompt.key},
            {"prompt", prompt.text},
            {"reference", prompt.reference},
            {"language", prompt.language},
            {"domain", prompt.domain},
            {"completion", rollout.text},
            {"finish_reason", name(rollout.completion.finish_reason)},
            {"reward", error ? Json(nullptr) : number(rollout.reward.total)},
            {"rewards", rewardsJson(rollout.reward)},
            {"correct", detail.summary.correct ? Json(*detail.summary.correct) : Json(nullptr)},
            {"advantage", number(rollout.advantage)},
            {"tokens", detail.summary.tokens},
            {"prompt_ids", detail.prompt.ids},
            {"ids", rollout.completion.ids},
            {"logprobs", rollout.completion.logprobs}};
}

/// Quoted where it holds a comma, a quote or a line end.
std::string csv(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
    return out + "\"";
}
std::string csv(double value) {
    return std::isfinite(value) ? fmt::format("{}", value) : std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

}  // namespace

void exportJsonl(const fs::path& run_db, const fs::path& folder) {
    RunReader reader(run_db);
    StagedDirectory staged(folder);
    Lines metrics(staged.path() / "metrics.jsonl"), rollouts(staged.path() / "rollouts.jsonl");
    for (const auto& stage : reader.stages()) {
        std::map<Step, StepRecord> steps;
        for (const auto& step : reader.steps(stage.id)) steps.emplace(step.step, step);
        for (const auto& key : reader.metricKeys(stage.id))
            for (const auto& point : reader.series(stage.id, key)) {
                const auto& step = steps[point.step];
                metrics.writeJson(Json{{"stage", stage.name},
                                       {"step", point.step},
                                       {"optimizer_step", step.optimizer_step},
                                       {"time", step.time},
                                       {"key", key},
                                       {"value", number(point.value)}});
            }
    }
    eachRollout(reader, [&](const auto& stage, const auto& detail) { rollouts.writeJson(rolloutJson(stage, detail)); });
    metrics.finish();
    rollouts.finish();
    staged.commit();
}

void exportCsv(const fs::path& run_db, const fs::path& folder) {
    RunReader reader(run_db);
    StagedDirectory staged(folder);
    Lines metrics(staged.path() / "metrics.csv"), rollouts(staged.path() / "rollouts.csv");
    std::vector<std::string> keys;
    for (const auto& stage : reader.stages())
        for (auto& key : reader.metricKeys(stage.id))
            if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
    std::string head = "stage,step,optimizer_step,time,seconds";
    for (const auto& key : keys) head += "," + csv(key);
    metrics.write(head);
    for (const auto& stage : reader.stages()) {
        std::map<Step, std::map<std::string, double>> values;
        for (const auto& key : reader.metricKeys(stage.id))
            for (const auto& point : reader.series(stage.id, key)) values[point.step][key] = point.value;
        for (const auto& step : reader.steps(stage.id)) {
            auto line =
                fmt::format("{},{},{},{},{}", csv(stage.name), step.step, step.optimizer_step, step.time, step.seconds);
            for (const auto& key : keys) line += values[step.step].contains(key) ? "," + csv(values[step.step][key]) : ",";
            metrics.write(line);
        }
    }
    rollouts.write(
        "id,stage,step,group,prompt_key,prompt,reference,language,completion,finish_reason,reward,correct,advantage,tokens");
    eachRollout(reader, [&](const auto& stage, const auto& detail) {
        const auto& prompt = detail.prompt.prompt;
        const auto& rollout = detail.rollout;
        rollouts.write(fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{}", detail.summary.id.value, csv(stage.name),
                                   detail.summary.step, detail.summary.group.value, csv(prompt.key), csv(prompt.text),
                                   csv(prompt.reference), csv(prompt.language), csv(rollout.text),
                                   name(rollout.completion.finish_reason),
                                   rollout.reward.hasError() ? "" : csv(rollout.reward.total),
                                   detail.summary.correct ? (*detail.summary.correct ? "true" : "false") : "",
                                   csv(rollout.advantage), detail.summary.tokens));
    });
    metrics.finish();
    rollouts.finish();
    staged.commit();
}

void exportTfevents(const fs::path& run_db, const fs::path& folder) {
    RunReader reader(run_db);
    StagedDirectory staged(folder);
    for (const auto& stage : reader.stages()) {
        const auto steps = reader.steps(stage.id);
        if (steps.empty()) continue;
        const auto place = staged.path() / stage.name;
        fs::create_directories(place);
        TfEventsWriter writer(
            place / fmt::format("events.out.tfevents.{:010}.retort", static_cast<std::int64_t>(steps.front().time)),
            steps.front().time);
        std::map<Step, double> times;
        for (const auto& step : steps) times.emplace(step.step, step.time);
        // In the order of time, as readers of a growing file expect.
        std::map<Step, std::vector<std::pair<std::string, double>>> points;
        for (const auto& key : reader.metricKeys(stage.id))
            for (const auto& point : reader.series(stage.id, key)) points[point.step].emplace_back(key, point.value);
        for (const auto& [step, values] : points)
            for (const auto& [key, value] : values) writer.scalar(key, step, times[step], value);
        writer.finish();
    }
    staged.commit();
}

}  // namespace retort
