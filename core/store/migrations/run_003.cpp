// SPDX-License-Identifier: Apache-2.0
#include "store/migrations/migrations.h"

// The extremes of every full block of 256 steps of a series: a chart of a long run is drawn from a few thousand rows.
// Written when a stage enters the next block (RunWriter), so that a step costs nothing more.
const char* const retort::migrations::run_003 = R"sql(
CREATE TABLE metric_block (
    stage_id INTEGER NOT NULL,
    key_id INTEGER NOT NULL,
    block INTEGER NOT NULL,         -- steps 256 * block to 256 * block + 255
    low REAL NOT NULL,              -- of the finite values; a block without any has no row
    high REAL NOT NULL,
    PRIMARY KEY (stage_id, key_id, block)
) WITHOUT ROWID;
INSERT INTO metric_block SELECT p.stage_id, p.key_id, p.step >> 8, min(p.value), max(p.value)
    FROM metric_point p JOIN (SELECT stage_id, max(step) >> 8 AS block FROM step GROUP BY stage_id) open USING (stage_id)
    WHERE p.step >> 8 < open.block AND p.value > -9e999 AND p.value < 9e999 GROUP BY 1, 2, 3;
)sql";
