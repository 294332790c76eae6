// SPDX-License-Identifier: Apache-2.0
#include "store/migrations/migrations.h"

// What a data section's label columns say of a prompt ("level": "3"), so that the score of a class of problems can be traced
// to them. Prompts stored before have none.
const char* const retort::migrations::run_007 = R"sql(
CREATE TABLE prompt_label (
    prompt_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (prompt_id, position)
) WITHOUT ROWID;
)sql";
