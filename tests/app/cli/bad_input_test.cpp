// SPDX-License-Identifier: Apache-2.0
// Wrong input stops with file, line or field, cause and remedy, and the designed exit status; what was committed stays
// readable.

#include <gtest/gtest.h>
#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "run/run_directory.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "store/salvage.h"
#include "store/sqlite_db.h"
#include "support/temp_dir.h"
#include "tiny_project.h"

namespace fs = std::filesystem;
using namespace retort::test;

namespace {

struct Edit {
    const char* name;
    const char* from;
    const char* to;
    const char* expected;  ///< part of the message
};

class BadRecipe : public testing::TestWithParam<Edit> {};

void replaceIn(const fs::path& file, const std::string& from, const std::string& to) {
    std::string text = retort::readFile(file);
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    std::ofstream(file, std::ios::binary) << text;
}

/// Sets every value of an F32 tensor.
void overwriteTensor(const fs::path& file, const std::string& name, float value) {
    std::string bytes = retort::readFile(file);
    std::uint64_t header = 0;
    std::memcpy(&header, bytes.data(), 8);
    const auto range = nlohmann::json::parse(bytes.substr(8, header))[name]["data_offsets"];
    for (std::uint64_t at = range[0]; at < range[1]; at += sizeof value)
        std::memcpy(bytes.data() + 8 + header + at, &value, sizeof value);
    std::ofstream(file, std::ios::binary) << bytes;
}

}  // namespace

TEST(BadStage, IsNamedBeforeARunIsMade) {
    const TempDir dir;
    writeTinyProject(dir.path());
    const auto result = runRetort({"run", dir.path().string(), "--stage", "zeroo"});
    EXPECT_EQ(result.status, 2) << result.err;
    EXPECT_NE(result.err.find("the recipe has no stage \"zeroo\""), std::string::npos) << result.err;
    EXPECT_TRUE(retort::listRuns(dir.path()).empty()) << "it left a run behind";
}

TEST_P(BadRecipe, StopsBeforeAnythingRuns) {
    const TempDir dir;
    writeTinyProject(dir.path());
    replaceIn(dir / "recipe.toml", GetParam().from, GetParam().to);
    const auto result = runRetort({"run", dir.path().string()});
    EXPECT_EQ(result.status, 2) << result.err;
    EXPECT_NE(result.err.find(GetParam().expected), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("recipe.toml:"), std::string::npos) << "names file and line: " << result.err;
    EXPECT_FALSE(fs::exists(dir / "runs")) << "nothing may have started";
}

INSTANTIATE_TEST_SUITE_P(Recipes, BadRecipe,
                         testing::Values(Edit{"UnknownKey", "steps = 12", "stpes = 12", "Did you mean \"steps\"?"},
                                         Edit{"WrongType", "steps = 12", "steps = \"twelve\"", "steps"},
                                         Edit{"BadBound", "group_size = 4", "group_size = 0", "group_size"},
                                         Edit{"UnknownStage", "model = \"zero\"", "model = \"zeor\"", "zeor"},
                                         Edit{"Cycle", "model = \"base\"\ndata = [\"problems\"]",
                                              "model = \"all\"\ndata = [\"problems\"]", "cycle"},
                                         Edit{"MissingFile", "path = \"problems.jsonl\"", "path = \"nowhere.jsonl\"",
                                              "nowhere.jsonl"},
                                         Edit{"Syntax", "seed = 3", "seed = = 3", "recipe.toml:"}),
                         [](const auto& c) { return c.param.name; });

/// A finished base model in a project of its own, made once.
class BadModel : public testing::Test {
protected:
    static void SetUpTestSuite() {
        dir_ = new TempDir;
        writeTinyProject(dir_->path());
        base_ = runOf(runRetort({"run", dir_->path().string(), "--stage", "base"})) / "checkpoints/base/final";
    }
    static void TearDownTestSuite() { delete dir_; }
    /// Scores one line with a copy of the model that `damage` has changed.
    static ProgramResult scoreWith(const std::function<void(const fs::path&)>& damage) {
        const TempDir copy;
        fs::copy(base_, copy / "m", fs::copy_options::recursive);
        damage(copy / "m");
        return runRetort({"score", (copy / "m").string()}, "{\"ids\":[1,2,3]}\n");
    }
    /// A copy of the project with all its runs in `place`, whose recipe calls a copy of the base model `model`.
    static fs::path projectWith(const fs::path& place, const std::string& model) {
        fs::copy(dir_->path(), place, fs::copy_options::recursive);
        fs::copy(base_, place / model, fs::copy_options::recursive);
        std::ofstream(place / "recipe.toml", std::ios::app) << "\n[models]\n" << model << " = \"" << model << "\"\n";
        return place;
    }
    static inline TempDir* dir_ = nullptr;
    static inline fs::path base_;
};

TEST_F(BadModel, UndamagedScores) {
    EXPECT_EQ(scoreWith([](const fs::path&) {}).status, 0);
}

TEST_F(BadModel, TruncatedSafetensorsNamesTheFile) {
    const auto result = scoreWith(
        [](const fs::path& m) { fs::resize_file(m / "model.safetensors", fs::file_size(m / "model.safetensors") / 2); });
    EXPECT_EQ(result.status, 2);
    EXPECT_NE(result.err.find("model.safetensors"), std::string::npos) << result.err;
}

TEST_F(BadModel, LyingHeaderIsRefused) {
    const auto result = scoreWith([](const fs::path& m) {
        std::fstream file(m / "model.safetensors", std::ios::in | std::ios::out | std::ios::binary);
        file.write("\xff\xff\xff\xff\xff\xff\xff\x7f", 8);
    });
    EXPECT_EQ(result.status, 2);
    EXPECT_NE(result.err.find("model.safetensors"), std::string::npos) << result.err;
}

TEST_F(BadModel, TokenizerThatDisagreesWithTheModelIsRefused) {
    const TempDir copy;
    const fs::path project = projectWith(copy / "p", "odd");
    auto config = nlohmann::json::parse(retort::readFile(project / "odd/tokenizer.json"));
    config["added_tokens"].push_back({{"id", 9999},
                                      {"content", "<far>"},
                                      {"special", true},
                                      {"single_word", false},
                                      {"lstrip", false},
                                      {"rstrip", false},
                                      {"normalized", false}});
    std::ofstream(project / "odd/tokenizer.json") << config.dump();
    const auto result = runRetort({"run", project.string(), "--stage", "zero", "--set", "stages.zero.model=odd"});
    EXPECT_EQ(result.status, 2) << result.err;
    EXPECT_NE(result.err.find("tokenizer"), std::string::npos) << result.err;
}

TEST(BadRun, InspectSaysWhatIsMissingAndWhatIsLeft) {
    const TempDir dir;
    const auto directory = retort::RunDirectory::create(dir.path());
    const fs::path run = directory.root(), store = directory.store();
    retort::RunManifest manifest;
    manifest.versions["retort"] = "0.1.0";
    directory.writeManifest(manifest);
    std::ofstream(directory.recipe()) << "[project]\nname = \"p\"\n";
    for (const char* step : {"step-000010", "final"}) {
        fs::create_directories(directory.checkpoints("sft") / step);
        std::ofstream(directory.checkpoints("sft") / step / "config.json") << "{}";
        std::ofstream(directory.checkpoints("sft") / step / "manifest.json")
            << R"({"format": 1, "files": {"config.json": {"size": 2}}})";
    }
    {
        retort::RunWriter writer(store);
        retort::StageRecord stage;
        stage.name = stage.kind = "sft";
        stage.state = retort::StageState::Done;
        retort::CheckpointRecord checkpoint;
        checkpoint.stage = writer.putStage(stage);
        for (const char* step : {"step-000010", "final"}) {
            checkpoint.path = std::string("checkpoints/sft/") + step;
            writer.addCheckpoint(checkpoint);
        }
    }
    EXPECT_EQ(runRetort({"inspect", run.string()}).out.find("not whole"), std::string::npos);
    fs::remove(run / "checkpoints/sft/final/config.json");
    const auto without = runRetort({"inspect", run.string()});
    EXPECT_EQ(without.status, 0) << without.err;
    EXPECT_NE(without.out.find("deleted or not whole"), std::string::npos) << without.out;
    EXPECT_NE(without.out.find("checkpoints/sft/final"), std::string::npos) << without.out;

    {
        retort::SqliteDb(store, retort::SqliteDb::Mode::ReadWrite)
            .exec("PRAGMA user_version=99; PRAGMA wal_checkpoint(TRUNCATE)");
    }
    const std::string before = retort::sha256File(store);
    const auto newer = runRetort({"inspect", run.string()});
    EXPECT_EQ(newer.status, 2);
    EXPECT_NE(newer.err.find("newer than"), std::string::npos) << newer.err;
    for (const char* part :
         {"made by Retort", "recipe.resolved.toml", "complete checkpoints: 1", "checkpoints that lack files: 1"})
        EXPECT_NE(newer.out.find(part), std::string::npos) << part << newer.out;
    EXPECT_EQ(retort::sha256File(store), before);
}

TEST(BadRun, InspectGivesThePointsOfADamagedSeriesThatCanBeRead) {
    constexpr std::size_t page = 8192;
    constexpr retort::Step steps = 4000;
    const TempDir dir;
    const auto directory = retort::RunDirectory::create(dir.path());
    const fs::path store = directory.store(), whole = dir / "whole.db";
    retort::StageId stage;
    {
        retort::RunWriter writer(store);
        retort::StageRecord record;
        record.name = "zero";
        record.kind = "grpo";
        stage = writer.putStage(record);
        std::vector<retort::StepCommit> commits(steps);
        for (retort::Step step = 1; step <= steps; ++step) {
            retort::StepCommit& commit = commits[static_cast<std::size_t>(step - 1)];
            commit.step = {stage, step, step, 1000.0 + static_cast<double>(step), 0.5};
            commit.points = {{"reward", static_cast<double>(step)}};
        }
        writer.commit(commits);
    }
    { retort::SqliteDb(store, retort::SqliteDb::Mode::ReadWrite).exec("PRAGMA wal_checkpoint(TRUNCATE)"); }
    fs::copy_file(store, whole);
    // A page of the series, and not the one that leads to the others.
    std::vector<retort::SeriesPoint> left;
    for (std::size_t at = fs::file_size(whole) / page - 1; at > 1 && left.empty(); --at) {
        fs::copy_file(whole, store, fs::copy_options::overwrite_existing);
        std::fstream file(store, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(static_cast<std::streamoff>(at * page));
        file << std::string(page, '\xee');
        file.close();
        try {
            retort::RunReader reader(store);
            reader.steps(stage);
            reader.events();
            if (!retort::salvageSeries(reader, stage, "reward", steps, left)) left.clear();
        } catch (const retort::Error&) {
            left.clear();
        }
    }
    ASSERT_FALSE(left.empty());
    ASSERT_LT(left.size(), static_cast<std::size_t>(steps));
    const std::string before = retort::sha256File(store);
    const auto inspected = runRetort({"inspect", directory.root().string(), "--json"});
    EXPECT_EQ(inspected.status, 2) << inspected.err;
    const auto json = nlohmann::json::parse(inspected.out);
    const auto reward = json["stages"][0]["metrics"]["reward"];
    EXPECT_EQ(reward["points_left"], left.size());
    EXPECT_EQ(reward["first"], left.front().value);
    EXPECT_GT(reward["max"], 1.0);
    const std::vector<std::string> damaged = json["damaged"];
    EXPECT_NE(std::ranges::find(damaged, "zero reward"), damaged.end());
    const auto told = runRetort({"inspect", directory.root().string()});
    EXPECT_NE(told.out.find("zero reward"), std::string::npos) << told.out;
    EXPECT_EQ(retort::sha256File(store), before);
}

TEST(BadRun, ALockedStoreIsSaidToBeLockedAndReadOnceItIsFree) {
    const TempDir dir;
    const auto directory = retort::RunDirectory::create(dir.path());
    {
        retort::RunWriter writer(directory.store());
        retort::StageRecord stage;
        stage.name = "zero";
        stage.kind = "grpo";
        writer.putStage(stage);
    }
    {
        // Not opened besides in this process: closing a file gives up all locks that a process has on it.
        retort::SqliteDb other(directory.store(), retort::SqliteDb::Mode::ReadWrite);
        other.exec("PRAGMA journal_mode=DELETE; BEGIN EXCLUSIVE");  // with a WAL, readers would not wait
        const auto locked = runRetort({"inspect", directory.root().string()});
        EXPECT_EQ(locked.status, 3) << locked.out;
        EXPECT_NE(locked.err.find("is locked by another process. Wait until"), std::string::npos) << locked.err;
    }
    EXPECT_EQ(runRetort({"inspect", directory.root().string()}).status, 0);
}

TEST_F(BadModel, NanLossStopsTheRunAndKeepsWhatWasCommitted) {
    const TempDir copy;
    const fs::path project = projectWith(copy / "p", "odd");
    overwriteTensor(project / "odd/model.safetensors", "model.norm.weight", 3e38F);
    const auto result = runRetort({"run", project.string(), "--stage", "sft", "--set", "stages.sft.model=odd"});
    EXPECT_EQ(result.status, 1) << result.err;
    EXPECT_NE(result.err.find("stages.sft"), std::string::npos) << result.err;
    const auto inspect = runRetort({"inspect", runOf(result).string(), "--json"});
    ASSERT_EQ(inspect.status, 0) << inspect.err;
    const auto run = nlohmann::json::parse(inspect.out);
    EXPECT_EQ(run["state"], "failed");
    EXPECT_FALSE(run["error"]["message"].get<std::string>().empty());
}

TEST_F(BadModel, ARunDirectoryInUseIsRefusedWithTheProcess) {
    bool tried = false;
    const auto tryToShare = [&](int pid) {
        for (const retort::RunDirectory& run : retort::listRuns(dir_->path())) {
            if (tried || retort::RunLock::holder(run) != pid) continue;
            tried = true;
            const auto second = runRetort({"run", dir_->path().string(), "--resume", "--run", run.id()});
            EXPECT_EQ(second.status, 3) << second.err;
            EXPECT_NE(second.err.find("in use by process " + std::to_string(pid)), std::string::npos) << second.err;
            ::kill(pid, SIGTERM);
        }
    };
    const auto stopped = runRetort(
        {"run", dir_->path().string(), "--fresh", "--stage", "base", "--set", "stages.base.steps=100000"}, {}, tryToShare);
    EXPECT_TRUE(tried);
    EXPECT_EQ(stopped.status, 130) << stopped.err;
}

TEST_F(BadModel, AFullDiskStopsWithStatus3AndLeavesTheStoreReadable) {
    const TempDir disk;
    if (::mount("tmpfs", disk.path().c_str(), "tmpfs", 0, "size=900k") != 0)
        GTEST_SKIP() << "needs the right to mount a tmpfs";
    fs::copy(dir_->path() / "tokenizer", disk / "tokenizer", fs::copy_options::recursive);
    for (const char* file : {"recipe.toml", "rows.jsonl", "problems.jsonl", "pairs.jsonl"})
        fs::copy(dir_->path() / file, disk / file);
    const auto result = runRetort({"run", disk.path().string(), "--stage", "zero", "--set", "stages.zero.steps=500"});
    EXPECT_EQ(result.status, 3) << result.err;
    EXPECT_NE(result.err.find("Free space"), std::string::npos) << result.err;
    if (!runOf(result).empty()) {
        EXPECT_EQ(runRetort({"inspect", runOf(result).string(), "--json"}).status, 0);
    }
    ::umount(disk.path().c_str());
}

TEST(BadArguments, AreUsageErrors) {
    EXPECT_EQ(runRetort({"run", "/nonexistent-project"}).status, 2);
    EXPECT_EQ(runRetort({"frobnicate"}).status, 2);
    EXPECT_EQ(runRetort({"--help"}).status, 0);
    EXPECT_EQ(runRetort({"--version"}).status, 0);
}
