// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reward/instructions.h"

namespace retort {

/// An argument that a rule must have.
struct RuleArgument {
    enum class Type { Text, Whole, Texts, Relation };
    std::string_view name;
    Type type;
};

/// A rule by id: what it needs and how it judges.
struct InstructionRule {
    std::string_view id;
    std::vector<RuleArgument> arguments;
    InstructionVerdict (*judge)(std::string_view answer, const nlohmann::json& arguments);
};

/// Rules about words, letters and language, and rules about lay-out; together all there are.
const std::vector<InstructionRule>& wordRules();
const std::vector<InstructionRule>& layoutRules();

/// "at least", "at most", "less than", "more than", "exactly": whether `count` is so, and a reason that says it.
bool isRelation(std::string_view relation);
InstructionVerdict compareCount(std::size_t count, std::string_view relation, std::int64_t wanted, std::string_view what);

/// A rule's argument, which is there: the rules' kinds of arguments are checked when instructions are read.
inline std::string textOf(const nlohmann::json& arguments, const char* name) {
    return arguments.at(name).get<std::string>();
}
inline std::int64_t countOf(const nlohmann::json& arguments, const char* name) {
    return static_cast<std::int64_t>(arguments.at(name).get<double>());
}

/// The lines of a text, without their ends.
std::vector<std::string_view> linesOf(std::string_view text);
/// The pieces between occurrences of `mark`, trimmed.
std::vector<std::string_view> splitBy(std::string_view text, std::string_view mark);

}  // namespace retort
