// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/packed.h"
#include "store/rollout_parts.h"
#include "store/rollout_rows.h"
#include "store/run_reader.h"
#include "store/sqlite_db.h"

namespace retort::test {

inline std::vector<RolloutDetail> everyRollout(const std::filesystem::path& file) {
    std::vector<RolloutId> ids;
    {
        SqliteDb db(file, SqliteDb::Mode::ReadOnly);
        Statement row = db.prepare("SELECT id FROM rollout ORDER BY id");
        while (row.step()) ids.push_back({row.integer(0)});
    }
    RunReader reader(file);
    std::vector<RolloutDetail> all;
    for (const RolloutId id : ids) all.push_back(*reader.rollout(id));
    return all;
}

/// Brings a store back to schema 7, from before the index found one or two characters.
inline void takeBackToSchema7(const std::filesystem::path& file) {
    SqliteDb db(file, SqliteDb::Mode::ReadWrite);
    if (db.pragma("user_version") > 7)
        db.exec(
            "DROP TABLE rollout_piece; DROP TABLE rollout_text; DROP VIEW rollout_searched; CREATE VIRTUAL TABLE "
            "rollout_text "
            "USING fts5(text, content='rollout_body', content_rowid='id', tokenize='trigram', detail='none', columnsize=0);"
            "INSERT INTO rollout_text (rollout_text) VALUES ('rebuild'); PRAGMA user_version=7");
}

/// Brings a store back to schema 6, from before prompts kept their labels.
inline void takeBackToSchema6(const std::filesystem::path& file) {
    takeBackToSchema7(file);
    SqliteDb db(file, SqliteDb::Mode::ReadWrite);
    if (db.pragma("user_version") > 6) db.exec("DROP TABLE prompt_label; PRAGMA user_version=6");
}

/// Brings a store back to schema 5, from before orders of some steps had blocks.
inline void takeBackToSchema5(const std::filesystem::path& file) {
    takeBackToSchema6(file);
    SqliteDb db(file, SqliteDb::Mode::ReadWrite);
    if (db.pragma("user_version") > 5) db.exec("DROP TABLE rollout_block; PRAGMA user_version=5");
}

/// Brings a store back to schema 4, whose rollouts have other indexes and write out every reason, as the program of that
/// time wrote it.
inline void takeBackToSchema4(const std::filesystem::path& file) {
    takeBackToSchema5(file);
    SqliteDb db(file, SqliteDb::Mode::ReadWrite);
    if (db.pragma("user_version") <= 4) return;
    const std::vector<RolloutDetail> all = everyRollout(file);
    const auto idOf = [&](const char* sql, const auto& bind) {
        Statement row = db.prepare(sql);
        bind(row);
        return row.step() ? static_cast<std::uint64_t>(row.integer(0)) : 0;
    };
    db.exec("BEGIN");
    for (const RolloutDetail& detail : all) {
        rows::PackWriter parts;
        parts.number(detail.rollout.reward.terms.size());
        for (const RewardTerm& term : detail.rollout.reward.terms) {
            parts.number(idOf("SELECT id FROM term_kind WHERE name=? AND kind=? AND weight=?",
                              [&](Statement& row) { row.bind(1, term.name).bind(2, term.kind).bind(3, term.weight); }));
            parts.number(static_cast<std::uint64_t>(term.outcome) << 1 | static_cast<std::uint64_t>(term.score == 1));
            if (term.score != 1) parts.real(term.score);
            parts.text(term.extracted);
            parts.text(term.reason);
        }
        parts.number(detail.rollout.facts.spans.size());
        for (const TextSpan& span : detail.rollout.facts.spans) {
            parts.number(static_cast<std::uint64_t>(span.begin));
            parts.number(static_cast<std::uint64_t>(span.end));
            parts.number(idOf("SELECT id FROM span_kind WHERE kind=? AND label=?",
                              [&](Statement& row) { row.bind(1, span.kind).bind(2, span.label); }));
        }
        db.prepare("UPDATE rollout_body SET packed=1, parts=? WHERE id=?")
            .bindBlob(1, parts.bytes)
            .bind(2, detail.summary.id.value)
            .run();
    }
    db.exec(
        "COMMIT; UPDATE rollout SET facts = facts & ~(1 << 60); DELETE FROM rollout_facts;"
        "INSERT INTO rollout_facts SELECT evaluation_id, stage_id, facts, count(*) FROM rollout GROUP BY 1, 2, 3;"
        "DROP INDEX rollout_by_share; DROP INDEX rollout_group_step; DROP TABLE reason;"
        "CREATE INDEX rollout_by_share ON rollout (evaluation_id, stage_id, facts, ifnull(language_share, 2));"
        "ALTER TABLE rollout_group DROP COLUMN first_rollout; ALTER TABLE rollout_group DROP COLUMN last_rollout;"
        "CREATE INDEX rollout_group_step ON rollout_group (stage_id, step);"
        "CREATE INDEX rollout_group_id ON rollout (group_id);"
        "CREATE INDEX rollout_step ON rollout (stage_id, evaluation_id, step);"
        "CREATE INDEX rollout_prompt ON rollout (prompt_id, evaluation_id);"
        "CREATE TRIGGER rollout_added AFTER INSERT ON rollout BEGIN "
        "INSERT INTO rollout_facts VALUES (new.evaluation_id, new.stage_id, new.facts, 1) "
        "ON CONFLICT (evaluation_id, stage_id, facts) DO UPDATE SET count = count + 1; END;"
        "CREATE TRIGGER rollout_removed AFTER DELETE ON rollout BEGIN UPDATE rollout_facts SET count = count - 1 "
        "WHERE evaluation_id=old.evaluation_id AND stage_id=old.stage_id AND facts=old.facts; END;"
        "DROP TABLE rollout_text; CREATE VIRTUAL TABLE rollout_text USING fts5("
        "text, content='rollout_body', content_rowid='id', tokenize='trigram', detail='none');"
        "INSERT INTO rollout_text (rollout_text) VALUES ('rebuild'); PRAGMA user_version=4");
}

/// Brings a store back to schema 3, from before rollouts were packed, as the program of that time wrote it.
inline void takeBackToSchema3(const std::filesystem::path& file) {
    takeBackToSchema4(file);
    const std::vector<RolloutDetail> all = everyRollout(file);
    SqliteDb db(file, SqliteDb::Mode::ReadWrite);
    db.exec("BEGIN; DELETE FROM reward_term");
    for (const RolloutDetail& detail : all) {
        const Rollout& rollout = detail.rollout;
        const std::int64_t id = detail.summary.id.value;
        db.prepare("UPDATE rollout_body SET ids=?, logprobs=?, entropies=? WHERE id=?")
            .bindBlob(1, rows::blob(rollout.completion.ids))
            .bindBlob(2, rows::blob(rollout.completion.logprobs))
            .bindBlob(3, rows::blob(rollout.completion.entropies))
            .bind(4, id)
            .run();
        db.prepare("UPDATE rollout SET excerpt=? WHERE id=?").bind(1, detail.summary.excerpt).bind(2, id).run();
        std::int64_t position = 0;
        for (const RewardTerm& term : rollout.reward.terms) rows::insertTerm(db, id, position++, term);
        position = 0;
        for (const TextSpan& span : rollout.facts.spans)
            db.prepare("INSERT INTO span VALUES (?, ?, ?, ?, ?, ?)")
                .bind(1, id)
                .bind(2, position++)
                .bind(3, std::int64_t{span.begin})
                .bind(4, std::int64_t{span.end})
                .bind(5, span.kind)
                .bind(6, span.label)
                .run();
    }
    db.exec(
        "COMMIT; ALTER TABLE rollout_body DROP COLUMN packed; ALTER TABLE rollout_body DROP COLUMN parts; DROP TABLE "
        "term_kind; "
        "DROP TABLE span_kind; PRAGMA user_version=3");
}

}  // namespace retort::test
