// SPDX-License-Identifier: Apache-2.0
#include "text/think_split.h"

#include <gtest/gtest.h>

#include "text/analyse.h"

using namespace retort;

namespace {

TemplateSection withoutAnswerTags() {
    TemplateSection section;
    section.answer_open = section.answer_close = "";
    return section;
}

}  // namespace

TEST(SplitThink, WellFormedTrace) {
    const ThinkSplit split = splitThink(" <think> a b </think>\n<answer> 42 </answer>\n", {});
    EXPECT_TRUE(split.well_formed);
    EXPECT_EQ(split.think, "a b");
    EXPECT_EQ(split.answer, "42");
}

TEST(SplitThink, WhatIsNotWellFormed) {
    for (const char* text : {
             "",
             "42",
             "<answer>42</answer>",
             "<think>a</think>",
             "<think>a</think>42",
             "x <think>a</think><answer>42</answer>",
             "<think>a</think> so <answer>42</answer>",
             "<think>a</think><answer>42</answer> done",
             "<think>a</think><answer>42",
             "<think>a<think>b</think><answer>42</answer>",
             "<think>a</think></think><answer>42</answer>",
             "<think>a</think><answer>41</answer><answer>42</answer>",
             "<answer>42</answer><think>a</think>",
             "<think>a<answer>42</answer></think>",
             "<think>a</think><answer> </answer>",
             "<think>a</answer><answer>42</think>",
         }) {
        EXPECT_FALSE(splitThink(text, {}).well_formed) << text;
    }
}

TEST(SplitThink, PartsOfTracesThatAreNotWellFormed) {
    EXPECT_EQ(splitThink("just text", {}).answer, "just text");
    EXPECT_EQ(splitThink("<think>cut off", {}).think, "cut off");
    EXPECT_EQ(splitThink("<think>cut off", {}).answer, "");
    EXPECT_EQ(splitThink("<think>a</think> it is 42", {}).answer, "it is 42");
    EXPECT_EQ(splitThink("<think>a</think><answer>42", {}).answer, "42");
}

TEST(SplitThink, PrefilledPromptMeansTheCompletionLacksTheTag) {
    TemplateSection section;
    section.prompt = "User: {prompt}\nAssistant: <think>\n";
    ASSERT_TRUE(promptOpensThink(section));
    const ThinkSplit split = splitThink("a b</think><answer>42</answer>", section);
    EXPECT_TRUE(split.well_formed);
    EXPECT_EQ(split.think, "a b");
    EXPECT_FALSE(splitThink("<think>a b</think><answer>42</answer>", section).well_formed) << "the tag would be there twice";
    EXPECT_FALSE(promptOpensThink(TemplateSection{}));
    const ThinkSplit mentions = splitThink("a</think><answer>the tag <think> opens</answer>", section);
    EXPECT_EQ(mentions.think, "a");
    EXPECT_EQ(mentions.answer, "the tag <think> opens");
    EXPECT_EQ(splitThink("<think>a</think>b", section).think, "a");
}

TEST(SplitThink, ACompletionLosesTheTagThatItsPromptHas) {
    EXPECT_EQ(withoutPrefill("<think>\na</think>b", "U: {prompt}\nA: <think>\n", "<think>"), "a</think>b");
    EXPECT_EQ(withoutPrefill(" <think>\na</think>b", "A: <think>", "<think>"), "\na</think>b");
    EXPECT_EQ(withoutPrefill("<think>a</think>b", "A:", "<think>"), "<think>a</think>b");
    EXPECT_EQ(withoutPrefill("a</think>b", "A: <think>", "<think>"), "a</think>b");
    EXPECT_EQ(withoutPrefill("a", "A:", ""), "a");
}

TEST(SplitThink, WithoutAnswerTagsTheRestIsTheAnswer) {
    const TemplateSection section = withoutAnswerTags();
    const ThinkSplit split = splitThink("<think>a</think>\nThe answer is \\boxed{42}.", section);
    EXPECT_TRUE(split.well_formed);
    EXPECT_EQ(split.answer, "The answer is \\boxed{42}.");
    EXPECT_FALSE(splitThink("<think>a</think>\n", section).well_formed);
}

TEST(Analyse, PutsTheFactsTogether) {
    const std::string text = "<think>算一下。Wait, 检查。</think><answer>好</answer>";
    const TextFacts facts = analyse(text, "zh", {});
    EXPECT_TRUE(facts.well_formed);
    EXPECT_TRUE(facts.reflects);
    ASSERT_TRUE(facts.language_share);
    EXPECT_DOUBLE_EQ(*facts.language_share, 6.0 / 7);
    std::vector<std::string> seen;
    for (const TextSpan& span : facts.spans)
        seen.push_back(span.kind + ":" + text.substr(span.begin, span.end - span.begin));
    EXPECT_EQ(seen, (std::vector<std::string>{"foreign:Wait", "reflection:Wait", "reflection:检查"}));
}

TEST(Analyse, TakesAnyBytes) {
    const std::string broken = "<think>\xFF\xFE wait\xE4\xBD</think>\xC0<answer>\\boxed{";
    EXPECT_NO_THROW(analyse(broken, "zh", {}));
    EXPECT_NO_THROW(analyse("", "", {}));
    EXPECT_NO_THROW(analyse(std::string(200000, '$'), "en", {}));
    EXPECT_NO_THROW(analyse(std::string(100000, '{') + "\\boxed{", "en", {}));
}
