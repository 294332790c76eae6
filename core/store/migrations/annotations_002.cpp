// SPDX-License-Identifier: Apache-2.0
#include "store/migrations/migrations.h"

// A candidate's whole state is one row, so that the journal can keep it as it was before a decision: undo swaps the two.
const char* const retort::migrations::annotations_002 = R"sql(
CREATE TABLE candidate (
    source_run TEXT NOT NULL,       -- '': the run this file belongs to; 'import': the table imported
    rollout_id INTEGER NOT NULL,
    verdict TEXT NOT NULL,          -- '': none
    reason TEXT NOT NULL,           -- why rejected
    edited_text TEXT NOT NULL,
    note TEXT NOT NULL,
    tags TEXT NOT NULL,             -- one a line
    second TEXT NOT NULL,           -- verdict of the blind second pass; '': none
    time REAL NOT NULL,
    PRIMARY KEY (source_run, rollout_id)
) WITHOUT ROWID;
INSERT INTO candidate SELECT source_run, rollout_id, verdict, note, edited_text, '', '', '', time FROM verdict;
DROP TABLE verdict;
CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    batch INTEGER NOT NULL,         -- rows of one decision; grows
    undone INTEGER NOT NULL,        -- 1: the row holds the state after the decision, to do it again
    source_run TEXT NOT NULL,
    rollout_id INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    edited_text TEXT NOT NULL,
    note TEXT NOT NULL,
    tags TEXT NOT NULL,
    second TEXT NOT NULL,
    time REAL NOT NULL
);
CREATE INDEX journal_batch ON journal (undone, batch);
CREATE TABLE imported (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    stage TEXT NOT NULL,            -- the curate stage they are candidates of
    key TEXT NOT NULL,
    prompt TEXT NOT NULL,
    completion TEXT NOT NULL,
    language TEXT NOT NULL,
    domain TEXT NOT NULL,
    origin TEXT NOT NULL            -- file:line
);
CREATE TABLE gate (stage TEXT PRIMARY KEY, opened_at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE origin (run_id TEXT NOT NULL);
)sql";
