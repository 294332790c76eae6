// SPDX-License-Identifier: Apache-2.0
#include "store/migrations/migrations.h"

// Pages of rollouts by any combination of facts in any order: `facts` packs what filters ask for into one number
// (store/rollout_facts.h), of which a run has some dozens of different ones; each index then answers "the next rollouts with
// these facts" by seeking. `rollout_facts` counts them, so that totals need no scan.
const char* const retort::migrations::run_002 = R"sql(
CREATE TABLE fact_name (            -- languages of prompts and reward terms that have bits in `facts`
    kind TEXT NOT NULL,             -- 'language', 'term'
    name TEXT NOT NULL,
    position INTEGER NOT NULL,      -- from 0
    PRIMARY KEY (kind, name)
) WITHOUT ROWID;
INSERT INTO fact_name SELECT 'language', language, row_number() OVER (ORDER BY language) - 1
    FROM (SELECT DISTINCT language FROM prompt WHERE language <> '');
INSERT INTO fact_name SELECT 'term', name, row_number() OVER (ORDER BY name) - 1 FROM (SELECT DISTINCT name FROM reward_term);

ALTER TABLE rollout ADD COLUMN facts INTEGER NOT NULL DEFAULT 0;
UPDATE rollout SET facts =
    (CASE WHEN correct IS NULL THEN 0 ELSE correct + 1 END)
    | (grader_error << 2)
    | ((CASE finish_reason WHEN 'length' THEN 1 WHEN 'aborted' THEN 2 ELSE 0 END) << 3)
    | (reflects << 5) | (well_formed << 6) | (ifnull(language_share < 1, 0) << 7)
    | (ifnull((SELECT min(f.position, 14) + 1 FROM prompt p JOIN fact_name f ON f.kind='language' AND f.name=p.language
               WHERE p.id=rollout.prompt_id), 0) << 8)
    | ifnull((SELECT sum((CASE t.outcome WHEN 'pass' THEN 2 WHEN 'fail' THEN 1 ELSE 3 END) << (12 + 2 * f.position))
              FROM reward_term t JOIN fact_name f ON f.kind='term' AND f.name=t.name AND f.position < 24
              WHERE t.rollout_id=rollout.id), 0);

CREATE TABLE rollout_facts (
    evaluation_id INTEGER NOT NULL,
    stage_id INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (evaluation_id, stage_id, facts)
) WITHOUT ROWID;
INSERT INTO rollout_facts SELECT evaluation_id, stage_id, facts, count(*) FROM rollout GROUP BY 1, 2, 3;
CREATE TRIGGER rollout_added AFTER INSERT ON rollout BEGIN
    INSERT INTO rollout_facts VALUES (new.evaluation_id, new.stage_id, new.facts, 1)
        ON CONFLICT (evaluation_id, stage_id, facts) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER rollout_removed AFTER DELETE ON rollout BEGIN
    UPDATE rollout_facts SET count = count - 1
        WHERE evaluation_id=old.evaluation_id AND stage_id=old.stage_id AND facts=old.facts;
END;

DROP INDEX rollout_stage;
DROP INDEX rollout_evaluation;
CREATE INDEX rollout_by_facts ON rollout (evaluation_id, stage_id, facts);
CREATE INDEX rollout_by_reward ON rollout (evaluation_id, stage_id, facts, ifnull(reward, -9e999));
CREATE INDEX rollout_by_tokens ON rollout (evaluation_id, stage_id, facts, tokens);
CREATE INDEX rollout_by_share ON rollout (evaluation_id, stage_id, facts, ifnull(language_share, 2));
CREATE INDEX prompt_key ON prompt (key);
)sql";
