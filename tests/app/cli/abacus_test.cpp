// SPDX-License-Identifier: Apache-2.0
// The shipped project, shortened: a few steps of reinforcement must raise pass@1 beyond what chance allows.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "base/file.h"
#include "support/program.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"

namespace fs = std::filesystem;
using namespace retort::test;
using Json = nlohmann::json;

namespace {

fs::path shipped() { return sourceDir() / "resources/projects/abacus"; }

Json evaluationOf(const Json& run, const std::string& checkpoint) {
    for (const Json& stage : run["stages"])
        for (const Json& evaluation : stage["evaluations"])
            if (evaluation["checkpoint"] == checkpoint) return evaluation;
    return {};
}

}  // namespace

TEST(Abacus, AFewStepsOfReinforcementRaisePassAt1Significantly) {
    const TempDir dir;
    const auto created = runProgram({builtProgram("retort"), "new", "abacus", (dir / "abacus").string()});
    ASSERT_EQ(created.status, 0) << created.err;
    for (const char* stage : {"eval.base", "eval16.zero"}) {
        const auto result =
            runProgram({builtProgram("retort"), "run", (dir / "abacus").string(), "--stage", stage, "--set",
                        "stages.zero.steps=12", "--set", "stages.eval.samples=2", "--set", "stages.eval16.samples=2"});
        ASSERT_EQ(result.status, 0) << result.err;
        const fs::path run = result.out.substr(0, result.out.find_last_not_of('\n') + 1);
        const Json json = Json::parse(runProgram({builtProgram("retort"), "inspect", run.string(), "--json"}).out);
        static Json base;
        if (std::string(stage) == "eval.base") {
            base = evaluationOf(json, "base");
            continue;
        }
        const Json zero = evaluationOf(json, "zero");
        EXPECT_GT(zero["interval"][0].get<double>(), base["interval"][1].get<double>())
            << "95% intervals must not touch: base " << base.dump() << " zero " << zero.dump();
    }
}

TEST(Abacus, HeldOutProblemsOccurInNoTrainingData) {
    const TempDir dir;
    const auto made = runProgram({builtProgram("abacus-data"), dir.path().string(), "--documents", "20000"});
    ASSERT_EQ(made.status, 0) << made.err;
    std::set<std::string> held_out;
    const auto expressionOf = [](const std::string& prompt) {
        return prompt.substr(prompt.find_first_of("0123456789"),
                             prompt.find_last_of("0123456789") - prompt.find_first_of("0123456789") + 1);
    };
    std::ifstream file(dir / "heldout.jsonl");
    for (std::string line; std::getline(file, line);) held_out.insert(expressionOf(Json::parse(line)["prompt"]));
    ASSERT_EQ(held_out.size(), 300u);
    for (const char* name : {"problems.jsonl", "corpus/skills.jsonl", "corpus/habits.jsonl"}) {
        std::ifstream rows(dir / name);
        for (std::string line; std::getline(rows, line);) {
            const std::string prompt = Json::parse(line)["prompt"];
            if (prompt.find_first_of("+-") != std::string::npos)
                EXPECT_FALSE(held_out.contains(expressionOf(prompt))) << name << ": " << prompt;
        }
    }
}

TEST(Abacus, CommittedDataIsWhatTheGeneratorMakes) {
    const TempDir dir;
    ASSERT_EQ(runProgram({builtProgram("abacus-data"), dir.path().string()}).status, 0);
    for (const auto& file : fs::directory_iterator(dir.path()))
        EXPECT_EQ(retort::readFile(file.path()), retort::readFile(shipped() / "data" / file.path().filename()))
            << file.path().filename();
}
