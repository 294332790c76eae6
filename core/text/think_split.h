// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "recipe/recipe.h"

namespace retort {

/// The two parts of a completion, as views into it (so their offsets can be told), without surrounding whitespace.
struct ThinkSplit {
    std::string_view think;    ///< empty when there is no think part
    std::string_view answer;   ///< everything when there is no think part; empty when the think part never ends
    bool well_formed = false;  ///< think and answer tags each exactly once, in order, and only whitespace around them
};

/// True when the template's prompt itself ends with the think_open tag, so that completions lack it (R1's distilled models).
bool promptOpensThink(const TemplateSection& section);

/// The completion without a think_open at its start where `prompt` ends with it already, and without the line end behind it
/// where the prompt has that too: what such a prompt is continued with. Otherwise the completion itself.
std::string_view withoutPrefill(std::string_view completion, std::string_view prompt, std::string_view think_open);

/// Splits by the template's tags. Tags that are empty in the template are not asked for: without answer tags the answer
/// is what follows think_close; without think tags the whole completion is the answer part. Never throws; any thread.
ThinkSplit splitThink(std::string_view completion, const TemplateSection& section);

}  // namespace retort
