// SPDX-License-Identifier: Apache-2.0
#include "grade/grader.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "reward/fake_reward_fn.h"

using namespace retort;

namespace {

RubricSection rules() {
    RubricSection section;
    section.name = "rules";
    for (const char* kind : {"accuracy", "format", "language"}) {
        RewardTermSection term;
        term.name = term.kind = kind;
        section.terms.push_back(term);
    }
    return section;
}

/// Problems n + 1 with one right and one wrong answer each.
std::vector<RolloutGroup> groups(int count) {
    std::vector<RolloutGroup> result;
    for (int n = 0; n < count; ++n) {
        RolloutGroup group;
        group.prompt.prompt = {fmt::format("p/{}", n), fmt::format("What is {} + 1?", n), std::to_string(n + 1), "en",
                               "reasoning"};
        group.rollouts.resize(2);
        group.rollouts[0].text = fmt::format("<think>add one</think><answer>{}</answer>", n + 1);
        group.rollouts[1].text = fmt::format("<think>wait, 加 one</think><answer>{}</answer>", n);
        result.push_back(std::move(group));
    }
    return result;
}

}  // namespace

TEST(Grader, FillsFactsAndRewardsOnEveryNumberOfThreads) {
    for (const int threads : {1, 2, 5}) {
        Grader grader(Rubric(rules(), {}), {}, threads);
        for (int round = 0; round < 3; ++round) {  // the threads serve many calls
            std::vector<RolloutGroup> graded = groups(40);
            grader.grade(graded);
            for (const RolloutGroup& group : graded) {
                EXPECT_DOUBLE_EQ(group.rollouts[0].reward.total, 3);
                EXPECT_DOUBLE_EQ(group.rollouts[1].reward.total, 1 + 2.0 / 3);
                EXPECT_TRUE(group.rollouts[1].facts.reflects);
                EXPECT_EQ(group.rollouts[1].facts.spans.size(), 2u);
            }
        }
    }
}

TEST(Grader, RolloutsComeOneByOne) {
    for (const int threads : {1, 3}) {
        Grader grader(Rubric(rules(), {}), {}, threads);
        std::vector<RolloutGroup> graded = groups(40);
        for (RolloutGroup& group : graded)
            for (Rollout& rollout : group.rollouts) grader.submit(group.prompt.prompt, rollout);
        grader.finish();
        for (const RolloutGroup& group : graded) {
            EXPECT_DOUBLE_EQ(group.rollouts[0].reward.total, 3);
            EXPECT_DOUBLE_EQ(group.rollouts[1].reward.total, 1 + 2.0 / 3);
        }
        {
            std::vector<RolloutGroup> lost = groups(40);
            for (RolloutGroup& group : lost)
                for (Rollout& rollout : group.rollouts) grader.submit(group.prompt.prompt, rollout);
            grader.discard();
        }  // the address sanitizer sees a thread that still grades one
        graded = groups(3);
        grader.grade(graded);
        EXPECT_DOUBLE_EQ(graded[2].rollouts[0].reward.total, 3);
    }
}

TEST(Grader, RewardsThatJudgeTogetherWaitForTheWholeSet) {
    struct Together : RewardFn {
        mutable std::size_t prepared = 0;
        mutable std::atomic<int> early = 0;
        RewardTerm score(const Prompt&, const Rollout&) const override {
            if (prepared == 0) ++early;
            return {};
        }
        void prepare(std::span<const Asked> asked) const override { prepared = asked.size(); }
        bool judgesTogether() const override { return true; }
    };
    const auto judge = std::make_shared<Together>();
    RubricSection section;
    section.name = "model";
    RewardTermSection term;
    term.name = term.model = "m";
    term.kind = "reward_model";
    section.terms.push_back(term);
    Grader grader(Rubric(section, {}, {{"m", judge}}), {}, 4);
    std::vector<RolloutGroup> graded = groups(40);
    for (RolloutGroup& group : graded)
        for (Rollout& rollout : group.rollouts) grader.submit(group.prompt.prompt, rollout);
    grader.finish();
    EXPECT_EQ(judge->prepared, 80u);
    EXPECT_EQ(judge->early, 0);
}

TEST(Grader, NothingToGrade) {
    Grader grader(Rubric(rules(), {}), {}, 3);
    std::vector<RolloutGroup> none, hollow(2);
    grader.grade(none);
    grader.grade(hollow);
    EXPECT_TRUE(hollow[0].rollouts.empty());
}

TEST(Grader, OneRolloutOnTheCallingThread) {
    const Grader grader(Rubric(rules(), {}), {}, 1);
    std::vector<RolloutGroup> one = groups(1);
    grader.grade(one[0].prompt.prompt, one[0].rollouts[0]);
    EXPECT_DOUBLE_EQ(one[0].rollouts[0].reward.total, 3);
    EXPECT_EQ(grader.rubric().name(), "rules");
}

TEST(Grader, AThrowingRewardBreaksOnlyItsOwnRollouts) {
    RubricSection section;
    section.name = "model";
    RewardTermSection term;
    term.name = term.model = "m";
    term.kind = "reward_model";
    section.terms.push_back(term);
    const RewardModels models{{"m", std::make_shared<FakeRewardFn>([](const Prompt& prompt, const Rollout&) -> RewardTerm {
                                   if (prompt.key == "p/3") throw std::runtime_error("broken");
                                   RewardTerm scored;
                                   scored.score = 1;
                                   return scored;
                               })}};
    Grader grader(Rubric(section, {}, models), {}, 2);
    std::vector<RolloutGroup> graded = groups(8);
    grader.grade(graded);
    for (std::size_t n = 0; n < graded.size(); ++n) EXPECT_EQ(graded[n].rollouts[0].reward.hasError(), n == 3);
}
