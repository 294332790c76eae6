// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "core/store/store_fixture.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "support/temp_dir.h"

namespace retort::test {

/// A store with one stage, its writer and a reader.
class RunStore : public ::testing::Test {
protected:
    TempDir dir;
    std::filesystem::path file = dir / "run.db";
    RunWriter writer{file};
    RunReader reader{file};
    StageId zero = writer.putStage(stageNamed("zero"));
};

inline void expectSame(const Rollout& actual, const Rollout& expected) {
    EXPECT_EQ(actual.text, expected.text);
    EXPECT_EQ(actual.completion.ids, expected.completion.ids);
    EXPECT_EQ(actual.completion.logprobs, expected.completion.logprobs);
    ASSERT_EQ(actual.completion.entropies.size(), expected.completion.entropies.size());
    // Kept to 12 bits.
    for (std::size_t i = 0; i < expected.completion.entropies.size(); ++i)
        EXPECT_NEAR(actual.completion.entropies[i], expected.completion.entropies[i],
                    expected.completion.entropies[i] / 4096);
    EXPECT_EQ(actual.completion.finish_reason, expected.completion.finish_reason);
    EXPECT_EQ(actual.completion.policy_version, expected.completion.policy_version);
    EXPECT_EQ(actual.facts.think, expected.facts.think);
    EXPECT_EQ(actual.facts.answer, expected.facts.answer);
    EXPECT_EQ(actual.facts.well_formed, expected.facts.well_formed);
    EXPECT_EQ(actual.facts.language_share, expected.facts.language_share);
    EXPECT_EQ(actual.facts.reflects, expected.facts.reflects);
    EXPECT_EQ(actual.advantage, expected.advantage);
    EXPECT_EQ(actual.reward.total, expected.reward.total);
    ASSERT_EQ(actual.reward.terms.size(), expected.reward.terms.size());
    for (std::size_t i = 0; i < expected.reward.terms.size(); ++i) {
        EXPECT_EQ(actual.reward.terms[i].name, expected.reward.terms[i].name);
        EXPECT_EQ(actual.reward.terms[i].kind, expected.reward.terms[i].kind);
        EXPECT_EQ(actual.reward.terms[i].weight, expected.reward.terms[i].weight);
        EXPECT_EQ(actual.reward.terms[i].score, expected.reward.terms[i].score);
        EXPECT_EQ(actual.reward.terms[i].outcome, expected.reward.terms[i].outcome);
        EXPECT_EQ(actual.reward.terms[i].extracted, expected.reward.terms[i].extracted);
        EXPECT_EQ(actual.reward.terms[i].reason, expected.reward.terms[i].reason);
    }
    ASSERT_EQ(actual.facts.spans.size(), expected.facts.spans.size());
    for (std::size_t i = 0; i < expected.facts.spans.size(); ++i) {
        EXPECT_EQ(actual.facts.spans[i].begin, expected.facts.spans[i].begin);
        EXPECT_EQ(actual.facts.spans[i].end, expected.facts.spans[i].end);
        EXPECT_EQ(actual.facts.spans[i].kind, expected.facts.spans[i].kind);
        EXPECT_EQ(actual.facts.spans[i].label, expected.facts.spans[i].label);
    }
}

}  // namespace retort::test
