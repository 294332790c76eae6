// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace retort::cli {

/// [project] precision of the nearest recipe at or above a model's folder: a checkpoint computes as its run did, a project's
/// own model as the project does. "auto" where there is no recipe that can be read.
std::string precisionFor(const std::filesystem::path& model);

}  // namespace retort::cli
