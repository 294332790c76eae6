// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace retort {

/// The steps of a trace, as views that join to it again: each goes up to and with its separator. An empty separator means
/// blank lines where the text has some, else lines. A piece of white space alone belongs to the step before it. Empty text:
/// no steps.
std::vector<std::string_view> splitSteps(std::string_view text, std::string_view separator);

/// Steps that were written apart, ready to be joined: each but the last ends with the separator (a line end where it is
/// empty).
std::vector<std::string> joinableSteps(std::vector<std::string> steps, std::string_view separator);

}  // namespace retort
