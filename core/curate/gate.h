// SPDX-License-Identifier: Apache-2.0
#pragma once

// A curate stage of a run as someone who judges its candidates sees it. Everything here reads the disk.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "recipe/recipe.h"
#include "run/run_directory.h"
#include "store/records.h"

namespace retort {

struct Gate {
    StageRecord stage;  ///< of the curate stage
    CurateParams params;
    SampleParams sample_params;          ///< of the sample stage that it reads
    std::optional<StageRecord> sampled;  ///< the sample stage in the run that made it; empty: nothing is sampled yet
    std::filesystem::path source;        ///< that run's directory
    std::string source_run;              ///< as CandidateId has it: empty for the run itself
    TemplateSection
        prompt_template;  ///< as the sampled model was asked; with chat and no such model yet, as the recipe has it
    TemplateSection reader_template;     ///< the same of the model that `reader` trains
    std::string reader;                  ///< first sft or distill stage that trains on what is accepted; empty: none
    std::int64_t reader_max_length = 0;  ///< its max_length; longer rows would be refused
    std::filesystem::path tokenizer;     ///< folder of the tokenizer that the rows meet; empty: none is there yet

    /// Accepted candidates that are wanted; at least 1.
    std::int64_t wanted() const { return params.count > 0 ? params.count : 1; }
};

/// A sample stage of a run with where its samples lie.
struct Sampling {
    StageRecord stage;             ///< in the run that sampled
    SampleParams params;           ///< of the run that was asked for
    std::filesystem::path source;  ///< the directory of the run that sampled
};
/// The sample stages of a run that have samples. Throws as findGates.
std::vector<Sampling> findSamplings(const RunDirectory& run);

/// The curate stages of a run by position, from its store and its frozen recipe. Throws as RunReader and loadRecipeWith.
std::vector<Gate> findGates(const RunDirectory& run);

/// The one of this name; empty name: the only one. Throws Error(Usage) when there is none or a choice.
Gate findGate(const RunDirectory& run, const std::string& stage);

/// A checkpoint that is still there.
struct KeptModel {
    std::filesystem::path folder;
    Step step = 0;
    bool final = false;  ///< the stage's result
};
/// What a stage of the run has kept, in whichever run made it: the result, then the last step first.
std::vector<KeptModel> keptModels(const RunDirectory& run, const StageRecord& stage);

/// Folder of what a [models] entry or a stage of the run made (in whichever run made it); empty: nothing yet.
std::filesystem::path modelFolder(const RunDirectory& run, const Recipe& recipe, const std::string& name);

}  // namespace retort
