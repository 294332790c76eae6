// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "reward/answer_compare.h"
#include "reward/answer_extract.h"
#include "reward/answer_text.h"

using namespace retort;

namespace {

TemplateSection plain() {
    TemplateSection section;
    section.think_open = section.think_close = section.answer_open = section.answer_close = "";
    return section;
}

std::string inTags(std::string_view text) { return extractAnswer(text, {}).text.value_or("(none)"); }
std::string inPlain(std::string_view text) { return extractAnswer(text, plain()).text.value_or("(none)"); }
bool equal(std::string_view reference, std::string_view answer) {
    return compareAnswers(reference, answer).match == AnswerMatch::Equal;
}

}  // namespace

TEST(ExtractAnswer, OnlyTheTagsCountWhereTheTemplateHasThem) {
    EXPECT_EQ(inTags("<think>3</think><answer> 42 </answer>"), "42");
    EXPECT_EQ(inTags("<think>\\boxed{3}</think><answer>so \\boxed{42}</answer>"), "42");
    EXPECT_EQ(inTags("<think>x</think><answer>The answer is 42.</answer>"), "42");
    EXPECT_EQ(inTags("The answer is \\boxed{42}"), "(none)");
    EXPECT_EQ(inTags("<answer>42"), "(none)");
    EXPECT_EQ(inTags("<answer></answer>"), "(none)");
    EXPECT_EQ(inTags("<answer>41</answer><answer>42</answer>"), "(none)") << "no betting";
    EXPECT_EQ(extractAnswer("42", {}).reason, "there is no <answer>");
}

TEST(ExtractAnswer, OrderWithoutTags) {
    EXPECT_EQ(inPlain("\\boxed{1} then \\boxed{2}, the answer is 3, or 4"), "2");
    EXPECT_EQ(inPlain("The final answer is $\\frac{1}{2}$. I hope"), "$\\frac{1}{2}$");
    EXPECT_EQ(inPlain("so it is 7.\n#### 1,234"), "1,234");
    EXPECT_EQ(inPlain("所以答案是：42。谢谢"), "42");
    EXPECT_EQ(inPlain("first 3 then -4.5%"), "-4.5%");
    EXPECT_EQ(inPlain("nothing here"), "(none)");
    EXPECT_EQ(inPlain(""), "(none)");
}

TEST(ExtractAnswer, AfterTheThinking) {
    TemplateSection section;
    section.answer_open = section.answer_close = "";
    EXPECT_EQ(extractAnswer("<think>\\boxed{1}</think>It is 2", section).text, "2");
    EXPECT_FALSE(extractAnswer("<think>\\boxed{1}", section).text) << "a thought is no answer";
}

TEST(LastBoxed, BalancesBraces) {
    EXPECT_EQ(lastBoxed("\\boxed{\\frac{1}{2}} and"), "\\frac{1}{2}");
    EXPECT_EQ(lastBoxed("\\boxed{3} \\boxed{unclosed"), "3");
    EXPECT_EQ(lastBoxed("\\fbox{9}"), "9");
    EXPECT_EQ(lastBoxed("\\boxed 5 apples"), "5");
    EXPECT_EQ(lastBoxed("\\boxed{a\\}b}"), "a\\}b");
    EXPECT_FALSE(lastBoxed("\\boxed{"));
    EXPECT_FALSE(lastBoxed("none"));
}

TEST(LastNumber, AsWritten) {
    EXPECT_EQ(lastNumber("1 and 2"), "2");
    EXPECT_EQ(lastNumber("12-3"), "3") << "a subtraction";
    EXPECT_EQ(lastNumber("= -3"), "-3");
    EXPECT_EQ(lastNumber("costs 1,234.50 dollars."), "1,234.50");
    EXPECT_EQ(lastNumber("about 3/4 cup"), "3/4");
    EXPECT_EQ(lastNumber("x is .5"), ".5");
    EXPECT_EQ(lastNumber("\u22127"), "\u22127");
    EXPECT_FALSE(lastNumber("no digits"));
}

TEST(CompareAnswers, NumbersExactly) {
    EXPECT_TRUE(equal("42", "42.0"));
    EXPECT_TRUE(equal("1234", "1,234"));
    EXPECT_TRUE(equal("0.5", "1/2"));
    EXPECT_TRUE(equal("1/2", "\\dfrac{2}{4}"));
    EXPECT_TRUE(equal("-3", "$-3$"));
    EXPECT_TRUE(equal("-3", "\u22123"));
    EXPECT_TRUE(equal("3/2", "1 1/2"));
    EXPECT_TRUE(equal("3/2", "1\\frac{1}{2}"));
    EXPECT_TRUE(equal("\\frac12", "0.5"));
    EXPECT_TRUE(equal("300000", "3\\times10^{5}"));
    EXPECT_TRUE(equal("42", "４２"));
    EXPECT_TRUE(equal("42", "x = 42"));
    EXPECT_TRUE(equal("18", "$18"));
    EXPECT_TRUE(equal("123456789012345678901234567890", "123456789012345678901234567890.00"));
    EXPECT_FALSE(equal("123456789012345678901234567890", "123456789012345678901234567891"));
    EXPECT_FALSE(equal("1/3", "0.33"));
    EXPECT_FALSE(equal("42", "-42"));
    EXPECT_FALSE(equal("1234", "1,23,4")) << "no thousands groups";
    EXPECT_FALSE(equal("42", ""));
}

TEST(CompareAnswers, Percent) {
    EXPECT_TRUE(equal("50%", "50\\%"));
    EXPECT_TRUE(equal("0.5", "50%"));
    EXPECT_TRUE(equal("1/2", "50\\%"));
    EXPECT_FALSE(equal("50%", "5%"));
}

TEST(CompareAnswers, NumberAmongWords) {
    EXPECT_TRUE(equal("42", "42 apples"));
    EXPECT_TRUE(equal("42", "12 + 30 = 42"));
    EXPECT_TRUE(equal("14", "14 个苹果"));
    EXPECT_FALSE(equal("42", "41 or 42")) << "no betting";
    EXPECT_FALSE(equal("42", "42 or 41"));
}

TEST(CompareAnswers, Text) {
    EXPECT_TRUE(equal("(B)", "b"));
    EXPECT_TRUE(equal("\\text{Monday}", " monday."));
    EXPECT_TRUE(equal("\\left(1, 2\\right)", "(1,2)"));
    EXPECT_FALSE(equal("(1,2)", "(2,1)"));
    EXPECT_FALSE(equal("x+1", "x-1"));
}

TEST(CompareAnswers, ReferencesThatSayNothing) {
    EXPECT_EQ(compareAnswers("", "1").match, AnswerMatch::UnreadableReference);
    EXPECT_EQ(compareAnswers(" $$ ", "1").match, AnswerMatch::UnreadableReference);
}

TEST(CompareAnswers, HostileInputEnds) {
    const std::string nines(1'000'000, '9');
    EXPECT_FALSE(equal("1", nines));
    EXPECT_FALSE(equal("1", "1e999999999"));
    EXPECT_FALSE(equal("1", "9*10^{2147483648}"));
    EXPECT_FALSE(equal("1", "1/0"));
    EXPECT_FALSE(equal("1", "\\frac{1}{0}"));
    EXPECT_FALSE(equal("1", "\\frac"));
    EXPECT_FALSE(equal("1", std::string(100'000, '{') + "\xFF"));
    EXPECT_FALSE(equal("1", "\\text{\\text{\\text{"));
}
