// SPDX-License-Identifier: Apache-2.0
#include "data/jsonl_writer.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "support/temp_dir.h"

namespace retort::test {

namespace fs = std::filesystem;

TEST(JsonlWriter, WhatIsWrittenReadsBack) {
    const TempDir dir;
    const SftRow row{"p:1#2", "问 \"a\"\n\\", " <think>\t1</think>", "zh", "reasoning"};
    {
        JsonlWriter writer(dir / "out.jsonl");
        writer.write(row);
        writer.write(SftRow{"b", "", "x", {}, {}});
        EXPECT_EQ(writer.rows(), 2);
        EXPECT_FALSE(fs::exists(dir / "out.jsonl"));
        writer.commit();
    }
    const auto rows = readSftRows(dir / "out.jsonl");
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].key, row.key);
    EXPECT_EQ(rows[0].prompt, row.prompt);
    EXPECT_EQ(rows[0].completion, row.completion);
    EXPECT_EQ(rows[0].language, "zh");
    EXPECT_EQ(rows[0].domain, "reasoning");
    EXPECT_EQ(rows[1].domain, "");
    EXPECT_FALSE(fs::exists(dir / "out.jsonl.partial"));
}

TEST(JsonlWriter, WritesPromptsAndPairsThatTheReadersTake) {
    const TempDir dir;
    JsonlWriter prompts(dir / "p.jsonl");
    prompts.write(Prompt{"k", "1+1", "2", "en", "reasoning"});
    prompts.commit();
    JsonlWriter pairs(dir / "c.jsonl");
    pairs.write(PreferencePair{"k", "p", "good", "bad", {}, "helpful"});
    pairs.commit();
    DataSection section;
    EXPECT_EQ(readPrompts(section, dir / "p.jsonl").at(0).reference, "2");
    EXPECT_EQ(readPairs(section, dir / "c.jsonl").at(0).rejected, "bad");
}

TEST(JsonlWriter, WithoutCommitNothingIsLeftAndTheOldFileStays) {
    const TempDir dir;
    writeFileDurably(dir / "out.jsonl", "old");
    {
        JsonlWriter writer(dir / "out.jsonl");
        writer.write(SftRow{"b", "", "x", {}, {}});
    }
    EXPECT_EQ(readFile(dir / "out.jsonl"), "old");
    EXPECT_FALSE(fs::exists(dir / "out.jsonl.partial"));
}

TEST(JsonlWriter, InvalidUtf8IsReplaced) {
    const TempDir dir;
    JsonlWriter writer(dir / "out.jsonl");
    writer.write(SftRow{"b", "\xff", "x", {}, {}});
    writer.commit();
    EXPECT_EQ(readSftRows(dir / "out.jsonl").at(0).prompt, "\xEF\xBF\xBD");
}

TEST(JsonlWriter, AFolderThatIsNotThereIsAnError) {
    const TempDir dir;
    EXPECT_THROW(JsonlWriter(dir / "no" / "out.jsonl"), Error);
}

TEST(JsonlWriter, AFullDiskIsAnError) {
    if (!fs::exists("/dev/full")) GTEST_SKIP() << "no /dev/full";
    const TempDir dir;
    fs::create_symlink("/dev/full", dir / "out.jsonl.partial");
    JsonlWriter writer(dir / "out.jsonl");
    EXPECT_THROW(
        {
            writer.write(SftRow{"b", "", std::string(1 << 20, 'x'), {}, {}});
            writer.commit();
        },
        Error);
    EXPECT_FALSE(fs::exists(dir / "out.jsonl"));
}

}  // namespace retort::test
