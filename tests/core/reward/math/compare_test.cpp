// SPDX-License-Identifier: Apache-2.0
#include "reward/math/compare.h"

#include <gtest/gtest.h>

#include "reward/answer_compare.h"

using namespace retort;

namespace {

bool equal(std::string_view reference, std::string_view answer) {
    return compareAnswers(reference, answer).match == AnswerMatch::Equal;
}

void expectSame(std::initializer_list<std::pair<const char*, const char*>> pairs) {
    for (const auto& [a, b] : pairs) {
        EXPECT_TRUE(equal(a, b)) << a << " and " << b << ": " << compareAnswers(a, b).how;
        EXPECT_TRUE(equal(b, a)) << b << " and " << a << ": " << compareAnswers(b, a).how;
    }
}

void expectDifferent(std::initializer_list<std::pair<const char*, const char*>> pairs) {
    for (const auto& [a, b] : pairs) {
        EXPECT_FALSE(equal(a, b)) << a << " and " << b << ": " << compareAnswers(a, b).how;
        EXPECT_FALSE(equal(b, a)) << b << " and " << a << ": " << compareAnswers(b, a).how;
    }
}

}  // namespace

TEST(CompareMath, Values) {
    expectSame({{"\\frac{\\sqrt{6}-\\sqrt{2}}{4}", "\\sin 15^\\circ"},
                {"2\\cos^2 x - 1", "\\cos 2x"},
                {"\\frac{a}{a+1}", "1-\\frac{1}{a+1}"},
                {"\\sqrt{3+2\\sqrt{2}}", "1+\\sqrt{2}"},
                {"e^{i\\pi}+1", "0"},
                {"(a+b)(a-b)", "a^2-b^2"},
                {"42x\\sqrt{5x}", "42\\sqrt{5x^3}"},
                {"\\sum_{k=1}^{100} k", "5050"},
                {"\\sum_{k=1}^{n} k a_k", "\\sum_{k=1}^{n} a_k k"},
                {"2^{4046}", "4^{2023}"},
                {"\\log\\left(\\frac{2007}{2006}\\right)", "\\log 2007 - \\log 2006"},
                {"\\sqrt[3]{-8}", "-2"},
                {"\\frac{3}{4}i", "0.75i"},
                {"\\binom{10}{3}", "120"}});
    expectDifferent({{"2\\cos^2 x + 1", "\\cos 2x"},
                     {"\\sqrt{x^2}", "x"},
                     {"\\sqrt{2}+\\sqrt{3}", "\\sqrt{5}"},
                     {"x^2", "x^3"},
                     {"e^{\\pi\\sqrt{163}}", "262537412640768744"},
                     {"3^{2025}", "2^{2025}"},
                     {"10^{100}+\\sqrt{2}-10^{100}", "0"},
                     {"x_1", "x_2"},
                     {"1+i", "1-i"},
                     {"|x|", "x"},
                     {"a", "b"}});
}

TEST(CompareMath, WrittenDecimals) {
    expectSame({{"\\sqrt{2}", "1.41421356"},
                {"\\frac{1}{12}", "0.0833333333"},
                {"0.3", "0.30000000000000004"},
                {"\\pi", "3.1415926"}});
    expectDifferent({{"\\sqrt{2}", "1.414"},
                     {"\\frac13", "0.33"},
                     {"5", "5.001"},
                     {"5", "5.0000001"},
                     {"100000000000", "99999999999"},
                     {"\\pi", "3.1415920"},
                     {"0.123456789", "0.123457"}});
}

TEST(CompareMath, OrderMattersInTuplesOnly) {
    expectSame({{"1, 2, 3", "3,1,2"},
                {"\\{1,2\\}", "\\{2,1,1\\}"},
                {"\\pm 3", "3, -3"},
                {"1\\pm\\sqrt{5}", "1-\\sqrt5, 1+\\sqrt5"},
                {"x=2 \\text{ or } x=-2", "-2, 2"},
                {"(1,3)", "1,3"},
                {"(1,2),(3,4)", "(3,4), (1,2)"},
                {"(0;6)", "(0, 6)"},
                {"\\begin{pmatrix}1\\\\2\\end{pmatrix}", "(1,2)"},
                {"k=45, n=2", "n = 2 and k = 45"},
                {"\\begin{pmatrix}1&0\\\\0&1\\end{pmatrix}", "\\frac12\\begin{bmatrix}2&0\\\\0&2\\end{bmatrix}"}});
    expectDifferent({{"(1,2)", "(2,1)"},
                     {"1,1,2", "1,2"},
                     {"1,2", "1,2,3"},
                     {"\\{1,2\\}", "(1,2)"},
                     {"3", "3, 4"},
                     {"(1,2)", "12"},
                     {"n=2,3,4", "n=1,2,3"},
                     {"\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", "\\begin{pmatrix}1&3\\\\2&4\\end{pmatrix}"}});
}

TEST(CompareMath, IntervalsAndInequalities) {
    expectSame({{"[0,1)", "0 \\le x < 1"},
                {"x \\in [-2,7]", "-2 \\le x \\le 7"},
                {"x>5", "5<x"},
                {"(-\\infty,1)\\cup(1,\\infty)", "x \\ne 1"},
                {"(0,1)\\cup(2,3)", "(2,3) \\cup (0,1)"},
                {"x<-5 \\text{ or } x>7", "(-\\infty,-5)\\cup(7,\\infty)"},
                {"[1,2]\\cup[2,3]", "[1,3]"},
                {"\\mathbb{R}\\setminus\\{0\\}", "(-\\infty,0)\\cup(0,\\infty)"},
                {"x \\geq -3, x \\neq 0", "[-3,0)\\cup(0,\\infty)"},
                {"2x+4y<6", "x+2y<3"}});
    expectDifferent({{"[0,1)", "(0,1)"},
                     {"x>5", "x\\ge 5"},
                     {"x>5", "y>5"},
                     {"x<1", "x>-1"},
                     {"(0,1)\\cup(1,2)", "(0,2)"},
                     {"2x+4y<6", "x+2y>3"}});
}

TEST(CompareMath, Equations) {
    expectSame({{"x=5", "5"},
                {"5=x", "x=5"},
                {"f(x)=x^2", "x^2"},
                {"|AB|=1", "1"},
                {"(p,q)=(3,2)", "(3,2)"},
                {"2x+4y-3=0", "y=-\\frac12 x+\\frac34"},
                {"x = 2+3 = 5", "5"},
                {"x \\approx 5", "5"},
                {"\\frac{NO}{BO}=\\frac12", "0.5"},
                {"12+30=42", "42"}});
    expectDifferent(
        {{"x=5", "y=5"}, {"2x=1", "1"}, {"a+3z=0", "0"}, {"x+y=1", "x-y=1"}, {"x=5", "x=6"}, {"y=x^2", "y=x^3"}});
}

TEST(CompareMath, UnitsPercentMoneyAndBases) {
    expectSame({{"15\\text{ cm}^2", "15"},
                {"147\\text{ cm}", "147 centimeters"},
                {"90^\\circ", "90"},
                {"90^\\circ", "90 degrees"},
                {"180^\\circ", "\\pi"},
                {"\\$32,\\!348", "32348"},
                {"50\\%", "0.5"},
                {"50\\%", "50"},
                {"百分之五十", "50%"},
                {"35元", "35"},
                {"三分之二", "\\frac23"},
                {"52_8", "52_{8}"},
                {"52_8", "52"},
                {"1:9", "\\frac19"},
                {"12:00", "12:00"},
                {"21\\text{ dogs}", "21"}});
    expectDifferent({{"147\\text{ cm}", "147\\text{ m}"},
                     {"50\\%", "5\\%"},
                     {"52_8", "52_9"},
                     {"52_8", "42"},
                     {"12:00", "12:30"},
                     {"90^\\circ", "\\pi"},
                     {"35元", "36元"}});
}

TEST(CompareMath, Choices) {
    expectSame(
        {{"C", "(C)"}, {"\\text{(B)}", "B"}, {"C", "C. x = 42"}, {"\\text{(E)},", "E"}, {"B", "选B"}, {"A", "Option A"}});
    expectDifferent({{"C", "D. x = 42"}, {"A", "B"}, {"C", "42"}, {"A", "A B"}});
}

TEST(CompareMath, WrittenAlikeIsNotWrittenNearly) {
    expectDifferent({{"\\frac{15}{2}", "\\frac{1}{52}"},
                     {"1 2", "12"},
                     {"x^{12}", "x^{1}2"},
                     {"\\sqrt{2}3", "\\sqrt{23}"},
                     {"3 1 4", "31 4"},
                     {"2^{10}0", "2^{100}"}});
    expectSame({{"\\dfrac{1}{2} ", "$\\frac{1}{2}$"}, {"\\text{no solution}", "No solution."}, {"3 1 4", "3 1  4"}});
}

TEST(CompareMath, Words) {
    expectSame({{"\\text{Evelyn}", "evelyn"}, {"第一象限", "第一象限。"}, {"\\text{even}", "$even$"}});
    expectDifferent({{"even", "never"}, {"odd", "\\text{oddd}"}, {"even", "neve"}, {"第一象限", "第二象限"}, {"E", "2E"}});
}

TEST(CompareMath, AmbiguousCommas) {
    expectSame({{"1234", "1,234"}, {"1.22", "1,22"}, {"1, 234", "\\{1,234\\}"}, {"(1,234)", "(1, 234)"}});
    expectDifferent({{"12", "1,2"}, {"1234", "(1, 234)"}, {"12345", "1,2345"}});
}

TEST(CompareMath, ReferencesThatCannotBeRead) {
    EXPECT_EQ(unreadableReference(""), "it says nothing");
    EXPECT_EQ(unreadableReference("\\frac{1}{2"), "its braces do not close");
    EXPECT_EQ(unreadableReference(std::string(7000, '1')), "it is too long");
    EXPECT_EQ(unreadableReference(std::string(500, '(') + "1" + std::string(500, ')')), "it is nested too deeply");
    EXPECT_FALSE(unreadableReference("\\text{若x减小,则y也减小}"));
    EXPECT_FALSE(unreadableReference("1 0 1\n2 1 2"));
    EXPECT_EQ(compareAnswers("\\frac{1}{2", "1/2").match, AnswerMatch::UnreadableReference);
}

TEST(CompareMath, SaysHow) {
    EXPECT_EQ(compareAnswers("1/2", "0.5").how, "the same number");
    EXPECT_EQ(compareAnswers("\\sqrt{8}", "2\\sqrt2").how, "the same normal form");
    EXPECT_EQ(compareAnswers("(1,2)", "(1,3)").how, "part 2: the numbers differ");
    EXPECT_EQ(compareAnswers("5\\text{ cm}", "5\\text{ m}").how, "the measures differ, in cm and m");
    EXPECT_EQ(compareAnswers("(0,1)", "[0,1]").how, "the brackets differ");
}
