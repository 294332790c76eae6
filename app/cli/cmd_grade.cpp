// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/error.h"
#include "commands.h"
#include "json_lines.h"
#include "project/project.h"
#include "recipe/recipe.h"
#include "reward/language_reward.h"
#include "reward/rubric.h"
#include "sandbox/sandbox.h"
#include "text/analyse.h"
#include "text/language.h"

namespace retort::cli {
namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

/// The one-term rubric of `--reward KIND`; "math" is the accuracy term on answers in any of the usual forms.
RubricSection rubricOf(const std::string& reward) {
    RewardTermSection term;
    term.name = term.kind = reward == "math" ? "accuracy" : reward;
    static const std::vector<std::string> kinds{"accuracy", "code", "format", "language", "repetition"};
    if (std::find(kinds.begin(), kinds.end(), term.kind) == kinds.end())
        throw Error(ErrorCode::Usage, "unknown reward \"" + reward + "\"", "--reward", "It is one of math, code, format, language, repetition");
    return {reward, {term}};
}

OrderedJson termJson(const RewardTerm& term) {
    OrderedJson json{{"score", term.score}, {"outcome", name(term.outcome)}, {"extracted", term.extracted}, {"reason", term.reason}};
    if (term.outcome == Outcome::GraderError) json["score"] = nullptr;
    return json;
}

/// The row's tests as parseCodeTests reads them, with what the row itself says about them.
std::string testsOf(const Json& row) {
    if (!row.contains("tests")) return row.value("reference", "");
    Json tests = row.at("tests");
    for (const char* key : {"entry_point", "setup", "test_setup_code", "time_limit", "memory_limit"}) {
        if (!row.contains(key)) continue;
        if (!tests.is_object()) tests = Json{{"tests", tests}};
        tests[key] = row.at(key);
    }
    return tests.is_string() ? tests.get<std::string>() : tests.dump();
}

/// What is written in which language, for people who wonder about a score.
void explainLanguage(const std::string& text, OrderedJson& json) {
    json["extracted"] = guessLanguage(text);
    json["spans"] = OrderedJson::array();
    for (const TextSpan& span : findLanguages(text)) json["spans"].push_back({{"begin", span.begin}, {"end", span.end}, {"language", span.label}});
}

}  // namespace

int gradeCommand(const GradeArguments& arguments) {
    TemplateSection form;
    RubricSection section;
    if (arguments.project.empty()) {
        section = rubricOf(arguments.reward);
        if (arguments.reward == "math") form.answer_open = form.answer_close = "";
    } else {
        const Recipe recipe = loadRecipe(openProject(arguments.project).recipe_file);
        const RubricSection* found = arguments.rubric.empty() && !recipe.rubrics.empty() ? &recipe.rubrics.front() : recipe.findRubric(arguments.rubric);
        if (found == nullptr) throw Error(ErrorCode::Usage, "the recipe has no rubric \"" + arguments.rubric + "\"", "--rubric");
        section = *found;
        form = recipe.prompt_template;
    }
    const Rubric rubric(section, form);
    return filterLines([&](const Json& row) -> OrderedJson {
        Prompt prompt;
        prompt.text = row.value("prompt", "");
        prompt.reference = testsOf(row);
        prompt.language = row.value("language", "");
        prompt.domain = row.value("domain", "reasoning");
        Rollout rollout;
        rollout.text = row.at("completion").get<std::string>();
        rollout.facts = analyse(rollout.text, promptLanguage(prompt), form);
        const RewardBreakdown breakdown = rubric.grade(prompt, rollout);
        if (arguments.project.empty()) {
            OrderedJson json = termJson(breakdown.terms.at(0));
            if (arguments.reward == "language") explainLanguage(rollout.text, json);
            return json;
        }
        OrderedJson terms = OrderedJson::object();
        for (const RewardTerm& term : breakdown.terms) terms[term.name] = termJson(term);
        OrderedJson json{{"score", breakdown.total}, {"outcome", breakdown.hasError() ? "grader_error" : breakdown.total > 0 ? "pass" : "fail"}, {"terms", terms}};
        if (breakdown.hasError()) json["score"] = nullptr;
        return json;
    }, rubric.runsCode() ? Sandbox::shared().slots() : 1);
}

}  // namespace retort::cli
