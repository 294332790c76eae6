// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <set>

#include "base/error.h"
#include "base/random.h"
#include "core/store/old_store.h"
#include "core/store/store_fixture.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "support/temp_dir.h"

namespace retort::test {
namespace {

using ::testing::ElementsAre;

/// Every `step`th id from `first` to `last`, as a list to choose among.
std::shared_ptr<const std::vector<RolloutId>> listOf(std::int64_t first, std::int64_t last, std::int64_t step) {
    std::vector<RolloutId> ids;
    for (std::int64_t id = first; id <= last; id += step) ids.push_back({id});
    return std::make_shared<const std::vector<RolloutId>>(std::move(ids));
}

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

TEST_F(RolloutQuery, ASearchFindsProblemsAsWellAsCompletions) {
    const auto lower = [](std::string text) {
        for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        return text;
    };
    const char* const problems[] = {"A MARKED sum", "one two", "一百% 的 marked", "a_b"};
    for (Step step = 1; step <= 12; ++step) {
        for (const StageId stage : {zero, other}) {
            StepCommit commit = stepOf(stage, step, 5, 3);
            for (std::size_t i = 0; i < commit.groups.size(); ++i) {
                if (step > 4) commit.groups[i].prompt.prompt.key += std::to_string(step) + (stage == zero ? "z" : "o");
                commit.groups[i].prompt.prompt.text = problems[(i + static_cast<std::size_t>(step)) % std::size(problems)];
            }
            if (stage == zero && step == 7) commit.groups[0].prompt.prompt.text = "a rarity";  // sought, not walked to
            commit.groups[1].rollouts[2].text = "A completion with Marked in it";
            writer.commit(commit);
        }
    }
    const std::vector<RolloutSummary> all = reader.rollouts({}, RolloutOrder::OldestFirst, {}, 10000).rows;
    std::set<std::int64_t> prompts;
    for (const RolloutSummary& row : all) prompts.insert(row.prompt.value);
    ASSERT_GT(prompts.size(), 65U);
    for (const char* text :
         {"marked", "Marked SUM", "的", "100", "00%", "a_b", "AaB", "a", "multiply", "rarity", "nowhere"}) {
        for (const int narrowed : {0, 1, 2, 3, 4, 5}) {
            RolloutFilter filter;
            filter.text = text;
            if (narrowed >= 1) filter.stage = zero;
            if (narrowed == 2) filter.step_from = 4, filter.step_to = 9;
            if (narrowed == 3) filter.correctness = Correctness::Right;
            // A short list is looked up, a long one is not.
            if (narrowed >= 4) filter.among = listOf(1, narrowed == 4 ? 999 : 19999, 2);
            std::vector<RolloutSummary> expected;
            for (const RolloutSummary& row : all) {
                const RolloutDetail detail = *reader.rollout(row.id);
                const bool found = lower(detail.rollout.text).find(lower(text)) != std::string::npos ||
                                   lower(detail.prompt.prompt.text).find(lower(text)) != std::string::npos;
                if (found && (narrowed < 1 || row.stage == zero) && (narrowed != 2 || (row.step >= 4 && row.step <= 9)) &&
                    (narrowed != 3 || row.correct == true) && (narrowed < 4 || row.id.value % 2 == 1))
                    expected.push_back(row);
            }
            const auto ids = [&] {
                std::vector<std::int64_t> list;
                for (const RolloutSummary& row : expected) list.push_back(row.id.value);
                return list;
            };
            SCOPED_TRACE(std::string(text) + " " + std::to_string(narrowed));
            EXPECT_EQ(walk(filter, RolloutOrder::OldestFirst, 7), ids());
            std::ranges::reverse(expected);
            EXPECT_EQ(walk(filter, RolloutOrder::NewestFirst, 5), ids());
            EXPECT_EQ(reader.countRollouts(filter), std::ssize(expected));
            EXPECT_EQ(reader.countRollouts(filter, 3), std::min<std::int64_t>(3, std::ssize(expected)));
            std::ranges::stable_sort(expected, [](const auto& a, const auto& b) { return a.tokens > b.tokens; });
            EXPECT_EQ(walk(filter, RolloutOrder::LongestFirst, 4), ids());
            if (!expected.empty()) {
                filter.prompt = expected.front().prompt;
                std::erase_if(expected, [&](const auto& row) { return row.prompt != filter.prompt; });
                EXPECT_EQ(walk(filter, RolloutOrder::LongestFirst, 4), ids());
            }
        }
    }
}

// Common pieces of a text say nothing, and the index is asked for rare ones only: what it leaves is still the text itself.
TEST_F(RolloutQuery, APhraseOfCommonPiecesIsFoundWhereItStands) {
    std::vector<std::string> texts;
    for (int a = 0; a < 12; ++a)
        for (int b = 0; b < 12; ++b)
            texts.push_back(std::to_string(a) + " + " + std::to_string(b) + " * 9 = " + std::to_string(a + b * 9));
    texts.emplace_back("say \"\"\" to it");
    texts.emplace_back("先算 14 + 3 * 9，然后检查");
    writer.commit(stepWithTexts(zero, 1, texts));
    EXPECT_THAT(found("7 + 3 * 9 = 34"), ElementsAre("7 + 3 * 9 = 34"));
    EXPECT_EQ(found(" + 3 * 9 = ").size(), 12U);
    EXPECT_EQ(found("1 + ").size(), 24U);
    EXPECT_THAT(found("9 * 3 + 7"), ElementsAre());
    EXPECT_THAT(found("y \"\"\" t"), ElementsAre("say \"\"\" to it"));
    EXPECT_THAT(found("\"\"\""), ElementsAre("say \"\"\" to it"));
    EXPECT_THAT(found("* 9，然后"), ElementsAre("先算 14 + 3 * 9，然后检查"));
    EXPECT_THAT(found("SAY \"\""), ElementsAre("say \"\"\" to it"));
    EXPECT_THAT(found("bro\xc3ken"), ElementsAre());
    EXPECT_THAT(found("\x80\x80\x80\x80 x"), ElementsAre());
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

/// A step with all kinds of facts.
StepCommit stepWithFacts(StageId stage, Step step) {
    StepCommit commit = stepOf(stage, step, 3, 5);
    std::size_t i = 0;
    for (RolloutGroup& group : commit.groups) {
        group.prompt.prompt.language = step % 2 == 0 ? "en" : "zh";
        for (Rollout& rollout : group.rollouts) {
            if (++i % 7 == 0) rollout.completion.finish_reason = FinishReason::Length;
            if (i % 5 == 0 && !rollout.reward.terms.empty()) rollout.reward.terms.back().outcome = Outcome::GraderError;
            rollout.completion.ids.assign(1 + (i * 13 + static_cast<std::size_t>(step)) % 9, 1);
        }
    }
    return commit;
}

void fillWithFacts(RunWriter& writer, StageId zero, StageId other) {
    for (Step step = 1; step <= 12; ++step) writer.commit(stepWithFacts(step % 3 == 0 ? other : zero, step));
}

std::vector<RolloutFilter> manyFilters(StageId zero) {
    std::vector<RolloutFilter> filters(1);
    auto add = [&](auto change) {
        filters.emplace_back();
        change(filters.back());
    };
    add([&](RolloutFilter& f) { f.stage = zero; });
    add([](RolloutFilter& f) {
        f.correctness = Correctness::Wrong;
        f.reflects = false;
    });
    add([](RolloutFilter& f) {
        f.correctness = Correctness::Right;
        f.language = "en";
    });
    add([](RolloutFilter& f) {
        f.language_below = 1;
        f.well_formed = true;
    });
    add([](RolloutFilter& f) {
        f.finish_reason = FinishReason::Length;
        f.step_from = 3;
        f.step_to = 9;
    });
    add([&](RolloutFilter& f) {
        f.stage = zero;
        f.step_from = 4;
        f.term = "format";
        f.term_outcome = Outcome::Fail;
    });
    add([](RolloutFilter& f) { f.correctness = Correctness::GraderError; });
    add([](RolloutFilter& f) { f.term = "no such term"; });
    // Some of a list are not there (any more).
    add([](RolloutFilter& f) { f.among = listOf(2, 5000, 3); });
    add([](RolloutFilter& f) { f.among = listOf(7, 6, 1); });
    add([&](RolloutFilter& f) {
        f.among = listOf(1, 90, 2);
        f.stage = zero;
        f.correctness = Correctness::Wrong;
    });
    add([](RolloutFilter& f) {
        f.among = listOf(40, 160, 1);
        f.step_from = 3;
        f.step_to = 9;
        f.language = "en";
    });
    add([](RolloutFilter& f) {
        f.among = listOf(40, 160, 1);
        f.language_below = 0.8;
    });
    add([](RolloutFilter& f) {
        f.among = listOf(40, 9000, 1);
        f.language_below = 0.8;
    });
    return filters;
}

bool passes(const RolloutSummary& row, const RolloutFilter& f, RunReader& reader) {
    if (f.among && std::ranges::find(*f.among, row.id) == f.among->end()) return false;
    if (f.stage && row.stage != f.stage) return false;
    if (f.step_from && row.step < *f.step_from) return false;
    if (f.step_to && row.step > *f.step_to) return false;
    if (f.correctness == Correctness::Right && row.correct != true) return false;
    if (f.correctness == Correctness::Wrong && row.correct != false) return false;
    if (f.correctness == Correctness::GraderError && !row.grader_error) return false;
    if (f.reflects && row.reflects != *f.reflects) return false;
    if (f.well_formed && row.well_formed != *f.well_formed) return false;
    if (f.language_below && !(row.language_share && *row.language_share < *f.language_below)) return false;
    if (f.finish_reason && row.finish_reason != *f.finish_reason) return false;
    if (!f.language.empty() && row.language != f.language) return false;
    if (f.term.empty()) return true;
    const RewardBreakdown reward = reader.rollout(row.id)->rollout.reward;
    const RewardTerm* term = reward.find(f.term);
    return term != nullptr && term->outcome == f.term_outcome;
}

double sortValue(const RolloutSummary& row, RolloutOrder order) {
    const double infinite = std::numeric_limits<double>::infinity();
    switch (order) {
        case RolloutOrder::RewardHighFirst: return std::isnan(row.reward) ? infinite : -row.reward;
        case RolloutOrder::RewardLowFirst: return std::isnan(row.reward) ? -infinite : row.reward;
        case RolloutOrder::LongestFirst: return -static_cast<double>(row.tokens);
        case RolloutOrder::ShortestFirst: return static_cast<double>(row.tokens);
        case RolloutOrder::MostMixedFirst: return row.language_share.value_or(2);
        default: return 0;
    }
}

constexpr RolloutOrder all_orders[] = {
    RolloutOrder::NewestFirst,  RolloutOrder::OldestFirst,   RolloutOrder::RewardHighFirst, RolloutOrder::RewardLowFirst,
    RolloutOrder::LongestFirst, RolloutOrder::ShortestFirst, RolloutOrder::MostMixedFirst};

/// Ids of what passes the filter, in order.
std::vector<std::int64_t> byLooking(const std::vector<RolloutSummary>& all, const RolloutFilter& filter, RolloutOrder order,
                                    RunReader& reader) {
    std::vector<RolloutSummary> expected;
    for (const RolloutSummary& row : all)
        if (passes(row, filter, reader)) expected.push_back(row);
    const bool down =
        order == RolloutOrder::NewestFirst || order == RolloutOrder::RewardHighFirst || order == RolloutOrder::LongestFirst;
    std::sort(expected.begin(), expected.end(), [&](const RolloutSummary& a, const RolloutSummary& b) {
        const double x = sortValue(a, order), y = sortValue(b, order);
        return x != y ? x < y : down ? a.id > b.id : a.id < b.id;
    });
    std::vector<std::int64_t> ids;
    for (const RolloutSummary& row : expected) ids.push_back(row.id.value);
    return ids;
}

TEST_F(RolloutQuery, EveryFilterInEveryOrderGivesWhatLookingAtAllRowsGives) {
    fillWithFacts(writer, zero, other);
    const std::vector<RolloutSummary> all = reader.rollouts({}, RolloutOrder::OldestFirst, {}, 10000).rows;
    ASSERT_EQ(all.size(), 12U * 15);
    for (const RolloutFilter& filter : manyFilters(zero)) {
        for (const RolloutOrder order : all_orders) {
            const std::vector<std::int64_t> ids = byLooking(all, filter, order, reader);
            EXPECT_EQ(walk(filter, order, 7), ids) << static_cast<int>(order);
            EXPECT_EQ(reader.countRollouts(filter), std::ssize(ids));
            EXPECT_EQ(reader.countRollouts(filter, 4), std::min<std::int64_t>(4, std::ssize(ids)));
        }
    }
    EXPECT_THAT(reader.promptLanguages(), ::testing::UnorderedElementsAre("en", "zh"));
    EXPECT_THAT(reader.rewardTerms(), ::testing::Contains("format"));
}

TEST_F(RolloutQuery, AStoreOfTheFirstSchemaReadsTheSameAndIsBroughtUpToDate) {
    {
        // A writer of its own, so that nothing holds the file when it is changed.
        RunWriter own(dir / "old.db");
        const StageId first = own.putStage(stageNamed("zero")), second = own.putStage(stageNamed("other"));
        fillWithFacts(own, first, second);
    }
    std::vector<std::vector<std::int64_t>> today;
    auto read = [&] {
        RunReader old(dir / "old.db");
        std::vector<std::vector<std::int64_t>> answers;
        for (const RolloutFilter& filter : manyFilters({1})) {
            for (const RolloutOrder order : all_orders) {
                answers.emplace_back();
                for (const RolloutSummary& row : old.rollouts(filter, order, {}, 50).rows)
                    answers.back().push_back(row.id.value);
            }
        }
        return answers;
    };
    auto facts = [&] {
        SqliteDb db(dir / "old.db", SqliteDb::Mode::ReadOnly);
        Statement row = db.prepare("SELECT facts FROM rollout ORDER BY id");
        std::vector<std::int64_t> values;
        while (row.step()) values.push_back(row.integer(0));
        return values;
    };
    today = read();
    std::vector<std::int64_t> before = facts();
    takeBackToSchema4(dir / "old.db");
    EXPECT_EQ(read(), today);
    takeBackToSchema3(dir / "old.db");
    EXPECT_EQ(read(), today);
    {
        SqliteDb db(dir / "old.db", SqliteDb::Mode::ReadWrite);
        db.exec(
            "DROP TRIGGER rollout_added; DROP TRIGGER rollout_removed; DROP TABLE rollout_facts; DROP TABLE fact_name;"
            "DROP INDEX rollout_by_facts; DROP INDEX rollout_by_reward; DROP INDEX rollout_by_tokens; DROP INDEX "
            "rollout_by_share;"
            "DROP INDEX prompt_key; ALTER TABLE rollout DROP COLUMN facts;"
            "CREATE INDEX rollout_stage ON rollout (stage_id, evaluation_id);"
            "CREATE INDEX rollout_evaluation ON rollout (evaluation_id); DROP TABLE metric_block; PRAGMA user_version=1;");
    }
    EXPECT_EQ(read(), today);
    { RunWriter again(dir / "old.db"); }
    EXPECT_EQ(read(), today);
    // Bits of names depend on their order, so numbers may differ: but which rollouts share theirs may not.
    std::vector<std::int64_t> after = facts();
    ASSERT_EQ(after.size(), before.size());
    std::map<std::int64_t, std::int64_t> same;
    for (std::size_t i = 0; i < after.size(); ++i)
        EXPECT_EQ(same.try_emplace(before[i], after[i]).first->second, after[i]) << i;
}

TEST_F(RolloutQuery, SomeStepsInEveryOrderAreReadFromBlocksAndFromRowsAlike) {
    const auto count = [&](const char* sql) {
        SqliteDb db(dir / "run.db", SqliteDb::Mode::ReadOnly);
        Statement row = db.prepare(sql);
        return row.step() ? row.integer(0) : -1;
    };
    const auto write = [&](Step from, Step to) {
        std::vector<StepCommit> commits;
        for (Step step = from; step <= to; ++step) commits.push_back(stepWithFacts(step % 3 == 0 ? other : zero, step));
        writer.commit(commits);
    };
    const auto check = [&](const char* when) {
        const std::vector<RolloutSummary> all = reader.rollouts({}, RolloutOrder::OldestFirst, {}, 100000).rows;
        std::vector<RolloutFilter> filters(6);
        filters[0].step_from = 20, filters[0].step_to = 130;
        filters[1].stage = zero, filters[1].step_to = 200, filters[1].correctness = Correctness::Right;
        filters[2].stage = other, filters[2].step_from = 70, filters[2].language_below = 1, filters[2].language = "zh";
        filters[3].among = listOf(1, 4000, 7);
        filters[4].among = listOf(900, 2900, 11), filters[4].step_from = 20, filters[4].correctness = Correctness::Right;
        filters[5].among = listOf(3, 4000, 1000), filters[5].stage = zero;
        for (const RolloutFilter& filter : filters) {
            for (const RolloutOrder order : all_orders) {
                const std::vector<std::int64_t> ids = byLooking(all, filter, order, reader);
                EXPECT_EQ(walk(filter, order, 150), ids) << when << ", order " << static_cast<int>(order);
                EXPECT_EQ(reader.countRollouts(filter), std::ssize(ids)) << when;
            }
        }
    };
    write(1, 100);
    EvaluationRecord evaluation;
    evaluation.stage = zero;
    std::vector<EvalSampleRecord> samples(3);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples[i].sample = static_cast<std::int64_t>(i);
        samples[i].rollout = rolloutOf("an evaluation's lie between those of the steps");
    }
    writer.addEvaluation(evaluation, samples);
    write(101, 220);
    ASSERT_EQ(count("SELECT count(*) FROM rollout_block"), 3);
    check("written");
    writer.rewindStage(zero, 190);
    EXPECT_LT(count("SELECT count(*) FROM rollout_block"), 3);
    check("rewound");
    write(221, 240);
    EXPECT_EQ(count("SELECT count(*) FROM rollout_block"), 3);
    check("written again");
    SqliteDb(dir / "run.db", SqliteDb::Mode::ReadWrite)
        .exec(
            "UPDATE rollout_block SET columns=substr(columns, 1, 1000) WHERE block=1; DELETE FROM rollout_block WHERE "
            "block=2");
    check("damaged");
}

// ASCII case is ignored, that of other scripts is not; the index knows pieces of three characters without the case of any.
std::string withoutAsciiCase(std::string text) {
    for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return text;
}

/// Searches for texts of one to four characters beside a look at every text. More rollouts than a search looks at before it
/// asks the index.
class TextQuery : public RolloutQuery {
protected:
    static constexpr const char* alphabet[] = {"a",  "A",  "b",    "B",  "7", " ",    "%",  "_",         "\"",        "'",
                                               "*",  "\\", "\x03", "é",  "É", "я",    "Я",  "ſ",         "K",         "ß",
                                               "检", "查", "算",   "，", "😀", "🙂", "\n", "e\xcc\x81", "\U0010ffff"};

    std::string randomText(std::uint64_t characters) {
        std::string text;
        // Some characters are frequent, some hardly ever there.
        for (; characters > 0; --characters) text += alphabet[random.below(1 + random.below(std::size(alphabet)))];
        return text;
    }

    void write(StageId stage, Step from, Step to) {
        for (Step step = from; step <= to; ++step) {
            StepCommit commit = stepWithFacts(stage, step);
            for (RolloutGroup& group : commit.groups) {
                group.prompt.prompt.text = random.below(8) == 0 ? randomText(4) : "a problem";
                group.prompt.prompt.key = group.prompt.prompt.text;
                while (group.rollouts.size() < 20) group.rollouts.push_back(group.rollouts[group.rollouts.size() % 5]);
                for (Rollout& rollout : group.rollouts) rollout.text = randomText(random.below(9));
            }
            // What stands in few places, and only where an order comes last.
            commit.groups[0].rollouts[0].text = step == 1 ? "at the very end qz" : step == 2 ? "q" : step < 9 ? "xjx" : "";
            commit.groups[1].prompt.prompt.text = step == 1 ? "a rare problem: v" : "a problem";
            writer.commit(commit);
        }
    }

    void check(const char* when) {
        const std::vector<RolloutSummary> all = reader.rollouts({}, RolloutOrder::OldestFirst, {}, 100000).rows;
        std::map<std::int64_t, std::string> texts, problems;
        std::vector<std::string> known;
        for (const RolloutSummary& row : all) {
            const RolloutDetail detail = *reader.rollout(row.id);
            texts[row.id.value] = withoutAsciiCase(detail.rollout.text);
            problems[row.id.value] = withoutAsciiCase(detail.prompt.prompt.text);
            known.push_back(detail.rollout.text);
        }
        std::vector<std::string> wanted{"qz", "z",    "q",        "xj", "JX", "v", ": V", "%", "_",
                                        "%%", "\x03", "\x03\x03", "é",  "É",  "K", "k",   "ſ", "龘龘"};
        while (wanted.size() < 80) {
            // The end of a text, or any piece.
            const std::string& text = known[random.below(known.size())];
            const std::size_t bytes = std::min<std::size_t>(text.size(), 1 + random.below(8));
            std::size_t at = random.below(2) == 0 ? text.size() - bytes : random.below(text.size() - bytes + 1);
            while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) ++at;
            std::size_t end = std::min(text.size(), at + bytes);
            while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
            if (at < end)
                wanted.push_back(random.below(3) == 0 ? withoutAsciiCase(text.substr(at, end - at))
                                                      : text.substr(at, end - at));
            wanted.push_back(randomText(1 + random.below(4)));
        }
        for (const std::string& text : wanted) {
            RolloutFilter filter;
            if (random.below(3) == 0) filter.stage = zero;
            if (random.below(3) == 0) filter.correctness = static_cast<Correctness>(random.below(4));
            if (random.below(4) == 0) filter.language = "zh";
            if (random.below(4) == 0) filter.reflects = true;
            if (random.below(4) == 0) filter.step_from = 2, filter.step_to = 21;
            if (random.below(6) == 0) filter.among = listOf(1, 6000, 1 + static_cast<std::int64_t>(random.below(3)));
            if (random.below(8) == 0) filter.language_below = 0.8;
            for (const RolloutOrder order : all_orders) {
                std::vector<std::int64_t> expected;
                const std::string low = withoutAsciiCase(text);
                for (const std::int64_t id : byLooking(all, filter, order, reader))
                    if (texts[id].find(low) != std::string::npos || problems[id].find(low) != std::string::npos)
                        expected.push_back(id);
                RolloutFilter searched = filter;
                searched.text = text;
                ASSERT_EQ(walk(searched, order, 70), expected)
                    << when << ": '" << text << "', order " << static_cast<int>(order);
                ASSERT_EQ(reader.countRollouts(searched), std::ssize(expected)) << when << ": '" << text << "'";
                ASSERT_EQ(reader.countRollouts(searched, 5), std::min<std::int64_t>(5, std::ssize(expected))) << when;
            }
        }
    }

    Random random{5, 0};
};

TEST_F(TextQuery, OfAnyLengthGivesWhatLookingAtEveryTextGives) {
    write(zero, 1, 25);
    write(other, 26, 50);
    ASSERT_EQ(reader.countRollouts({}), 3000);
    check("written");
}

TEST_F(TextQuery, IsRightInARunThatGrowsAndTakesStepsBack) {
    write(zero, 1, 30);
    RolloutFilter filter;
    filter.text = "qz";
    const auto found = [&] { return walk(filter, RolloutOrder::LongestFirst, 3).size(); };
    EXPECT_EQ(found(), 1U);
    write(other, 1, 12);
    EXPECT_EQ(found(), 2U);
    writer.rewindStage(zero, 0);
    EXPECT_EQ(found(), 1U);
    write(zero, 1, 20);
    EXPECT_EQ(found(), 2U);
    check("grown");
}

TEST_F(TextQuery, IsTheSameInAStoreWhoseIndexFoundNoShortTexts) {
    {
        // A writer of its own, so that nothing holds the file when it is changed.
        RunWriter own(dir / "old.db");
        own.commit(stepWithTexts(own.putStage(stageNamed("zero")), 1, std::vector<std::string>(1500, "nothing")));
        own.commit(stepWithTexts({1}, 2, {"先检查", "I", "ab", std::string("cd\0ef", 5)}));
    }
    const auto check = [&](const char* when) {
        RunReader old(dir / "old.db");
        for (const char* text : {"检查", "i", "ab", "B", "查", "cd", "d", "ef", "f", "no", "thi", "zz"}) {
            RolloutFilter filter;
            filter.text = text;
            const std::string low = text;
            const std::int64_t expected = low == "no" || low == "thi"                ? 1500
                                          : low == "i"                               ? 1501
                                          : low == "ef" || low == "f" || low == "zz" ? 0
                                                                                     : 1;
            EXPECT_EQ(old.countRollouts(filter), expected) << when << ' ' << text;
            EXPECT_EQ(std::ssize(old.rollouts(filter, RolloutOrder::OldestFirst, {1500}, 9).rows),
                      std::min<std::int64_t>(1, expected % 1500))
                << when << ' ' << text;
        }
    };
    check("new");
    takeBackToSchema7(dir / "old.db");
    check("old");
    { RunWriter again(dir / "old.db"); }
    check("brought up to date");
}

}  // namespace
}  // namespace retort::test
