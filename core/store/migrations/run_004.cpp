// SPDX-License-Identifier: Apache-2.0
#include "store/migrations/migrations.h"

// A rollout of 64 tokens in half the room: numbers in as few bits as they need, terms and spans in one value beside the text
// (store/packed.h). Rows written before stay as they are; `packed` tells the two apart.
const char* const retort::migrations::run_004 = R"sql(
ALTER TABLE rollout_body ADD COLUMN packed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollout_body ADD COLUMN parts BLOB;     -- terms and spans; NULL: they are rows of reward_term and span
CREATE TABLE term_kind (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    weight REAL NOT NULL,
    UNIQUE (name, kind, weight)
);
CREATE TABLE span_kind (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    UNIQUE (kind, label)
);
)sql";
