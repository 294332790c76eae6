// SPDX-License-Identifier: Apache-2.0
#include "reward/rubric.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "recipe/field_info.h"
#include "reward/fake_reward_fn.h"
#include "reward/language_reward.h"
#include "text/analyse.h"

using namespace retort;

namespace {

RewardTermSection term(const std::string& name, double weight = 1) {
    RewardTermSection section;
    section.name = section.kind = name;
    section.weight = weight;
    return section;
}

Prompt sum() { return {"sum/0", "What is 12 + 30?", "42", "en", "reasoning"}; }

Rollout completed(const std::string& text, const std::string& language = "en") {
    Rollout rollout;
    rollout.text = text;
    rollout.facts = analyse(text, language, {});
    return rollout;
}

RewardTermSection model(const std::string& name, const std::string& domain) {
    RewardTermSection section = term("reward_model");
    section.name = name;
    section.model = name;
    section.domain = domain;
    return section;
}

}  // namespace

TEST(Rubric, AddsWeightedTerms) {
    const Rubric rubric({"rules", {term("accuracy"), term("format", 0.5), term("language", 0.2)}}, {});
    const RewardBreakdown good = rubric.grade(sum(), completed("<think>add both numbers</think><answer>42</answer>"));
    EXPECT_DOUBLE_EQ(good.total, 1.7);
    EXPECT_EQ(good.find("accuracy")->outcome, Outcome::Pass);
    EXPECT_EQ(good.find("accuracy")->extracted, "42");
    const RewardBreakdown bad = rubric.grade(sum(), completed("<think>add 两个</think><answer>41</answer> done"));
    EXPECT_DOUBLE_EQ(bad.find("accuracy")->score, 0);
    EXPECT_DOUBLE_EQ(bad.find("format")->score, 0);
    EXPECT_DOUBLE_EQ(bad.total, 0.2 * 0.5);
    EXPECT_FALSE(bad.hasError());
}

TEST(Rubric, ARightAnswerInTheWrongFormDoesNotCount) {
    const Rubric rubric({"rules", {term("accuracy")}}, {});
    const RewardBreakdown graded = rubric.grade(sum(), completed("The answer is 42."));
    EXPECT_EQ(graded.total, 0);
    EXPECT_EQ(graded.terms[0].outcome, Outcome::Fail);
    EXPECT_FALSE(graded.terms[0].reason.empty());
}

TEST(Rubric, NoReferenceIsAGraderErrorAndNeverAZero) {
    const Rubric rubric({"rules", {term("accuracy"), term("format")}}, {});
    for (const char* reference : {"", "  ", "$$"}) {
        Prompt prompt = sum();
        prompt.reference = reference;
        const RewardBreakdown graded = rubric.grade(prompt, completed("<think>a</think><answer>42</answer>"));
        EXPECT_TRUE(graded.hasError());
        EXPECT_EQ(graded.find("accuracy")->outcome, Outcome::GraderError);
        EXPECT_FALSE(graded.find("accuracy")->reason.empty());
    }
}

TEST(Rubric, TermsApplyByDomain) {
    RewardTermSection reasoning = term("accuracy");
    reasoning.domain = "reasoning";
    const RewardModels models{{"helpful", std::make_shared<FakeRewardFn>([](const Prompt&, const Rollout&) {
                                   RewardTerm scored;
                                   scored.score = 2.5;
                                   scored.outcome = Outcome::Pass;
                                   return scored;
                               })}};
    const Rubric rubric({"all", {reasoning, model("helpful", "general"), term("format")}}, {}, models);
    Prompt general = sum();
    general.domain = "general";
    general.reference = "";
    const RewardBreakdown graded = rubric.grade(general, completed("hello"));
    ASSERT_EQ(graded.terms.size(), 2u);
    EXPECT_EQ(graded.terms[0].name, "helpful");
    EXPECT_DOUBLE_EQ(graded.total, 2.5);
    EXPECT_EQ(rubric.grade(sum(), completed("hello")).find("helpful"), nullptr);
}

TEST(Rubric, WhatATermThrowsIsAGraderError) {
    const RewardModels models{{"throws", std::make_shared<FakeRewardFn>([](const Prompt&, const Rollout&) -> RewardTerm {
                                   throw std::runtime_error("out of order");
                               })},
                              {"nan", std::make_shared<FakeRewardFn>([](const Prompt&, const Rollout&) {
                                   RewardTerm scored;
                                   scored.score = std::nan("");
                                   return scored;
                               })}};
    const Rubric rubric({"models", {model("throws", ""), model("nan", "")}}, {}, models);
    const RewardBreakdown graded = rubric.grade(sum(), completed("x"));
    EXPECT_EQ(graded.terms[0].outcome, Outcome::GraderError);
    EXPECT_EQ(graded.terms[0].reason, "out of order");
    EXPECT_EQ(graded.terms[1].outcome, Outcome::GraderError);
    EXPECT_TRUE(std::isfinite(graded.total));
}

TEST(Rubric, PlainKindsAreThoseThatAnAnswerAndItsRowAreEnoughFor) {
    const std::vector<std::string> plain = plainRewardKinds();
    EXPECT_EQ(plain.front(), "accuracy");
    for (const char* kind : {"code", "json_schema", "repetition"}) EXPECT_EQ(std::ranges::count(plain, kind), 1) << kind;
    for (const char* kind : {"length", "reward_model", "process"}) EXPECT_EQ(std::ranges::count(plain, kind), 0) << kind;
    // Every kind that a recipe may name is known here.
    for (const FieldInfo& field : recipeFields()) {
        if (field.section != "rubrics" || field.key != "kind") continue;
        EXPECT_EQ(field.choices.size(), plain.size() + 3);
        for (const std::string& kind : field.choices) {
            try {
                checkRewardTerm(term(kind), "r");
            } catch (const Error& error) {
                EXPECT_EQ(error.message().find("unknown kind"), std::string::npos) << kind;
            }
        }
    }
    try {
        checkRewardTerm(term("charm"), "r");
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_TRUE(error.remedy().starts_with("Use accuracy, ")) << error.remedy();
        EXPECT_TRUE(error.remedy().ends_with(" or process")) << error.remedy();
    }
}

TEST(Rubric, RefusesWhatItCannotBuild) {
    EXPECT_THROW(Rubric({"r", {term("charm")}}, {}), Error);
    EXPECT_THROW(Rubric({"r", {term("length")}}, {}), Error) << "no bounds";
    try {
        const Rubric rubric({"r", {model("missing", "")}}, {});
        FAIL() << "a reward model that is not there was accepted";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::RunFailed);
    }
}

TEST(LanguageReward, GuessesTheLanguageOfThePrompt) {
    Prompt prompt = sum();
    prompt.language = "";
    EXPECT_EQ(promptLanguage(prompt), "en");
    prompt.text = "1 + 1 = ?";
    EXPECT_EQ(LanguageReward().score(prompt, completed("two", "")).outcome, Outcome::GraderError);
    const RewardTerm wordless = LanguageReward().score(sum(), completed("<think>12+30</think><answer>42</answer>"));
    EXPECT_EQ(wordless.outcome, Outcome::Fail);
    EXPECT_EQ(wordless.score, 0);
}
