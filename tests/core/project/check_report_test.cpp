// SPDX-License-Identifier: Apache-2.0
#include "project/check_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "support/temp_dir.h"

namespace retort::test {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace {

class CheckReportTest : public ::testing::Test {
protected:
    CheckReportTest() {
        std::filesystem::create_directories(dir_ / "base");
        put("base/config.json", "{}");
        put("train.jsonl", "{\"prompt\":\"1 + 1\",\"answer\":2}\n{\"prompt\":\"2 + 2\",\"answer\":4}\n");
        put("test.jsonl", "{\"prompt\":\"3 + 3\",\"answer\":6}\n");
    }

    void put(const std::string& name, const std::string& text) const { writeFileDurably(dir_ / name, text); }

    CheckReport check(const std::string& more = {}) const {
        put("recipe.toml",
            "[project]\nname = \"t\"\n[models]\nbase = \"base\"\n[data.train]\npath = \"train.jsonl\"\n"
            "[data.test]\npath = \"test.jsonl\"\n[rubrics.r]\naccuracy = 1.0\n"
            "[stages.zero]\nkind = \"grpo\"\nmodel = \"base\"\ndata = \"train\"\nrubric = \"r\"\n"
            "[stages.e]\nkind = \"evaluate\"\nmodels = [\"zero\"]\ndata = \"test\"\nrubric = \"r\"\n" +
                more);
        return checkProject(openProject(dir_.path()));
    }
    static std::vector<std::string> texts(const CheckReport& report) {
        std::vector<std::string> out;
        for (const Finding& finding : report.findings) out.push_back(finding.text());
        return out;
    }

    TempDir dir_;
};

}  // namespace

TEST_F(CheckReportTest, ARightProjectHasNoFindingsAndItsStagesInOrder) {
    const CheckReport report = check();
    EXPECT_THAT(texts(report), IsEmpty());
    EXPECT_TRUE(report.ok());
    ASSERT_EQ(report.stages.size(), 2u);
    EXPECT_EQ(report.stages[0].name, "zero");
    EXPECT_EQ(report.stages[1].name, "e.zero");
    EXPECT_THAT(report.stages[1].inputs, ElementsAre("zero", "test"));
    EXPECT_FALSE(report.stages[0].lines.empty());
}

TEST_F(CheckReportTest, AllErrorsOfTheRecipe) {
    const CheckReport report = check("[stages.b]\nkind = \"curate\"\ncandidates = \"zero\"\ncuont = 3\n");
    EXPECT_THAT(texts(report),
                ElementsAre("error: recipe.toml:23: stages.b: candidates \"zero\" is a grpo stage. Name a sample stage",
                            "error: recipe.toml:24: stages.b: unknown key \"cuont\". Did you mean \"count\"?"));
    EXPECT_FALSE(report.ok());
    EXPECT_FALSE(report.recipe);
}

TEST_F(CheckReportTest, ErrorsInDataComeBeforeWarnings) {
    put("train.jsonl", "{\"prompt\":\"1 + 1\",\"answer\":2}\n{\"prompt\":\"2 + 2\"}\n");
    const CheckReport report = check("[rubrics.spare]\nformat = 1.0\n");
    EXPECT_THAT(
        texts(report),
        ElementsAre("error: train.jsonl:2: column \"answer\" is missing. The columns are prompt. Set reference_column of "
                    "[data.train], or \"\" when there is none.",
                    "warning: recipe.toml: rubrics.spare: nothing uses it. Leave it out, or name it in a stage"));
    EXPECT_FALSE(report.ok());
}

TEST_F(CheckReportTest, EvaluationPromptsInTrainingData) {
    put("test.jsonl", "{\"prompt\":\"3 + 3\",\"answer\":6}\n{\"prompt\":\" 2  + 2\",\"answer\":4}\n");
    EXPECT_THAT(
        texts(check()),
        ElementsAre("warning: recipe.toml: data.test: 1 of its 2 prompts are also in training data train, first row 2: "
                    "2 + 2. Take them out of one of the two"));
    EXPECT_TRUE(check().ok());
    EXPECT_THAT(
        texts(check("[stages.f]\nkind = \"evaluate\"\nmodel = \"base\"\ndata = \"train\"\nrubric = \"r\"\n")).front(),
        "warning: recipe.toml: data.test: 1 of its 2 prompts are also in training data train, first row 2: 2 + 2. Take them "
        "out of "
        "one of the two");
    EXPECT_THAT(
        texts(check("[stages.f]\nkind = \"evaluate\"\nmodel = \"base\"\ndata = \"train\"\nrubric = \"r\"\n")).back(),
        "warning: recipe.toml: data.train: is used for training and for evaluation. Evaluate on prompts of their own");
}

TEST_F(CheckReportTest, ReferencesThatCannotBeReadAreNamed) {
    put("train.jsonl", "{\"prompt\":\"1 + 1\",\"answer\":2}\n{\"prompt\":\"half\",\"answer\":\"\\\\frac{1}{2\"}\n");
    EXPECT_THAT(texts(check()),
                ElementsAre("warning: recipe.toml: stages.zero: 1 references of train cannot be read, so their answers are "
                            "never scored; the "
                            "first is train.jsonl:2: \\frac{1}{2: its braces do not close. Correct them in the data"));
}

TEST_F(CheckReportTest, AccuracyNeedsReferencesAndTermsNeedPromptsOfTheirDomain) {
    put("train.jsonl", "{\"prompt\":\"hello\"}\n");
    const CheckReport report = check(
        "[data.chat]\npath = \"train.jsonl\"\nreference_column = \"\"\ndomain = \"helpful\"\n"
        "[rubrics.mixed]\naccuracy = { weight = 1, domain = \"reasoning\" }\nformat = { weight = 1, domain = \"hlpful\" }\n"
        "[stages.a]\nkind = \"grpo\"\nmodel = \"base\"\ndata = \"chat\"\nrubric = \"r\"\n"
        "[stages.b]\nkind = \"grpo\"\nmodel = \"base\"\ndata = [\"chat\"]\nrubric = \"mixed\"\n");
    EXPECT_THAT(
        texts(report),
        ElementsAre(
            "error: train.jsonl:1: column \"answer\" is missing. The columns are prompt. Set reference_column of "
            "[data.train], or \"\" when there is none.",
            "warning: recipe.toml: stages.a: 1 prompts of chat have no reference, and rubric r scores accuracy. Give the "
            "term a domain, or the prompts references",
            "warning: recipe.toml: stages.b: term accuracy of rubric mixed is for domain \"reasoning\", which no prompt of "
            "the stage has. Correct the domain, or leave the term out",
            "warning: recipe.toml: stages.b: term format of rubric mixed is for domain \"hlpful\", which no prompt of the "
            "stage has. Correct the domain, or leave the term out"));
}

}  // namespace retort::test
