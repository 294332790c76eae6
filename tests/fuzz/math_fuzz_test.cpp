// SPDX-License-Identifier: Apache-2.0
// Mutated answers through extraction, reading and comparison: nothing may throw, and an answer always equals itself written
// again.
#include <gtest/gtest.h>

#include <chrono>
#include <random>

#include "fuzz/fuzz.h"
#include "reward/answer_compare.h"
#include "reward/answer_extract.h"

using namespace retort;

namespace {

const std::vector<std::string> kSeeds{"\\frac{3\\sqrt{2}}{4}",
                                      "x = -1 \\text{ or } x = \\tfrac{15}{8}",
                                      "(-\\infty, 3) \\cup [4, 10)",
                                      "\\begin{pmatrix} 1 & -2 \\\\ \\frac12 & 4 \\end{pmatrix}",
                                      "The final answer is $\\boxed{2\\frac{1}{3}}$.",
                                      "12,\\!345\\text{ cm}^2",
                                      "百分之三十五",
                                      "答案是：x≥3或x＜1。",
                                      "\\{1\\pm\\sqrt{5},-2\\}",
                                      "f(x)=\\log_2(x+1)^{\\sin 30^\\circ}",
                                      "\\sum_{k=1}^{n} k^2 \\binom{n}{k}",
                                      "|x-3|<5",
                                      "1.5e10 \\times 10^{-3}",
                                      "0.\\overline{142857}",
                                      "<answer>C. 42</answer>",
                                      "4343_6",
                                      "#### 1,234",
                                      "\\sqrt[3]{x^{2}+y_{1}}!"};
const std::vector<std::string> kPieces{"{",
                                       "}",
                                       "(",
                                       ")",
                                       "\\",
                                       "^",
                                       "_",
                                       "\\frac",
                                       "\\sqrt",
                                       "\\boxed{",
                                       "9",
                                       ",",
                                       ";",
                                       "=",
                                       "<",
                                       "|",
                                       "&",
                                       "\\\\",
                                       "!",
                                       "%",
                                       "$",
                                       "\\text{",
                                       "\\pm",
                                       "元",
                                       "分之",
                                       std::string(1, '\0'),
                                       "\xFF",
                                       "1e9",
                                       "\\begin{cases}",
                                       " or "};

std::string mutated(std::mt19937& random) {
    std::string text = kSeeds[random() % kSeeds.size()];
    for (unsigned i = random() % 6; i > 0; --i) {
        const std::size_t at = random() % (text.size() + 1);
        switch (random() % 5) {
            case 0: text.insert(at, kPieces[random() % kPieces.size()]); break;
            case 1: text.erase(at, random() % 4); break;
            case 2: text += kSeeds[random() % kSeeds.size()]; break;
            case 3: text.insert(at, text.substr(random() % (text.size() + 1), random() % 20)); break;
            default:
                if (at < text.size()) text[at] = static_cast<char>(random());
        }
    }
    return text;
}

}  // namespace

TEST(FuzzMath, NothingThrowsAndEqualsItself) {
    std::mt19937 random(42);
    TemplateSection plain;
    plain.think_open = plain.think_close = plain.answer_open = plain.answer_close = "";
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(test::fuzzSeconds());
    for (int i = 0; i < 15'000 || std::chrono::steady_clock::now() < end; ++i) {
        const std::string reference = mutated(random), completion = mutated(random);
        const ExtractedAnswer answer = extractAnswer(completion, plain);
        EXPECT_EQ(answer.text.has_value(), answer.reason.empty());
        const Comparison comparison = compareAnswers(reference, answer.text.value_or(""));
        EXPECT_FALSE(comparison.how.empty());
        if (unreadableReference(reference)) {
            EXPECT_EQ(compareAnswers(reference, reference).match, AnswerMatch::UnreadableReference) << reference;
        }
    }
    for (const std::string& seed : kSeeds) {
        const std::string answer = extractAnswer(seed, plain).text.value_or("");
        EXPECT_EQ(compareAnswers(answer, answer).match, AnswerMatch::Equal) << seed;
        EXPECT_EQ(compareAnswers(answer, "\\left. " + answer + " \\right.").match, AnswerMatch::Equal) << seed;
    }
}

TEST(FuzzMath, WhatFellOnceStands) {
    for (const std::string text :
         {"0.\\overline{142857}.\\overline{142857}", ".\\overline{3}", "0.1\\overline{6}\\overline{6}"})
        EXPECT_NO_THROW(compareAnswers(text, text)) << text;
}
