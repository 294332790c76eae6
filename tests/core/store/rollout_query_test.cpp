// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "base/error.h"
#include "core/store/store_fixture.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "support/temp_dir.h"

namespace retort::test {
namespace {

using ::testing::ElementsAre;

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

TEST_F(RolloutQuery, FindsChineseAndEnglishPieces) {
    writer.commit(stepWithTexts(zero, 1, {"先算乘法：三乘七", "再检查一遍", "Wait, check it", "nothing here"}));
    EXPECT_THAT(found("检查一遍"), ElementsAre("再检查一遍"));
    EXPECT_THAT(found("检查"), ElementsAre("再检查一遍"));
    EXPECT_THAT(found("乘"), ElementsAre("先算乘法：三乘七"));
    EXPECT_THAT(found("wait, CHECK"), ElementsAre("Wait, check it"));
    EXPECT_THAT(found("heck i"), ElementsAre("Wait, check it"));
    EXPECT_THAT(found("absent"), ElementsAre());
}

TEST_F(RolloutQuery, SignsOfTheQueryLanguageAreOrdinaryText) {
    writer.commit(stepWithTexts(
        zero, 1, {"100% of it", "1000 of it", "a_b_c", "abbbc", "say \"hi\" AND (x OR y)*", "it's -- ; drop"}));
    EXPECT_THAT(found("100% of"), ElementsAre("100% of it"));
    EXPECT_THAT(found("a_b_c"), ElementsAre("a_b_c"));
    EXPECT_THAT(found("\"hi\" AND (x OR y)*"), ElementsAre("say \"hi\" AND (x OR y)*"));
    EXPECT_THAT(found("it's -- ;"), ElementsAre("it's -- ; drop"));
    EXPECT_THAT(found("%%"), ElementsAre());
    EXPECT_THAT(found("0%"), ElementsAre("100% of it"));
}

TEST_F(RolloutQuery, LongSearchTextIsRefused) {
    RolloutFilter filter;
    filter.text = std::string(1001, 'x');
    EXPECT_THROW(reader.rollouts(filter), Error);
}

TEST_F(RolloutQuery, PagesVisitEachRowOnceInBothOrders) {
    // Stages take turns, so that neither the ids of a stage nor its index are contiguous.
    for (Step step = 1; step <= 12; ++step) {
        writer.commit(stepOf(zero, step));
        writer.commit(stepOf(other, step));
    }
    RolloutFilter all;
    const std::vector<std::int64_t> oldest = walk(all, RolloutOrder::OldestFirst, 7);
    std::vector<std::int64_t> newest = walk(all, RolloutOrder::NewestFirst, 7);
    EXPECT_EQ(oldest.size(), 2u * 12 * 8);
    EXPECT_TRUE(std::is_sorted(oldest.begin(), oldest.end()));
    std::reverse(newest.begin(), newest.end());
    EXPECT_EQ(oldest, newest);
}

TEST_F(RolloutQuery, FiltersAgreeWithALookAtEveryRow) {
    for (Step step = 1; step <= 12; ++step) {
        writer.commit(stepOf(zero, step, 3, 6));
        writer.commit(stepOf(other, step, 1, 3));
    }
    const std::vector<RolloutSummary> all = reader.rollouts({}, RolloutOrder::OldestFirst, {}, 10000).rows;
    const auto check = [&](const char* what, const std::function<void(RolloutFilter&)>& set,
                           const std::function<bool(const RolloutSummary&)>& passes) {
        RolloutFilter filter;
        set(filter);
        std::vector<std::int64_t> expected;
        for (const RolloutSummary& row : all)
            if (passes(row)) expected.push_back(row.id.value);
        EXPECT_FALSE(expected.empty()) << what;
        EXPECT_LT(expected.size(), all.size()) << what;
        EXPECT_EQ(walk(filter, RolloutOrder::OldestFirst, 5), expected) << what;
        std::reverse(expected.begin(), expected.end());
        EXPECT_EQ(walk(filter, RolloutOrder::NewestFirst, 1000), expected) << what;
        EXPECT_EQ(reader.countRollouts(filter), std::ssize(expected)) << what;
        EXPECT_EQ(reader.countRollouts(filter, 2), std::min<std::int64_t>(2, std::ssize(expected))) << what;
    };
    check(
        "stage", [&](auto& f) { f.stage = zero; }, [&](auto& r) { return r.stage == zero; });
    check(
        "steps of a stage", [&](auto& f) { f.stage = zero, f.step_from = 3, f.step_to = 5; },
        [&](auto& r) { return r.stage == zero && r.step >= 3 && r.step <= 5; });
    check(
        "steps of all stages", [&](auto& f) { f.step_from = 11; }, [&](auto& r) { return r.step >= 11; });
    check(
        "right", [&](auto& f) { f.correctness = Correctness::Right; }, [&](auto& r) { return r.correct == true; });
    check(
        "wrong", [&](auto& f) { f.correctness = Correctness::Wrong; }, [&](auto& r) { return r.correct == false; });
    check(
        "cut", [&](auto& f) { f.finish_reason = FinishReason::Length; },
        [&](auto& r) { return r.finish_reason == FinishReason::Length; });
    check(
        "language", [&](auto& f) { f.language_below = 0.8; },
        [&](auto& r) { return r.language_share && *r.language_share < 0.8; });
    check(
        "reflects", [&](auto& f) { f.reflects = true; }, [&](auto& r) { return r.reflects; });
    check(
        "not well formed", [&](auto& f) { f.well_formed = false; }, [&](auto& r) { return !r.well_formed; });
    check(
        "prompt", [&](auto& f) { f.prompt = all[0].prompt; }, [&](auto& r) { return r.prompt == all[0].prompt; });
    check(
        "text and more",
        [&](auto& f) { f.stage = zero, f.step_from = 4, f.text = "检查", f.correctness = Correctness::Right; },
        [&](auto& r) {
            return r.stage == zero && r.step >= 4 && r.correct == true &&
                   reader.rollout(r.id)->rollout.text.find("检查") != std::string::npos;
        });
    check(
        "indexed text in steps", [&](auto& f) { f.stage = zero, f.step_to = 9, f.text = "multiply"; },
        [&](auto& r) {
            return r.stage == zero && r.step <= 9 &&
                   reader.rollout(r.id)->rollout.text.find("multiply") != std::string::npos;
        });
}

TEST_F(RolloutQuery, StepsThatAreNotThereMatchNothing) {
    writer.commit(stepOf(zero, 5));
    RolloutFilter filter;
    filter.stage = zero;
    filter.step_from = 6;
    EXPECT_EQ(reader.countRollouts(filter), 0);
    filter.step_from.reset();
    filter.step_to = 4;
    EXPECT_TRUE(reader.rollouts(filter).rows.empty());
}

TEST_F(RolloutQuery, ExcerptsEndAtAWholeCharacter) {
    std::string text;
    for (int i = 0; i < 200; ++i) text += "数";
    writer.commit(stepWithTexts(zero, 1, {"x" + text}));
    const std::string excerpt = reader.rollouts({}).rows.at(0).excerpt;
    EXPECT_EQ(excerpt.size(), 199u);
    EXPECT_EQ(excerpt, ("x" + text).substr(0, 199));
}

}  // namespace
}  // namespace retort::test
