// SPDX-License-Identifier: Apache-2.0
#include "curate/sift.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/store/store_fixture.h"
#include "curate/sieve_bounds.h"
#include "support/temp_dir.h"

namespace retort::test {
namespace {

/// Where each stored sample ends, by a look at all of them.
std::map<std::int64_t, SieveStep> byLooking(RunReader& reader, StageId stage, const SampleParams& params) {
    std::map<std::int64_t, SieveStep> ends;
    Sieve sieve(params);
    reader.visitTexts(stage, {}, 100000, [&](const RolloutSummary& row, std::string_view text) {
        ends[row.id.value] = sieve(sampleFacts(row, text));
    });
    return ends;
}

class Sifting : public ::testing::Test {
protected:
    void expectTheSame(const StageSamples& samples, const SampleParams& params) {
        const auto expected = byLooking(reader, stage, params);
        EXPECT_EQ(samples.facts().size(), expected.size());
        std::size_t listed = 0;
        for (std::size_t i = 0; i <= sieve_tests; ++i) {
            const std::vector<RolloutId> traces = samples.endingAt(static_cast<SieveStep>(i), params);
            EXPECT_EQ(std::ssize(traces), samples.sift(params)->counts.ended[i]);
            EXPECT_TRUE(std::ranges::is_sorted(traces));
            for (const RolloutId id : traces) EXPECT_EQ(expected.at(id.value), static_cast<SieveStep>(i)) << id.value;
            listed += traces.size();
            // A test that looks at several things lost each of its samples for one of them or more.
            std::set<RolloutId> at_fault;
            for (const SieveFault fault : faultsOf(static_cast<SieveStep>(i)))
                for (const RolloutId id : samples.endingAt(static_cast<SieveStep>(i), params, fault)) at_fault.insert(id);
            if (!faultsOf(static_cast<SieveStep>(i)).empty()) {
                EXPECT_TRUE(std::ranges::equal(at_fault, traces)) << name(static_cast<SieveStep>(i));
            }
        }
        EXPECT_EQ(listed, expected.size()) << "a sample is in none or in two lists";
    }

    TempDir dir;
    RunWriter writer{dir / "run.db"};
    RunReader reader{dir / "run.db"};
    StageId stage = writer.putStage(stageNamed("candidates", "sample"));
    StageId other = writer.putStage(stageNamed("other"));
    SampleParams plain;
    SampleParams narrow = [] {
        SampleParams params;
        params.min_language_share = 0.9;
        params.max_repetition = 0.2;
        params.require_reflection = true;
        params.max_per_prompt = 1;
        return params;
    }();
};

TEST_F(Sifting, ListsWhatALookAtEverySampleGives) {
    for (Step step = 1; step <= 6; ++step) {
        writer.commit(stepOf(stage, step, 5, 8));
        writer.commit(stepOf(other, step));
    }
    const auto samples = StageSamples::read(reader, stage);
    ASSERT_EQ(samples->facts().size(), 6U * 40);
    expectTheSame(*samples, plain);
    expectTheSame(*samples, narrow);
    EXPECT_NE(samples->endingAt(SieveStep::Kept, plain), samples->endingAt(SieveStep::Kept, narrow));
    ASSERT_NE(samples->problem(samples->facts().front().group), nullptr);
    EXPECT_EQ(samples->problem(-1), nullptr);
}

TEST_F(Sifting, ReadsOnAndBeginsAnewAfterStepsWereTakenBack) {
    writer.commit(stepOf(stage, 1, 3, 8));
    const auto first = StageSamples::read(reader, stage);
    EXPECT_EQ(StageSamples::read(reader, stage, first), first) << "nothing was added";
    writer.commit(stepOf(stage, 2, 3, 8));
    const auto second = StageSamples::read(reader, stage, first);
    EXPECT_EQ(first->facts().size(), 24U) << "what is held stays as it is";
    EXPECT_EQ(second->facts().size(), 48U);
    expectTheSame(*second, narrow);
    writer.rewindStage(stage, 1);
    const auto rewound = StageSamples::read(reader, stage, second);
    EXPECT_EQ(rewound->facts().size(), 24U);
    writer.commit(stepOf(stage, 2, 4, 8));
    const auto again = StageSamples::read(reader, stage, rewound);
    EXPECT_EQ(again->facts().size(), 56U);
    expectTheSame(*again, plain);
}

TEST_F(Sifting, AStageWithoutSamplesEndsNowhere) {
    const auto none = StageSamples::read(reader, stage);
    EXPECT_TRUE(none->facts().empty());
    EXPECT_TRUE(none->endingAt(SieveStep::Correct, plain).empty());
}

TEST(SieveBounds, GoThroughTextAndBack) {
    SampleParams recipe, tried;
    EXPECT_TRUE(triedBounds(tried, recipe).empty());
    tried.keep_correct = tried.keep_well_formed = tried.allow_code = false;
    tried.require_reflection = true;
    tried.min_language_share = 0.875;
    tried.max_repetition = 0.5;
    tried.max_paragraph = 1200;
    tried.max_per_prompt = 3;
    const TriedBounds different = triedBounds(tried, recipe);
    EXPECT_EQ(different.size(), sieveBounds().size());
    EXPECT_EQ(different.at("min_language_share"), "0.875");
    EXPECT_EQ(different.at("max_repetition"), "0.50");
    const SampleParams back = withBounds(recipe, different);
    for (const SieveBound& bound : sieveBounds()) EXPECT_TRUE(bound.same(back, tried)) << bound.name;
}

TEST(SieveBounds, WhatIsNoValueIsRefused) {
    for (const SieveBound& bound : sieveBounds()) {
        SampleParams params;
        for (const char* text : {"", "x", "-1", "nan", "inf", "1e99", "0.5x", "yes"})
            EXPECT_FALSE(bound.set(params, text)) << bound.name << " " << text;
        EXPECT_TRUE(bound.same(params, {})) << bound.name;
    }
}

}  // namespace
}  // namespace retort::test
