// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/sentence.h"
#include "recipe/recipe.h"
#include "run/run_directory.h"
#include "store/records.h"

namespace retort {

/// Why a stage runs though nothing that it reads is made anew.
struct StageReason {
    Sentence words;     ///< e.g. "steps was 40 in RUN and is 60"
    std::string brief;  ///< the field, input or circumstance in a word or two, for a narrow place: "steps"; empty: new
};

/// Finds the reasons by comparing with what the project's runs have; reads a run when it is first needed. One thread.
class StageReasons {
public:
    explicit StageReasons(const Recipe& recipe);
    ~StageReasons();
    /// `hashes`: of models, data and kept stages by name; `keys`: stage keys of kept stages and of this one.
    StageReason why(const StageSection& stage, const std::map<std::string, std::string>& hashes,
                    const std::map<std::string, std::string>& keys);

private:
    struct Past;
    const Past* newestWith(const StageSection& stage);

    const Recipe& recipe_;
    std::vector<RunDirectory> runs_;  ///< newest first
    std::vector<std::unique_ptr<Past>> read_;
};

}  // namespace retort
