// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <fstream>

#include "base/random.h"
#include "recipe_fixture.h"

namespace retort::test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

namespace {

std::string text(const RecipeProblem& problem) {
    return problem.where + ": " + problem.message + (problem.remedy.empty() ? "" : ". " + problem.remedy);
}

}  // namespace

TEST_F(RecipeTest, UnknownKeyNamesTheLineAndTheNearestKey) {
    EXPECT_EQ(errorOf(grpo("stpes = 3")), "recipe.toml:14: stages.zero: unknown key \"stpes\". Did you mean \"steps\"?");
    EXPECT_EQ(errorOf(grpo("sampling = { temprature = 1.0 }")),
              "recipe.toml:14: stages.zero.sampling: unknown key \"temprature\". Did you mean \"temperature\"?");
    EXPECT_EQ(errorOf(grpo("", "[stage.x]\n")), "recipe.toml:15: unknown key \"stage\". Did you mean \"stages\"?");
    EXPECT_EQ(errorOf(grpo("sampling = { zzzzzzzz = 1 }")),
              "recipe.toml:14: stages.zero.sampling: unknown key \"zzzzzzzz\". Known: temperature, top_p, max_tokens, stop");
}

TEST_F(RecipeTest, ProblemsOfDefaultsNameTheirLine) {
    const auto with = [](const std::string& defaults) { return grpo("", "[defaults.grpo]\n" + defaults + "\n"); };
    EXPECT_EQ(errorOf(with("stpes = 3")), "recipe.toml:16: defaults.grpo: unknown key \"stpes\". Did you mean \"steps\"?");
    EXPECT_EQ(errorOf(with("steps = 0")),
              "recipe.toml:16: stages.zero: steps must be from 1 to 1000000000 (rollout steps), not 0");
    EXPECT_EQ(errorOf(grpo("", "[defaults.gpro]\n")),
              "recipe.toml:15: defaults: no kind of stage is called \"gpro\". Did you mean \"grpo\"?");
    EXPECT_EQ(errorOf(grpo("", "[defaults]\ngrpo = 3\n")), "recipe.toml:16: defaults: grpo must be a table, not 3");
    EXPECT_EQ(errorOf("defaults = 3\n" + grpo()), "recipe.toml:1: defaults must be a table, not 3");
}

TEST_F(RecipeTest, AWrongDefaultIsOneProblem) {
    const std::string other = "[stages.two]\nkind = \"grpo\"\nmodel = \"base\"\ndata = \"problems\"\nrubric = \"right\"\n";
    const RecipeResult result = checkRecipe(write(grpo("", other + "[defaults.grpo]\nsteps = 0\n")));
    EXPECT_EQ(result.problems.size(), 1u);
}

TEST_F(RecipeTest, WrongTypes) {
    EXPECT_EQ(errorOf(grpo("steps = 2.5")), "recipe.toml:14: stages.zero: steps must be a whole number, not 2.5");
    EXPECT_EQ(errorOf(grpo("kl_beta = \"none\"")), "recipe.toml:14: stages.zero: kl_beta must be a number, not \"none\"");
    EXPECT_EQ(errorOf(grpo("kl_beta = nan")), "recipe.toml:14: stages.zero: kl_beta must be a number, not nan");
    EXPECT_EQ(errorOf(grpo("normalize_std = 1")), "recipe.toml:14: stages.zero: normalize_std must be true or false, not 1");
    EXPECT_EQ(errorOf(grpo("aggregation = 1979-05-27")),
              "recipe.toml:14: stages.zero: aggregation must be text in quotes, not a date");
    EXPECT_EQ(errorOf(grpo("sampling = 3")), "recipe.toml:14: stages.zero: sampling must be a table, not 3");
    EXPECT_EQ(errorOf(grpo("mix = [\"a\"]")), "recipe.toml:14: stages.zero: mix must be a list of numbers, but holds \"a\"");
    EXPECT_EQ(errorOf(grpo("mix = 1")), "recipe.toml:14: stages.zero: mix must be a list of numbers, not 1");
    EXPECT_EQ(errorOf(grpo("", "[models.other]\n")),
              "recipe.toml:15: models: other must be a model folder in quotes, not a table");
}

TEST_F(RecipeTest, Bounds) {
    EXPECT_EQ(errorOf(grpo("steps = 0")),
              "recipe.toml:14: stages.zero: steps must be from 1 to 1000000000 (rollout steps), not 0");
    EXPECT_EQ(errorOf(grpo("sampling = { top_p = 1.5 }")),
              "recipe.toml:14: stages.zero.sampling: top_p must be from 1e-06 to 1, not 1.5");
    EXPECT_EQ(errorOf(grpo("group_size = 1")),
              "recipe.toml:14: stages.zero: group_size must be from 2 to 100000 (completions), not 1");
    EXPECT_EQ(errorOf(grpo("aggregation = \"tokens\"")),
              "recipe.toml:14: stages.zero: aggregation cannot be \"tokens\". Did you mean \"token\"?");
    EXPECT_EQ(
        errorOf(grpo("sampling = { temperature = 0 }")),
        "recipe.toml:14: stages.zero: temperature must be above 0 for grpo. At 0 all completions of a prompt are the same");
}

TEST_F(RecipeTest, MissingParts) {
    EXPECT_EQ(errorOf(""), "recipe.toml: [project] is missing. Begin the file with [project] and name = \"...\"");
    EXPECT_EQ(errorOf("[project]\nname = \"t\"\n"),
              "recipe.toml: the recipe has no stages. Add a section [stages.NAME] with a kind");
    EXPECT_EQ(errorOf("[project]\nname = \"t\"\n[stages.a]\nmodel = \"b\"\n"),
              "recipe.toml:3: stages.a: \"kind\" is missing. Known: pretrain, sft, grpo, sample, curate, reward_model, "
              "distill, evaluate");
    EXPECT_EQ(errorOf(grpo("", "[stages.b]\nkind = \"sft\"\nmodel = \"base\"\n")),
              "recipe.toml:15: stages.b: \"data\" is missing. Data sets of kind sft or text, or sample and curate stages.");
    EXPECT_EQ(errorOf(grpo("", "[stages.b]\nkind = \"gpro\"\n")),
              "recipe.toml:16: stages.b: kind cannot be \"gpro\". Did you mean \"grpo\"?");
}

TEST_F(RecipeTest, UnknownReferences) {
    const std::string stage = "[stages.b]\nkind = \"grpo\"\n";
    EXPECT_EQ(errorOf(grpo("", stage + "model = \"zro\"\ndata = \"problems\"\nrubric = \"right\"\n")),
              "recipe.toml:17: stages.b: model \"zro\" is neither in [models] nor a stage. Did you mean \"zero\"?");
    EXPECT_EQ(errorOf(grpo("", stage + "model = \"zero\"\ndata = \"problms\"\nrubric = \"right\"\n")),
              "recipe.toml:18: stages.b: data \"problms\" is not in [data]. Did you mean \"problems\"?");
    EXPECT_EQ(errorOf(grpo("", stage + "model = \"zero\"\ndata = \"problems\"\nrubric = \"wrong\"\n")),
              "recipe.toml:19: stages.b: rubric \"wrong\" is not in [rubrics]. Known: right");
    EXPECT_EQ(errorOf(grpo("", "[stages.c]\nkind = \"curate\"\ncandidates = \"nothing\"\n")),
              "recipe.toml:17: stages.c: candidates \"nothing\" is not a stage. There are none");
    EXPECT_EQ(errorOf(grpo("", "[rubrics.other]\nhelpful = { kind = \"reward_model\", model = \"judge\" }\n")),
              "recipe.toml:16: rubrics.other.helpful: model \"judge\" is not a stage. There are none");
    EXPECT_EQ(errorOf(grpo("", "[rubrics.other]\nacuracy = 1.0\n")),
              "recipe.toml:16: rubrics.other.acuracy: no kind of reward is called \"acuracy\". Did you mean \"accuracy\"?");
}

TEST_F(RecipeTest, WrongKindsOfReferences) {
    const std::string sample = "[stages.s]\nkind = \"sample\"\nmodel = \"zero\"\ndata = \"problems\"\nrubric = \"right\"\n";
    const std::string more = "[stages.b]\nkind = \"grpo\"\nrubric = \"right\"\n";
    EXPECT_EQ(errorOf(grpo("", sample + more + "model = \"s\"\ndata = \"problems\"\n")),
              "recipe.toml:23: stages.b: model \"s\" is a sample stage, which makes no model that writes");
    EXPECT_EQ(errorOf(grpo("", sample + more + "model = \"zero\"\ndata = \"s\"\n")),
              "recipe.toml:24: stages.b: data \"s\" is a sample stage, whose output cannot be read here. grpo stages read "
              "data of kind "
              "prompts");
    EXPECT_EQ(errorOf(grpo("", more + "model = \"problems\"\ndata = \"problems\"\n")),
              "recipe.toml:18: stages.b: model \"problems\" is a data set");
    EXPECT_EQ(errorOf(grpo("", "[stages.b]\nkind = \"sft\"\nmodel = \"base\"\ndata = \"problems\"\n")),
              "recipe.toml:18: stages.b: data \"problems\" is of kind prompts. sft stages read data of kind sft, text");
    EXPECT_EQ(errorOf(grpo("", "[stages.c]\nkind = \"curate\"\ncandidates = \"zero\"\n")),
              "recipe.toml:17: stages.c: candidates \"zero\" is a grpo stage. Name a sample stage");
    EXPECT_EQ(errorOf(grpo("", "[rubrics.other]\nhelpful = { kind = \"reward_model\", model = \"zero\" }\n")),
              "recipe.toml:16: rubrics.other.helpful: model \"zero\" is a grpo stage, not a reward_model stage");
}

TEST_F(RecipeTest, CyclesArePrinted) {
    const std::string other =
        "[stages.b]\nkind = \"grpo\"\nmodel = \"c\"\ndata = \"problems\"\nrubric = \"right\"\n"
        "[stages.c]\nkind = \"grpo\"\nmodel = \"b\"\ndata = \"problems\"\nrubric = \"right\"\n";
    EXPECT_EQ(errorOf(grpo("", other)),
              "recipe.toml:15: stages.b: stages form a cycle: b needs c needs b. Let one of them start from something else");
    EXPECT_THAT(errorOf(grpo(), {{"stages.zero.model", "zero"}}), HasSubstr("stages form a cycle: zero needs zero"));
}

TEST_F(RecipeTest, RulesAcrossFields) {
    EXPECT_EQ(errorOf(grpo("minibatches = 3\nprompts_per_step = 8\ngroup_size = 4")),
              "recipe.toml:14: stages.zero: 8 prompts x 4 = 32 rollouts cannot be split into 3 minibatches. Choose "
              "minibatches that divide "
              "prompts_per_step * group_size");
    EXPECT_EQ(errorOf(grpo("mix = [0.5, 0.5]")),
              "recipe.toml:14: stages.zero: mix has 2 shares for 1 data sets. Give one share for each");
    EXPECT_EQ(errorOf(grpo("",
                           "[stages.e]\nkind = \"evaluate\"\nmodels = [\"base\", \"zero\", \"base\"]\ndata = "
                           "\"problems\"\nrubric = \"right\"\n")),
              "recipe.toml:17: stages.e: models names \"base\" twice");
    EXPECT_EQ(errorOf(grpo("mix = [0]")),
              "recipe.toml:14: stages.zero: the shares of mix are all 0. Give one share above 0");
    EXPECT_EQ(errorOf(grpo("", "[rubrics.other]\nlength = 1.0\n")),
              "recipe.toml:16: rubrics.other.length: max_length (0) must be above min_length (0). Set both, in tokens");
    EXPECT_EQ(errorOf(grpo("", "[template]\nprompt = \"User:\"\n")),
              "recipe.toml:16: template: prompt has no {prompt}. Put {prompt} where the problem should stand");
    EXPECT_EQ(errorOf(grpo("",
                           "[stages.e]\nkind = \"evaluate\"\nmodel = \"base\"\nmodels = [\"base\"]\ndata = "
                           "\"problems\"\nrubric = \"right\"\n")),
              "recipe.toml:18: stages.e: model and models exclude each other. Leave one of them out");
    EXPECT_EQ(errorOf(grpo("", "[data.zero]\npath = \"data/pairs.jsonl\"\n")),
              "recipe.toml:9: stages.zero: \"zero\" is already the name of a data set. Models, data sets and stages share "
              "one set of names: "
              "choose another");
    EXPECT_EQ(
        errorOf(grpo("", "[stages.\"../x\"]\nkind = \"grpo\"\nmodel = \"base\"\ndata = \"problems\"\nrubric = \"right\"\n")),
        "recipe.toml:15: stages.../x: the name may hold only letters, digits, _ and -, at most 64");
    const std::string fresh =
        "[data.c]\npath = \"data/corpus.jsonl\"\nkind = \"sft\"\n[stages.b]\nkind = \"pretrain\"\ndata = \"c\"\n";
    EXPECT_EQ(
        errorOf(grpo("", fresh + "init = { tokenizer = \"tokenizer\", hidden_size = 100, num_attention_heads = 3 }\n")),
        "recipe.toml:21: stages.b.init: hidden_size (100) must be a multiple of num_attention_heads (3)");
    EXPECT_EQ(errorOf(grpo("", fresh + "init = { tokenizer = \"tokenzier\" }\n")),
              "recipe.toml:21: stages.b.init: there is no tokenzier/tokenizer.json. Put a tokenizer folder there or correct "
              "the path");
}

TEST_F(RecipeTest, MissingFiles) {
    std::filesystem::remove(dir_ / "data/problems.jsonl");
    EXPECT_EQ(errorOf(grpo()),
              "recipe.toml:5: data.problems: there is no file data/problems.jsonl. Put the data there or correct the path");
    std::filesystem::remove_all(dir_ / "models");
    EXPECT_EQ(errorOf(grpo()),
              "recipe.toml:4: models.base: there is no models/base/config.json. Put a HuggingFace model folder there or "
              "correct the path");
}

TEST_F(RecipeTest, SyntaxErrorsNameLineAndColumn) {
    EXPECT_THAT(errorOf("[project]\nname = \n"), StartsWith("recipe.toml:2:8: "));
    EXPECT_THAT(errorOf("[project]\nname = \"a\"\nname = \"b\"\n"), StartsWith("recipe.toml:3:"));
    EXPECT_THAT(errorOf("[project]\nname = \"\xff\"\n"), StartsWith("recipe.toml:2:"));
    EXPECT_THAT(errorOf("a = " + std::string(10000, '[')), StartsWith("recipe.toml:1:"));
    EXPECT_THAT(errorOf("a = " + std::string(10000, '{')), StartsWith("recipe.toml:1:"));
}

TEST_F(RecipeTest, HeadersThatTheTomlLibraryAssumesAwayAreRefused) {
    for (const char* header : {"[.template]", "[+data]", "[ # note", "[[.x]]"})
        EXPECT_EQ(errorOf(std::string("[project]\nname = \"t\"\n") + header + "\nprompt = \"{prompt}\"\n"),
                  "recipe.toml:3: the TOML is malformed beyond repair. A section header must look like [stages.zero]")
            << header;
}

TEST_F(RecipeTest, OverridesAreNamedInErrors) {
    EXPECT_EQ(errorOf(grpo(), {parseOverride("stages.zero.stpes=3")}),
              "--set stages.zero.stpes=3: stages.zero: unknown key \"stpes\". Did you mean \"steps\"?");
    EXPECT_EQ(errorOf(grpo(), {parseOverride("stages.zero.steps=0")}),
              "--set stages.zero.steps=0: stages.zero: steps must be from 1 to 1000000000 (rollout steps), not 0");
    EXPECT_EQ(errorOf(grpo(), {parseOverride("stages.zero.steps=many")}),
              "--set stages.zero.steps=many: stages.zero: steps must be a whole number, not \"many\"");
    EXPECT_THAT(errorOf(grpo(), {parseOverride("stages.zero.steps=[1,")}), StartsWith("--set stages.zero.steps=[1,: "));
    EXPECT_THAT(errorOf(grpo(), {{"stages.zero.steps", "3\n[stages.x]"}}), HasSubstr("the value spans lines"));
    EXPECT_THROW(parseOverride("steps"), Error);
}

TEST_F(RecipeTest, AllProblemsAtOnceInTheOrderOfTheFile) {
    const RecipeResult result =
        checkRecipe(write(grpo("steps = 0\nrubic = 1", "[stages.b]\nkind = \"curate\"\ncandidates = \"x\"\n")));
    EXPECT_FALSE(result.recipe);
    std::vector<std::string> texts;
    for (const RecipeProblem& problem : result.problems) texts.push_back(text(problem));
    EXPECT_THAT(texts, ElementsAre("recipe.toml:14: stages.zero: steps must be from 1 to 1000000000 (rollout steps), not 0",
                                   "recipe.toml:15: stages.zero: unknown key \"rubic\". Did you mean \"rubric\"?",
                                   "recipe.toml:18: stages.b: candidates \"x\" is not a stage. There are none"));
}

TEST_F(RecipeTest, AWrongSectionIsNotReportedAgainWhereItIsNamed) {
    const RecipeResult result =
        checkRecipe(write(grpo("",
                               "[stages.b]\nkind = \"gpro\"\n[stages.c]\nkind = \"grpo\"\nmodel = \"b\"\n"
                               "data = \"problems\"\nrubric = \"right\"\n")));
    ASSERT_EQ(result.problems.size(), 1u);
    EXPECT_EQ(text(result.problems[0]), "recipe.toml:16: stages.b: kind cannot be \"gpro\". Did you mean \"grpo\"?");
}

TEST_F(RecipeTest, MutilatedRecipesAreReadOrRefusedButNeverMore) {
    const std::string whole = everything();
    Random random(5, 0);
    int refused = 0;
    for (int i = 0; i < 300; ++i) {
        std::string broken = whole;
        for (int k = 0; k < 3; ++k) {
            const std::size_t at = random.below(broken.size());
            const std::size_t from = random.below(broken.size());
            switch (random.below(3)) {
                case 0: broken[at] = static_cast<char>(random.below(256)); break;
                case 1: broken.erase(at, random.below(20)); break;
                default: broken.insert(at, broken.substr(from, random.below(40)));
            }
        }
        std::ofstream(dir_ / "recipe.toml") << broken;
        const RecipeResult result = checkRecipe(dir_ / "recipe.toml");
        EXPECT_EQ(result.recipe.has_value(), result.problems.empty());
        refused += result.recipe ? 0 : 1;
    }
    EXPECT_GT(refused, 150);
}

TEST_F(RecipeTest, RefusesAFileThatIsNotThereOrTooLarge) {
    EXPECT_THROW(loadRecipe(dir_ / "nothing.toml"), Error);
    EXPECT_THROW(load("#" + std::string(2 << 20, 'x')), Error);
}

}  // namespace retort::test
