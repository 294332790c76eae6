// SPDX-License-Identifier: Apache-2.0
#include "tiny_project.h"

#include <gtest/gtest.h>

#include <fstream>

namespace fs = std::filesystem;

namespace retort::test {
namespace {

constexpr const char* kRecipe = R"(
[project]
name = "tiny"
seed = 3
checkpoint_every = 4

[data.rows]
path = "rows.jsonl"
kind = "sft"

[data.problems]
path = "problems.jsonl"
language = "en"

[data.pairs]
path = "pairs.jsonl"
kind = "pairs"

[rubrics.plain]
accuracy = 1.0
format = 0.2

[rubrics.judged]
accuracy = 1.0
helpful = { kind = "reward_model", model = "helpful", weight = 0.5 }

[stages.base]
kind = "pretrain"
data = ["rows"]
steps = 200
batch_tokens = 512
init = { tokenizer = "tokenizer", hidden_size = 32, num_hidden_layers = 2, num_attention_heads = 2, num_key_value_heads = 1, intermediate_size = 64, max_position_embeddings = 64 }
optimizer = { learning_rate = 8e-3 }

[stages.zero]
kind = "grpo"
model = "base"
data = ["problems"]
rubric = "plain"
steps = 12
prompts_per_step = 4
group_size = 4
minibatches = 2
kl_beta = 0.01
reference_every = 6
sampling = { max_tokens = 12 }
optimizer = { learning_rate = 1e-3 }

[stages.candidates]
kind = "sample"
model = "zero"
data = ["problems"]
rubric = "plain"
samples_per_prompt = 8
sampling = { max_tokens = 12 }

[stages.cold]
kind = "curate"
candidates = "candidates"
min_language_share = 0.0

[stages.sft]
kind = "sft"
model = "base"
data = ["cold"]
epochs = 2
batch_tokens = 256
optimizer = { learning_rate = 1e-3 }

[stages.helpful]
kind = "reward_model"
model = "base"
data = ["pairs"]
epochs = 2
batch_size = 4
optimizer = { learning_rate = 1e-3 }

[stages.all]
kind = "grpo"
model = "sft"
data = ["problems"]
rubric = "judged"
steps = 2
prompts_per_step = 4
group_size = 4
sampling = { max_tokens = 12 }
optimizer = { learning_rate = 1e-3 }

[stages.student]
kind = "distill"
model = "base"
data = ["candidates"]
epochs = 1
batch_tokens = 256
optimizer = { learning_rate = 1e-3 }

[stages.eval]
kind = "evaluate"
models = ["base", "zero", "student"]
data = "problems"
rubric = "plain"
samples = 4
sampling = { temperature = 1.0, top_p = 1.0, max_tokens = 12 }
)";

}  // namespace

void writeTinyProject(const fs::path& folder) {
    std::ofstream(folder / "recipe.toml") << kRecipe;
    std::ofstream rows(folder / "rows.jsonl"), problems(folder / "problems.jsonl"), pairs(folder / "pairs.jsonl");
    for (int i = 0; i < 40; ++i) {
        const std::string digit = std::to_string(i % 10), wrong = std::to_string((i + 3) % 10);
        const std::string ask = "copy " + digit;
        const std::string good = "<think>so " + digit + "</think><answer>" + digit + "</answer>";
        rows << R"({"prompt":")" << ask << R"(","completion":")" << good << "\"}\n";
        pairs << R"({"prompt":")" << ask << R"(","chosen":")" << good << R"(","rejected":"<think>so</think><answer>)"
              << wrong << "</answer>\"}\n";
        if (i < 10) problems << R"({"prompt":")" << ask << R"(","answer":)" << digit << "}\n";
    }
    rows.close();
    const auto trained =
        runRetort({"train-tokenizer", (folder / "rows.jsonl").string(), "--output", (folder / "tokenizer").string(),
                   "--vocab-size", "300", "--special", "<eos>", "<think>", "</think>", "<answer>", "</answer>"});
    ASSERT_EQ(trained.status, 0) << trained.err;
}

ProgramResult runRetort(std::vector<std::string> arguments, const std::string& input,
                        const std::function<void(int)>& while_running) {
    arguments.insert(arguments.begin(), builtProgram("retort"));
    return runProgram(arguments, input, while_running);
}

fs::path runOf(const ProgramResult& result) {
    std::string out = result.out;
    while (!out.empty() && out.back() == '\n') out.pop_back();
    return out.substr(out.find_last_of('\n') == std::string::npos ? 0 : out.find_last_of('\n') + 1);
}

}  // namespace retort::test
