// SPDX-License-Identifier: Apache-2.0
#include "store/migrations/migrations.h"

// Ids that a reader's cursor or a person's verdict refers to are AUTOINCREMENT: a row taken back by a resume never gives its
// id to another. `rollout` is narrow so that filters scan little; text and blobs lie in `rollout_body`. Evaluation 0 is
// "none".
const char* const retort::migrations::run_001 = R"sql(
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE stage (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    key TEXT NOT NULL,
    source_run TEXT NOT NULL,
    inputs TEXT NOT NULL,           -- JSON array of names
    position INTEGER NOT NULL,
    steps_total INTEGER NOT NULL,
    steps_done INTEGER NOT NULL,
    started_at REAL NOT NULL,
    ended_at REAL NOT NULL,
    seconds REAL NOT NULL,
    revision INTEGER NOT NULL       -- grows with every change of any stage
);
CREATE INDEX stage_key ON stage (key);
CREATE INDEX stage_revision ON stage (revision);

CREATE TABLE step (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    stage_id INTEGER NOT NULL,
    step INTEGER NOT NULL,
    optimizer_step INTEGER NOT NULL,
    time REAL NOT NULL,
    seconds REAL NOT NULL,
    UNIQUE (stage_id, step)
);

CREATE TABLE metric_key (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
CREATE TABLE metric_point (
    stage_id INTEGER NOT NULL,
    key_id INTEGER NOT NULL,
    step INTEGER NOT NULL,
    value REAL,                     -- NULL is NaN
    PRIMARY KEY (stage_id, key_id, step)
) WITHOUT ROWID;

CREATE TABLE prompt (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,    -- SHA-256 of all fields: one row per distinct prompt
    key TEXT NOT NULL,
    text TEXT NOT NULL,
    reference TEXT NOT NULL,
    language TEXT NOT NULL,
    domain TEXT NOT NULL,
    ids BLOB NOT NULL               -- int32, little-endian
);

CREATE TABLE rollout_group (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    stage_id INTEGER NOT NULL,
    step INTEGER NOT NULL,
    prompt_id INTEGER NOT NULL,
    evaluation_id INTEGER NOT NULL,
    size INTEGER NOT NULL,
    right_count INTEGER NOT NULL,
    mean_reward REAL
);
CREATE INDEX rollout_group_step ON rollout_group (stage_id, step);
CREATE INDEX rollout_group_prompt ON rollout_group (prompt_id);

CREATE TABLE rollout (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    group_id INTEGER NOT NULL,
    position INTEGER NOT NULL,      -- within its group, from 0
    prompt_id INTEGER NOT NULL,
    stage_id INTEGER NOT NULL,
    step INTEGER NOT NULL,
    evaluation_id INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    finish_reason TEXT NOT NULL,
    policy_version INTEGER NOT NULL,
    correct INTEGER,                -- NULL: not checked, or the grader failed
    grader_error INTEGER NOT NULL,
    reward REAL,
    advantage REAL,
    well_formed INTEGER NOT NULL,
    reflects INTEGER NOT NULL,
    language_share REAL,            -- NULL: no words
    foreign_spans INTEGER NOT NULL,
    answer TEXT NOT NULL,
    excerpt TEXT NOT NULL
);
CREATE INDEX rollout_group_id ON rollout (group_id);
CREATE INDEX rollout_step ON rollout (stage_id, evaluation_id, step);
CREATE INDEX rollout_stage ON rollout (stage_id, evaluation_id);
CREATE INDEX rollout_evaluation ON rollout (evaluation_id);
CREATE INDEX rollout_prompt ON rollout (prompt_id, evaluation_id);

CREATE TABLE rollout_body (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL,
    think_begin INTEGER NOT NULL,   -- bytes of UTF-8 in text; -1: think holds it
    think_size INTEGER NOT NULL,
    answer_begin INTEGER NOT NULL,
    answer_size INTEGER NOT NULL,
    think TEXT,
    answer TEXT,
    ids BLOB NOT NULL,              -- int32, little-endian
    logprobs BLOB NOT NULL,         -- float32, little-endian
    entropies BLOB NOT NULL
);

CREATE TABLE reward_term (
    rollout_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    weight REAL NOT NULL,
    score REAL,
    outcome TEXT NOT NULL,
    extracted TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (rollout_id, position)
) WITHOUT ROWID;

CREATE TABLE span (
    rollout_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    begin INTEGER NOT NULL,         -- bytes of UTF-8 in the text
    end INTEGER NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (rollout_id, position)
) WITHOUT ROWID;

-- Trigrams find substrings in any script, Chinese included. detail=none halves the index; LIKE still uses it.
CREATE VIRTUAL TABLE rollout_text USING fts5(
    text, content='rollout_body', content_rowid='id', tokenize='trigram', detail='none');

CREATE TABLE checkpoint (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    stage_id INTEGER NOT NULL,
    step INTEGER NOT NULL,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    final INTEGER NOT NULL,
    time REAL NOT NULL
);

CREATE TABLE evaluation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    stage_id INTEGER NOT NULL,
    model TEXT NOT NULL,
    suite TEXT NOT NULL,
    problems INTEGER NOT NULL,
    k INTEGER NOT NULL,
    pass_at_1 REAL,
    interval_low REAL,
    interval_high REAL,
    cons_at_k REAL,
    mean_length REAL
);
CREATE TABLE evaluation_metric (
    evaluation_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    key TEXT NOT NULL,
    value REAL,
    PRIMARY KEY (evaluation_id, position)
) WITHOUT ROWID;
CREATE TABLE eval_sample (
    evaluation_id INTEGER NOT NULL,
    problem INTEGER NOT NULL,
    sample INTEGER NOT NULL,
    rollout_id INTEGER NOT NULL,
    PRIMARY KEY (evaluation_id, problem, sample)
) WITHOUT ROWID;

CREATE TABLE event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    time REAL NOT NULL,
    level TEXT NOT NULL,
    kind TEXT NOT NULL,
    message TEXT NOT NULL,
    stage_id INTEGER NOT NULL,
    step INTEGER NOT NULL
);

INSERT INTO meta VALUES ('generation', '1');
)sql";
