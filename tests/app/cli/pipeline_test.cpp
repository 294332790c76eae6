// SPDX-License-Identifier: Apache-2.0
// A whole recipe through the command line: every kind of stage, the store it leaves, and what a second run does.

#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/file.h"
#include "run/run_directory.h"
#include "run/run_state.h"
#include "store/run_reader.h"
#include "support/temp_dir.h"
#include "tiny_project.h"

using namespace retort::test;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

Json inspect(const std::filesystem::path& run) {
    const auto result = runRetort({"inspect", run.string(), "--json"});
    EXPECT_EQ(result.status, 0) << result.err;
    return Json::parse(result.out);
}

std::map<std::string, std::string> states(const Json& run) {
    std::map<std::string, std::string> result;
    for (const Json& stage : run["stages"]) result[stage["name"]] = stage["state"];
    return result;
}

/// One project and one finished run of it, made once for all tests here.
class Pipeline : public testing::Test {
protected:
    static void SetUpTestSuite() {
        dir_ = new TempDir;
        writeTinyProject(dir_->path());
        first_ = runRetort({"run", dir_->path().string()});
    }
    static void TearDownTestSuite() { delete dir_; }
    static inline TempDir* dir_ = nullptr;
    static inline ProgramResult first_;
};

}  // namespace

TEST_F(Pipeline, RunsEveryKindOfStageAndEndsWithTheRunDirectory) {
    ASSERT_EQ(first_.status, 0) << first_.err;
    const Json run = inspect(runOf(first_));
    EXPECT_EQ(run["state"], "done");
    EXPECT_EQ(run["stages"].size(), 11u);
    for (const auto& [stage, state] : states(run)) EXPECT_EQ(state, "done") << stage;
}

TEST_F(Pipeline, StoresStepsMetricsEvaluationsAndVerifiedCheckpoints) {
    const Json run = inspect(runOf(first_));
    for (const Json& stage : run["stages"]) {
        if (stage["name"] == "zero") {
            EXPECT_EQ(stage["steps"], 12);
            EXPECT_TRUE(stage["metrics"].contains("rewards/accuracy/mean"));
            EXPECT_LE(stage["metrics"]["sampling/sampling_logp_difference/max"]["max"].get<double>(), 1e-5);
        }
        if (stage["name"] == "base") {
            EXPECT_LT(stage["metrics"]["loss"]["last10"].get<double>(),
                      0.5 * stage["metrics"]["loss"]["first"].get<double>());
        }
        if (stage["kind"] == "evaluate") {
            EXPECT_EQ(stage["evaluations"][0]["samples"], 40);
        }
    }
    EXPECT_TRUE(std::filesystem::exists(runOf(first_) / "checkpoints/zero/final/manifest.json"));
}

TEST_F(Pipeline, ASecondRunSkipsEverything) {
    const auto second = runRetort({"run", dir_->path().string()});
    ASSERT_EQ(second.status, 0) << second.err;
    const Json run = inspect(runOf(second));
    for (const auto& [stage, state] : states(run)) EXPECT_EQ(state, "skipped") << stage;
    EXPECT_EQ(run["stages"][0]["metrics"], inspect(runOf(first_))["stages"][0]["metrics"])
        << "a skipped stage shows the figures of its source";
}

TEST_F(Pipeline, AnEditedStageAndWhatHangsOnItRunAgain) {
    const auto edited = runRetort({"run", dir_->path().string(), "--set", "stages.sft.epochs=1"});
    ASSERT_EQ(edited.status, 0) << edited.err;
    const auto now = states(inspect(runOf(edited)));
    EXPECT_EQ(now.at("sft"), "done");
    EXPECT_EQ(now.at("all"), "done");
    for (const char* untouched : {"base", "zero", "candidates", "cold", "helpful", "student", "eval.base"})
        EXPECT_EQ(now.at(untouched), "skipped") << untouched;
}

TEST_F(Pipeline, WhatIsFinishedIsTakenBeforeAnythingRuns) {
    // Stopped in zero; helpful and the base's evaluation, which come later in the recipe, were finished by the first run.
    const auto stop = [&](int pid) {
        const retort::RunDirectory run = retort::listRuns(dir_->path()).front();
        if (run.root() == runOf(first_) || retort::readRunStatus(run).state != retort::RunState::Running) return;
        const auto zero = retort::RunReader(run.store()).stage("zero");
        if (zero && zero->steps_done > 0) kill(pid, SIGINT);
    };
    const auto stopped = runRetort({"run", dir_->path().string(), "--set", "stages.zero.steps=4000"}, {}, stop);
    const auto now = states(inspect(runOf(stopped)));
    EXPECT_EQ(now.at("zero"), "stopped") << stopped.err;
    for (const char* finished : {"base", "helpful", "eval.base"}) EXPECT_EQ(now.at(finished), "skipped") << finished;
    for (const char* hanging : {"candidates", "sft", "eval.zero"}) EXPECT_EQ(now.at(hanging), "pending") << hanging;
}

TEST_F(Pipeline, TheSameSeedGivesTheSameRun) {
    const auto again = runRetort({"run", dir_->path().string(), "--fresh", "--stage", "zero"});
    ASSERT_EQ(again.status, 0) << again.err;
    EXPECT_EQ(retort::readFile(runOf(first_) / "checkpoints/zero/final/manifest.json"),
              retort::readFile(runOf(again) / "checkpoints/zero/final/manifest.json"));
}

TEST_F(Pipeline, CheckSaysOfEveryStageWhetherItWouldRunAndWhy) {
    const std::string run = runOf(first_).filename().string();
    const auto plans = [&](std::vector<std::string> settings) {
        std::vector<std::string> words{"check", dir_->path().string(), "--json"};
        for (std::string& one : settings) words.insert(words.end(), {"--set", std::move(one)});
        const auto checked = runRetort(words);
        EXPECT_EQ(checked.status, 0) << checked.out << checked.err;
        std::map<std::string, std::string> said;
        const Json report = Json::parse(checked.out);
        for (const Json& stage : report["stages"]) said[stage["name"]] = stage["plan"];
        return said;
    };
    for (const auto& [stage, plan] : plans({})) EXPECT_TRUE(plan.starts_with("kept from ")) << stage << ": " << plan;
    const auto one = plans({"stages.zero.kl_beta=0.125"});
    EXPECT_TRUE(one.at("base").starts_with("kept from ")) << one.at("base");
    EXPECT_TRUE(one.at("zero").starts_with("would run: kl_beta was ") && one.at("zero").ends_with(" and is 0.125"))
        << one.at("zero");
    EXPECT_EQ(one.at("candidates"), "would run, because zero does");
    const auto seed = plans({"project.seed=77", "stages.zero.kl_beta=0.125"});
    EXPECT_NE(seed.at("base").find("project.seed was "), std::string::npos) << seed.at("base");
    EXPECT_NE(plans({"template.prompt=\"Q: {prompt}\""}).at("base").find("template.prompt was"), std::string::npos);
}

TEST_F(Pipeline, ThreadsAndPrecisionAreTheRecipesAndRecorded) {
    const auto run = runRetort(
        {"run", dir_->path().string(), "--stage", "zero", "--set", "project.threads=1", "--set", "project.precision=bf16"});
    ASSERT_EQ(run.status, 0) << run.err;
    const Json manifest = Json::parse(retort::readFile(retort::RunDirectory(runOf(run)).manifest()));
    EXPECT_EQ(manifest["hardware"]["threads"], "1");
    EXPECT_TRUE(manifest["hardware"]["precision"].get<std::string>().starts_with("bf16 (")) << manifest["hardware"];
    const Json now = inspect(runOf(run));
    for (const auto& [stage, state] : states(now)) EXPECT_EQ(state, "done") << stage << " is of another precision";
    for (const Json& stage : now["stages"]) {
        if (stage["name"] == "zero") {
            EXPECT_LE(stage["metrics"]["sampling/sampling_logp_difference/max"]["max"].get<double>(), 1e-5);
        } else if (stage["name"] == "base") {
            EXPECT_LT(stage["metrics"]["loss"]["last10"].get<double>(),
                      0.5 * stage["metrics"]["loss"]["first"].get<double>());
        }
    }
    // Whoever asks a checkpoint of it hears what the run computed, not what this machine would choose.
    const std::string model = (runOf(run) / "checkpoints/zero/final").string(),
                      ids = "{\"ids\": [5, 6, 7, 8, 5, 6, 7, 8]}\n";
    const auto scored = [&](std::vector<std::string> before) {
        for (const char* word : {"score", model.c_str()}) before.emplace_back(word);
        return runRetort(before, ids).out;
    };
    const std::string asked = scored({});
    EXPECT_EQ(asked, scored({"--precision", "bf16"}));
    EXPECT_NE(asked, scored({"--precision", "fp32"}));
}

TEST_F(Pipeline, AGateWaitsForVerdictsAndTrainsOnWhatWasAccepted) {
    bool decided = false;
    const auto decide = [&](int) {
        for (const retort::RunDirectory& run : retort::listRuns(dir_->path())) {
            if (decided || retort::readRunStatus(run).state != retort::RunState::Waiting) continue;
            decided = true;
            const auto listed = runRetort({"candidates", "list", run.root().string(), "--limit", "3"});
            std::istringstream rows(listed.out);
            std::vector<std::string> ids;
            for (std::string row; std::getline(rows, row);) ids.push_back(std::to_string(Json::parse(row)["id"].get<int>()));
            ASSERT_EQ(ids.size(), 3u) << listed.err;
            const auto lines = [&](std::vector<std::string> more) {
                std::vector<std::string> list{"candidates", "list", run.root().string(), "--limit", "100000"};
                list.insert(list.end(), more.begin(), more.end());
                const std::string out = runRetort(list).out;
                return std::count(out.begin(), out.end(), '\n');
            };
            const Json status = Json::parse(runRetort({"candidates", "status", run.root().string()}).out);
            EXPECT_EQ(status["candidates"], lines({})) << "status counts others than are listed and shown";
            EXPECT_EQ(status["candidates"].get<long>() + status["lost_by_filter"].get<long>(), lines({"--all"}));
            EXPECT_FALSE(std::filesystem::exists(run.annotations())) << "looking has written";
            EXPECT_EQ(runRetort({"candidates", "reject", run.root().string(), ids[0], "--reason", "unclear"}).status, 0);
            EXPECT_NE(runRetort({"candidates", "open", run.root().string()}).status, 0) << "a gate opens on nothing";
            EXPECT_EQ(runRetort({"candidates", "accept", run.root().string(), ids[1]}).status, 0);
            EXPECT_EQ(
                runRetort({"candidates", "edit", run.root().string(), ids[2]}, "<think>so it is</think><answer>4</answer>")
                    .status,
                0);
            std::ofstream(dir_->path() / "more.csv") << "prompt,completion\ncopy 9,<think>so 9</think><answer>9</answer>\n";
            EXPECT_EQ(runRetort({"candidates", "import", run.root().string(), (dir_->path() / "more.csv").string()}).status,
                      0);
            EXPECT_EQ(runRetort({"candidates", "accept", run.root().string(), "import-1"}).status, 0);
            EXPECT_EQ(retort::readRunStatus(run).state, retort::RunState::Waiting) << "the gate opened by itself";
            EXPECT_EQ(runRetort({"candidates", "open", run.root().string()}).status, 0);
        }
    };
    const auto result = runRetort(
        {"run", dir_->path().string(), "--stage", "sft", "--set", "stages.cold.gate=wait", "--set", "stages.cold.count=2"},
        {}, decide);
    ASSERT_EQ(result.status, 0) << result.err;
    EXPECT_TRUE(decided) << "the run never waited";
    const std::string rows = retort::readFile(runOf(result) / "outputs/cold/rows.jsonl");
    EXPECT_EQ(std::count(rows.begin(), rows.end(), '\n'), 3);
    EXPECT_NE(rows.find("so it is"), std::string::npos) << "the edit is not what is trained on";
}

TEST_F(Pipeline, AGateKnowsWhatTheChatTemplateOpens) {
    fs::copy(dir_->path() / "tokenizer", dir_->path() / "chat-tokenizer");
    std::ofstream(dir_->path() / "chat-tokenizer/chat_template.jinja")
        << "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}"
           "{% if add_generation_prompt %}<assistant><think>\n{% endif %}";
    std::ofstream(dir_->path() / "elsewhere.csv") << "prompt,completion\ncopy 9,<think>so 9</think><answer>9</answer>\n";
    Json imported;
    const auto decide = [&](int trainer) {
        for (const retort::RunDirectory& run : retort::listRuns(dir_->path())) {
            if (!imported.is_null() || retort::readRunStatus(run).state != retort::RunState::Waiting) continue;
            EXPECT_EQ(
                runRetort({"candidates", "import", run.root().string(), (dir_->path() / "elsewhere.csv").string()}).status,
                0);
            std::istringstream rows(runRetort({"candidates", "list", run.root().string(), "--limit", "100000"}).out);
            for (std::string row; std::getline(rows, row);)
                if (const Json one = Json::parse(row); one["id"] == "import-1") imported = one;
            ::kill(trainer, SIGTERM);
        }
    };
    const auto ran = runRetort({"run",     dir_->path().string(),
                                "--stage", "cold",
                                "--set",   "stages.cold.gate=wait",
                                "--set",   "template.chat=true",
                                "--set",   "template.prompt=\"{prompt}\"",
                                "--set",   "stages.base.init.tokenizer=chat-tokenizer",
                                "--set",   "stages.zero.steps=1",
                                "--set",   "stages.candidates.keep_correct=false",
                                "--set",   "stages.candidates.keep_well_formed=false",
                                "--set",   "stages.candidates.min_language_share=0"},
                               {}, decide);
    ASSERT_TRUE(imported.is_object()) << "the run never waited: " << ran.err;
    EXPECT_EQ(imported["completion"], "so 9</think><answer>9</answer>") << "its opening is the prompt's";
}

TEST_F(Pipeline, ARunsOwnRecipeTakesMoreEvaluations) {
    // What the workbench's Compare page starts: a checkpoint within a stage, beside everything that was evaluated before.
    const std::string run = "runs/" + runOf(first_).filename().string();
    const std::vector<std::string> more{"run",
                                        dir_->path().string(),
                                        "--recipe",
                                        run + "/recipe.resolved.toml",
                                        "--set",
                                        "models.zero-8=\"" + run + "/checkpoints/zero/step-000008\"",
                                        "--set",
                                        "stages.eval-problems-zero-8={ kind = \"evaluate\", model = \"zero-8\", data = "
                                        "\"problems\", rubric = \"plain\", samples = 4, "
                                        "sampling = { temperature = 1.0, top_p = 1.0, max_tokens = 12 } }"};
    const auto all = runRetort(more);
    ASSERT_EQ(all.status, 0) << all.err;
    for (const auto& [stage, state] : states(inspect(runOf(all))))
        EXPECT_EQ(state, stage == "eval-problems-zero-8" ? "done" : "skipped") << stage;
    std::vector<std::string> some = more;
    some.insert(some.end(), {"--stage", "eval-problems-zero-8,eval.zero"});
    const auto few = runRetort(some);
    ASSERT_EQ(few.status, 0) << few.err;
    const auto stages = states(inspect(runOf(few)));
    EXPECT_EQ(stages.count("eval-problems-zero-8"), 1u);
    EXPECT_EQ(stages.count("eval.zero"), 1u);
    EXPECT_EQ(stages.count("eval.student"), 0u);
    EXPECT_NE(runRetort({"run", dir_->path().string(), "--stage", "zero,nothing"}).status, 0);
}

TEST_F(Pipeline, ForksFromAStepCheckpoint) {
    const std::string id = runOf(first_).filename().string();
    const auto fork = runRetort({"run", dir_->path().string(), "--fork", id + "@zero/step-000008", "--set",
                                 "stages.zero.optimizer.learning_rate=5e-4", "--stage", "zero"});
    ASSERT_EQ(fork.status, 0) << fork.err;
    const Json run = inspect(runOf(fork));
    for (const Json& stage : run["stages"])
        if (stage["name"] == "zero") {
            EXPECT_EQ(stage["steps"], 12);
        }
    // A checkpoint that somebody has deleted: said as what it is, with those that are left, and nothing half made.
    const auto runs = [&] { return retort::listRuns(dir_->path()).size(); };
    const std::size_t before = runs();
    const std::filesystem::path gone = runOf(first_) / "checkpoints/zero/step-000008", kept = dir_->path() / "kept";
    std::filesystem::rename(gone, kept);
    const auto refused = runRetort({"run", dir_->path().string(), "--fork", id + "@zero/step-000008"});
    std::filesystem::rename(kept, gone);
    EXPECT_EQ(refused.status, 2);
    EXPECT_NE(refused.err.find("checkpoint zero/step-000008 of run " + id + " was deleted"), std::string::npos)
        << refused.err;
    EXPECT_NE(refused.err.find("Still there: zero/step-000004"), std::string::npos) << refused.err;
    const auto other = runRetort({"run", dir_->path().string(), "--fork", id + "@zero/step-000008", "--stage", "student"});
    EXPECT_EQ(runs(), before + (other.status == 0 ? 1 : 0)) << "a run was begun that could not be";
}

TEST_F(Pipeline, CompareShowsIntervalsFlipsAndSignificance) {
    const auto result = runRetort({"compare", runOf(first_).string(), "--json"});
    ASSERT_EQ(result.status, 0) << result.err;
    const Json suite = Json::parse(result.out).at("suites").at(0);
    EXPECT_EQ(suite["suite"], "problems");
    ASSERT_EQ(suite["entries"].size(), 3u);
    const Json run = inspect(runOf(first_));
    for (const Json& entry : suite["entries"])
        for (const Json& stage : run["stages"])
            if (stage["name"] == "eval." + entry["checkpoint"].get<std::string>()) {
                EXPECT_NEAR(entry["pass_at_1"].get<double>(), stage["evaluations"][0]["pass_at_1"].get<double>(), 1e-6);
            }
    for (const Json& pair : suite["pairs"]) {
        const Json& flips = pair["flips"];
        EXPECT_EQ(flips["both_right"].get<int>() + flips["right_to_wrong"].get<int>() + flips["wrong_to_right"].get<int>() +
                      flips["both_wrong"].get<int>(),
                  10);
        EXPECT_EQ(pair["significant"].get<bool>(), pair["p_value"].get<double>() < 0.05);
    }
    const auto one = runRetort({"compare", runOf(first_).string() + "@zero/problems", "--csv"});
    EXPECT_EQ(std::ranges::count(one.out, '\n'), 2) << one.out;
    const auto table = runRetort({"compare", runOf(first_).string(), "--markdown"});
    EXPECT_NE(table.out.find("| zero |"), std::string::npos) << table.out;
    const auto none = runRetort({"compare", runOf(first_).string() + "@nobody"});
    EXPECT_EQ(none.status, 2);
    EXPECT_NE(none.err.find("It has base/problems"), std::string::npos) << none.err;
}

TEST_F(Pipeline, AnAnswerIsGradedByARunsRubricAndItsRewardModels) {
    const std::string run = runOf(first_).string(),
                      answer = R"({"completion":"<think>so 3</think><answer>3</answer>","prompt":"copy 3","reference":"3"})"
                               "\n";
    const auto graded = [&](std::vector<std::string> more) {
        more.insert(more.begin(), {"grade", "--run", run});
        const auto result = runRetort(more, answer);
        EXPECT_EQ(result.status, 0) << result.err;
        return result.status == 0 ? Json::parse(result.out) : Json();
    };
    const auto names = [](const Json& row) {
        std::vector<std::string> listed;
        for (const auto& [name, term] : row["terms"].items()) listed.push_back(name);
        return listed;
    };
    const Json judged = graded({"--rubric", "judged"});
    ASSERT_EQ(names(judged), (std::vector<std::string>{"accuracy", "helpful"}));
    const double helpful = judged["terms"]["helpful"]["score"];
    EXPECT_GT(helpful, 0);
    EXPECT_LT(helpful, 1);
    EXPECT_NEAR(judged["score"].get<double>(), 1 + 0.5 * helpful, 1e-6);
    // Some of its terms, others beside them, others alone; the first rubric where nothing is named.
    EXPECT_EQ(names(graded({"--rubric", "judged", "--terms", "helpful"})), (std::vector<std::string>{"helpful"}));
    EXPECT_EQ(names(graded({"--rubric", "judged", "--terms", "accuracy", "--reward", "format", "--reward", "language"})),
              (std::vector<std::string>{"accuracy", "format", "language"}));
    EXPECT_EQ(names(graded({"--reward", "exact"})), (std::vector<std::string>{"exact"}));
    EXPECT_EQ(names(graded({})), (std::vector<std::string>{"accuracy", "format"}));
    // Lengths are in the run's own tokens.
    EXPECT_NE(graded({"--reward", "length={ max_length = 9 }"})["terms"]["length"]["extracted"], "0 tokens");
    const auto nowhere = runRetort({"grade", "--run", (dir_->path() / "nowhere").string()}, answer);
    EXPECT_TRUE(nowhere.status == 2 && nowhere.err.find("is not the folder of a run") != std::string::npos) << nowhere.err;
    const auto wrong = runRetort({"grade", "--run", run, "--terms", "helpful"}, answer);
    EXPECT_EQ(wrong.status, 2);
    EXPECT_NE(wrong.err.find("Name some of accuracy, format"), std::string::npos) << wrong.err;
}

TEST_F(Pipeline, EvalRefusesAnUnknownRewardBeforeItWritesAnything) {
    std::ofstream(dir_->path() / "one.jsonl") << R"({"question": "copy 1", "answer": "1"})" << '\n';
    const fs::path output = dir_->path() / "unknown-reward";
    const auto result = runRetort({"eval", (runOf(first_) / "checkpoints/base/final").string(), "--suite",
                                   (dir_->path() / "one.jsonl").string(), "--output", output.string(), "--reward", "nope"});
    EXPECT_EQ(result.status, 2);
    EXPECT_NE(result.err.find("--reward: unknown kind \"nope\""), std::string::npos) << result.err;
    EXPECT_FALSE(fs::exists(output));
}

TEST_F(Pipeline, AProblemBeyondTheContextCountsAsWrongAndKeepsNoOtherFromBeingAsked) {
    std::ofstream(dir_->path() / "long.jsonl")
        << Json{{"question", "copy " + std::string(4000, '1')}, {"answer", "1"}} << '\n'
        << R"({"question": "copy 2", "answer": "2"})" << '\n';
    const auto result = runRetort({"eval", (runOf(first_) / "checkpoints/base/final").string(), "--suite",
                                   (dir_->path() / "long.jsonl").string(), "--output", (dir_->path() / "long").string(),
                                   "--max-tokens", "8", "--json"});
    ASSERT_EQ(result.status, 0) << result.err;
    EXPECT_EQ(Json::parse(result.out)["results"]["long"]["samples"], 2);
    EXPECT_NE(result.err.find("1 of 2 problems leave no room"), std::string::npos) << result.err;
}

TEST_F(Pipeline, WorkedExamplesAreEarlierTurnsOfAChat) {
    const fs::path model = dir_->path() / "chatty";
    fs::copy(runOf(first_) / "checkpoints/base/final", model, fs::copy_options::recursive);
    std::ofstream(model / "chat_template.jinja") << "{% for m in messages %}[{{ m.role }}] {{ m.content }}\n{% endfor %}"
                                                    "{% if add_generation_prompt %}[assistant] {% endif %}";
    std::ofstream(dir_->path() / "asked.jsonl") << R"({"question": "copy 1", "answer": "1"})" << '\n';
    std::ofstream(dir_->path() / "shown.jsonl") << R"({"question": "copy 1", "answer": "1"})"
                                                   "\n"
                                                   R"({"question": "copy 2", "answer": "2"})"
                                                   "\n";
    const fs::path output = dir_->path() / "chat-shots";
    const auto result = runRetort({"eval", model.string(), "--suite", (dir_->path() / "asked.jsonl").string(), "--output",
                                   output.string(), "--max-tokens", "8", "--shots", "1", "--examples",
                                   (dir_->path() / "shown.jsonl").string(), "--instruction", " now", "--json"});
    ASSERT_EQ(result.status, 0) << result.err;
    const Json row = Json::parse(retort::readFile(output / "data/asked.jsonl"));
    EXPECT_EQ(row["prompt"], "[user] copy 2 now\n[assistant] The answer is \\boxed{2}.\n[user] copy 1 now");
    EXPECT_NE(retort::readFile(output / "recipe.toml").find(R"(prompt = "{prompt}\n[assistant] ")"), std::string::npos);
    EXPECT_EQ(Json::parse(result.out)["configs"]["asked"]["fewshot_as_multiturn"], true);
    for (const auto& entry : fs::directory_iterator(output)) {
        if (!entry.path().filename().string().starts_with("samples_")) continue;
        const Json problem = Json::parse(retort::readFile(entry.path()));
        EXPECT_EQ(problem["arguments"]["gen_args_0"]["arg_0"],
                  "[user] copy 2 now\n[assistant] The answer is \\boxed{2}.\n[user] copy 1 now\n[assistant] ");
    }
}

TEST_F(Pipeline, EvalAsksASuiteAndWritesResults) {
    std::ofstream(dir_->path() / "suite.jsonl") << R"({"question": "copy 1", "answer": "1", "level": 1, "language": "en"})"
                                                   "\n"
                                                   R"({"question": "copy 2", "answer": "2", "level": 2, "language": "zh"})"
                                                   "\n"
                                                   R"({"question": "copy 3", "answer": "3", "level": 2, "language": "zh"})"
                                                   "\n";
    const auto model = (runOf(first_) / "checkpoints/base/final").string(), output = (dir_->path() / "evaluation").string();
    std::vector<std::string> command{"eval",         model,  "--suite",   (dir_->path() / "suite.jsonl").string(),
                                     "--output",     output, "--samples", "2",
                                     "--max-tokens", "8",    "--json"};
    const auto result = runRetort(command);
    ASSERT_EQ(result.status, 0) << result.err;
    const Json results = Json::parse(result.out).at("results").at("suite");
    EXPECT_EQ(results["samples"], 3);
    EXPECT_TRUE(results.contains("pass@2,none"));
    EXPECT_EQ(results["by_level"]["2"]["samples"], 2);
    EXPECT_EQ(results["by_language"]["en"]["samples"], 1);
    fs::path samples_file, results_file;
    for (const auto& entry : fs::directory_iterator(output)) {
        if (entry.path().filename().string().starts_with("samples_suite_")) samples_file = entry.path();
        if (entry.path().filename().string().starts_with("results_")) results_file = entry.path();
    }
    EXPECT_TRUE(Json::parse(retort::readFile(results_file)).contains("n-shot"));
    std::ifstream samples(samples_file);
    std::vector<Json> problems;
    for (std::string line; std::getline(samples, line);) problems.push_back(Json::parse(line));
    ASSERT_EQ(problems.size(), 3u) << "one line a problem, as lm-evaluation-harness writes them";
    ASSERT_TRUE(problems[0]["resps"].is_array());
    EXPECT_EQ(problems[0]["resps"][0].size(), 2u);
    EXPECT_EQ(problems[0]["samples"].size(), 2u);
    EXPECT_FALSE(problems[0]["samples"][0]["reason"].get<std::string>().empty());
    const auto again = runRetort(command);
    ASSERT_EQ(again.status, 0) << again.err;
    EXPECT_EQ(Json::parse(again.out)["results"], Json::parse(result.out)["results"]) << "nothing is asked twice";
    const Json breakdown = inspect(output)["stages"][0]["evaluations"][0]["breakdown"];
    EXPECT_EQ(breakdown["level"]["2"]["problems"], 2);
    EXPECT_EQ(breakdown["language"]["zh"]["problems"], 2);
    EXPECT_NEAR(breakdown["level"]["2"]["pass_at_1"].get<double>(), results["by_level"]["2"]["pass@1,none"].get<double>(),
                1e-9);
    EXPECT_EQ(breakdown["level"]["2"]["interval"], results["by_level"]["2"]["pass@1_interval,none"]);
    const std::string shown = runRetort({"inspect", output}).out;
    ASSERT_NE(shown.find("  level 2 "), std::string::npos);
    const std::string line =
        shown.substr(shown.find("  level 2 "), shown.find('\n', shown.find("  level 2 ")) - shown.find("  level 2 "));
    EXPECT_NE(line.find("[0."), std::string::npos) << line;
    EXPECT_NE(line.find("2 problems"), std::string::npos) << line;
    // What the suite's columns say of each problem is kept by the run that asked; the second took its answers over.
    std::size_t asked = 0;
    for (const auto& run : fs::directory_iterator(fs::path(output) / "runs")) {
        retort::RunReader store(run.path() / "run.db");
        for (const retort::EvaluationRecord& evaluation : store.evaluations()) {
            const auto labels = store.promptLabels(evaluation.id);
            ASSERT_EQ(labels.size(), 3U);
            EXPECT_EQ(labels.rbegin()->second, (retort::PromptLabels{{"level", "2"}}));
            ++asked;
        }
    }
    EXPECT_EQ(asked, 1U);
    command[7] = "4";
    const auto other = runRetort(command);
    EXPECT_EQ(other.status, 2);
    EXPECT_NE(other.err.find("other settings"), std::string::npos) << other.err;
}
