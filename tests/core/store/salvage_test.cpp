// SPDX-License-Identifier: Apache-2.0
#include "store/salvage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <random>
#include <set>

#include "base/error.h"
#include "base/file.h"
#include "store_fixture.h"
#include "support/temp_dir.h"

namespace retort {
namespace {

using test::TempDir;

constexpr Step steps = 4000;
constexpr std::size_t page = 8192;

double value(Step step, int key) { return static_cast<double>(step) + 0.1 * key; }

void writeRun(const std::filesystem::path& path) {
    RunWriter writer(path);
    for (const char* name : {"zero", "reasoning"}) {
        StageRecord record = test::stageNamed(name);
        record.position = name[0] == 'z' ? 0 : 1;
        const StageId stage = writer.putStage(record);
        std::vector<StepCommit> commits;
        for (Step step = 1; step <= steps; ++step) {
            StepCommit commit;
            commit.step = {stage, step, step, 1000.0 + static_cast<double>(step), 0.5};
            for (int key = 0; key < 3; ++key) commit.points.push_back({"key" + std::to_string(key), value(step, key)});
            if (step <= 30) commit.groups = test::stepOf(stage, step).groups;
            commits.push_back(std::move(commit));
        }
        writer.commit(commits);
        EvaluationRecord evaluation;
        evaluation.stage = stage;
        evaluation.model = evaluation.suite = name;
        writer.addEvaluation(evaluation, {});
    }
}

std::size_t pages(const std::filesystem::path& file) { return std::filesystem::file_size(file) / page; }

void overwrite(const std::filesystem::path& file, const std::set<std::size_t>& which) {
    std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
    for (const std::size_t number : which) {
        out.seekp(static_cast<std::streamoff>(number * page));
        out << std::string(page, '\xee');
    }
}

/// Points that are what was written; fails where one is not.
std::size_t rightPoints(const RunDelta& delta) {
    std::size_t points = 0;
    for (const SeriesDelta& series : delta.series) {
        Step before = 0;
        for (const SeriesPoint& point : series.points) {
            EXPECT_GT(point.step, before);
            before = point.step;
            EXPECT_EQ(point.value, value(point.step, series.key.back() - '0'));
            ++points;
        }
    }
    return points;
}

TEST(Salvage, AWholeStoreIsReadWhole) {
    TempDir dir;
    writeRun(dir / "run.db");
    RunReader reader(dir / "run.db");
    const SalvagedRun run = salvage(reader);
    const RunDelta whole = reader.since({});
    EXPECT_FALSE(run.damaged.any());
    EXPECT_EQ(run.delta.stages.size(), 2U);
    EXPECT_EQ(run.delta.steps.size(), whole.steps.size());
    EXPECT_EQ(run.delta.newest.size(), whole.newest.size());
    EXPECT_EQ(run.delta.evaluations.size(), 2U);
    EXPECT_EQ(rightPoints(run.delta), std::size_t{2 * 3 * steps});
}

// Ten pages anywhere: what is read is what was written, nothing goes missing in silence, and the file stays as it is.
TEST(Salvage, ADamagedStoreGivesWhatLiesOnOtherPages) {
    TempDir dir;
    writeRun(dir / "whole.db");
    std::mt19937 random(11);
    int opened = 0, whole = 0;
    std::size_t read = 0;
    for (int trial = 0; trial < 60; ++trial) {
        const std::filesystem::path file = dir / "run.db";
        std::filesystem::copy_file(dir / "whole.db", file, std::filesystem::copy_options::overwrite_existing);
        for (const char* rest : {"run.db-wal", "run.db-shm"}) std::filesystem::remove(dir / rest);
        std::uniform_int_distribution<std::size_t> any(1, pages(file) - 1);
        std::set<std::size_t> hit;
        while (hit.size() < 10) hit.insert(any(random));
        overwrite(file, hit);
        const std::string before = sha256File(file);
        try {
            RunReader reader(file);
            const SalvagedRun run = salvage(reader);
            const std::size_t points = rightPoints(run.delta);
            EXPECT_EQ(points == std::size_t{2 * 3 * steps}, run.damaged.series == 0) << trial;
            ++opened;
            whole += points == std::size_t{2 * 3 * steps} ? 1 : 0;
            read += points;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::BadInput) << error.what();
        }
        EXPECT_EQ(sha256File(file), before);
    }
    EXPECT_GT(opened, 20);
    EXPECT_LT(whole, opened) << "no trial damaged a series";
    EXPECT_GT(static_cast<double>(read), 0.5 * opened * 2 * 3 * steps);
}

}  // namespace
}  // namespace retort
