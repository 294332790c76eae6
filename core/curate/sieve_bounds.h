// SPDX-License-Identifier: Apache-2.0
#pragma once

// The fields of a sample stage that bound what it keeps, by their names in the recipe: what can be tried on stored samples,
// put into a link and into the recipe.

#include <map>
#include <span>
#include <string>
#include <variant>

#include "recipe/recipe.h"

namespace retort {

struct SieveBound {
    const char* name;
    std::variant<bool SampleParams::*, double SampleParams::*, std::int64_t SampleParams::*> field;

    /// As the recipe writes it.
    std::string text(const SampleParams& params) const;
    bool same(const SampleParams& a, const SampleParams& b) const;
    /// False, and nothing is changed: the text is no value of this field.
    bool set(SampleParams& params, const std::string& text) const;
};
std::span<const SieveBound> sieveBounds();

/// Bounds by name, as text: those that differ from a recipe's.
using TriedBounds = std::map<std::string, std::string>;
TriedBounds triedBounds(const SampleParams& tried, const SampleParams& recipe);
/// What is no bound or no value of one is passed over.
SampleParams withBounds(SampleParams params, const TriedBounds& tried);

}  // namespace retort
