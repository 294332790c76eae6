// SPDX-License-Identifier: Apache-2.0
#include "store/migrations/migrations.h"

// What orders go by, of 1024 ids at a time (store/rollout_blocks.h): a page of some steps by reward, length or language
// looks through the columns of these steps instead of an index of the whole stage. RunWriter fills it for the rollouts that
// are there, a few blocks at a time.
const char* const retort::migrations::run_006 = R"sql(
CREATE TABLE rollout_block (
    block INTEGER PRIMARY KEY,      -- rollouts with ids 1024 * block to 1024 * block + 1023
    columns BLOB NOT NULL
);
)sql";
