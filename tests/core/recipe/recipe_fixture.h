// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "recipe/recipe.h"
#include "support/temp_dir.h"

namespace retort::test {

/// A project folder with a model, three data files and a recipe that uses every kind of stage.
class RecipeTest : public ::testing::Test {
protected:
    RecipeTest() {
        std::filesystem::create_directories(dir_ / "models/base");
        std::filesystem::create_directories(dir_ / "data");
        std::filesystem::create_directories(dir_ / "tokenizer");
        writeFileDurably(dir_ / "models/base/config.json", "{}");
        writeFileDurably(dir_ / "tokenizer/tokenizer.json", "{}");
        for (const char* name : {"problems", "heldout", "pairs", "corpus"})
            writeFileDurably(dir_ / (std::string("data/") + name + ".jsonl"), "{}\n");
    }

    std::filesystem::path write(const std::string& text) const {
        writeFileDurably(dir_ / "recipe.toml", text);
        return dir_ / "recipe.toml";
    }

    Recipe load(const std::string& text, const std::vector<Override>& overrides = {}) const {
        return loadRecipe(write(text), overrides);
    }

    /// what() of the error that loading throws; fails the test when it throws none or another kind.
    std::string errorOf(const std::string& text, const std::vector<Override>& overrides = {}) const {
        try {
            load(text, overrides);
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::Usage);
            return error.what();
        }
        ADD_FAILURE() << "no error";
        return {};
    }

    /// The smallest recipe with a grpo stage; `stage` is put into [stages.zero], `rest` at the end. Line 12 is the first of
    /// `stage`.
    static std::string grpo(const std::string& stage = {}, const std::string& rest = {}) {
        return "[project]\n"
               "name = \"t\"\n"
               "[models]\n"
               "base = \"models/base\"\n"
               "[data.problems]\n"
               "path = \"data/problems.jsonl\"\n"
               "[rubrics.right]\n"
               "accuracy = 1.0\n"
               "[stages.zero]\n"
               "kind = \"grpo\"\n"
               "model = \"base\"\ndata = \"problems\"\nrubric = \"right\"\n" +
               stage + "\n" + rest;
    }

    static const char* everything();

    TempDir dir_;
};

}  // namespace retort::test
