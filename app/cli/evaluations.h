// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "run/run_directory.h"
#include "store/records.h"

namespace retort::cli {

/// A run directory, or the newest run of a project folder.
RunDirectory findRun(const std::filesystem::path& path);

/// One evaluation of a run with its samples.
struct Evaluation {
    std::string run;  ///< the run's id
    EvaluationRecord record;
    std::vector<EvalSampleRecord> samples;
};

/// The evaluations that "RUN", "RUN@MODEL" or "RUN@MODEL/SUITE" names, in order of the stages; RUN may be a project (its
/// newest run) or the folder of `retort eval`. Throws Error(Usage) where there are none.
std::vector<Evaluation> readEvaluations(const std::string& name);

}  // namespace retort::cli
