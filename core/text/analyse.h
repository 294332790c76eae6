// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "recipe/recipe.h"
#include "rollout/rollout.h"

namespace retort {

/// Everything measured on a completion's text. `language`: that of the prompt; empty: no language share. The share and the
/// foreign spans are of the whole text without its tags, the reflection spans of the think part (of everything where there
/// is none). Spans are in order of begin, in bytes of `text`. Never throws; any thread.
TextFacts analyse(std::string_view text, std::string_view language, const TemplateSection& section);

}  // namespace retort
