// SPDX-License-Identifier: Apache-2.0
#include "store/run_writer.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "store/group_totals.h"
#include "store/migrations/migrations.h"

namespace retort {
namespace {

constexpr std::int64_t blocks_at_once = 64;  // of an older store: a transaction of some 70 ms
constexpr double told_seconds = 1;           // of bringing one up to date

/// A new store appears whole: readers that look at the same moment must never meet one without its tables.
const std::filesystem::path& ensureStore(const std::filesystem::path& run_db) {
    if (std::filesystem::exists(run_db)) return run_db;
    const std::filesystem::path fresh = run_db.string() + ".new";
    {
        SqliteDb db(fresh, SqliteDb::Mode::ReadWrite);
        migrations::migrate(db, migrations::runSchema());
    }  // closing it moves everything from the log into the file
    syncPath(fresh);
    std::filesystem::rename(fresh, run_db);
    syncPath(run_db.parent_path());
    return run_db;
}

}  // namespace

RunWriter::RunWriter(const std::filesystem::path& run_db)
    : db_(ensureStore(run_db), SqliteDb::Mode::ReadWrite), queue_([this](std::span<const StepCommit> commits) {
          try {
              write(commits);
          } catch (...) {
              for (const StepCommit& commit : commits) lost_steps_.insert(commit.step.stage);
              throw;
          }
      }) {
    const double begin = steadyTime();
    migrations::migrate(db_, migrations::runSchema());
    for (bool all = false; !all;) {
        Transaction transaction(db_);
        all = closeRolloutBlocks(blocks_at_once);
        transaction.commit();
    }
    if (const double seconds = steadyTime() - begin; seconds > told_seconds)
        log(LogLevel::Info, fmt::format("{}: up to date after {:.0f} s", run_db.string(), seconds));
}

void RunWriter::post(StepCommit commit, std::function<void()> stored) { queue_.push(std::move(commit), std::move(stored)); }

void RunWriter::flush() { queue_.drain(); }

void RunWriter::setMeta(std::string_view key, std::string_view value) {
    flush();
    db_.prepare("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value=excluded.value")
        .bind(1, key)
        .bind(2, value)
        .run();
}

void RunWriter::setMeta(std::span<const std::pair<std::string, std::string>> entries) {
    flush();
    Transaction transaction(db_);
    for (const auto& [key, value] : entries) setMeta(key, value);
    transaction.commit();
}

std::optional<std::string> RunWriter::meta(std::string_view key) {
    flush();
    Statement row = db_.prepare("SELECT value FROM meta WHERE key=?");
    row.bind(1, key);
    return row.step() ? std::optional(row.text(0)) : std::nullopt;
}

StageId RunWriter::putStage(const StageRecord& record) {
    flush();
    const std::string inputs = nlohmann::json(record.inputs).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    Transaction transaction(db_);
    db_.prepare(
           "INSERT INTO stage (name, kind, state, key, source_run, inputs, position, steps_total, steps_done, started_at, "
           "ended_at, "
           "seconds, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(revision), 0) + 1 FROM "
           "stage)) "
           "ON CONFLICT (name) DO UPDATE SET kind=excluded.kind, state=excluded.state, key=excluded.key, "
           "source_run=excluded.source_run, inputs=excluded.inputs, position=excluded.position, "
           "steps_total=excluded.steps_total, "
           "steps_done=iif(?13, steps_done, excluded.steps_done), started_at=excluded.started_at, "
           "ended_at=excluded.ended_at, "
           "seconds=excluded.seconds, "
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
        .bind(13, std::int64_t{lost_steps_.contains(stageNamed(record.name))})
        .run();
    const StageId id = stageNamed(record.name);
    transaction.commit();
    return id;
}

StageId RunWriter::stageNamed(const std::string& name) {
    Statement row = db_.prepare("SELECT id FROM stage WHERE name=?");
    row.bind(1, name);
    return {row.step() ? row.integer(0) : 0};
}

void RunWriter::requireStage(StageId stage) {
    Statement row = db_.prepare("SELECT 1 FROM stage WHERE id=?");
    row.bind(1, stage.value);
    if (!row.step())
        throw Error(ErrorCode::RunFailed, fmt::format("stage {} is not in the store", stage.value), db_.path().string());
}

void RunWriter::commit(const StepCommit& one) { commit(std::span(&one, 1)); }

void RunWriter::commit(std::span<const StepCommit> commits) {
    flush();
    write(commits);
}

void RunWriter::write(std::span<const StepCommit> commits) {
    try {
        Transaction transaction(db_);
        for (const StepCommit& commit : commits) insertCommit(commit);
        facts_.writeTotals();
        closeRolloutBlocks();
        transaction.commit();
    } catch (...) {
        forgetIds();
        throw;
    }
    for (const StepCommit& commit : commits) lost_steps_.erase(commit.step.stage);
}

void RunWriter::forgetIds() {
    metric_keys_.clear();
    facts_.forget();
    parts_.forget();
    blocks_.forget();
}

bool RunWriter::closeRolloutBlocks(std::int64_t most) {
    Statement last = db_.prepare("SELECT seq FROM sqlite_sequence WHERE name='rollout'");
    return !last.step() || blocks_.complete(last.integer(0), most);
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
        place.language = group.prompt.prompt.language;
        place.group = insertGroup(place.stage, place.step, place.prompt, {}, totals);
        RolloutId first, last;
        std::int64_t position = 0;
        for (const Rollout& rollout : group.rollouts) {
            last = insertRollout(place, position, rollout);
            if (position++ == 0) first = last;
        }
        closeGroup(place.group, first, last);
    }
}

void RunWriter::insertStep(const StepRecord& step) {
    requireStage(step.stage);
    {
        Statement last = db_.prepare("SELECT max(step) FROM step WHERE stage_id=?");
        last.bind(1, step.stage.value);
        if (last.step() && !last.isNull(0) && last.integer(0) >= step.step)
            throw Error(ErrorCode::RunFailed,
                        fmt::format("step {} comes after step {} of the same stage", step.step, last.integer(0)),
                        db_.path().string());
        if (!last.isNull(0) && last.integer(0) >> SeriesBlock::shift < step.step >> SeriesBlock::shift)
            closeBlock(step.stage, last.integer(0));
    }
    db_.prepare("INSERT INTO step (stage_id, step, optimizer_step, time, seconds) VALUES (?, ?, ?, ?, ?)")
        .bind(1, step.stage.value)
        .bind(2, step.step)
        .bind(3, step.optimizer_step)
        .bind(4, step.time)
        .bind(5, step.seconds)
        .run();
    // Of a trainer that is killed nothing else tells how long it worked; putStage() sets the whole time.
    db_.prepare(
           "UPDATE stage SET steps_done=?, seconds=seconds + max(0, coalesce(?, 0)), revision=(SELECT max(revision) + 1 "
           "FROM stage) "
           "WHERE id=?")
        .bind(1, step.step)
        .bind(2, step.seconds)
        .bind(3, step.stage.value)
        .run();
}

void RunWriter::closeBlock(StageId stage, Step last) {
    const Step block = last >> SeriesBlock::shift;
    db_.prepare(
           "INSERT OR REPLACE INTO metric_block SELECT p.stage_id, p.key_id, ?2, min(p.value), max(p.value) FROM metric_key "
           "k "
           "CROSS JOIN metric_point p ON p.stage_id=?1 AND p.key_id=k.id AND p.step BETWEEN ?3 AND ?4 "
           "WHERE p.value > -9e999 AND p.value < 9e999 GROUP BY p.key_id")
        .bind(1, stage.value)
        .bind(2, block)
        .bind(3, block * SeriesBlock::steps)
        .bind(4, last)
        .run();
}

void RunWriter::insertPoints(const StepCommit& commit) {
    // The last value of a key that was given twice counts.
    Statement row = db_.prepare("INSERT OR REPLACE INTO metric_point VALUES (?, ?, ?, ?)");
    row.bind(1, commit.step.stage.value).bind(3, commit.step.step);
    for (const MetricPoint& point : commit.points) row.bind(2, metricKey(point.key)).bind(4, point.value).run();
}

std::int64_t RunWriter::metricKey(const std::string& key) {
    const auto known = metric_keys_.find(key);
    if (known != metric_keys_.end()) return known->second;
    db_.prepare("INSERT OR IGNORE INTO metric_key (key) VALUES (?)").bind(1, key).run();
    Statement row = db_.prepare("SELECT id FROM metric_key WHERE key=?");
    row.bind(1, key);
    row.step();
    return metric_keys_[key] = row.integer(0);
}

CheckpointId RunWriter::addCheckpoint(const CheckpointRecord& record) {
    flush();
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

void RunWriter::removeCheckpoint(CheckpointId id) {
    flush();
    db_.prepare("DELETE FROM checkpoint WHERE id=?").bind(1, id.value).run();
}

std::int64_t RunWriter::addEvent(EventRecord record) {
    flush();
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
