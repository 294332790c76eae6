// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "base/file_pattern.h"
#include "recipe/recipe.h"

namespace retort {

/// Lower-case hex SHA-256 of everything that decides what a stage produces: its name and canonical section, the template,
/// rubric and data sections it uses, the run's seed, and the hashes of its inputs in the order of stage.inputs. Equal keys:
/// nothing to redo. Throws Error(Usage) when input_hashes has another length than stage.inputs.
std::string stageKey(const Recipe& recipe, const StageSection& stage, std::span<const std::string> input_hashes);

/// Whether a value of the recipe, by its field's whole name ("stages.zero.steps"), enters that key.
bool entersStageKey(const Recipe& recipe, const StageSection& stage, const std::string& field);

/// SHA-256 over the names and contents of a HuggingFace folder's model files (config, weights, tokenizer, templates); notes,
/// logs and trainer state beside them do not count. Reads everything: seconds per GB.
std::string hashModel(const std::filesystem::path& folder);

/// SHA-256 of a data file, or over the names and contents of several.
std::string hashData(const PathList& paths);

/// The hash of an input that is a [models] or [data] entry; throws Error(Usage) for the name of a stage.
std::string hashInput(const Recipe& recipe, const std::string& name);

}  // namespace retort
