// SPDX-License-Identifier: Apache-2.0
// The templates zero_small and r1_small from end to end, a few steps of every stage: on what the project makes itself, and
// with a real tokenizer and real problems where those are at hand.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "support/program.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"

namespace fs = std::filesystem;
using namespace retort::test;
using Json = nlohmann::json;
using Fields = std::vector<std::string>;

namespace {

ProgramResult runRetort(Fields arguments) {
    arguments.insert(arguments.begin(), builtProgram("retort"));
    return runProgram(arguments);
}

void add(Fields& arguments, const Fields& fields) {
    for (const std::string& field : fields) arguments.insert(arguments.end(), {"--set", field});
}

/// Every stage that a template may have, cut down to seconds.
Fields shortened(const fs::path& recipe, const std::string& max_tokens) {
    Fields fields{"data.problems.limit=64", "data.heldout.limit=6", "stages.eval.samples=2",
                  "stages.eval.sampling.max_tokens=" + max_tokens};
    std::ifstream in(recipe);
    std::string stage;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("[")) stage = line.starts_with("[stages.") ? line.substr(1, line.find(']') - 1) : "";
        if (stage.empty()) continue;
        const auto set = [&](const std::string& field) { fields.push_back(stage + "." + field); };
        if (line.starts_with("kind = \"grpo\"")) {
            set("steps=1"), set("prompts_per_step=4"), set("group_size=4");
            set("sampling.max_tokens=" + max_tokens);
        } else if (line.starts_with("kind = \"sample\"")) {
            set("prompts=48"), set("samples_per_prompt=4"), set("sampling.max_tokens=" + max_tokens);
        } else if (line.starts_with("kind = \"sft\"") || line.starts_with("kind = \"distill\"")) {
            set("steps=1"), set("batch_tokens=1024");
        } else if (line.starts_with("kind = \"reward_model\"")) {
            set("epochs=0.1"), set("batch_size=8");
        } else if (line.starts_with("kind = \"curate\"")) {
            set("gate=automatic");
        }
    }
    return fields;
}

/// A project from a template: its own settings written into the recipe, the shortening given to the run.
Json runTemplate(const std::string& name, const fs::path& folder, const Fields& own, const Fields& more,
                 const std::string& max_tokens) {
    Fields create{"new", name, folder.string()};
    add(create, own);
    const auto created = runRetort(create);
    EXPECT_EQ(created.status, 0) << created.err;
    const auto checked = runRetort({"check", folder.string()});
    EXPECT_EQ(checked.status, 0) << checked.out << checked.err;
    Fields run{"run", folder.string()};
    add(run, shortened(folder / "recipe.toml", max_tokens));
    add(run, more);
    const auto ran = runRetort(run);
    EXPECT_EQ(ran.status, 0) << ran.err;
    return Json::parse(runRetort({"inspect", folder.string(), "--json"}).out);
}

void expectWhole(const Json& run, std::size_t stages, std::size_t evaluations) {
    EXPECT_EQ(run["state"], "done");
    EXPECT_EQ(run["stages"].size(), stages);
    std::size_t found = 0;
    for (const Json& stage : run["stages"]) {
        EXPECT_EQ(stage["state"], "done") << stage["name"];
        found += stage["evaluations"].size();
    }
    EXPECT_EQ(found, evaluations);
}

}  // namespace

TEST(SmallTemplates, RunOnWhatTheProjectMakes) {
    const TempDir dir;
    const fs::path abacus = sourceDir() / "resources/projects/abacus";
    const auto data = [&](const std::string& name, const std::string& file) {
        return "data." + name + ".path=" + (abacus / "data" / file).string();
    };
    const Fields own{"models.base=" + (abacus / "models/base").string(), R"(template.prompt="User: {prompt}\nAssistant:")",
                     data("problems", "problems.jsonl"), data("heldout", "heldout.jsonl")};
    expectWhole(runTemplate("zero_small", dir / "zero", own, {}, "64"), 3, 2);
    Fields all = own;
    all.insert(all.end(),
               {"models.student=" + (abacus / "models/student-tiny").string(), data("helpful_prompts", "general.jsonl"),
                data("safety_prompts", "general.jsonl"), data("general_sft", "general-sft.jsonl"),
                data("helpful_pairs", "pairs-helpful.jsonl"), data("safety_pairs", "pairs-harmless.jsonl")});
    expectWhole(runTemplate("r1_small", dir / "r1", all, {}, "64"), 23, 9);
}

TEST(SmallTemplates, RunWithARealTokenizerOnRealProblems) {
    RETORT_REQUIRE_SHARED(tokenizer, "tokenizer/qwen2.5/tokenizer.json");
    RETORT_REQUIRE_SHARED(problems, "math/gsm8k_train.jsonl");
    RETORT_REQUIRE_SHARED(heldout, "math/gsm8k_test_dev.jsonl");
    RETORT_REQUIRE_SHARED(pairs, "preference/dpo_en_dev.jsonl");
    const TempDir dir;
    fs::create_directories(dir / "base");
    // A random model of Qwen2's shape with the real vocabulary: one step of pretraining makes its folder.
    std::ofstream(dir / "base/recipe.toml")
        << "[project]\nname = \"random\"\n[data.text]\npath = \"text.jsonl\"\nkind = \"text\"\n"
           "[stages.base]\nkind = \"pretrain\"\ndata = [\"text\"]\nsteps = 1\nbatch_tokens = 64\n"
           "init = { tokenizer = \""
        << tokenizer.parent_path().string()
        << "\", hidden_size = 64, num_hidden_layers = 2, "
           "num_attention_heads = 2, num_key_value_heads = 1, intermediate_size = 128, max_position_embeddings = 2048 }\n";
    std::ofstream(dir / "base/text.jsonl") << R"({"text": "One and one is two."})" << '\n';
    const auto made = runRetort({"run", (dir / "base").string()});
    ASSERT_EQ(made.status, 0) << made.err;
    const std::string model = made.out.substr(0, made.out.find_last_not_of('\n') + 1) + "/checkpoints/base/final";

    const Fields own{"models.base=" + model, "data.problems.path=" + problems.string(),
                     "data.problems.prompt_column=problem", "data.heldout.path=" + heldout.string(),
                     "data.heldout.prompt_column=problem"};
    expectWhole(runTemplate("zero_small", dir / "zero", own, {}, "16"), 3, 2);
    std::ifstream pairs_in(pairs);
    std::ofstream chat(dir / "chat.jsonl");
    int written = 0;
    for (std::string line; written < 8 && std::getline(pairs_in, line);)
        if (Json::parse(line)["messages"].size() == 1) chat << line << '\n', ++written;
    chat.close();
    Fields all = own;
    all.push_back("models.student=" + model);
    for (const char* name : {"helpful_prompts", "safety_prompts", "general_sft", "helpful_pairs", "safety_pairs"}) {
        const std::string data = std::string("data.") + name;
        all.insert(all.end(), {data + ".path=" + (dir / "chat.jsonl").string(), data + ".prompt_column=messages"});
    }
    all.push_back("data.general_sft.completion_column=chosen");
    // A random model solves nothing: the filters let everything pass, so that every stage has its input.
    Fields open{"stages.cold_traces.min_language_share=0"};
    for (const char* stage : {"zero_traces", "rejection_sampling", "teacher_traces"})
        for (const char* field :
             {"keep_correct=false", "keep_well_formed=false", "min_language_share=0", "max_repetition=1", "prompts=4"})
            open.push_back(std::string("stages.") + stage + "." + field);
    expectWhole(runTemplate("r1_small", dir / "r1", all, open, "16"), 23, 9);
}
