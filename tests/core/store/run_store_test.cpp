// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <map>
#include <thread>

#include "base/error.h"
#include "core/store/old_store.h"
#include "core/store/run_store_fixture.h"

namespace retort::test {
namespace {

TEST_F(RunStore, EverythingOfAStepComesBack) {
    StepCommit commit = stepOf(zero, 1, 3, 5);
    commit.groups[0].rollouts[0].completion.policy_version = 41;
    commit.groups[0].rollouts[1].facts.think = "not a piece of the text";
    writer.commit(commit);

    std::vector<RolloutSummary> rows = reader.rollouts({}, RolloutOrder::OldestFirst).rows;
    ASSERT_EQ(rows.size(), 15u);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const RolloutGroup& group = commit.groups[i / 5];
        const Rollout& expected = group.rollouts[i % 5];
        const auto detail = reader.rollout(rows[i].id);
        ASSERT_TRUE(detail);
        expectSame(detail->rollout, expected);
        EXPECT_EQ(detail->prompt.ids, group.prompt.ids);
        EXPECT_EQ(detail->prompt.prompt.reference, group.prompt.prompt.reference);
        EXPECT_EQ(rows[i].prompt_text, group.prompt.prompt.text);
        EXPECT_EQ(rows[i].correct, expected.reward.correct());
        EXPECT_EQ(rows[i].tokens, static_cast<std::int64_t>(expected.completion.ids.size()));
        EXPECT_EQ(rows[i].stage, zero);
        EXPECT_EQ(rows[i].step, 1);
    }
    EXPECT_EQ(reader.steps(zero)[0].optimizer_step, 2);
    EXPECT_EQ(reader.stage("zero")->steps_done, 1);
    EXPECT_THAT(reader.stage("zero")->inputs, ::testing::ElementsAre("base", "数据"));
}

TEST_F(RunStore, AReasonGivenAgainIsKeptOnceAlsoByTheNextWriter) {
    const auto rowOf = [&](Step step, const std::string& reason) {
        StepCommit commit = stepWithTexts(zero, step, {"some text"});
        RewardTerm term;
        term.name = "accuracy";
        term.reason = reason;
        commit.groups[0].rollouts[0].reward.terms = {term, term};
        return commit;
    };
    const auto reasons = [&] {
        SqliteDb db(file, SqliteDb::Mode::ReadOnly);
        Statement row = db.prepare("SELECT text FROM reason ORDER BY id");
        std::vector<std::string> texts;
        while (row.step()) texts.push_back(row.text(0));
        return texts;
    };
    writer.commit(rowOf(1, "the reference is 12"));
    EXPECT_THROW(writer.commit(std::vector{rowOf(2, "a reason of a step that fails"), rowOf(2, "")}), Error);
    writer.commit(rowOf(3, "a reason of a step that fails"));
    {
        RunWriter next(file);
        next.commit(rowOf(4, "the reference is 12"));
    }
    EXPECT_THAT(reasons(), ::testing::ElementsAre("the reference is 12", "a reason of a step that fails"));
    for (const RolloutSummary& row : reader.rollouts({}).rows) {
        const auto detail = reader.rollout(row.id);
        for (const RewardTerm& term : detail->rollout.reward.terms)
            EXPECT_EQ(term.reason, row.step == 3 ? "a reason of a step that fails" : "the reference is 12");
    }
}

TEST_F(RunStore, GroupKeepsItsSiblingsInOrderAndAPromptItsVisits) {
    StepCommit first = stepOf(zero, 1, 1, 4), second = stepOf(zero, 2, 1, 4);
    second.groups[0].prompt = first.groups[0].prompt;
    for (auto* commit : {&first, &second})
        for (Rollout& rollout : commit->groups[0].rollouts) rollout.reward.terms[0].outcome = Outcome::Fail;
    second.groups[0].rollouts[2].reward.terms[0].outcome = Outcome::Pass;
    writer.commit(first);
    writer.commit(second);

    const RolloutSummary newest = reader.rollouts({}).rows.at(0);
    const auto group = reader.group(newest.group);
    ASSERT_TRUE(group);
    ASSERT_EQ(group->rollouts.size(), 4u);
    EXPECT_TRUE(group->rollouts[2].correct.value());
    EXPECT_EQ(group->rollouts[3].id, newest.id);
    EXPECT_EQ(group->prompt.text, first.groups[0].prompt.prompt.text);

    const std::vector<PromptVisit> visits = reader.promptVisits(newest.prompt);
    ASSERT_EQ(visits.size(), 2u);
    EXPECT_EQ(visits[0].right, 0);
    EXPECT_EQ(visits[1].right, 1);
    EXPECT_EQ(visits[1].size, 4);
    double mean = 0;
    for (const Rollout& rollout : second.groups[0].rollouts) mean += rollout.reward.total / 4;
    EXPECT_NEAR(visits[1].mean_reward, mean, 1e-12);
    EXPECT_FALSE(reader.group({999}));
    EXPECT_FALSE(reader.rollout({999}));
}

TEST_F(RunStore, SinceGivesEachThingOnce) {
    writer.commit(stepOf(zero, 1));
    RunDelta first = reader.since({});
    EXPECT_FALSE(first.reset);
    EXPECT_EQ(first.steps.size(), 1u);
    EXPECT_EQ(first.series.size(), 2u);
    EXPECT_EQ(first.new_rollouts, 8);
    EXPECT_EQ(first.newest.size(), 8u);
    EXPECT_TRUE(reader.since(first.cursor).empty());

    writer.commit(stepOf(zero, 2));
    writer.addEvent({0, 5, "warning", "health", "entropy falls", zero, 2});
    writer.addCheckpoint({{}, zero, 2, "checkpoints/zero/step-2", "ab", true, 3});
    const RunDelta second = reader.since(first.cursor, 3);
    ASSERT_EQ(second.steps.size(), 1u);
    EXPECT_EQ(second.steps[0].step, 2);
    ASSERT_EQ(second.series.size(), 2u);
    EXPECT_EQ(second.series[0].key, "reward");
    ASSERT_EQ(second.series[0].points.size(), 1u);
    EXPECT_EQ(second.series[0].points[0].value, 0.5);
    EXPECT_EQ(second.new_rollouts, 8);
    ASSERT_EQ(second.newest.size(), 3u);
    EXPECT_GT(second.newest[0].id, second.newest[1].id);
    ASSERT_EQ(second.stages.size(), 1u);
    EXPECT_EQ(second.stages[0].steps_done, 2);
    ASSERT_EQ(second.events.size(), 1u);
    EXPECT_EQ(second.events[0].message, "entropy falls");
    ASSERT_EQ(second.checkpoints.size(), 1u);
    EXPECT_TRUE(second.checkpoints[0].final);
    EXPECT_TRUE(reader.since(second.cursor).empty());
}

TEST_F(RunStore, AChangedStageComesAgain) {
    const RunDelta first = reader.since({});
    ASSERT_EQ(first.stages.size(), 1u);
    StageRecord record = stageNamed("zero");
    record.state = StageState::Paused;
    EXPECT_EQ(writer.putStage(record), zero);
    const RunDelta second = reader.since(first.cursor);
    ASSERT_EQ(second.stages.size(), 1u);
    EXPECT_EQ(second.stages[0].state, StageState::Paused);
}

TEST_F(RunStore, NotANumberAndInfinityAreKept) {
    StepCommit commit = stepOf(zero, 1, 0);
    commit.points = {{"loss", std::nan("")}, {"grad_norm", std::numeric_limits<double>::infinity()}};
    writer.commit(commit);
    EXPECT_TRUE(std::isnan(reader.series(zero, "loss").at(0).value));
    EXPECT_EQ(reader.series(zero, "grad_norm").at(0).value, std::numeric_limits<double>::infinity());
    EXPECT_TRUE(reader.series(zero, "unknown").empty());
}

TEST_F(RunStore, RefusesAStepThatIsThereAndAnUnknownStage) {
    writer.commit(stepOf(zero, 2));
    EXPECT_THROW(writer.commit(stepOf(zero, 2)), Error);
    EXPECT_THROW(writer.commit(stepOf(zero, 1)), Error);
    EXPECT_THROW(writer.commit(stepOf({77}, 1)), Error);
    EXPECT_EQ(reader.countRollouts({}), 8);
    writer.commit(stepOf(zero, 3));
    EXPECT_EQ(reader.countRollouts({}), 16);
}

TEST_F(RunStore, ARefusedCommitLeavesNoMetricKeyBehind) {
    writer.commit(stepOf(zero, 1));
    StepCommit late = stepOf(zero, 1);
    late.points.push_back({"new_key", 1});
    std::vector<StepCommit> both{stepOf(zero, 2), late};
    both[0].points.push_back({"new_key", 1});
    EXPECT_THROW(writer.commit(both), Error);
    StepCommit good = stepOf(zero, 2);
    good.points.push_back({"new_key", 5});
    writer.commit(good);
    EXPECT_EQ(reader.series(zero, "new_key").at(0).value, 5);
}

TEST_F(RunStore, RewindTakesBackExactlyWhatCameAfter) {
    for (Step step = 1; step <= 4; ++step) writer.commit(stepOf(zero, step));
    const StageId other = writer.putStage(stageNamed("other"));
    writer.commit(stepOf(other, 1));
    writer.addCheckpoint({{}, zero, 2, "a", "", false, 0});
    writer.addCheckpoint({{}, zero, 4, "b", "", false, 0});
    const RunDelta before = reader.since({});
    const RolloutId last_id = reader.rollouts({}).rows[0].id;

    writer.rewindStage(zero, 2);
    EXPECT_EQ(reader.steps(zero).size(), 2u);
    EXPECT_EQ(reader.series(zero, "reward").size(), 2u);
    EXPECT_EQ(reader.countRollouts({}), 24);
    EXPECT_EQ(reader.checkpoints(zero).size(), 1u);
    EXPECT_EQ(reader.stage("zero")->steps_done, 2);
    EXPECT_EQ(reader.steps(other).size(), 1u);

    // The same steps again: found once by text, ids never used twice, the reader starts over.
    for (Step step = 3; step <= 4; ++step) writer.commit(stepOf(zero, step));
    EXPECT_EQ(reader.countRollouts({}), 40);
    RolloutFilter filter;
    filter.stage = zero;
    filter.step_from = filter.step_to = 4;
    for (const RolloutSummary& row : reader.rollouts(filter).rows) EXPECT_GT(row.id, last_id);
    filter = {};
    filter.text = "multiply";
    std::int64_t holding = 0;
    for (const RolloutSummary& row : reader.rollouts({}, RolloutOrder::OldestFirst, {}, 1000).rows)
        holding += reader.rollout(row.id)->rollout.text.find("multiply") != std::string::npos;
    EXPECT_EQ(reader.countRollouts(filter), holding);
    const RunDelta after = reader.since(before.cursor);
    EXPECT_TRUE(after.reset);
    EXPECT_EQ(after.steps.size(), 5u);
    EXPECT_EQ(after.new_rollouts, 40);
}

TEST_F(RunStore, RewindOfNothingDisturbsNobody) {
    writer.commit(stepOf(zero, 1));
    const RunDelta before = reader.since({});
    writer.rewindStage(zero, 1);
    EXPECT_TRUE(reader.since(before.cursor).empty());
}

EvalSampleRecord sampleOf(std::int64_t problem, std::int64_t sample, const std::string& text, bool right) {
    EvalSampleRecord record{problem, sample, "test:" + std::to_string(problem), "2+2?", "4", "en", rolloutOf(text)};
    record.rollout.reward.terms = {{"accuracy", 1, right ? 1.0 : 0.0, right ? Outcome::Pass : Outcome::Fail, "4", "", ""}};
    return record;
}

TEST_F(RunStore, EvaluationsAndTheirSamples) {
    const StageId bench = writer.putStage(stageNamed("bench.zero", "evaluate"));
    const std::vector<EvalSampleRecord> samples{sampleOf(0, 0, "four", true), sampleOf(0, 1, "five", false),
                                                sampleOf(1, 0, "four", true)};
    EvaluationRecord record;
    record.stage = bench;
    record.model = "zero";
    record.suite = "test";
    record.problems = 2;
    record.k = 2;
    record.pass_at_1 = 0.75;
    record.interval_low = 0.5;
    record.interval_high = 0.9;
    record.cons_at_k = 0.5;
    record.mean_length = 12.5;
    record.metrics = {{"lang/consistency_mean", 0.9}, {"format/well_formed", std::nan("")}};
    const EvaluationId id = writer.addEvaluation(record, samples);

    const EvaluationRecord back = reader.evaluations().at(0);
    EXPECT_EQ(back.pass_at_1, 0.75);
    EXPECT_EQ(back.interval_high, 0.9);
    EXPECT_EQ(back.cons_at_k, 0.5);
    ASSERT_EQ(back.metrics.size(), 2u);
    EXPECT_EQ(back.metrics[0].key, "lang/consistency_mean");
    EXPECT_TRUE(std::isnan(back.metrics[1].value));

    const std::vector<EvalSampleRecord> all = reader.evalSamples(id);
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(all[1].rollout.text, "five");
    EXPECT_EQ(all[1].reference, "4");
    EXPECT_EQ(reader.evalSamples(id, 1).size(), 1u);

    // Apart from training rollouts, yet searchable.
    EXPECT_EQ(reader.countRollouts({}), 0);
    RolloutFilter filter;
    filter.evaluation = id;
    filter.correctness = Correctness::Right;
    EXPECT_EQ(reader.countRollouts(filter), 2);
    const RunDelta delta = reader.since({});
    EXPECT_EQ(delta.new_rollouts, 3);
    EXPECT_TRUE(delta.newest.empty());
    EXPECT_EQ(delta.evaluations.size(), 1u);

    writer.rewindStage(bench, 0);
    EXPECT_TRUE(reader.evaluations().empty());
    EXPECT_EQ(reader.countRollouts(filter), 0);
}

TEST_F(RunStore, PromptsKeepTheirLabels) {
    std::vector<EvalSampleRecord> samples{sampleOf(0, 0, "four", true), sampleOf(0, 1, "five", false),
                                          sampleOf(1, 0, "four", true)};
    samples[0].labels = samples[1].labels = {{"level", "3"}, {"subject", "a|b\n\"c\""}};
    EvaluationRecord record;
    record.stage = writer.putStage(stageNamed("bench.zero", "evaluate"));
    const EvaluationId id = writer.addEvaluation(record, samples);
    // The same problem of a suite that names its levels otherwise.
    samples[0].labels = samples[1].labels = {{"level", "hard"}};
    const EvaluationId other = writer.addEvaluation(record, samples);

    const std::vector<EvalSampleRecord> all = reader.evalSamples(id);
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[1].labels, (PromptLabels{{"level", "3"}, {"subject", "a|b\n\"c\""}}));
    EXPECT_TRUE(all[2].labels.empty());
    ASSERT_EQ(reader.promptLabels(id).size(), 1U);
    EXPECT_EQ(reader.promptLabels(id).begin()->second, all[0].labels);
    EXPECT_EQ(reader.promptLabels(other).begin()->second, (PromptLabels{{"level", "hard"}}));
    RolloutFilter of_evaluation;
    of_evaluation.evaluation = id;
    EXPECT_EQ(reader.rollout(reader.rollouts(of_evaluation, RolloutOrder::OldestFirst).rows.at(0).id)->prompt.prompt.labels,
              all[0].labels);

    // Without them all else of an older store is there, and the next writer keeps labels.
    takeBackToSchema6(file);
    EXPECT_TRUE(RunReader(file).promptLabels(id).empty());
    EXPECT_EQ(RunReader(file).evalSamples(id).at(1).rollout.text, "five");
    RunWriter again(file);
    const EvaluationId third = again.addEvaluation(record, std::vector{sampleOf(2, 0, "four", true)});
    EXPECT_TRUE(RunReader(file).promptLabels(third).empty());
    std::vector<EvalSampleRecord> labelled{sampleOf(3, 0, "four", true)};
    labelled[0].labels = {{"level", "1"}};
    EXPECT_EQ(RunReader(file).promptLabels(again.addEvaluation(record, labelled)).size(), 1U);
}

TEST_F(RunStore, DecimationKeepsEveryPeak) {
    std::vector<StepCommit> commits;
    for (Step step = 1; step <= 5000; ++step) {
        StepCommit commit;
        commit.step = {zero, step, step, 0, 0};
        const double value = step == 1234 ? 100.0 : step == 4321 ? -100.0 : std::sin(static_cast<double>(step));
        commit.points = {{"loss", step == 77 ? std::nan("") : value}};
        commits.push_back(std::move(commit));
    }
    writer.commit(commits);
    const std::vector<SeriesPoint> points = reader.seriesDecimated(zero, "loss", 50);
    EXPECT_LE(points.size(), 200u);
    EXPECT_GE(points.size(), 100u);
    EXPECT_EQ(points.front().step, 1);
    EXPECT_EQ(points.back().step, 5000);
    std::map<Step, double> kept;
    Step last = 0;
    for (const SeriesPoint& point : points) {
        EXPECT_GT(point.step, last);
        last = point.step;
        kept[point.step] = point.value;
    }
    EXPECT_EQ(kept[1234], 100.0);
    EXPECT_EQ(kept[4321], -100.0);
    EXPECT_EQ(reader.seriesDecimated(zero, "loss", 5000).size(), 5000u);
    EXPECT_EQ(reader.seriesDecimated(zero, "loss", 50, 10, 20).size(), 11u);
    EXPECT_TRUE(reader.seriesDecimated(zero, "unknown", 50).empty());
}

/// What the blocks of a series must be, from its points.
std::vector<SeriesBlock> blocksOf(const std::vector<SeriesPoint>& points, Step last_step) {
    std::map<Step, SeriesBlock> blocks;
    for (const SeriesPoint& point : points) {
        const Step first = point.step / SeriesBlock::steps * SeriesBlock::steps;
        if (first + SeriesBlock::steps > last_step || !std::isfinite(point.value)) continue;
        SeriesBlock& block = blocks.try_emplace(first, SeriesBlock{first, point.value, point.value}).first->second;
        block.low = std::min(block.low, point.value);
        block.high = std::max(block.high, point.value);
    }
    std::vector<SeriesBlock> all;
    for (const auto& [first, block] : blocks) all.push_back(block);
    return all;
}

TEST_F(RunStore, BlocksHoldTheExtremesWhateverIsWrittenAndTakenBack) {
    Random random(5, 0);
    constexpr double infinity = std::numeric_limits<double>::infinity();
    Step last = 0;
    auto write = [&](Step until) {
        std::vector<StepCommit> commits;
        while (last < until) {
            last += random.below(20) == 0 ? 1 + static_cast<Step>(random.below(600)) : 1;
            StepCommit commit;
            commit.step = {zero, last, last, 0, 0};
            const double value = random.normal();
            commit.points = {{"reward", random.below(40) == 0 ? std::nan("") : random.below(40) == 0 ? -infinity : value}};
            if (last > 700) commit.points.push_back({"kl", value});
            commits.push_back(std::move(commit));
        }
        writer.commit(commits);
    };
    auto check = [&] {
        for (const char* key : {"reward", "kl"}) {
            const std::vector<SeriesBlock> got = reader.seriesBlocks(zero, key);
            const std::vector<SeriesBlock> want =
                blocksOf(reader.series(zero, key), last / SeriesBlock::steps * SeriesBlock::steps);
            ASSERT_EQ(got.size(), want.size()) << key << " after step " << last;
            for (std::size_t i = 0; i < want.size(); ++i) {
                EXPECT_EQ(got[i].first, want[i].first);
                EXPECT_EQ(got[i].low, want[i].low);
                EXPECT_EQ(got[i].high, want[i].high);
            }
        }
    };
    write(3000);
    check();
    EXPECT_FALSE(reader.seriesBlocks(zero, "kl").empty());
    for (const Step kept : {2600, 2559, 2048, 300, 10}) {
        writer.rewindStage(zero, kept);
        Step left = 0;
        for (const StepRecord& step : reader.steps(zero)) left = step.step;
        last = left;
        check();
        write(kept + 900);
        check();
    }
    // A store of the schema before gets the same blocks when it is brought up to date.
    takeBackToSchema3(file);
    { SqliteDb(file, SqliteDb::Mode::ReadWrite).exec("DROP TABLE metric_block; PRAGMA user_version=2"); }
    EXPECT_TRUE(RunReader(file).seriesBlocks(zero, "reward").empty());
    { RunWriter again(file); }
    check();
}

TEST_F(RunStore, AReaderBesideTheWriterSeesWholeStepsOnly) {
    constexpr Step steps = 60;
    std::atomic<bool> done{false};
    std::thread writing([&] {
        for (Step step = 1; step <= steps; ++step) writer.commit(stepOf(zero, step));
        done = true;
    });
    RunCursor cursor;
    Step seen = 0;
    for (bool last_round = false; !last_round;) {
        last_round = done;
        const RunDelta delta = reader.since(cursor);
        cursor = delta.cursor;
        for (const StepRecord& step : delta.steps) EXPECT_EQ(step.step, ++seen);
        EXPECT_EQ(delta.new_rollouts, 8 * static_cast<std::int64_t>(delta.steps.size()));
        for (const SeriesDelta& series : delta.series) EXPECT_EQ(series.points.size(), delta.steps.size());
    }
    writing.join();
    EXPECT_EQ(seen, steps);
}

TEST_F(RunStore, Meta) {
    EXPECT_FALSE(reader.meta("state"));
    writer.setMeta("state", "running");
    writer.setMeta("state", "done");
    EXPECT_EQ(reader.meta("state"), "done");
    EXPECT_EQ(writer.meta("state"), "done");
    EXPECT_EQ(reader.allMeta().at("state"), "done");
}

}  // namespace
}  // namespace retort::test
