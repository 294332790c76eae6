// SPDX-License-Identifier: Apache-2.0
#include "store/migrations/migrations.h"

// One or two characters are found too: each begins a piece of three in the index, once two signs follow the end of a text
// (which ends at a NUL, as everywhere in SQLite). rollout_piece lists the pieces and the texts that have each.
const char* const retort::migrations::run_008 = R"sql(
DROP TABLE rollout_text;
CREATE VIEW rollout_searched AS SELECT id, substr(text, 1) || char(3, 3) AS text FROM rollout_body;
CREATE VIRTUAL TABLE rollout_text USING fts5(
    text, content='rollout_searched', content_rowid='id', tokenize='trigram', detail='none', columnsize=0);
INSERT INTO rollout_text (rollout_text) VALUES ('rebuild');
CREATE VIRTUAL TABLE rollout_piece USING fts5vocab(rollout_text, instance);
)sql";
