// SPDX-License-Identifier: Apache-2.0
#include "export/run_export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/error.h"
#include "base/file.h"
#include "core/store/store_fixture.h"
#include "export/tfevents.h"
#include "store/run_reader.h"
#include "support/temp_dir.h"

namespace retort::test {
namespace {

using nlohmann::json;

class RunExport : public testing::Test {
protected:
    RunExport() {
        StageId zero = writer.putStage(stageNamed("zero"));
        for (Step step = 1; step <= 3; ++step) writer.commit(stepOf(zero, step));
        auto odd = stepWithTexts(zero, 4, {"a \"quoted\", text\nin two lines", "plain"});
        odd.points = {{"loss", std::numeric_limits<double>::quiet_NaN()}};
        writer.commit(odd);
    }
    std::vector<json> lines(const std::filesystem::path& path) const {
        std::istringstream in(readFile(path));
        std::vector<json> out;
        for (std::string line; std::getline(in, line);) out.push_back(json::parse(line));
        return out;
    }
    TempDir dir;
    std::filesystem::path db = dir / "run.db";
    RunWriter writer{db};
};

TEST_F(RunExport, JsonlHoldsEveryPointAndEveryRollout) {
    exportJsonl(db, dir / "out");
    const auto metrics = lines(dir / "out/metrics.jsonl");
    ASSERT_EQ(metrics.size(), 7u);
    EXPECT_EQ(
        metrics[1],
        (json{{"stage", "zero"}, {"step", 2}, {"optimizer_step", 4}, {"time", 1002.0}, {"key", "reward"}, {"value", 0.5}}));
    EXPECT_TRUE(metrics.back()["value"].is_null());
    const auto rollouts = lines(dir / "out/rollouts.jsonl");
    ASSERT_EQ(rollouts.size(), 3u * 8 + 2);
    RunReader reader(db);
    const auto first = reader.rollout(RolloutId{rollouts[0]["id"].get<std::int64_t>()});
    EXPECT_EQ(rollouts[0]["completion"], first->rollout.text);
    EXPECT_EQ(rollouts[0]["ids"].get<std::vector<std::int32_t>>(), first->rollout.completion.ids);
    EXPECT_EQ(rollouts[0]["logprobs"].size(), first->rollout.completion.logprobs.size());
    EXPECT_EQ(rollouts[0]["rewards"].size(), first->rollout.reward.terms.size());
    EXPECT_EQ(rollouts[24]["completion"], "a \"quoted\", text\nin two lines");
    EXPECT_THROW(exportJsonl(dir / "none.db", dir / "other"), Error);
    EXPECT_FALSE(std::filesystem::exists(dir / "other"));
}

TEST_F(RunExport, CsvQuotesWhatMustBeQuoted) {
    exportCsv(db, dir / "out");
    const auto metrics = readFile(dir / "out/metrics.csv");
    EXPECT_THAT(metrics,
                testing::StartsWith("stage,step,optimizer_step,time,seconds,reward,kl,loss\nzero,1,2,1001,0.5,0.25,1,\n"));
    EXPECT_THAT(metrics, testing::EndsWith("zero,4,4,0,0,,,nan\n"));
    EXPECT_THAT(readFile(dir / "out/rollouts.csv"), testing::HasSubstr(",\"a \"\"quoted\"\", text\nin two lines\","));
}

TEST(Tfevents, Checksums) {
    // RFC 3720, B.4.
    EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAu);
    EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62A8AB43u);
    EXPECT_EQ(crc32c("123456789"), 0xE3069283u);
}

TEST_F(RunExport, TfeventsAreRecordsThatCheckOut) {
    exportTfevents(db, dir / "out");
    std::string bytes;
    for (const auto& entry : std::filesystem::directory_iterator(dir / "out/zero")) bytes = readFile(entry.path());
    std::vector<std::string> events;
    for (std::size_t at = 0; at < bytes.size();) {
        std::uint64_t length = 0;
        std::uint32_t length_crc = 0, crc = 0;
        std::memcpy(&length, bytes.data() + at, 8);
        std::memcpy(&length_crc, bytes.data() + at + 8, 4);
        ASSERT_EQ(length_crc, maskedCrc32c(bytes.substr(at, 8)));
        events.push_back(bytes.substr(at + 12, length));
        std::memcpy(&crc, bytes.data() + at + 12 + length, 4);
        ASSERT_EQ(crc, maskedCrc32c(events.back()));
        at += 16 + length;
    }
    ASSERT_EQ(events.size(), 8u);
    EXPECT_THAT(events[0], testing::HasSubstr("brain.Event:2"));
    // wall_time 1002, step 2, tag "reward", 0.5.
    std::string expected = "\x09";
    const double time = 1002;
    const float value = 0.5f;
    expected.append(reinterpret_cast<const char*>(&time), 8)
        .append("\x10\x02\x2a\x0f\x0a\x0d\x0a\x06reward\x15")
        .append(reinterpret_cast<const char*>(&value), 4);
    EXPECT_THAT(events, testing::Contains(expected));
}

}  // namespace
}  // namespace retort::test
