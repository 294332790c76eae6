// SPDX-License-Identifier: Apache-2.0
#include "store/migrations/migrations.h"

// Less room for the same answers. A group knows where its rollouts lie, so that the indexes of rollouts by group, prompt and
// step are not needed: groups are found by prompt and step, and there are far fewer of them. Rollouts without a word of
// another language all have the same share, so only the others are in order of it (bit 60 of `facts` tells those without
// words). Reasons that come again are kept once, and the search index no longer notes how long each text is. Totals are
// added up by the writer, once a transaction: triggers took most of the time of storing a step.
const char* const retort::migrations::run_005 = R"sql(
ALTER TABLE rollout_group ADD COLUMN first_rollout INTEGER NOT NULL DEFAULT 0;     -- 0: the group is empty
ALTER TABLE rollout_group ADD COLUMN last_rollout INTEGER NOT NULL DEFAULT 0;      -- others may lie between the two
UPDATE rollout_group SET first_rollout = ifnull((SELECT min(r.id) FROM rollout r WHERE r.group_id=rollout_group.id), 0),
    last_rollout = ifnull((SELECT max(r.id) FROM rollout r WHERE r.group_id=rollout_group.id), 0);
DROP INDEX rollout_group_id;
DROP INDEX rollout_step;
DROP INDEX rollout_prompt;
DROP INDEX rollout_group_step;
CREATE INDEX rollout_group_step ON rollout_group (stage_id, evaluation_id, step);

UPDATE rollout SET facts = facts | (1 << 60) WHERE language_share IS NULL;
DELETE FROM rollout_facts;
INSERT INTO rollout_facts SELECT evaluation_id, stage_id, facts, count(*) FROM rollout GROUP BY 1, 2, 3;
DROP TRIGGER rollout_added;
DROP TRIGGER rollout_removed;
DROP INDEX rollout_by_share;
CREATE INDEX rollout_by_share ON rollout (evaluation_id, stage_id, facts, language_share) WHERE language_share < 1;

CREATE TABLE reason (id INTEGER PRIMARY KEY, text TEXT NOT NULL);

DROP TABLE rollout_text;
CREATE VIRTUAL TABLE rollout_text USING fts5(
    text, content='rollout_body', content_rowid='id', tokenize='trigram', detail='none', columnsize=0);
INSERT INTO rollout_text (rollout_text) VALUES ('rebuild');
)sql";
