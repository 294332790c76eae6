// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/error.h"
#include "commands.h"
#include "json_lines.h"
#include "project/project.h"
#include "recipe/recipe.h"
#include "reward/rubric.h"
#include "text/analyse.h"

namespace retort::cli {
namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

/// The one-term rubric of `--reward KIND`; "math" is the accuracy term on answers in any of the usual forms.
RubricSection rubricOf(const std::string& reward) {
    RewardTermSection term;
    term.name = term.kind = reward == "math" ? "accuracy" : reward;
    static const std::vector<std::string> kinds{"accuracy", "format", "language", "repetition"};
    if (std::find(kinds.begin(), kinds.end(), term.kind) == kinds.end())
        throw Error(ErrorCode::Usage, "unknown reward \"" + reward + "\"", "--reward", "It is one of math, format, language, repetition");
    return {reward, {term}};
}

OrderedJson termJson(const RewardTerm& term) {
    OrderedJson json{{"score", term.score}, {"outcome", name(term.outcome)}, {"extracted", term.extracted}, {"reason", term.reason}};
    if (term.outcome == Outcome::GraderError) json["score"] = nullptr;
    return json;
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
        prompt.reference = row.value("reference", "");
        prompt.language = row.value("language", "");
        prompt.domain = row.value("domain", "reasoning");
        Rollout rollout;
        rollout.text = row.at("completion").get<std::string>();
        rollout.facts = analyse(rollout.text, prompt.language, form);
        const RewardBreakdown breakdown = rubric.grade(prompt, rollout);
        if (arguments.project.empty()) return termJson(breakdown.terms.at(0));
        OrderedJson terms = OrderedJson::object();
        for (const RewardTerm& term : breakdown.terms) terms[term.name] = termJson(term);
        OrderedJson json{{"score", breakdown.total}, {"outcome", breakdown.hasError() ? "grader_error" : breakdown.total > 0 ? "pass" : "fail"}, {"terms", terms}};
        if (breakdown.hasError()) json["score"] = nullptr;
        return json;
    });
}

}  // namespace retort::cli
