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
#include "core/store/rollout_query_fixture.h"

namespace retort::test {
namespace {

using ::testing::ElementsAre;

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

}  // namespace
}  // namespace retort::test
