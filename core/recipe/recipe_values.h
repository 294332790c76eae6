// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "recipe/recipe.h"

namespace retort {

/// Every value of a recipe, as TOML, by its dotted name: "stages.zero.steps".
std::map<std::string, std::string> recipeValues(const Recipe& recipe);

/// A value that differs between two recipes; empty: not there.
struct ValueDifference {
    std::string field, then, now;
};
/// By field, those of `now` first, then those that are gone.
std::vector<ValueDifference> compareRecipes(const Recipe& then, const Recipe& now);

}  // namespace retort
