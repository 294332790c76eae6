// SPDX-License-Identifier: Apache-2.0
#pragma once

// One row of a suite's file to one problem; for readSuite().

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "data/data_row.h"
#include "eval/suites.h"

namespace retort {

/// The rows of a data file; of MGSM's TSV, which has no heading, with the columns problem and answer. Throws Error(BadInput)
/// naming file and line.
std::vector<DataRow> suiteRows(const std::filesystem::path& file, const SuiteKind& kind);

/// The first of the columns that the row has a text or a number in; empty when none.
std::string columnOf(const nlohmann::json& row, const std::vector<std::string>& names);
std::string trimmed(std::string text);

/// What is asked and expected of a row of a code suite (rewards "code": HumanEval, MultiPL-E, MBPP, stdio): sets prompt,
/// plain, answer and solution, and may add to the kind's stop texts. `where` is what errors call the row.
void shapeCode(const nlohmann::json& row, SuiteKind& kind, SuiteProblem& problem, const std::string& where);

/// The same for reasoning-gym: answer becomes {"task", "answer", "meta"}. Gives why the row cannot be scored, if so.
std::optional<std::string> shapePuzzle(const nlohmann::json& row, SuiteProblem& problem);

/// MBPP's prompt for one problem up to [BEGIN] (Austin et al. 2021, arXiv 2108.07732, section 2.1).
std::string mbppPrompt(const SuiteProblem& problem);

}  // namespace retort
