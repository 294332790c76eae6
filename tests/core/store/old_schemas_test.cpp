// SPDX-License-Identifier: Apache-2.0
// Stores of older schemas: read as they are, then brought up to date and written to.
#include "base/error.h"
#include "core/store/old_store.h"
#include "core/store/run_store_fixture.h"

namespace retort::test {
namespace {

using OldSchemas = RunStore;

/// A store taken back to an older schema, read as it is, then brought up to date and written to.
void readsTheSame(RunWriter& writer, StageId zero, const std::filesystem::path& file,
                  void (*take_back)(const std::filesystem::path&)) {
    RunReader reader(file);
    writer.commit(stepOf(zero, 1, 3, 5));
    std::vector<RolloutDetail> before;
    std::vector<std::string> excerpts;
    for (const RolloutSummary& row : reader.rollouts({}, RolloutOrder::OldestFirst).rows) {
        before.push_back(*reader.rollout(row.id));
        excerpts.push_back(row.excerpt);
        EXPECT_EQ(row.excerpt, before.back().rollout.text.substr(0, row.excerpt.size()));
        EXPECT_GE(row.excerpt.size() + 4, std::min<std::size_t>(before.back().rollout.text.size(), 200));
    }
    const std::vector<PromptVisit> visits = reader.promptVisits(before[0].summary.prompt);
    take_back(file);
    auto check = [&](RunReader& old) {
        const std::vector<RolloutSummary> rows = old.rollouts({}, RolloutOrder::OldestFirst).rows;
        ASSERT_GE(rows.size(), before.size());
        for (std::size_t i = 0; i < before.size(); ++i) {
            const auto detail = old.rollout(before[i].summary.id);
            ASSERT_TRUE(detail);
            expectSame(detail->rollout, before[i].rollout);
            EXPECT_EQ(rows[i].excerpt, excerpts[i]);
            const std::vector<RolloutSummary> siblings = old.group(before[i].summary.group)->rollouts;
            ASSERT_EQ(siblings.size(), 5U);
            EXPECT_EQ(siblings[i % 5].id, before[i].summary.id);
        }
        EXPECT_EQ(old.promptVisits(before[0].summary.prompt).at(0).first, visits.at(0).first);
        RolloutFilter filter;
        filter.prompt = before[0].summary.prompt;
        EXPECT_GE(old.countRollouts(filter), 5);
        filter.stage = zero;
        filter.step_from = filter.step_to = 1;
        EXPECT_EQ(old.countRollouts(filter), 5);
    };
    {
        RunReader old(file);
        check(old);
    }
    RunWriter again(file);
    again.commit(stepOf(zero, 2));
    RunReader now(file);
    check(now);
    EXPECT_EQ(now.countRollouts({}), static_cast<std::int64_t>(before.size()) + 8);
}

TEST_F(OldSchemas, RolloutsOfBeforeShortTextsWereFoundReadTheSame) { readsTheSame(writer, zero, file, takeBackToSchema7); }
TEST_F(OldSchemas, RolloutsOfBeforePromptsHadLabelsReadTheSame) { readsTheSame(writer, zero, file, takeBackToSchema6); }
TEST_F(OldSchemas, RolloutsOfBeforeTheyHadBlocksReadTheSame) { readsTheSame(writer, zero, file, takeBackToSchema5); }
TEST_F(OldSchemas, RolloutsOfBeforeGroupsKnewTheirPlaceReadTheSame) { readsTheSame(writer, zero, file, takeBackToSchema4); }
TEST_F(OldSchemas, RolloutsOfBeforeTheyWerePackedReadTheSame) { readsTheSame(writer, zero, file, takeBackToSchema3); }

}  // namespace
}  // namespace retort::test
