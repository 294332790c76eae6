// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>

#include "base/error.h"
#include "commands.h"
#include "curate/gate.h"
#include "data/encode.h"
#include "json_lines.h"
#include "project/project.h"
#include "recipe/recipe.h"
#include "recipe/suggest.h"
#include "reward/language_reward.h"
#include "reward/reasoning_gym_reward.h"
#include "reward/rubric.h"
#include "run/run_directory.h"
#include "sandbox/sandbox.h"
#include "stages/process_reward_fn.h"
#include "stages/reward_model_fn.h"
#include "text/analyse.h"
#include "text/language.h"
#include "tokenizer/tokenizer.h"

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

/// The rubric that a recipe has under this name; the first without one. Throws Error(Usage).
const RubricSection& rubricIn(const Recipe& recipe, const std::string& name) {
    const RubricSection* found = name.empty() && !recipe.rubrics.empty() ? &recipe.rubrics.front() : recipe.findRubric(name);
    if (found == nullptr) throw Error(ErrorCode::Usage, "the recipe has no rubric \"" + name + "\"", "--rubric");
    return *found;
}

void keepTerms(RubricSection& section, const std::vector<std::string>& names) {
    if (names.empty()) return;
    std::vector<std::string> known;
    for (const RewardTermSection& term : section.terms) known.push_back(term.name);
    for (const std::string& name : names)
        if (std::ranges::find(known, name) == known.end())
            throw Error(ErrorCode::Usage, "the rubric has no term \"" + name + "\"", "--terms",
                        "Name some of " + joinNames(known));
    std::erase_if(section.terms,
                  [&](const RewardTermSection& term) { return std::ranges::find(names, term.name) == names.end(); });
}

/// A chat template may open the think part, and it is the model's: known where the recipe has one base model.
TemplateSection formOf(const Recipe& recipe) {
    const TemplateSection& form = recipe.prompt_template;
    return form.chat && recipe.models.size() == 1 ? resolveTemplate(form, recipe.resolve(recipe.models.begin()->second))
                                                  : form;
}

/// What answers are judged by, and what that needs of a run.
struct Judging {
    RubricSection section;
    TemplateSection form;
    RewardModels models;
    std::optional<Tokenizer> tokenizer;  ///< where lengths and repetitions can be counted in tokens
};

Judging judgingOf(const GradeArguments& arguments) {
    Judging judging;
    if (!arguments.project.empty()) {
        const Recipe recipe = loadRecipe(openProject(arguments.project).recipe_file);
        judging.section = rubricIn(recipe, arguments.rubric);
        keepTerms(judging.section, arguments.terms);
        judging.form = formOf(recipe);
        return judging;
    }
    if (arguments.run.empty()) {
        judging.section = rubricOf(arguments.rewards.empty() ? std::vector<std::string>{"math"} : arguments.rewards);
        // Answers count in every usual form, unless it is the form that is asked for.
        const bool asks_form =
            std::ranges::any_of(judging.section.terms, [](const RewardTermSection& term) { return term.kind == "format"; });
        if (!asks_form) judging.form.answer_open = judging.form.answer_close = "";
        return judging;
    }
    const RunDirectory run = RunDirectory::open(arguments.run);
    const Recipe recipe = loadRecipeWith(
        run.recipe(), {.overrides = {}, .project = run.root().parent_path().parent_path(), .check_files = false});
    judging.form = formOf(recipe);
    if (!arguments.rubric.empty() || arguments.rewards.empty()) judging.section = rubricIn(recipe, arguments.rubric);
    keepTerms(judging.section, arguments.terms);
    if (!arguments.rewards.empty())
        for (RewardTermSection& term : rubricOf(arguments.rewards).terms) judging.section.terms.push_back(std::move(term));
    for (const RewardTermSection& term : judging.section.terms) {
        const std::string key = rewardModelKey(term);
        if ((term.kind != "reward_model" && term.kind != "process") || judging.models.contains(key)) continue;
        const StageSection* stage = recipe.findStage(term.model);
        const std::filesystem::path folder = modelFolder(run, recipe, term.model);
        if (stage == nullptr || folder.empty()) continue;  // Rubric says which one is missing
        const auto& params = std::get<RewardModelParams>(stage->params);
        if (term.kind == "process")
            judging.models[key] =
                std::make_shared<ProcessRewardFn>(folder, params.step_separator, term.aggregation, judging.form);
        else judging.models[key] = std::make_shared<RewardModelFn>(folder, params.sees, judging.form);
    }
    std::vector<std::string> names;  // a model of any of them knows the run's tokens
    for (const auto& [name, folder] : recipe.models) names.push_back(name);
    for (const StageSection& stage : recipe.stages) names.push_back(stage.name);
    for (const std::string& name : names)
        if (const std::filesystem::path folder = modelFolder(run, recipe, name);
            !judging.tokenizer && !folder.empty() && std::filesystem::exists(folder / "tokenizer.json"))
            judging.tokenizer = Tokenizer::load(folder);
    return judging;
}

}  // namespace

int gradeCommand(const GradeArguments& arguments) {
    const Judging judging = judgingOf(arguments);
    const TemplateSection& form = judging.form;
    const Rubric rubric(judging.section, form, judging.models);
    const bool alone = arguments.project.empty() && arguments.run.empty() && judging.section.terms.size() == 1;
    return filterLines(
        [&](const Json& row) -> OrderedJson {
            const Prompt prompt = promptOf(row);
            Rollout rollout;
            rollout.text = completionOf(row);
            if (judging.tokenizer) rollout.completion.ids = judging.tokenizer->encode(rollout.text);
            rollout.facts = analyse(rollout.text, promptLanguage(prompt), form);
            const RewardBreakdown breakdown = rubric.grade(prompt, rollout);
            if (alone) {
                OrderedJson json = termJson(breakdown.terms.at(0));
                if (judging.section.terms[0].kind == "language") explainLanguage(rollout.text, json);
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
