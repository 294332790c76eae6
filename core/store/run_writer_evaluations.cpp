// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "store/group_totals.h"
#include "store/run_writer.h"

namespace retort {

EvaluationId RunWriter::addEvaluation(const EvaluationRecord& record, std::span<const EvalSampleRecord> samples) {
    flush();
    try {
        Transaction transaction(db_);
        requireStage(record.stage);
        const EvaluationId id = insertEvaluation(record);
        insertEvalSamples(record.stage, id, samples);
        facts_.writeTotals();
        closeRolloutBlocks();
        transaction.commit();
        return id;
    } catch (...) {
        forgetIds();
        throw;
    }
}

EvaluationId RunWriter::insertEvaluation(const EvaluationRecord& record) {
    db_.prepare(
           "INSERT INTO evaluation (stage_id, model, suite, problems, k, pass_at_1, interval_low, interval_high, cons_at_k, "
           "mean_length) "
           "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(1, record.stage.value)
        .bind(2, record.model)
        .bind(3, record.suite)
        .bind(4, record.problems)
        .bind(5, record.k)
        .bind(6, record.pass_at_1)
        .bind(7, record.interval_low)
        .bind(8, record.interval_high)
        .bind(9, record.cons_at_k)
        .bind(10, record.mean_length)
        .run();
    const EvaluationId id{db_.lastInsertId()};
    std::int64_t position = 0;
    for (const MetricPoint& point : record.metrics)
        db_.prepare("INSERT INTO evaluation_metric VALUES (?, ?, ?, ?)")
            .bind(1, id.value)
            .bind(2, position++)
            .bind(3, point.key)
            .bind(4, point.value)
            .run();
    return id;
}

void RunWriter::insertEvalSamples(StageId stage, EvaluationId id, std::span<const EvalSampleRecord> samples) {
    std::map<std::int64_t, GroupTotals> totals;
    for (const EvalSampleRecord& sample : samples) totals[sample.problem].add(sample.rollout);
    struct Group {
        PromptId prompt;
        GroupId id;
        RolloutId first, last;
    };
    std::map<std::int64_t, Group> groups;
    for (const EvalSampleRecord& sample : samples) {
        auto [at, is_new] = groups.try_emplace(sample.problem);
        Group& group = at->second;
        if (is_new) {
            const PromptId prompt =
                promptId({{sample.prompt_key, sample.prompt, sample.reference, sample.language, {}, {}, sample.labels}, {}});
            group = {prompt, insertGroup(stage, 0, prompt, id, totals[sample.problem]), {}, {}};
        }
        RolloutSummary place;
        place.stage = stage;
        place.evaluation = id;
        place.language = sample.language;
        place.prompt = group.prompt;
        place.group = group.id;
        const RolloutId rollout = insertRollout(place, sample.sample, sample.rollout);
        if (is_new) group.first = rollout;
        group.last = rollout;
        db_.prepare("INSERT INTO eval_sample VALUES (?, ?, ?, ?)")
            .bind(1, id.value)
            .bind(2, sample.problem)
            .bind(3, sample.sample)
            .bind(4, rollout.value)
            .run();
    }
    for (const auto& [problem, group] : groups) closeGroup(group.id, group.first, group.last);
}

}  // namespace retort
