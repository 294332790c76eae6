// SPDX-License-Identifier: Apache-2.0
#include "store/run_writer.h"

namespace retort {
namespace {

bool exists(Statement row, StageId stage, Step last_kept) {
    row.bind(1, stage.value).bind(2, last_kept);
    return row.step();
}

}  // namespace

void RunWriter::deleteRollouts(const std::string& condition, StageId stage, Step last_kept) {
    // Where they lie: others may lie between them, so that the condition still decides.
    std::int64_t first = 0, last = 0;
    {
        Statement bounds = db_.prepare(
            "SELECT min(first_rollout), max(last_rollout) FROM rollout_group WHERE first_rollout>0 AND stage_id=?1 AND " +
            condition);
        bounds.bind(1, stage.value).bind(2, last_kept);
        if (bounds.step()) {
            first = bounds.integer(0);
            last = bounds.integer(1);
        }
    }
    const std::string among = "id BETWEEN ?3 AND ?4 AND stage_id=?1 AND " + condition,
                      doomed = "(SELECT id FROM rollout WHERE " + among + ")";
    const auto run = [&](const std::string& sql) {
        db_.prepare(sql).bind(1, stage.value).bind(2, last_kept).bind(3, first).bind(4, last).run();
    };
    // An index over an external table must be told the text it forgets, while that is still there.
    run("INSERT INTO rollout_text (rollout_text, rowid, text) SELECT 'delete', id, text FROM rollout_searched WHERE id IN " +
        doomed);
    for (const char* table : {"reward_term", "span", "eval_sample"})
        run(std::string("DELETE FROM ") + table + " WHERE rollout_id IN " + doomed);
    run("DELETE FROM rollout_body WHERE id IN " + doomed);
    run("UPDATE rollout_facts AS f SET count = f.count - gone.count FROM (SELECT evaluation_id, stage_id, facts, count(*) "
        "AS count FROM rollout "
        "WHERE " +
        among +
        " GROUP BY 1, 2, 3) gone WHERE f.evaluation_id=gone.evaluation_id AND f.stage_id=gone.stage_id AND "
        "f.facts=gone.facts");
    run("DELETE FROM rollout WHERE " + among);
    blocks_.remove(first, last);
    db_.prepare("DELETE FROM rollout_group WHERE stage_id=?1 AND " + condition)
        .bind(1, stage.value)
        .bind(2, last_kept)
        .run();
}

void RunWriter::rewindStage(StageId stage, Step last_kept) {
    flush();
    Transaction transaction(db_);
    const bool whole = last_kept <= 0;
    bool anything = exists(db_.prepare("SELECT 1 FROM step WHERE stage_id=?1 AND step>?2 LIMIT 1"), stage, last_kept) ||
                    exists(db_.prepare("SELECT 1 FROM checkpoint WHERE stage_id=?1 AND step>?2 LIMIT 1"), stage, last_kept);
    if (whole)
        anything = anything ||
                   exists(db_.prepare("SELECT 1 FROM evaluation WHERE stage_id=?1 AND ?2=?2 LIMIT 1"), stage, last_kept);
    if (!anything) return;

    deleteRollouts("evaluation_id=0 AND step>?2", stage, last_kept);
    if (whole) {
        deleteRollouts("evaluation_id>0 AND ?2=?2", stage, last_kept);
        db_.prepare("DELETE FROM evaluation_metric WHERE evaluation_id IN (SELECT id FROM evaluation WHERE stage_id=?)")
            .bind(1, stage.value)
            .run();
        db_.prepare("DELETE FROM evaluation WHERE stage_id=?").bind(1, stage.value).run();
    }
    for (const char* table : {"metric_point", "step", "checkpoint"})
        db_.prepare(std::string("DELETE FROM ") + table + " WHERE stage_id=? AND step>?")
            .bind(1, stage.value)
            .bind(2, last_kept)
            .run();
    // A block is written when its stage enters the next one.
    db_.prepare(
           "DELETE FROM metric_block WHERE stage_id=?1 AND block >= (SELECT coalesce(max(step), 0) >> ?2 FROM step WHERE "
           "stage_id=?1)")
        .bind(1, stage.value)
        .bind(2, std::int64_t{SeriesBlock::shift})
        .run();
    db_.prepare("UPDATE stage SET steps_done=min(steps_done, ?), revision=(SELECT max(revision) + 1 FROM stage) WHERE id=?")
        .bind(1, last_kept)
        .bind(2, stage.value)
        .run();
    db_.exec("UPDATE meta SET value=CAST(value AS INTEGER) + 1 WHERE key='generation'");
    transaction.commit();
    lost_steps_.erase(stage);
}

}  // namespace retort
