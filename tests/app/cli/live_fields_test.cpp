// SPDX-License-Identifier: Apache-2.0
// Fields changed, and a pause, through the control socket of a run at work.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <optional>

#include "base/error.h"
#include "base/log.h"
#include "ipc/control_client.h"
#include "run/run_directory.h"
#include "run/run_state.h"
#include "store/run_reader.h"
#include "support/temp_dir.h"
#include "tiny_project.h"

using namespace retort;
using namespace retort::test;

namespace {

/// Sets fields of stage "zero" once it has made two steps; the replies stand in `replies`.
class SetFields {
public:
    SetFields(std::filesystem::path project, std::vector<std::pair<std::string, std::string>> fields)
        : project_(std::move(project)), fields_(std::move(fields)) {}

    void operator()(int) {
        if (!replies.empty()) return;
        for (const RunDirectory& run : listRuns(project_)) try {
                const auto row = RunReader(run.store()).stage("zero");
                if (!row || row->state != StageState::Running || row->steps_done < 2) continue;
                ipc::ControlClient client(run.socket());
                for (const auto& [key, value] : fields_)
                    replies.push_back(client.request(ipc::SetField{0, "stages.zero." + key, value}));
            } catch (const Error&) {  // the store is not there yet
            }
    }

    std::vector<ipc::Reply> replies;

private:
    std::filesystem::path project_;
    std::vector<std::pair<std::string, std::string>> fields_;
};

std::vector<SeriesPoint> series(const std::filesystem::path& run, const char* key) {
    RunReader store(RunDirectory(run).store());
    return store.series(store.stage("zero")->id, key);
}

}  // namespace

TEST(LiveFields, TakeEffectAtARecordedStep) {
    const TempDir dir;
    writeTinyProject(dir.path());
    SetFields watch(dir.path(), {{"sampling.temperature", "1.8"},
                                 {"clip_low", "0"},
                                 {"clip_high", "0"},
                                 {"sampling.temperature", "0"},
                                 {"group_size", "8"},
                                 {"clip_low", "much"}});
    const auto result =
        runRetort({"run", dir.path().string(), "--stage", "zero", "--set", "stages.zero.steps=80"}, {}, std::ref(watch));
    ASSERT_EQ(result.status, 0) << result.err;
    ASSERT_EQ(watch.replies.size(), 6u);
    for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(watch.replies[i].ok, i < 3) << watch.replies[i].message;

    const auto run = runOf(result);
    std::optional<Step> changed;
    for (const auto& event : RunReader(RunDirectory(run).store()).events())
        if (event.kind == "set_field" && event.message.starts_with("stages.zero.sampling.temperature = 1.8 from step"))
            changed = event.step + 1;
    ASSERT_TRUE(changed.has_value());
    ASSERT_LT(*changed, 80);
    const auto inspected = nlohmann::json::parse(runRetort({"inspect", run.string(), "--json"}).out);
    ASSERT_EQ(inspected["changes"].size(), 3u) << inspected["changes"];
    EXPECT_EQ(inspected["changes"][0]["from_step"], *changed);
    // At temperature 1.8 the distribution is far flatter, from that very step on, and both sides know it; some answers are
    // still right, so that there is something to clip.
    const auto entropy = series(run, "entropy");
    EXPECT_GT(entropy.at(*changed - 1).value, 1.3 * entropy.at(*changed - 2).value);
    for (const SeriesPoint& point : series(run, "sampling/sampling_logp_difference/max"))
        EXPECT_LE(point.value, 1e-5) << point.step;
    double clipped = 0;
    for (const SeriesPoint& point : series(run, "clip_ratio/low_mean")) clipped += point.step >= *changed ? point.value : 0;
    EXPECT_GT(clipped, 0);
}

TEST(Pause, CountsAsNoWorkAndForgetsNone) {
    const TempDir dir;
    writeTinyProject(dir.path());
    constexpr double rest = 2;
    bool asked = false;
    double before = 0, steps = 0, paused_at = 0;
    const auto pause = [&](int) {
        for (const RunDirectory& run : listRuns(dir.path())) try {
                RunReader store(run.store());
                const auto row = store.stage("zero");
                if (!row || before > 0) continue;
                if (!asked && row->state == StageState::Running && row->steps_done >= 5) {
                    // A killed trainer leaves what its last step told.
                    EXPECT_GT(secondsWorked(store.stages()), 0);
                    asked = ipc::ControlClient(run.socket()).request(ipc::Pause{}).ok;
                }
                if (row->state != StageState::Paused) continue;
                if (paused_at == 0) paused_at = unixTime();
                if (unixTime() - paused_at < rest) continue;
                before = secondsWorked(store.stages());
                for (const StepRecord& step : store.steps(row->id)) steps += step.seconds;
                EXPECT_TRUE(ipc::ControlClient(run.socket()).request(ipc::Resume{}).ok);
            } catch (const Error&) {  // the store is not there yet
            }
    };
    const double start = unixTime();
    const auto result =
        runRetort({"run", dir.path().string(), "--stage", "zero", "--set", "stages.zero.steps=80"}, {}, pause);
    const double wall = unixTime() - start;
    ASSERT_EQ(result.status, 0) << result.err;
    ASSERT_GT(before, 0) << "it never paused";
    EXPECT_GE(before, 0.99 * steps) << "what was worked before the pause is forgotten";
    const auto inspected = nlohmann::json::parse(runRetort({"inspect", runOf(result).string(), "--json"}).out);
    EXPECT_GT(inspected["seconds"].get<double>(), before);
    EXPECT_LT(inspected["seconds"].get<double>(), wall - 0.9 * rest);
}
