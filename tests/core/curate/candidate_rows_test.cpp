// SPDX-License-Identifier: Apache-2.0
#include "curate/candidate_rows.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "support/temp_dir.h"

namespace retort {
namespace {

TEST(ReadImport, RowsSayTheirFileAndPlaceInAnyLanguage) {
    const test::TempDir dir;
    const auto file = dir.path() / "more.jsonl";
    writeFileDurably(
        file,
        "{\"prompt\": \"1 + 1?\", \"completion\": \"2\"}\n{\"prompt\": \"二\", \"completion\": \"三\", \"id\": \"a\"}\n");
    const auto rows = readImport(file);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].origin, "more.jsonl #1");
    EXPECT_EQ(rows[1].origin, "more.jsonl #2");
    EXPECT_EQ(rows[0].key, "more:0");
    EXPECT_EQ(rows[1].key, "a");
}

TEST(ReadImport, AMissingColumnIsNotSoughtInARecipe) {
    const test::TempDir dir;
    const auto file = dir.path() / "bad.jsonl";
    writeFileDurably(file, "{\"prompt\": \"1 + 1?\", \"completion\": \"2\"}\n{\"prompt\": \"1 + 2?\"}\n");
    try {
        readImport(file);
        FAIL() << "read";
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(),
                     "bad.jsonl:2: column \"completion\" is missing. The columns are prompt. Give every row this column.");
    }
}

}  // namespace
}  // namespace retort
