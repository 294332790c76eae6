// SPDX-License-Identifier: Apache-2.0
#include "project/project.h"

#include <chrono>
#include <cstdlib>
#include <functional>
#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "support/temp_dir.h"

namespace retort::test {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

namespace {

void put(const fs::path& file, std::string_view text) {
    fs::create_directories(file.parent_path());
    writeFileDurably(file, text);
}

std::string errorOf(const std::function<void()>& action, ErrorCode code) {
    try {
        action();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), code);
        return error.what();
    }
    ADD_FAILURE() << "no error";
    return {};
}

/// Sets an environment variable for one test.
class Environment {
public:
    Environment(const char* name, const std::string& value) : name_(name) {
        if (const char* old = std::getenv(name)) old_ = old;
        ::setenv(name, value.c_str(), 1);
    }
    ~Environment() {
        if (old_) ::setenv(name_, old_->c_str(), 1);
        else ::unsetenv(name_);
    }

private:
    const char* name_;
    std::optional<std::string> old_;
};

}  // namespace

TEST(Project, OpensByFolderOrRecipe) {
    const TempDir dir;
    put(dir / "p/recipe.toml", "");
    for (const fs::path& path : {dir / "p", dir / "p/", dir / "p/recipe.toml", dir / "p/../p"}) {
        const Project project = openProject(path);
        EXPECT_EQ(project.folder, dir / "p") << path;
        EXPECT_EQ(project.recipe_file, dir / "p/recipe.toml");
        EXPECT_EQ(project.runs_folder, dir / "p/runs");
    }
    EXPECT_EQ(errorOf([&] { openProject(dir.path()); }, ErrorCode::Usage),
              dir.path().string() +
                  ": holds no recipe.toml. Open the folder of a project, or make one with: retort new TEMPLATE FOLDER");
    EXPECT_THAT(errorOf([&] { openProject(dir / "nothing"); }, ErrorCode::Usage), HasSubstr("there is no such folder"));
}

TEST(Project, ListsRunsNewestFirstAndNothingElse) {
    const TempDir dir;
    put(dir / "recipe.toml", "");
    const Project project = openProject(dir.path());
    EXPECT_TRUE(listRuns(project).empty());
    put(dir / "runs/a/run.db", "");
    put(dir / "runs/b/recipe.toml", "");
    put(dir / "runs/c/notes.txt", "");
    put(dir / "runs/.d/run.db", "");
    put(dir / "runs/file", "");
    const auto now = fs::file_time_type::clock::now();
    fs::last_write_time(dir / "runs/a/run.db", now);
    fs::last_write_time(dir / "runs/b/recipe.toml", now - std::chrono::hours(1));
    EXPECT_THAT(listRuns(project), ElementsAre(dir / "runs/a", dir / "runs/b"));
}

TEST(Templates, AreListedWithTheirFirstComment) {
    const TempDir dir;
    put(dir / "projects/abacus/recipe.toml", "# SPDX-License-Identifier: Apache-2.0\n#\n# Sums.\n# More.\n");
    put(dir / "projects/templates/zero/recipe.toml", "[project]\n");
    put(dir / "projects/templates/README", "");
    const auto templates = listTemplates(dir.path());
    ASSERT_EQ(templates.size(), 2u);
    EXPECT_EQ(templates[0].name, "abacus");
    EXPECT_EQ(templates[0].description, "Sums.");
    EXPECT_EQ(templates[1].name, "zero");
    EXPECT_EQ(templates[1].description, "");
}

TEST(Templates, CopyRegularFilesOnlyAndNoRuns) {
    const TempDir dir;
    const fs::path from = dir / "res/projects/t";
    put(from / "recipe.toml", "[project]\n");
    put(from / "data/deep/x.jsonl", "{}\n");
    put(from / "runs/old/run.db", "");
    put(from / "data/runs/kept", "");
    put(from / ".git/config", "");
    put(dir / "secret", "s");
    fs::create_symlink(dir / "secret", from / "data/link");
    fs::create_directory_symlink(dir.path(), from / "folder");
    put(dir / "res/projects/other/models/base/config.json", "{}");
    fs::create_symlink("../..", dir / "res/projects/other/models/base/round");
    fs::create_directory_symlink("../other/models", from / "models");
    fs::create_symlink("../../other/models/base/config.json", from / "data/shared.json");
    fs::permissions(from / "recipe.toml", fs::perms::owner_read);
    const Project project = createFromTemplate("t", dir / "new/place/", dir / "res");
    for (const char* shared : {"models/base/config.json", "data/shared.json"}) {
        EXPECT_EQ(readFile(project.folder / shared), "{}") << shared;
        EXPECT_FALSE(fs::is_symlink(project.folder / shared));
    }
    EXPECT_FALSE(fs::exists(fs::symlink_status(project.folder / "models/base/round")));
    EXPECT_EQ(project.folder, dir / "new/place");
    EXPECT_EQ(readFile(project.folder / "data/deep/x.jsonl"), "{}\n");
    EXPECT_TRUE(fs::exists(project.folder / "data/runs/kept"));
    for (const char* absent : {"runs", ".git", "data/link", "folder"})
        EXPECT_FALSE(fs::exists(fs::symlink_status(project.folder / absent))) << absent;
    EXPECT_NO_THROW(writeFileDurably(project.recipe_file, "mine"));
    EXPECT_NE(fs::status(project.recipe_file).permissions() & fs::perms::owner_write, fs::perms::none);
}

TEST(Templates, RefuseAnUnknownNameAndAPlaceThatIsTaken) {
    const TempDir dir;
    put(dir / "res/projects/t/recipe.toml", "");
    put(dir / "taken/mine", "keep");
    EXPECT_EQ(errorOf([&] { createFromTemplate("u", dir / "new", dir / "res"); }, ErrorCode::Usage),
              "no template is called \"u\". Known: t");
    EXPECT_EQ(errorOf([&] { createFromTemplate("t", dir / "taken", dir / "res"); }, ErrorCode::Usage),
              (dir / "taken").string() + ": already exists. Choose a folder that does not exist yet");
    EXPECT_EQ(readFile(dir / "taken/mine"), "keep");
    EXPECT_EQ(
        errorOf([&] { createFromTemplate("t", dir / "taken/mine/x", dir / "res"); }, ErrorCode::Environment).substr(0, 5),
        dir.path().string().substr(0, 5));
}

TEST(Resources, ComeFromTheVariableOrTheSourceTree) {
    const TempDir dir;
    fs::create_directories(dir / "projects");
    const Environment chosen("RETORT_RESOURCES", dir.path().string());
    EXPECT_EQ(resourcesFolder(), dir.path());
    const Environment wrong("RETORT_RESOURCES", (dir / "nothing").string());
    EXPECT_TRUE(fs::is_directory(resourcesFolder() / "projects"));
}

TEST(RecentProjects, AreRememberedNewestFirstAndForgotten) {
    const TempDir dir;
    const Environment state("XDG_STATE_HOME", dir.path().string());
    EXPECT_TRUE(recentProjects().empty());
    rememberProject("/p/a");
    rememberProject("/p/b");
    rememberProject("/p/a/.");
    rememberProject("/p/a");
    std::vector<std::string> folders;
    for (const RecentProject& project : recentProjects()) folders.push_back(project.folder.string());
    EXPECT_EQ(folders.front(), "/p/a");
    forgetProject("/p/a");
    forgetProject("/p/a/.");
    ASSERT_EQ(recentProjects().size(), 1u);
    EXPECT_EQ(recentProjects()[0].folder, "/p/b");
    EXPECT_GT(recentProjects()[0].opened, 1.6e9);
    for (int i = 0; i < 40; ++i) rememberProject("/p/" + std::to_string(i));
    EXPECT_EQ(recentProjects().size(), 30u);
    EXPECT_EQ(recentProjects()[0].folder, "/p/39");
}

TEST(RecentProjects, ADamagedListBeginsAnew) {
    const TempDir dir;
    const Environment state("XDG_STATE_HOME", dir.path().string());
    for (const char* text : {"", "{", "[]", "{\"version\":1}", "{\"version\":1,\"projects\":[{\"folder\":3,\"opened\":1}]}",
                             "{\"version\":99,\"projects\":[]}"}) {
        put(dir / "retort/recent.json", text);
        EXPECT_TRUE(recentProjects().empty()) << text;
        rememberProject("/p/a");
        EXPECT_EQ(recentProjects().size(), 1u) << text;
    }
}

}  // namespace retort::test
