// SPDX-License-Identifier: Apache-2.0
#include "curate/agreement.h"

#include <gtest/gtest.h>

namespace retort::test {
namespace {

std::vector<CandidateState> table(int both, int first_only, int second_only, int neither) {
    std::vector<CandidateState> states;
    const auto add = [&](int count, Verdict first, Verdict second) {
        for (int i = 0; i < count; ++i) {
            CandidateState state;
            state.id.rollout.value = static_cast<std::int64_t>(states.size()) + 1;
            state.verdict = first;
            state.second = second;
            states.push_back(state);
        }
    };
    add(both, Verdict::Accepted, Verdict::Accepted);
    add(first_only, Verdict::Edited, Verdict::Rejected);
    add(second_only, Verdict::Rejected, Verdict::Accepted);
    add(neither, Verdict::Rejected, Verdict::Rejected);
    return states;
}

// The worked example of the grant proposals that textbooks use: 20, 5, 10, 15 give 0.4.
TEST(Agreement, KappaOfATableWorkedByHand) {
    const Agreement result = agreement(table(20, 5, 10, 15));
    EXPECT_DOUBLE_EQ(result.observed(), 0.7);
    ASSERT_TRUE(result.kappa());
    EXPECT_NEAR(*result.kappa(), 0.4, 1e-12);
}

TEST(Agreement, PerfectIsOneAndChanceIsZero) {
    EXPECT_NEAR(*agreement(table(7, 0, 0, 3)).kappa(), 1, 1e-12);
    EXPECT_NEAR(*agreement(table(25, 25, 25, 25)).kappa(), 0, 1e-12);
    EXPECT_LT(*agreement(table(0, 5, 5, 0)).kappa(), 0);
}

TEST(Agreement, IsNotDefinedWithoutTwoKindsOfVerdicts) {
    EXPECT_FALSE(agreement({}).kappa());
    EXPECT_FALSE(agreement(table(9, 0, 0, 0)).kappa());
    auto once = table(3, 0, 0, 0);
    for (auto& state : once) state.second.reset();
    EXPECT_EQ(agreement(once).compared(), 0);
}

TEST(Agreement, TheSecondPassIsATenthAndAlwaysTheSame) {
    int chosen = 0;
    for (std::int64_t i = 1; i <= 20000; ++i) {
        const CandidateId id{"", {i}};
        EXPECT_EQ(inSecondPass(id), inSecondPass(id));
        chosen += inSecondPass(id);
    }
    EXPECT_NEAR(chosen, 2000, 150);
    EXPECT_NE(
        inSecondPass({"", {5}}) + 2 * inSecondPass({"a", {5}}) + 4 * inSecondPass({"b", {5}}) + 8 * inSecondPass({"c", {5}}),
        15);
}

}  // namespace
}  // namespace retort::test
