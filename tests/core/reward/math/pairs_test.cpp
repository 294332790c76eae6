// SPDX-License-Identifier: Apache-2.0
// Several hundred pairs of answers by kind, each to be judged equal or different: tests/data/math/answer_pairs.txt.
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "reward/answer_compare.h"
#include "support/shared_data.h"

using namespace retort;

TEST(AnswerPairs, EveryPairIsJudgedAsItShould) {
    std::ifstream lines(test::testData("math/answer_pairs.txt"));
    std::string kind;
    std::map<std::string, int> counts;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("# ")) kind = line.substr(2);
        if (!line.starts_with("== ") && !line.starts_with("!= ")) continue;
        const std::size_t middle = line.find(" :: ");
        ASSERT_NE(middle, line.npos) << line;
        const std::string reference = line.substr(3, middle - 3), answer = line.substr(middle + 4);
        const Comparison comparison = compareAnswers(reference, answer);
        const AnswerMatch wanted = line.starts_with("==") ? AnswerMatch::Equal : AnswerMatch::Different;
        EXPECT_TRUE(comparison.match == wanted) << kind << ": " << line << " (" << comparison.how << ")";
        ++counts[kind + (wanted == AnswerMatch::Equal ? " equal" : " different")];
    }
    EXPECT_GT(counts.size(), 50u) << "kinds, in both directions";
}
