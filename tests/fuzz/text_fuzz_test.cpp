// SPDX-License-Identifier: Apache-2.0
// Damaged recipes, tokenizers, templates, frames, programs' tests and databases.
#include <gtest/gtest.h>

#include "fuzz/fuzz.h"
#include "ipc/codec.h"
#include "recipe/recipe.h"
#include "reward/code_programs.h"
#include "reward/code_tests.h"
#include "store/annotations.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "support/shared_data.h"
#include "template/chat_template.h"
#include "tokenizer/tokenizer.h"

namespace retort {
namespace {

namespace fs = std::filesystem;
using namespace retort::test;

TEST(FuzzText, Recipe) {
    std::vector<std::string> seeds;
    for (const char* name : {"abacus", "templates/zero", "templates/r1"})
        if (const fs::path file = sourceDir() / "resources/projects" / name / "recipe.toml"; fs::exists(file))
            seeds.push_back(readFile(file));
    ASSERT_FALSE(seeds.empty());
    fuzzFile(seeds, "recipe.toml", [](const fs::path& folder) {
        // Problems are its answer; an exception is only for a file that cannot be read.
        const RecipeResult result =
            checkRecipe(folder / "recipe.toml", {.overrides = {}, .project = {}, .check_files = false});
        if (result.recipe) toToml(*result.recipe);
        else throw Error(ErrorCode::Usage, result.problems.at(0).message);
    });
}

TEST(FuzzText, Tokenizer) {
    const std::string config = readFile(testData("tokenizer/trained") / "tokenizer_config.json");
    fuzzFile({readFile(testData("tokenizer/trained") / "tokenizer.json")}, "tokenizer.json", [&](const fs::path& folder) {
        std::ofstream(folder / "tokenizer_config.json") << config;
        const Tokenizer tokenizer = Tokenizer::load(folder);
        tokenizer.decode(tokenizer.encode("Compute 12 + 34, 计算 <think>\xff"));
    });
}

TEST(FuzzText, TokenizerConfig) {
    const std::string tokenizer = readFile(testData("tokenizer/trained") / "tokenizer.json");
    fuzzFile({readFile(testData("tokenizer/trained") / "tokenizer_config.json")}, "tokenizer_config.json",
             [&](const fs::path& folder) {
                 std::ofstream(folder / "tokenizer.json") << tokenizer;
                 Tokenizer::load(folder);
             });
}

TEST(FuzzText, ChatTemplate) {
    const std::string source =
        "{%- set ns = namespace(first=true) -%}{% macro say(m) %}<|{{ m['role'] | upper }}|>{{ m.content | trim }}{% "
        "endmacro %}\n"
        "{% for m in messages %}{% if m.role == 'system' and loop.first %}{{ say(m) }}{% elif m.role not in ['user', "
        "'assistant'] %}"
        "{{ raise_exception('no ' ~ m.role) }}{% else %}{{ say(m) }}{{ eos_token }}{% generation %}{{ m.content[:-1][::2] "
        "}}{% endgeneration %}"
        "{% endif %}{% set ns.first = false %}{% endfor %}"
        "{% if tools is defined and tools %}{{ tools | tojson(indent=2) }}{% endif %}{{ '%05.2f' | format(1.5) if "
        "add_generation_prompt }}"
        "{% for i in range(3) %}{{ i ** 2 // 2 % 5 }}{% if i > 1 %}{% break %}{% endif %}{% endfor %}{{ [1, 2] | "
        "map('string') | join('-') }}";
    const int refused = fuzzText({source}, [](const std::string& text) {
        const ChatTemplate one = ChatTemplate::parse(text, "t");
        one.render(
            {.messages =
                 R"([{"role": "system", "content": "s"}, {"role": "user", "content": "二"}, {"role": "assistant", "content": "a"}])",
             .add_generation_prompt = true,
             .tools = R"([{"type": "function", "function": {"name": "f"}}])",
             .kwargs = {}});
    });
    EXPECT_GT(refused, 0);
}

TEST(FuzzText, ChatMessages) {
    const ChatTemplate one =
        ChatTemplate::parse("{% for m in messages %}{{ m.role }}{{ m.content | tojson }}{% endfor %}", "t");
    const int refused = fuzzText(
        {R"([{"role": "user", "content": "二\n\ud83d\ude00", "n": [1, 2.5, null]}, {"role": "assistant", "content": [{"type": "text"}]}])"},
        [&](const std::string& text) {
            one.render({.messages = text, .add_generation_prompt = false, .tools = {}, .kwargs = {}});
        });
    EXPECT_GT(refused, 0);
}

TEST(FuzzText, Frames) {
    std::vector<std::string> payloads, frames;
    for (const ipc::Message& message : {ipc::Message(ipc::Hello{}), ipc::Message(ipc::Progress{"zero", 1, 2, 3.5, "步"}),
                                        ipc::Message(ipc::Heartbeat{})}) {
        frames.push_back(ipc::encode(message));
        payloads.push_back(frames.back().substr(4));
    }
    for (const ipc::Command& command :
         {ipc::Command(ipc::Pause{7}), ipc::Command(ipc::SetField{}), ipc::Command(ipc::Sample{})})
        frames.push_back(ipc::encode(command));
    EXPECT_GT(fuzzText(payloads, [](const std::string& text) { ipc::decodeMessage(text); }), 0);
    std::string stream;
    for (const std::string& frame : frames) stream += frame;
    EXPECT_GT(fuzzText({stream},
                       [](const std::string& bytes) {
                           ipc::FrameReader reader;
                           reader.feed(bytes);
                           while (const auto payload = reader.next()) {
                               try {
                                   ipc::decodeMessage(*payload);
                               } catch (const Error&) {
                                   ipc::decodeCommand(*payload);
                               }
                           }
                       }),
              0);
}

TEST(FuzzText, CodeTests) {
    EXPECT_GT(fuzzText({R"([{"input": "1 2\n", "output": "3"}, {"input": "", "output": ""}])",
                        R"({"inputs": ["1"], "outputs": ["2"], "time_limit": 2, "memory_limit": 256, "language": "cpp"})",
                        R"({"test_list": ["assert f(1) == 2"], "test_setup_code": "import math", "entry_point": "f"})"},
                       [](const std::string& text) { parseCodeTests(text); }),
              0);
}

TEST(FuzzText, CodeAnswers) {
    fuzzText({"<think>\nlet me see ```python\nno\n```</think>Here:\n```python\ndef f(x):\n    return x\n```\ndone",
              "~~~cpp\nint main() {}\n~~~\n```\n```\n``` c++\nint main(", "def f():\n\tpass"},
             [](const std::string& text) {
                 const ExtractedCode code = extractCode(text);
                 EXPECT_LE(code.code.size(), text.size() + 1);
                 CodeTests tests;
                 tests.checks = {"assert f(1) == 1"};
                 lastFunction(code.code);
                 pythonCheck(tests, code.code, tests.checks[0]);
                 cppCheck(tests, code.code, tests.checks[0]);
             });
}

/// The pages of a database, damaged between being written and being opened.
std::string databaseOf(const std::function<void(const fs::path&)>& write) {
    const TempDir dir;
    write(dir / "x.db");
    return readFile(dir / "x.db");
}

TEST(FuzzText, RunDatabase) {
    const std::string valid = databaseOf([](const fs::path& file) {
        RunWriter writer(file);
        StageRecord stage;
        stage.name = "zero";
        stage.kind = "grpo";
        const StageId id = writer.putStage(stage);
        Rollout rollout;
        rollout.text = "1 + 1 = 2 二";
        rollout.completion.ids = {1, 2, 3};
        rollout.reward.terms.push_back({});
        for (Step step = 1; step <= 3; ++step) {
            StepCommit commit;
            commit.step = {id, step, step, 0, 0};
            commit.points = {{"reward", 0.5}};
            commit.groups.resize(1);
            commit.groups[0].prompt.prompt.key = "p";
            commit.groups[0].rollouts = {rollout, rollout};
            writer.commit(commit);
        }
    });
    fuzzFile({valid}, "run.db", [](const fs::path& folder) {
        RunReader reader(folder / "run.db");
        reader.since({});
        for (const StageRecord& stage : reader.stages()) {
            reader.steps(stage.id);
            for (const std::string& key : reader.metricKeys(stage.id)) reader.series(stage.id, key);
        }
        reader.rollouts({});
    });
}

TEST(FuzzText, Annotations) {
    const std::string valid = databaseOf([](const fs::path& file) {
        Annotations annotations(file, SqliteDb::Mode::ReadWrite, "run");
        CandidateState state;
        state.id = {{}, RolloutId{3}};
        state.verdict = Verdict::Rejected;
        state.reason = "二";
        state.tags = {"a", "b"};
        annotations.decide(state);
        annotations.addNote("remark");
        annotations.openGate("curate");
    });
    fuzzFile({valid}, "annotations.db", [](const fs::path& folder) {
        Annotations annotations(folder / "annotations.db", SqliteDb::Mode::ReadOnly, "run");
        annotations.candidates();
        annotations.notes();
        annotations.gateOpenedAt("curate");
        annotations.canUndo();
    });
}

}  // namespace
}  // namespace retort
