// SPDX-License-Identifier: Apache-2.0
#include "run/run_label.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/error.h"
#include "support/temp_dir.h"

namespace retort {
namespace {

TEST(RunLabel, ComesBackAsItWasWritten) {
    const test::TempDir folder;
    const RunDirectory run(folder.path());
    EXPECT_EQ(readRunLabel(run), RunLabel{});
    const RunLabel label{"learning rate halved", "第二次 \"quoted\"\nsecond line", true};
    writeRunLabel(run, label);
    EXPECT_EQ(readRunLabel(run), label);
}

TEST(RunLabel, ADamagedFileIsNoLabel) {
    const test::TempDir folder;
    for (const char* content : {"", "{", "[1,2]", "{\"name\": 3, \"archived\": \"yes\"}", "\xff\xfe"}) {
        std::ofstream(folder / "label.json") << content;
        EXPECT_EQ(readRunLabel(RunDirectory(folder.path())), RunLabel{}) << content;
    }
    std::ofstream(folder / "label.json") << std::string(300'000, ' ') << "{\"name\": \"far too large\"}";
    EXPECT_EQ(readRunLabel(RunDirectory(folder.path())), RunLabel{});
}

TEST(RunLabel, RefusesWhatItWouldNotReadAgain) {
    const test::TempDir folder;
    EXPECT_THROW(writeRunLabel(RunDirectory(folder.path()), {std::string(10'001, 'x'), "", false}), Error);
}

}  // namespace
}  // namespace retort
