// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace retort {

/// One rule that an answer must follow: an id of IFEval (arXiv 2311.07911) with its arguments, under IFEval's names, or
/// startend:start_checker {"start_phrase"}, which IFEval lacks.
struct Instruction {
    std::string id;
    nlohmann::json arguments;  ///< an object; null values count as absent
};

/// Reads "ID" or "ID {arguments as JSON}", as a recipe has them. Throws Error(BadInput) for an unknown id, a missing or
/// mistyped argument.
Instruction readInstruction(const std::string& text, const std::string& where);

/// Reads a row's instruction_id_list and kwargs. Throws as readInstruction does, and for lists of different lengths.
std::vector<Instruction> readInstructions(const nlohmann::json& ids, const nlohmann::json& kwargs, const std::string& where);

/// How one rule was judged.
struct InstructionVerdict {
    bool followed = false;
    std::string reason;  ///< what was counted or found, for people
};

/// Judges an answer. Words and sentences are ICU's (UAX 29 with its Chinese and Japanese dictionary), so Chinese counts by
/// words. Keywords are looked for without case and width: wanted ones anywhere, forbidden ones as whole words where their
/// script writes spaces. Any thread.
InstructionVerdict follows(std::string_view answer, const Instruction& instruction);

/// Every id that readInstruction knows, in order.
std::vector<std::string> knownInstructions();

/// Words and sentences of a text by ICU.
std::size_t countWords(std::string_view text);
std::size_t countSentences(std::string_view text);

}  // namespace retort
