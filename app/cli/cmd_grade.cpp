// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/error.h"
#include "commands.h"
#include "data/encode.h"
#include "json_lines.h"
#include "project/project.h"
#include "recipe/recipe.h"
#include "reward/language_reward.h"
#include "reward/reasoning_gym_reward.h"
#include "reward/rubric.h"
#include "sandbox/sandbox.h"
#include "text/analyse.h"
#include "text/language.h"

namespace retort::cli {
namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

/// The rubric of several --reward. "math" is the accuracy term, of answers in any of the usual forms.
RubricSection rubricOf(const std::vector<std::string>& rewards) {
    std::vector<Override> terms;
    for (const std::string& reward : rewards) {
        const std::size_t equals = std::min(reward.find('='), reward.size());
        std::string name = reward.substr(0, equals), value = equals < reward.size() ? reward.substr(equals + 1) : "1.0";
        if (name == "math" && value.find('{') == value.npos) value = "{ kind = \"accuracy\", weight = " + value + " }";
        else if (name == "math" && value.find("kind") == value.npos)
            value.insert(value.find('{') + 1,
                         value.find('=') == value.npos ? " kind = \"accuracy\" " : " kind = \"accuracy\", ");
        terms.push_back({std::move(name), std::move(value)});
    }
    RubricSection section;
    try {
        section = readRubric(terms);
        for (const RewardTermSection& term : section.terms) {
            if (term.kind == "reward_model" || term.kind == "process")
                throw Error(ErrorCode::Usage, "a reward model belongs to a project", term.name,
                            "Use --project, or retort score");
        }
    } catch (const Error& error) {
        // Read as a section of a recipe, but nobody wrote one.
        constexpr std::string_view section_name = "rubrics.terms.";
        const std::string& where = error.where();
        throw Error(error.code(), error.message(),
                    "--reward " + (where.starts_with(section_name) ? where.substr(section_name.size()) : where),
                    error.remedy());
    }
    return section;
}

OrderedJson termJson(const RewardTerm& term) {
    OrderedJson json{
        {"score", term.score}, {"outcome", name(term.outcome)}, {"extracted", term.extracted}, {"reason", term.reason}};
    if (term.outcome == Outcome::GraderError) json["score"] = nullptr;
    return json;
}

/// A value of a row as text: lists and objects as JSON.
std::string textOf(const Json& row, const char* key) {
    const auto found = row.find(key);
    if (found == row.end() || found->is_null()) return {};
    return found->is_string() ? found->get<std::string>() : found->dump();
}

/// The row's tests as parseCodeTests reads them, with what the row itself says about them.
std::string testsOf(const Json& row) {
    Json tests = row.at("tests");
    for (const char* key : {"entry_point", "setup", "test_setup_code", "time_limit", "memory_limit"}) {
        if (!row.contains(key)) continue;
        if (!tests.is_object()) tests = Json{{"tests", tests}};
        tests[key] = row.at(key);
    }
    return tests.is_string() ? tests.get<std::string>() : tests.dump();
}

Prompt promptOf(const Json& row) {
    Prompt prompt;
    prompt.text = textOf(row, "prompt");
    const bool is_puzzle = row.contains("meta") || row.contains("metadata");
    if (row.contains("tests")) prompt.reference = testsOf(row);
    else if (row.contains("reference")) prompt.reference = textOf(row, "reference");
    else if (is_puzzle) prompt.reference = puzzleReference(row).dump();
    prompt.language = textOf(row, "language");
    prompt.domain = row.contains("domain") ? textOf(row, "domain") : "reasoning";
    Json grading = Json::object();
    for (const std::string_view column : kGradingColumns) {
        if (row.contains(column)) grading[column] = row.at(std::string(column));
    }
    if (!grading.empty()) prompt.grading = grading.dump();
    return prompt;
}

std::string completionOf(const Json& row) {
    const auto found = row.find("completion");
    if (found != row.end() && found->is_string()) return found->get<std::string>();
    throw Error(ErrorCode::BadInput, found == row.end() ? "\"completion\" is missing" : "\"completion\" is no text", {},
                "Give each line {\"completion\": \"...\"} and what its reward needs");
}

/// What is written in which language, for people who wonder about a score.
void explainLanguage(const std::string& text, OrderedJson& json) {
    json["extracted"] = guessLanguage(text);
    json["spans"] = OrderedJson::array();
    for (const TextSpan& span : findLanguages(text))
        json["spans"].push_back({{"begin", span.begin}, {"end", span.end}, {"language", span.label}});
}

}  // namespace

int gradeCommand(const GradeArguments& arguments) {
    TemplateSection form;
    RubricSection section;
    if (arguments.project.empty()) {
        section = rubricOf(arguments.rewards);
        // Answers count in every usual form, unless it is the form that is asked for.
        const bool asks_form =
            std::ranges::any_of(section.terms, [](const RewardTermSection& term) { return term.kind == "format"; });
        if (!asks_form) form.answer_open = form.answer_close = "";
    } else {
        const Recipe recipe = loadRecipe(openProject(arguments.project).recipe_file);
        const RubricSection* found = arguments.rubric.empty() && !recipe.rubrics.empty()
                                         ? &recipe.rubrics.front()
                                         : recipe.findRubric(arguments.rubric);
        if (found == nullptr)
            throw Error(ErrorCode::Usage, "the recipe has no rubric \"" + arguments.rubric + "\"", "--rubric");
        section = *found;
        form = recipe.prompt_template;
        // A chat template may open the think part, and it is the model's: known where the recipe has one base model.
        if (form.chat && recipe.models.size() == 1)
            form = resolveTemplate(form, recipe.resolve(recipe.models.begin()->second));
    }
    const Rubric rubric(section, form);
    const bool alone = arguments.project.empty() && section.terms.size() == 1;
    return filterLines(
        [&](const Json& row) -> OrderedJson {
            const Prompt prompt = promptOf(row);
            Rollout rollout;
            rollout.text = completionOf(row);
            rollout.facts = analyse(rollout.text, promptLanguage(prompt), form);
            const RewardBreakdown breakdown = rubric.grade(prompt, rollout);
            if (alone) {
                OrderedJson json = termJson(breakdown.terms.at(0));
                if (section.terms[0].kind == "language") explainLanguage(rollout.text, json);
                return json;
            }
            OrderedJson terms = OrderedJson::object();
            for (const RewardTerm& term : breakdown.terms) {
                terms[term.name] = termJson(term);
                terms[term.name]["weight"] = term.weight;
            }
            OrderedJson json{{"score", breakdown.total},
                             {"outcome", breakdown.hasError()  ? "grader_error"
                                         : breakdown.total > 0 ? "pass"
                                                               : "fail"},
                             {"terms", terms}};
            if (breakdown.hasError()) json["score"] = nullptr;
            return json;
        },
        rubric.runsCode() ? Sandbox::shared().slots() : 1);
}

}  // namespace retort::cli
