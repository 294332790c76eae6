// SPDX-License-Identifier: Apache-2.0
#pragma once

// Result files as lm-evaluation-harness writes them, beside the run's own store.

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "commands.h"
#include "eval/suites.h"
#include "recipe/recipe.h"
#include "store/records.h"

namespace retort::cli {

/// A suite as the command line names it, and how it is asked.
struct NamedSuite {
    std::string name;
    Suite suite;
    std::int64_t samples = 1;  ///< k
    std::int64_t shots = 0;
    bool chat = false;
    std::string prefix;  ///< worked examples: as plain text, or the chat template's text up to the problem
    std::string suffix;  ///< of a chat with examples: the template's text behind the problem
};

/// One suite's result: "pass@1,none" and the rest by lm-eval's "METRIC,FILTER" keys, with by_level, by_language and
/// by_subject where a suite has more than one class.
nlohmann::ordered_json suiteResult(const NamedSuite& named, const std::vector<EvalSampleRecord>& samples);

/// The whole results file: results, configs, n-shot, n-samples, config, date.
nlohmann::ordered_json resultsFile(const EvalArguments& arguments, const std::vector<NamedSuite>& suites,
                                   const nlohmann::ordered_json& results);

/// Writes results_<time>.json and one samples_<suite>_<time>.jsonl per suite into `folder`, one line a problem with all its
/// samples, their verdicts and reasons, and the text that the model was asked with by `form`, which resolveTemplate() made.
/// Throws Error(Environment) when the disk refuses.
void writeResultFiles(const std::filesystem::path& folder, const nlohmann::ordered_json& results,
                      const std::vector<NamedSuite>& suites, const std::vector<std::vector<EvalSampleRecord>>& samples,
                      const TemplateSection& form);

void printResults(const nlohmann::ordered_json& results);

}  // namespace retort::cli
