// SPDX-License-Identifier: Apache-2.0
#include "store/run_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "store/migrations/migrations.h"
#include "store/rollout_rows.h"

namespace retort {
namespace {

constexpr std::size_t excerpt_bytes = 200;

std::string digestOf(const EncodedPrompt& encoded) {
    const Prompt& prompt = encoded.prompt;
    std::string bytes;
    for (std::string_view field : {std::string_view(prompt.key), std::string_view(prompt.text), std::string_view(prompt.reference),
                                   std::string_view(prompt.language), std::string_view(prompt.domain), rows::blob(encoded.ids)})
        bytes += fmt::format("{}:", field.size()).append(field);
    return sha256(bytes);
}

/// What the rollout answered, for a list: as the grader read it, else the start of the answer part.
std::string_view answerOf(const Rollout& rollout) {
    for (const RewardTerm& term : rollout.reward.terms)
        if ((term.kind.empty() ? term.name : term.kind) == "accuracy" && !term.extracted.empty())
            return rows::clip(term.extracted, excerpt_bytes);
    return rows::clip(rollout.facts.answer, excerpt_bytes);
}

/// Offsets of a part in its text; begin -1 when it is not a piece of it.
struct Part {
    std::int64_t begin, size;
};
Part locate(const std::string& text, const std::string& piece, bool from_end) {
    const std::size_t at = from_end ? text.rfind(piece) : text.find(piece);
    return {at == std::string::npos ? -1 : static_cast<std::int64_t>(at), static_cast<std::int64_t>(piece.size())};
}

void bindOptional(Statement& statement, int index, std::optional<double> value) {
    if (value)
        statement.bind(index, *value);
    else
        statement.bindNull(index);
}

}  // namespace

struct RunWriter::GroupTotals {
    std::int64_t size = 0, right = 0, graded = 0;
    double reward = 0;

    void add(const Rollout& rollout) {
        ++size;
        right += rollout.reward.correct().value_or(false);
        if (rollout.reward.hasError()) return;
        ++graded;
        reward += rollout.reward.total;
    }
};

RunWriter::RunWriter(const std::filesystem::path& run_db) : db_(run_db, SqliteDb::Mode::ReadWrite) {
    migrations::migrate(db_, migrations::runSchema());
}

void RunWriter::setMeta(std::string_view key, std::string_view value) {
    db_.prepare("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value=excluded.value").bind(1, key).bind(2, value).run();
}

void RunWriter::setMeta(std::span<const std::pair<std::string, std::string>> entries) {
    Transaction transaction(db_);
    for (const auto& [key, value] : entries) setMeta(key, value);
    transaction.commit();
}

std::optional<std::string> RunWriter::meta(std::string_view key) {
    Statement row = db_.prepare("SELECT value FROM meta WHERE key=?");
    row.bind(1, key);
    return row.step() ? std::optional(row.text(0)) : std::nullopt;
}

StageId RunWriter::putStage(const StageRecord& record) {
    const std::string inputs = nlohmann::json(record.inputs).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    Transaction transaction(db_);
    db_.prepare(
           "INSERT INTO stage (name, kind, state, key, source_run, inputs, position, steps_total, steps_done, started_at, ended_at, "
           "seconds, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(revision), 0) + 1 FROM stage)) "
           "ON CONFLICT (name) DO UPDATE SET kind=excluded.kind, state=excluded.state, key=excluded.key, "
           "source_run=excluded.source_run, inputs=excluded.inputs, position=excluded.position, steps_total=excluded.steps_total, "
           "steps_done=excluded.steps_done, started_at=excluded.started_at, ended_at=excluded.ended_at, seconds=excluded.seconds, "
           "revision=excluded.revision")
        .bind(1, record.name)
        .bind(2, record.kind)
        .bind(3, std::string_view(name(record.state)))
        .bind(4, record.key)
        .bind(5, record.source_run)
        .bind(6, inputs)
        .bind(7, record.position)
        .bind(8, record.steps_total)
        .bind(9, record.steps_done)
        .bind(10, record.started_at)
        .bind(11, record.ended_at)
        .bind(12, record.seconds)
        .run();
    std::int64_t id = 0;
    {
        Statement row = db_.prepare("SELECT id FROM stage WHERE name=?");
        row.bind(1, record.name);
        if (row.step()) id = row.integer(0);
    }
    transaction.commit();
    return {id};
}

void RunWriter::requireStage(StageId stage) {
    Statement row = db_.prepare("SELECT 1 FROM stage WHERE id=?");
    row.bind(1, stage.value);
    if (!row.step()) throw Error(ErrorCode::RunFailed, fmt::format("stage {} is not in the store", stage.value), db_.path().string());
}

void RunWriter::commit(const StepCommit& one) { commit(std::span(&one, 1)); }

void RunWriter::commit(std::span<const StepCommit> commits) {
    // Ids learnt inside a transaction that fails would name rows that are not there.
    auto known_keys = metric_keys_;
    try {
        Transaction transaction(db_);
        for (const StepCommit& commit : commits) insertCommit(commit);
        transaction.commit();
    } catch (...) {
        metric_keys_ = std::move(known_keys);
        throw;
    }
}

void RunWriter::insertCommit(const StepCommit& commit) {
    insertStep(commit.step);
    insertPoints(commit);
    RolloutSummary place;
    place.stage = commit.step.stage;
    place.step = commit.step.step;
    for (const RolloutGroup& group : commit.groups) {
        GroupTotals totals;
        for (const Rollout& rollout : group.rollouts) totals.add(rollout);
        place.prompt = promptId(group.prompt);
        place.group = insertGroup(place.stage, place.step, place.prompt, {}, totals);
        std::int64_t position = 0;
        for (const Rollout& rollout : group.rollouts) insertRollout(place, position++, rollout);
    }
}

void RunWriter::insertStep(const StepRecord& step) {
    requireStage(step.stage);
    {
        Statement last = db_.prepare("SELECT max(step) FROM step WHERE stage_id=?");
        last.bind(1, step.stage.value);
        if (last.step() && !last.isNull(0) && last.integer(0) >= step.step)
            throw Error(ErrorCode::RunFailed, fmt::format("step {} comes after step {} of the same stage", step.step, last.integer(0)),
                        db_.path().string());
    }
    db_.prepare("INSERT INTO step (stage_id, step, optimizer_step, time, seconds) VALUES (?, ?, ?, ?, ?)")
        .bind(1, step.stage.value)
        .bind(2, step.step)
        .bind(3, step.optimizer_step)
        .bind(4, step.time)
        .bind(5, step.seconds)
        .run();
    db_.prepare("UPDATE stage SET steps_done=?, revision=(SELECT max(revision) + 1 FROM stage) WHERE id=?")
        .bind(1, step.step)
        .bind(2, step.stage.value)
        .run();
}

void RunWriter::insertPoints(const StepCommit& commit) {
    for (const MetricPoint& point : commit.points)
        // The last value of a key that was given twice counts.
        db_.prepare("INSERT OR REPLACE INTO metric_point VALUES (?, ?, ?, ?)")
            .bind(1, commit.step.stage.value)
            .bind(2, metricKey(point.key))
            .bind(3, commit.step.step)
            .bind(4, point.value)
            .run();
}

std::int64_t RunWriter::metricKey(std::string_view key) {
    const auto known = metric_keys_.find(std::string(key));
    if (known != metric_keys_.end()) return known->second;
    db_.prepare("INSERT OR IGNORE INTO metric_key (key) VALUES (?)").bind(1, key).run();
    Statement row = db_.prepare("SELECT id FROM metric_key WHERE key=?");
    row.bind(1, key);
    row.step();
    return metric_keys_[std::string(key)] = row.integer(0);
}

PromptId RunWriter::promptId(const EncodedPrompt& encoded) {
    const std::string digest = digestOf(encoded);
    {
        Statement known = db_.prepare("SELECT id FROM prompt WHERE digest=?");
        known.bind(1, digest);
        if (known.step()) return {known.integer(0)};
    }
    const Prompt& prompt = encoded.prompt;
    db_.prepare("INSERT INTO prompt (digest, key, text, reference, language, domain, ids) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind(1, digest)
        .bind(2, prompt.key)
        .bind(3, prompt.text)
        .bind(4, prompt.reference)
        .bind(5, prompt.language)
        .bind(6, prompt.domain)
        .bindBlob(7, rows::blob(encoded.ids))
        .run();
    return {db_.lastInsertId()};
}

GroupId RunWriter::insertGroup(StageId stage, Step step, PromptId prompt, EvaluationId evaluation, const GroupTotals& totals) {
    Statement row = db_.prepare(
        "INSERT INTO rollout_group (stage_id, step, prompt_id, evaluation_id, size, right_count, mean_reward) VALUES (?, ?, ?, ?, ?, ?, ?)");
    row.bind(1, stage.value).bind(2, step).bind(3, prompt.value).bind(4, evaluation.value).bind(5, totals.size).bind(6, totals.right);
    bindOptional(row, 7, totals.graded > 0 ? std::optional(totals.reward / static_cast<double>(totals.graded)) : std::nullopt);
    row.run();
    return {db_.lastInsertId()};
}

RolloutId RunWriter::insertRollout(const RolloutSummary& place, std::int64_t position, const Rollout& rollout) {
    const TextFacts& facts = rollout.facts;
    const auto foreign = std::count_if(facts.spans.begin(), facts.spans.end(), [](const TextSpan& span) { return span.kind == "foreign"; });
    const std::optional<bool> correct = rollout.reward.correct();
    Statement row = db_.prepare(
        "INSERT INTO rollout (group_id, position, prompt_id, stage_id, step, evaluation_id, tokens, finish_reason, policy_version, "
        "correct, grader_error, reward, advantage, well_formed, reflects, language_share, foreign_spans, answer, excerpt) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    row.bind(1, place.group.value).bind(2, position).bind(3, place.prompt.value).bind(4, place.stage.value).bind(5, place.step);
    row.bind(6, place.evaluation.value).bind(7, static_cast<std::int64_t>(rollout.completion.ids.size()));
    row.bind(8, std::string_view(name(rollout.completion.finish_reason))).bind(9, rollout.completion.policy_version);
    if (correct)
        row.bind(10, std::int64_t{*correct});
    else
        row.bindNull(10);
    row.bind(11, std::int64_t{rollout.reward.hasError()}).bind(12, rollout.reward.total).bind(13, rollout.advantage);
    row.bind(14, std::int64_t{facts.well_formed}).bind(15, std::int64_t{facts.reflects});
    bindOptional(row, 16, facts.language_share);
    row.bind(17, static_cast<std::int64_t>(foreign)).bind(18, answerOf(rollout)).bind(19, rows::clip(rollout.text, excerpt_bytes));
    row.run();
    const RolloutId id{db_.lastInsertId()};
    insertBody(id, rollout);
    insertParts(id, rollout);
    return id;
}

void RunWriter::insertBody(RolloutId id, const Rollout& rollout) {
    const Part think = locate(rollout.text, rollout.facts.think, false), answer = locate(rollout.text, rollout.facts.answer, true);
    Statement row = db_.prepare(
        "INSERT INTO rollout_body (id, text, think_begin, think_size, answer_begin, answer_size, think, answer, ids, logprobs, entropies) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    row.bind(1, id.value).bind(2, rollout.text).bind(3, think.begin).bind(4, think.size).bind(5, answer.begin).bind(6, answer.size);
    if (think.begin < 0)
        row.bind(7, rollout.facts.think);
    else
        row.bindNull(7);
    if (answer.begin < 0)
        row.bind(8, rollout.facts.answer);
    else
        row.bindNull(8);
    row.bindBlob(9, rows::blob(rollout.completion.ids)).bindBlob(10, rows::blob(rollout.completion.logprobs));
    row.bindBlob(11, rows::blob(rollout.completion.entropies));
    row.run();
    db_.prepare("INSERT INTO rollout_text (rowid, text) VALUES (?, ?)").bind(1, id.value).bind(2, rollout.text).run();
}

void RunWriter::insertParts(RolloutId id, const Rollout& rollout) {
    std::int64_t position = 0;
    for (const RewardTerm& term : rollout.reward.terms)
        db_.prepare("INSERT INTO reward_term VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(1, id.value)
            .bind(2, position++)
            .bind(3, term.name)
            .bind(4, term.kind)
            .bind(5, term.weight)
            .bind(6, term.score)
            .bind(7, std::string_view(name(term.outcome)))
            .bind(8, term.extracted)
            .bind(9, term.reason)
            .run();
    position = 0;
    for (const TextSpan& span : rollout.facts.spans)
        db_.prepare("INSERT INTO span VALUES (?, ?, ?, ?, ?, ?)")
            .bind(1, id.value)
            .bind(2, position++)
            .bind(3, std::int64_t{span.begin})
            .bind(4, std::int64_t{span.end})
            .bind(5, span.kind)
            .bind(6, span.label)
            .run();
}

CheckpointId RunWriter::addCheckpoint(const CheckpointRecord& record) {
    requireStage(record.stage);
    db_.prepare("INSERT INTO checkpoint (stage_id, step, path, sha256, final, time) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(1, record.stage.value)
        .bind(2, record.step)
        .bind(3, record.path)
        .bind(4, record.sha256)
        .bind(5, std::int64_t{record.final})
        .bind(6, record.time > 0 ? record.time : unixTime())
        .run();
    return {db_.lastInsertId()};
}

void RunWriter::removeCheckpoint(CheckpointId id) { db_.prepare("DELETE FROM checkpoint WHERE id=?").bind(1, id.value).run(); }

EvaluationId RunWriter::addEvaluation(const EvaluationRecord& record, std::span<const EvalSampleRecord> samples) {
    Transaction transaction(db_);
    requireStage(record.stage);
    db_.prepare(
           "INSERT INTO evaluation (stage_id, model, suite, problems, k, pass_at_1, interval_low, interval_high, cons_at_k, mean_length) "
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
        db_.prepare("INSERT INTO evaluation_metric VALUES (?, ?, ?, ?)").bind(1, id.value).bind(2, position++).bind(3, point.key).bind(4, point.value).run();
    insertEvalSamples(record.stage, id, samples);
    transaction.commit();
    return id;
}

void RunWriter::insertEvalSamples(StageId stage, EvaluationId id, std::span<const EvalSampleRecord> samples) {
    std::map<std::int64_t, GroupTotals> totals;
    for (const EvalSampleRecord& sample : samples) totals[sample.problem].add(sample.rollout);
    std::map<std::int64_t, std::pair<PromptId, GroupId>> groups;
    for (const EvalSampleRecord& sample : samples) {
        auto [group, is_new] = groups.try_emplace(sample.problem);
        if (is_new) {
            const PromptId prompt = promptId({{sample.prompt_key, sample.prompt, sample.reference, sample.language, {}}, {}});
            group->second = {prompt, insertGroup(stage, 0, prompt, id, totals[sample.problem])};
        }
        RolloutSummary place;
        place.stage = stage;
        place.evaluation = id;
        std::tie(place.prompt, place.group) = group->second;
        const RolloutId rollout = insertRollout(place, sample.sample, sample.rollout);
        db_.prepare("INSERT INTO eval_sample VALUES (?, ?, ?, ?)")
            .bind(1, id.value)
            .bind(2, sample.problem)
            .bind(3, sample.sample)
            .bind(4, rollout.value)
            .run();
    }
}

std::int64_t RunWriter::addEvent(EventRecord record) {
    db_.prepare("INSERT INTO event (time, level, kind, message, stage_id, step) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(1, record.time > 0 ? record.time : unixTime())
        .bind(2, record.level)
        .bind(3, record.kind)
        .bind(4, record.message)
        .bind(5, record.stage.value)
        .bind(6, record.step)
        .run();
    return db_.lastInsertId();
}

}  // namespace retort
