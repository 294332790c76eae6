// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation_run.h"

#include <fstream>

#include "run/run_directory.h"
#include "run/run_state.h"
#include "store/run_writer.h"
#include "support/fake_trainer/fake_rollouts.h"
#include "support/shared_data.h"

namespace fs = std::filesystem;

namespace retort::test {
namespace {

constexpr const char* recipe = R"(# what the tests read
[project]
name = "curation"

[template]
prompt = "User: {prompt}\nAssistant:"

[models]
base = "models/base"

[data.problems]
path = "problems.jsonl"

[rubrics.zero]
accuracy = 1.0
format = 0.2

[stages.zero]
kind = "grpo"
model = "base"
data = ["problems"]
rubric = "zero"
steps = 10              # a comment that stays
sampling = { temperature = 1.0, max_tokens = 64 }

[stages.candidates]
kind = "sample"
model = "zero"
data = ["problems"]
rubric = "zero"

[stages.cold_start]
kind = "curate"
candidates = "candidates"
count = 5
gate = "wait"

[stages.sft]
kind = "sft"
model = "base"
data = ["cold_start"]
max_length = 4000
)";

StageId addStage(RunWriter& writer, const std::string& name, const std::string& kind, StageState state, int position,
                 std::vector<std::string> inputs) {
    StageRecord record;
    record.name = name;
    record.kind = kind;
    record.state = state;
    record.position = position;
    record.inputs = std::move(inputs);
    return writer.putStage(record);
}

}  // namespace

fs::path makeCurationRun(const fs::path& project, int groups) {
    const fs::path root = project / "runs/20260101-120000-aaaa";
    fs::create_directories(root);
    fs::create_directories(project / "models");
    fs::copy(testData("tokenizer/trained"), project / "models/base", fs::copy_options::recursive);
    std::ofstream(project / "models/base/config.json") << "{}";
    std::ofstream(project / "recipe.toml") << recipe;
    std::ofstream(root / "recipe.resolved.toml") << recipe;
    std::ofstream(project / "problems.jsonl") << R"({"prompt":"1+1?","answer":"2"})"
                                              << "\n";
    RunWriter writer(RunDirectory(root).store());
    addStage(writer, "zero", "grpo", StageState::Done, 0, {"base", "problems"});
    const StageId candidates = addStage(writer, "candidates", "sample", StageState::Done, 1, {"zero", "problems"});
    addStage(writer, "cold_start", "curate", StageState::Waiting, 2, {"candidates"});
    addStage(writer, "sft", "sft", StageState::Pending, 3, {"base", "cold_start"});
    Random random(1, 0);
    StepCommit commit;
    commit.step = {candidates, 1, 0, 1, 1};
    commit.groups = fakeGroups(random, {0.7, 0.9, 0.7, 0.5, 0.4}, 0, groups, 4);
    writer.commit(commit);
    recordRunState(writer, RunState::Waiting);
    return root;
}

}  // namespace retort::test
