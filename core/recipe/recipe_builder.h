// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>

#include "recipe/recipe.h"
#include "recipe/section_reader.h"

namespace retort {

/// A recipe read section by section, not yet checked across sections. `places` maps "models.base", "data.problems",
/// "rubrics.zero", "rubrics.zero.helpful", "stages.eval" (and each expanded "stages.eval.base") to where it stands.
struct RecipeDraft {
    Recipe recipe;                                  ///< stages in the order of the file, evaluate sections expanded
    std::map<std::string, const TomlNode*> places;  ///< nodes of the tree that was built from

    std::set<std::string> broken;  ///< names of sections left out because they are wrong; references to them are right

    const TomlNode& place(const std::string& path) const { return *places.at(path); }
};

/// Puts what [defaults.KIND] says into every stage of that kind that does not say it itself; tables key by key. Problems
/// name the line of the default.
void applyDefaults(TomlNode& root, ProblemList& problems);

RecipeDraft buildRecipe(const TomlNode& root, ProblemList& problems);
/// Only its rubrics; the other sections are not looked at.
RecipeDraft buildRubrics(const TomlNode& root, ProblemList& problems);

/// Cross-section rules: references and their kinds, bounds that involve two fields, files (where options.check_files).
void checkRecipeRules(const RecipeDraft& draft, bool check_files, ProblemList& problems);

/// Fills in StageSection::inputs, then sorts the stages: inputs first, evaluate stages directly after their model, ties by
/// the order of the file. A cycle becomes a problem naming its stages.
void orderStages(RecipeDraft& draft, ProblemList& problems);

/// Canonical TOML of a stage's parameters, one "key = value" per line; inline tables dotted. Sets StageSection::canonical.
std::string canonicalStage(const StageSection& stage);

}  // namespace retort
