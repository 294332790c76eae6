// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "base/error.h"
#include "base/file.h"
#include "base/random.h"
#include "support/temp_dir.h"

using namespace retort;

TEST(Error, SaysWhereWhatAndRemedyInOneLine) {
    const Error error(ErrorCode::Usage, "unknown key \"stpes\"", "recipe.toml:12", "Did you mean \"steps\"?");
    EXPECT_STREQ(error.what(), "recipe.toml:12: unknown key \"stpes\". Did you mean \"steps\"?");
    EXPECT_EQ(exitStatus(error.code()), 2);
}

TEST(Sha256, MatchesPublishedVectors) {  // FIPS 180-4 examples
    EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(File, DurableWriteReplacesWhole) {
    const test::TempDir dir;
    writeFileDurably(dir / "a.txt", "one");
    writeFileDurably(dir / "a.txt", "two");
    EXPECT_EQ(readFile(dir / "a.txt"), "two");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir.path()), {}), 1) << "no temporary file may stay behind";
}

TEST(File, MissingAndOversizedFilesAreErrorsThatNameThePath) {
    const test::TempDir dir;
    writeFileDurably(dir / "big", "12345");
    EXPECT_THROW(readFile(dir / "none"), Error);
    try {
        readFile(dir / "big", 4);
        FAIL() << "a file above the cap was read";
    } catch (const Error& error) {
        EXPECT_EQ(error.where(), (dir / "big").string());
    }
}

TEST(StagedDirectory, AppearsOnlyOnCommit) {
    const test::TempDir dir;
    {
        const StagedDirectory abandoned(dir / "ckpt");
        std::ofstream(abandoned.path() / "x") << "x";
    }
    EXPECT_TRUE(std::filesystem::is_empty(dir.path()));
    StagedDirectory staged(dir / "ckpt");
    std::ofstream(staged.path() / "x") << "x";
    EXPECT_FALSE(std::filesystem::exists(dir / "ckpt"));
    staged.commit();
    EXPECT_EQ(readFile(dir / "ckpt" / "x"), "x");
}

TEST(Random, PhiloxMatchesPublishedVector) {
    // Random123 known answer: counter 0, key 0 gives 6627e8d5 e169c58d bc57ac4c 9b00dbd8.
    EXPECT_EQ(Random(0, 0).next(), 0xe169c58d6627e8d5u);
}

TEST(Random, StreamsAreIndependentAndStateRestores) {
    Random a(7, 1), b(7, 2);
    std::set<std::uint64_t> seen;
    for (int i = 0; i < 100; ++i) seen.insert({a.next(), b.next()});
    EXPECT_EQ(seen.size(), 200u);
    Random copy = Random::restore(a.state());
    EXPECT_EQ(copy.next(), a.next());
}

TEST(Random, BelowCoversItsRangeEvenly) {
    Random random(3, 0);
    std::array<int, 7> counts{};
    for (int i = 0; i < 70000; ++i) ++counts[random.below(7)];
    for (const int count : counts) EXPECT_NEAR(count, 10000, 400);  // 4 sigma
}
