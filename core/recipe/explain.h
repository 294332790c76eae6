// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "base/sentence.h"
#include "recipe/recipe.h"

namespace retort {

/// The lines of explain() with their values apart; the patterns are of the translation context retort::Explain.
std::vector<Sentence> explainSentences(const StageSection& stage);

}  // namespace retort
