// SPDX-License-Identifier: Apache-2.0
#include "recipe/recipe.h"

#include <algorithm>

#include "base/error.h"
#include "recipe/recipe_builder.h"
#include "recipe/toml_tree.h"

namespace fs = std::filesystem;

namespace retort {
namespace {

template <class S>
const S* findNamed(const std::vector<S>& sections, const std::string& name) {
    const auto found =
        std::find_if(sections.begin(), sections.end(), [&](const S& section) { return section.name == name; });
    return found == sections.end() ? nullptr : &*found;
}

void setFolders(Recipe& recipe, const fs::path& file, const LoadOptions& options) {
    recipe.file = fs::absolute(file).lexically_normal();
    recipe.project = options.project.empty() ? recipe.file.parent_path() : fs::absolute(options.project).lexically_normal();
}

}  // namespace

std::string rubricOf(const StageSection& stage) {
    return std::visit(
        [](const auto& params) {
            if constexpr (requires { params.rubric; }) return params.rubric;
            return std::string{};
        },
        stage.params);
}

const StageSection* Recipe::findStage(const std::string& stage) const { return findNamed(stages, stage); }
const DataSection* Recipe::findData(const std::string& dataset) const { return findNamed(data, dataset); }
const RubricSection* Recipe::findRubric(const std::string& rubric) const { return findNamed(rubrics, rubric); }

fs::path Recipe::resolve(const std::string& path) const { return (project / path).lexically_normal(); }

std::vector<fs::path> Recipe::resolve(const std::vector<std::string>& paths) const {
    std::vector<fs::path> out;
    for (const std::string& path : paths) out.push_back(resolve(path));
    return out;
}

Override parseOverride(const std::string& argument) {
    const std::size_t equals = argument.find('=');
    if (equals == std::string::npos || equals == 0)
        throw Error(ErrorCode::Usage, "is not KEY=VALUE", "--set " + argument, "Write e.g. --set stages.zero.steps=3");
    return {argument.substr(0, equals), argument.substr(equals + 1)};
}

RubricSection readRubric(const std::vector<Override>& terms) {
    TomlNode root;
    ProblemList problems;
    for (const Override& term : terms) {
        const std::string key = "rubrics.terms." + term.key;
        try {
            applyOverride(root, {key, term.value});
        } catch (const Error& error) {
            throw Error(ErrorCode::Usage, error.message(), term.key + "=" + term.value,
                        "Write a weight, or a term as in a recipe: { kind = \"numeric\", weight = 2 }");
        }
    }
    RecipeDraft draft = buildRubrics(root, problems);
    if (!problems.empty()) {
        const RecipeProblem first = problems.sorted().front();
        throw Error(ErrorCode::Usage, first.message, first.where.substr(first.where.rfind(": ") + 2), first.remedy);
    }
    return std::move(draft.recipe.rubrics.at(0));
}

RecipeResult checkRecipe(const fs::path& file, const LoadOptions& options) {
    RecipeResult result;
    ProblemList problems;
    try {
        TomlNode root = parseTomlFile(file);
        for (const Override& change : options.overrides) applyOverride(root, change);
        applyDefaults(root, problems);
        RecipeDraft draft = buildRecipe(root, problems);
        setFolders(draft.recipe, file, options);
        checkRecipeRules(draft, options.check_files, problems);
        orderStages(draft, problems);
        for (StageSection& stage : draft.recipe.stages) stage.canonical = canonicalStage(stage);
        if (problems.empty()) result.recipe = std::move(draft.recipe);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::Usage) throw;
        result.problems.push_back({error.where(), error.message(), error.remedy()});
        return result;
    }
    result.problems = problems.sorted();
    return result;
}

Recipe loadRecipe(const fs::path& file, const std::vector<Override>& overrides) {
    return loadRecipeWith(file, {.overrides = overrides, .project = {}, .check_files = true});
}

Recipe loadRecipeWith(const fs::path& file, const LoadOptions& options) {
    RecipeResult result = checkRecipe(file, options);
    if (!result.recipe) {
        const RecipeProblem& first = result.problems.front();
        throw Error(ErrorCode::Usage, first.message, first.where, first.remedy);
    }
    return std::move(*result.recipe);
}

}  // namespace retort
