// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "core/store/store_fixture.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "support/temp_dir.h"

namespace retort::test {

/// Every `step`th id from `first` to `last`, as a list to choose among.
std::shared_ptr<const std::vector<RolloutId>> listOf(std::int64_t first, std::int64_t last, std::int64_t step);

/// A step with all kinds of facts.
StepCommit stepWithFacts(StageId stage, Step step);

inline constexpr RolloutOrder all_orders[] = {
    RolloutOrder::NewestFirst,  RolloutOrder::OldestFirst,   RolloutOrder::RewardHighFirst, RolloutOrder::RewardLowFirst,
    RolloutOrder::LongestFirst, RolloutOrder::ShortestFirst, RolloutOrder::MostMixedFirst};

/// Ids of what passes the filter, in order, by looking at each; the filter's text is not looked at.
std::vector<std::int64_t> byLooking(const std::vector<RolloutSummary>& all, const RolloutFilter& filter, RolloutOrder order,
                                    RunReader& reader);

class RolloutQuery : public ::testing::Test {
protected:
    std::vector<std::string> found(const std::string& text) {
        RolloutFilter filter;
        filter.text = text;
        std::vector<std::string> excerpts;
        for (const RolloutSummary& row : reader.rollouts(filter, RolloutOrder::OldestFirst).rows)
            excerpts.push_back(row.excerpt);
        EXPECT_EQ(reader.countRollouts(filter), std::ssize(excerpts));
        return excerpts;
    }

    /// Every id that a page walk of the filter visits.
    std::vector<std::int64_t> walk(const RolloutFilter& filter, RolloutOrder order, std::int64_t page_size) {
        std::vector<std::int64_t> ids;
        RolloutId after;
        for (;;) {
            const RolloutPage page = reader.rollouts(filter, order, after, page_size);
            for (const RolloutSummary& row : page.rows) ids.push_back(row.id.value);
            if (!page.more) return ids;
            EXPECT_EQ(std::ssize(page.rows), page_size);
            after = page.rows.back().id;
        }
    }

    TempDir dir;
    RunWriter writer{dir / "run.db"};
    RunReader reader{dir / "run.db"};
    StageId zero = writer.putStage(stageNamed("zero"));
    StageId other = writer.putStage(stageNamed("other"));
};

}  // namespace retort::test
