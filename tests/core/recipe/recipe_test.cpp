// SPDX-License-Identifier: Apache-2.0
#include <set>

#include <gmock/gmock.h>

#include "recipe/field_info.h"
#include "recipe_fixture.h"

namespace retort::test {

using ::testing::ElementsAre;

const char* RecipeTest::everything() {
    return R"(# a comment
[project]
name = "everything"
seed = 7

[template]
prompt = "问: {prompt}\n答:"

[models]
base = "models/base"
small = "models/base"

[data.problems]
path = "data/problems.jsonl"
[data.heldout]
path = "data/heldout.jsonl"
limit = 300
[data.pairs]
path = "data/pairs.jsonl"
kind = "pairs"
domain = "helpful"
[data.corpus]
path = "data/corpus.jsonl"
kind = "sft"

[rubrics.zero]
accuracy = 1.0
format = 0.2
[rubrics.all]
accuracy = { weight = 1, domain = "reasoning" }
helpful = { kind = "reward_model", model = "judge", weight = 0.5, domain = "helpful" }
too_long = { kind = "length", min_length = 100, max_length = 200 }

[stages.final]
kind = "grpo"
model = "cold"
data = ["problems"]
rubric = "all"

[stages.zero]
kind = "grpo"
model = "base"
data = ["problems", "heldout"]
mix = [0.75, 0.25]
rubric = "zero"
steps = 3
prompts_per_step = 8
group_size = 4
minibatches = 2
sampling = { temperature = 0.9, max_tokens = 100 }
optimizer = { learning_rate = 2e-4 }

[stages.candidates]
kind = "sample"
model = "zero"
data = ["problems"]
rubric = "zero"
[stages.picked]
kind = "curate"
candidates = "candidates"
[stages.cold]
kind = "sft"
model = "base"
data = ["picked", "corpus"]
[stages.judge]
kind = "reward_model"
model = "cold"
data = ["pairs"]
[stages.student]
kind = "distill"
model = "small"
data = ["picked"]
[stages.fresh]
kind = "pretrain"
data = ["corpus"]
[stages.fresh.init]
tokenizer = "tokenizer"
[stages.eval]
kind = "evaluate"
models = ["base", "zero", "cold", "final", "student", "fresh"]
data = "heldout"
rubric = "zero"
samples = 2
)";
}

TEST_F(RecipeTest, ReadsEveryKindOfStageAndItsDefaults) {
    const Recipe recipe = load(everything());
    EXPECT_EQ(recipe.seed, 7u);
    EXPECT_EQ(recipe.prompt_template.prompt, "问: {prompt}\n答:");
    const auto& zero = std::get<GrpoParams>(recipe.findStage("zero")->params);
    EXPECT_EQ(zero.steps, 3);
    EXPECT_EQ(zero.sampling.max_tokens, 100);
    EXPECT_DOUBLE_EQ(zero.sampling.temperature, 0.9);
    EXPECT_DOUBLE_EQ(zero.sampling.top_p, 1);
    EXPECT_DOUBLE_EQ(zero.optimizer.learning_rate, 2e-4);
    EXPECT_DOUBLE_EQ(zero.kl_beta, 0.001);
    EXPECT_THAT(zero.mix, ElementsAre(0.75, 0.25));
    const auto& student = std::get<SftParams>(recipe.findStage("student")->params);
    EXPECT_DOUBLE_EQ(student.optimizer.learning_rate, 1e-4);
    EXPECT_EQ(student.optimizer.schedule, "cosine");
    EXPECT_EQ(std::get<PretrainParams>(recipe.findStage("fresh")->params).init.tokenizer, "tokenizer");
    const RewardTermSection& helpful = recipe.findRubric("all")->terms.at(1);
    EXPECT_EQ(helpful.kind, "reward_model");
    EXPECT_EQ(helpful.model, "judge");
    EXPECT_EQ(recipe.findRubric("zero")->terms.at(1).kind, "format");
    EXPECT_DOUBLE_EQ(recipe.findRubric("zero")->terms.at(1).weight, 0.2);
    EXPECT_EQ(recipe.resolve("data/x.jsonl"), dir_ / "data/x.jsonl");
}

TEST_F(RecipeTest, OrdersByInputsWithEvaluationsDirectlyAfterTheirModel) {
    const Recipe recipe = load(everything());
    std::vector<std::string> names;
    for (const StageSection& stage : recipe.stages) names.push_back(stage.name);
    EXPECT_THAT(names, ElementsAre("eval.base", "zero", "eval.zero", "candidates", "picked", "cold", "eval.cold", "judge",
                                   "final", "eval.final", "student", "eval.student", "fresh", "eval.fresh"));
    EXPECT_THAT(recipe.findStage("final")->inputs, ElementsAre("cold", "problems", "judge"));
    EXPECT_THAT(recipe.findStage("eval.zero")->inputs, ElementsAre("zero", "heldout"));
    EXPECT_THAT(recipe.findStage("picked")->inputs, ElementsAre("candidates"));
}

TEST_F(RecipeTest, StagesThatAreReadyKeepTheOrderOfTheFile) {
    std::string text = grpo();
    for (const char* name : {"zz", "aa", "mm"})
        text += std::string("[stages.") + name +
                "]\nkind = \"grpo\"\nmodel = \"base\"\ndata = \"problems\"\nrubric = \"right\"\n";
    std::vector<std::string> names;
    for (const StageSection& stage : load(text).stages) names.push_back(stage.name);
    EXPECT_THAT(names, ElementsAre("zero", "zz", "aa", "mm"));
}

TEST_F(RecipeTest, FreezingAndLoadingAgainGivesTheSame) {
    const Recipe recipe = load(everything(), {{"stages.zero.steps", "5"}});
    const std::string frozen = toToml(recipe);
    const Recipe again = load(frozen);
    EXPECT_EQ(toToml(again), frozen);
    ASSERT_EQ(again.stages.size(), recipe.stages.size());
    for (std::size_t i = 0; i < recipe.stages.size(); ++i) {
        EXPECT_EQ(again.stages[i].name, recipe.stages[i].name);
        EXPECT_EQ(again.stages[i].canonical, recipe.stages[i].canonical);
        EXPECT_EQ(again.stages[i].inputs, recipe.stages[i].inputs);
    }
    EXPECT_EQ(std::get<GrpoParams>(again.findStage("zero")->params).steps, 5);
    EXPECT_EQ(again.models, recipe.models);
    EXPECT_EQ(canonicalText(again.prompt_template), canonicalText(recipe.prompt_template));
}

TEST_F(RecipeTest, AFrozenRecipeFindsTheFilesOfItsProject) {
    const std::string frozen = toToml(load(grpo()));
    const TempDir run;
    writeFileDurably(run / "recipe.toml", frozen);
    EXPECT_THROW(loadRecipe(run / "recipe.toml"), Error);
    const Recipe found = loadRecipeWith(run / "recipe.toml", {.overrides = {}, .project = dir_.path()});
    EXPECT_EQ(found.resolve("models/base"), dir_ / "models/base");
    EXPECT_NO_THROW(loadRecipeWith(run / "recipe.toml", {.overrides = {}, .project = {}, .check_files = false}));
}

TEST_F(RecipeTest, CanonicalIgnoresFormattingAndSeesEveryField) {
    const std::string plain = load(grpo("sampling = { max_tokens = 64 }")).findStage("zero")->canonical;
    const std::string spread =
        load(grpo("# note\n\n[stages.zero.sampling]\n  temperature = 1\nmax_tokens=64")).findStage("zero")->canonical;
    EXPECT_EQ(plain, spread);
    std::set<std::string> seen{plain};
    for (const char* change :
         {"steps = 41", "kl_beta = 0.002", "normalize_std = false", "aggregation = \"token\"", "epochs = 2", "mix = [1.0]",
          "clip_high = 0.28", "sampling.top_p = 0.9", "optimizer.beta2 = 0.99"})
        EXPECT_TRUE(seen.insert(load(grpo(change)).findStage("zero")->canonical).second) << change;
}

TEST_F(RecipeTest, OverridesReplaceAddAndTakeBareWords) {
    const Recipe recipe =
        load(everything(), {parseOverride("stages.zero.sampling.max_tokens=9"), parseOverride("project.seed=3"),
                            parseOverride("stages.final.model=zero"), parseOverride("stages.cold.data=[\"corpus\"]"),
                            parseOverride("stages.eval.models=[\"zero\"]")});
    EXPECT_EQ(std::get<GrpoParams>(recipe.findStage("zero")->params).sampling.max_tokens, 9);
    EXPECT_DOUBLE_EQ(std::get<GrpoParams>(recipe.findStage("zero")->params).sampling.temperature, 0.9);
    EXPECT_EQ(recipe.seed, 3u);
    EXPECT_EQ(std::get<GrpoParams>(recipe.findStage("final")->params).model, "zero");
    EXPECT_THAT(std::get<SftParams>(recipe.findStage("cold")->params).data, ElementsAre("corpus"));
    EXPECT_EQ(recipe.findStage("eval.base"), nullptr);
}

TEST_F(RecipeTest, EveryFieldHasHelpAndASourceForItsDefault) {
    std::set<std::string> seen;
    for (const FieldInfo& field : recipeFields()) {
        EXPECT_TRUE(seen.insert(field.section + "." + field.key).second) << field.section << "." << field.key;
        EXPECT_FALSE(field.help.empty()) << field.key;
        const bool has_default = !field.required;
        EXPECT_TRUE(!has_default || field.default_value == "\"\"" || !field.source.empty())
            << field.section << "." << field.key;
        EXPECT_EQ(has_default, !field.default_value.empty()) << field.key;
    }
    EXPECT_TRUE(seen.contains("stages.grpo.sampling.temperature"));
    EXPECT_TRUE(seen.contains("stages.pretrain.init.hidden_size"));
}

TEST_F(RecipeTest, PretrainingMayGoOnFromAModel) {
    const std::string stage =
        "[data.c]\npath = \"data/corpus.jsonl\"\nkind = \"sft\"\n[stages.b]\nkind = \"pretrain\"\ndata = \"c\"\n";
    const Recipe recipe = load(grpo("", stage + "model = \"zero\"\n"));
    EXPECT_THAT(recipe.findStage("b")->inputs, ElementsAre("zero", "c"));
    EXPECT_EQ(std::get<PretrainParams>(recipe.findStage("b")->params).sft.model, "zero");
    EXPECT_EQ(toToml(load(toToml(recipe))), toToml(recipe));
    EXPECT_EQ(errorOf(grpo("", stage + "model = \"zero\"\ninit = { tokenizer = \"tokenizer\" }\n")),
              "recipe.toml:22: stages.b.init: model and init exclude each other. Leave model out to begin from random "
              "weights, or init to "
              "train on");
    EXPECT_EQ(errorOf(grpo("", stage)),
              "recipe.toml:18: stages.b.init: \"tokenizer\" is missing. Name a folder with tokenizer.json, or give the "
              "stage a model to "
              "train on");
}

TEST_F(RecipeTest, FieldValuesSayWhatWasChanged) {
    const Recipe recipe = load(everything());
    for (const StageSection& stage : recipe.stages) {
        std::string canonical = "kind = \"" + stage.kind + "\"\n";
        for (const FieldValue& value : fieldValues(stage)) canonical += value.field->key + " = " + value.value + "\n";
        EXPECT_EQ(canonical, stage.canonical);
    }
    std::set<std::string> changed;
    for (const FieldValue& value : fieldValues(*recipe.findStage("judge"))) {
        if (!value.is_default) changed.insert(value.field->key);
    }
    EXPECT_THAT(changed, ElementsAre("data", "model"));
}

TEST_F(RecipeTest, ExplainsTheArithmeticOfGrpo) {
    const Recipe recipe = load(everything());
    EXPECT_THAT(
        explain(*recipe.findStage("zero")),
        ElementsAre(
            "8 prompts x 4 completions = 32 rollouts a step, at most 100 tokens each at temperature 0.9, so at most 3200 "
            "tokens a step",
            "minibatches: 2 of 16 rollouts; epochs: 1; optimizer steps: 2 a step, 6 in all",
            "learning rate 0.0002 (constant)", "KL weight 0.001; the reference becomes the policy 0 times"));
    for (const StageSection& stage : recipe.stages) EXPECT_FALSE(explain(stage).empty()) << stage.name;
}

TEST_F(RecipeTest, NumbersAndTextSurviveFreezing) {
    const Recipe recipe = load(grpo("kl_beta = 1e-7\noptimizer = { learning_rate = 0.00020000000000000001, epsilon = 1e-8 }",
                                    "[template]\nprompt = \"a \\\"b\\\" \\\\ \\t\\u0001 {prompt}\"\n"));
    const Recipe again = load(toToml(recipe));
    EXPECT_EQ(again.prompt_template.prompt, "a \"b\" \\ \t\x01 {prompt}");
    EXPECT_EQ(std::get<GrpoParams>(again.findStage("zero")->params).kl_beta, 1e-7);
}

TEST_F(RecipeTest, DefaultsOfAKindReachItsStages) {
    const std::string other =
        "[stages.two]\nkind = \"grpo\"\nmodel = \"base\"\ndata = \"problems\"\nrubric = \"right\"\n"
        "sampling = { max_tokens = 9 }\n";
    const std::string defaults = "[defaults.grpo]\nsteps = 7\nsampling = { temperature = 0.5, max_tokens = 33 }\n";
    const Recipe recipe = load(grpo("steps = 3", other + defaults), {{"defaults.grpo.group_size", "6"}});
    const auto& one = std::get<GrpoParams>(recipe.findStage("zero")->params);
    const auto& two = std::get<GrpoParams>(recipe.findStage("two")->params);
    EXPECT_EQ(one.steps, 3);
    EXPECT_EQ(two.steps, 7);
    EXPECT_EQ(one.group_size, 6);
    EXPECT_EQ(one.sampling.max_tokens, 33);
    EXPECT_EQ(two.sampling.max_tokens, 9);
    EXPECT_EQ(two.sampling.temperature, 0.5);
    EXPECT_EQ(toToml(recipe).find("defaults"), std::string::npos) << "a frozen recipe says every value at its stage";
}

}  // namespace retort::test
