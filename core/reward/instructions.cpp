// SPDX-License-Identifier: Apache-2.0
#include "reward/instructions.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/error.h"
#include "reward/instruction_rules.h"
#include "reward/json_schema.h"
#include "text/ascii.h"

namespace retort {
namespace {

using Json = nlohmann::json;

const InstructionRule* findRule(std::string_view id) {
    for (const auto* rules : {&wordRules(), &layoutRules()}) {
        const auto rule = std::ranges::find(*rules, id, &InstructionRule::id);
        if (rule != rules->end()) return &*rule;
    }
    return nullptr;
}

bool isTexts(const Json& value) {
    return value.is_array() && !value.empty() &&
           std::all_of(value.begin(), value.end(), [](const Json& e) { return e.is_string() && e != ""; });
}

/// IFEval's own rows hold whole numbers as floats where they came through a table.
bool isCount(const Json& value) {
    return value.is_number() && value.get<double>() >= 0 &&
           value.get<double>() == static_cast<double>(value.get<std::int64_t>());
}

void checkArgument(const RuleArgument& argument, const Json& arguments, const std::string& id, const std::string& where) {
    const auto found = arguments.find(std::string(argument.name));
    const Json value = found == arguments.end() ? Json() : *found;
    using Type = RuleArgument::Type;
    const char* wanted = nullptr;
    switch (argument.type) {
        case Type::Text: wanted = value.is_string() && value != "" ? nullptr : "text"; break;
        case Type::Whole: wanted = isCount(value) ? nullptr : "a whole number from 0"; break;
        case Type::Texts: wanted = isTexts(value) ? nullptr : "a list of texts"; break;
        case Type::Relation:
            wanted = value.is_string() && isRelation(value.get<std::string>())
                         ? nullptr
                         : "\"at least\", \"at most\", \"less than\", \"more than\" or \"exactly\"";
            break;
    }
    if (wanted == nullptr) return;
    const std::string given =
        value.is_null() ? "is missing" : "is " + value.dump(-1, ' ', false, Json::error_handler_t::replace);
    throw Error(ErrorCode::BadInput, fmt::format("\"{}\" of {} {}", argument.name, id, given), where,
                fmt::format("Give it {}", wanted));
}

Instruction checked(std::string id, Json arguments, const std::string& where) {
    const InstructionRule* rule = findRule(id);
    if (rule == nullptr) {
        std::string known;
        for (const std::string& name : knownInstructions()) known += (known.empty() ? "" : ", ") + name;
        throw Error(ErrorCode::BadInput, "no instruction is called \"" + id + "\"", where, "Known: " + known);
    }
    if (arguments.is_null()) arguments = Json::object();
    if (!arguments.is_object()) throw Error(ErrorCode::BadInput, "the arguments of " + id + " are no JSON object", where);
    for (const RuleArgument& argument : rule->arguments) checkArgument(argument, arguments, id, where);
    return {std::move(id), std::move(arguments)};
}

}  // namespace

Instruction readInstruction(const std::string& text, const std::string& where) {
    const std::size_t brace = text.find('{');
    std::string id(trimAscii(std::string_view(text).substr(0, brace)));
    return checked(std::move(id),
                   brace == text.npos ? Json() : parseBoundedJson(std::string_view(text).substr(brace), where), where);
}

std::vector<Instruction> readInstructions(const Json& ids, const Json& kwargs, const std::string& where) {
    if (!ids.is_array() || ids.empty()) throw Error(ErrorCode::BadInput, "instruction_id_list is no list of ids", where);
    if (!kwargs.is_null() && (!kwargs.is_array() || kwargs.size() != ids.size()))
        throw Error(ErrorCode::BadInput, "kwargs is no list as long as instruction_id_list", where,
                    "Give one object for each id, {} where it has none");
    std::vector<Instruction> out;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (!ids[i].is_string()) throw Error(ErrorCode::BadInput, "instruction_id_list is no list of ids", where);
        out.push_back(checked(ids[i].get<std::string>(), kwargs.is_null() ? Json() : kwargs[i], where));
    }
    return out;
}

InstructionVerdict follows(std::string_view answer, const Instruction& instruction) {
    return findRule(instruction.id)->judge(answer, instruction.arguments);
}

std::vector<std::string> knownInstructions() {
    std::vector<std::string> ids;
    for (const auto* rules : {&wordRules(), &layoutRules()}) {
        for (const InstructionRule& rule : *rules) ids.emplace_back(rule.id);
    }
    std::ranges::sort(ids);
    return ids;
}

bool isRelation(std::string_view relation) {
    return relation == "at least" || relation == "at most" || relation == "less than" || relation == "more than" ||
           relation == "exactly";
}

InstructionVerdict compareCount(std::size_t count, std::string_view relation, std::int64_t wanted, std::string_view what) {
    const auto have = static_cast<std::int64_t>(count);
    bool right = have == wanted;
    if (relation == "at least") right = have >= wanted;
    else if (relation == "at most") right = have <= wanted;
    else if (relation == "less than") right = have < wanted;
    else if (relation == "more than") right = have > wanted;
    return {right, fmt::format("{} {}, {} {} wanted", have, what, relation, wanted)};
}

std::vector<std::string_view> linesOf(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::string_view line = text.substr(begin, end - begin);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.push_back(line);
        begin = end + 1;
    }
    return lines;
}

std::vector<std::string_view> splitBy(std::string_view text, std::string_view mark) {
    std::vector<std::string_view> pieces;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(mark, begin), text.size());
        pieces.push_back(trimAscii(text.substr(begin, end - begin)));
        begin = end == text.size() ? end + 1 : end + mark.size();
    }
    return pieces;
}

}  // namespace retort
