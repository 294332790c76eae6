// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/rollout_rows.h"
#include "store/run_reader.h"
#include "store/sqlite_db.h"

namespace retort::test {

/// Brings a store back to schema 3, from before rollouts were packed, as the program of that time wrote it.
inline void takeBackToSchema3(const std::filesystem::path& file) {
    std::vector<RolloutDetail> all;
    {
        std::vector<RolloutId> ids;
        {
            SqliteDb db(file, SqliteDb::Mode::ReadOnly);
            Statement row = db.prepare("SELECT id FROM rollout");
            while (row.step()) ids.push_back({row.integer(0)});
        }
        RunReader reader(file);
        for (const RolloutId id : ids) all.push_back(*reader.rollout(id));
    }
    SqliteDb db(file, SqliteDb::Mode::ReadWrite);
    db.exec("DELETE FROM reward_term");
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
        for (const RewardTerm& term : rollout.reward.terms)
            db.prepare("INSERT INTO reward_term VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .bind(1, id)
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
            db.prepare("INSERT INTO span VALUES (?, ?, ?, ?, ?, ?)")
                .bind(1, id)
                .bind(2, position++)
                .bind(3, std::int64_t{span.begin})
                .bind(4, std::int64_t{span.end})
                .bind(5, span.kind)
                .bind(6, span.label)
                .run();
    }
    db.exec("ALTER TABLE rollout_body DROP COLUMN packed; ALTER TABLE rollout_body DROP COLUMN parts; DROP TABLE term_kind; "
            "DROP TABLE span_kind; PRAGMA user_version=3");
}

}  // namespace retort::test
