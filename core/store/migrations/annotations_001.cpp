// SPDX-License-Identifier: Apache-2.0
#include "store/migrations/migrations.h"

const char* const retort::migrations::annotations_001 = R"sql(
CREATE TABLE verdict (
    source_run TEXT NOT NULL,       -- '': the run this file belongs to
    rollout_id INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    edited_text TEXT NOT NULL,
    note TEXT NOT NULL,
    time REAL NOT NULL,
    PRIMARY KEY (source_run, rollout_id)
) WITHOUT ROWID;
CREATE TABLE bookmark (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    rollout_id INTEGER NOT NULL,
    label TEXT NOT NULL,
    time REAL NOT NULL
);
CREATE TABLE note (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    rollout_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    time REAL NOT NULL
);
)sql";
