// SPDX-License-Identifier: Apache-2.0
// Commands about a project that run nothing: check, new.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "commands.h"
#include "project/check_report.h"
#include "project/project.h"
#include "recipe/field_info.h"
#include "recipe/recipe_text.h"
#include "run/run_plan.h"

namespace retort::cli {
namespace {

using Json = nlohmann::ordered_json;

using Plans = std::map<std::string, StagePlan>;

/// What would become of each stage, where the project has runs to compare with.
Plans plansOf(const CheckReport& report) {
    Plans plans;
    if (!report.ok() || listRuns(report.recipe->project).empty()) return plans;
    for (StagePlan& plan : planRun(*report.recipe)) plans[plan.stage] = std::move(plan);
    return plans;
}

std::string planText(const StagePlan& plan) {
    if (!plan.runs) return "kept from " + plan.reused_run;
    return plan.because.empty() ? "would run: " + plan.reason.words.text()
                                : fmt::format("would run, because {} does", plan.because);
}

Json reportJson(const CheckReport& report, const Plans& plans) {
    Json findings = Json::array(), stages = Json::array();
    for (const Finding& f : report.findings)
        findings.push_back(
            {{"level", f.is_error ? "error" : "warning"}, {"where", f.where}, {"message", f.message}, {"remedy", f.remedy}});
    for (const StageSummary& s : report.stages) {
        stages.push_back({{"name", s.name}, {"kind", s.kind}, {"inputs", s.inputs}, {"lines", s.lines}});
        if (const auto plan = plans.find(s.name); plan != plans.end()) {
            stages.back()["runs"] = plan->second.runs;
            stages.back()["plan"] = planText(plan->second);
        }
    }
    return {{"ok", report.ok()}, {"findings", findings}, {"stages", stages}};
}

void printReport(const CheckReport& report, const Plans& plans) {
    for (const Finding& finding : report.findings) fmt::print("{}\n", finding.text());
    for (const StageSummary& stage : report.stages) {
        fmt::print("{} ({}) <- {}\n", stage.name, stage.kind, fmt::join(stage.inputs, ", "));
        for (const std::string& line : stage.lines) fmt::print("    {}\n", line);
        if (const auto plan = plans.find(stage.name); plan != plans.end()) fmt::print("    {}\n", planText(plan->second));
    }
    if (report.ok()) fmt::print("The recipe is good: {} stages.\n", report.stages.size());
}

void explainFields() {
    std::string section;
    for (const FieldInfo& field : recipeFields()) {
        if (field.section != section) fmt::print("[{}]\n", section = field.section);
        const std::string value = field.required ? "required" : "default " + field.default_value;
        fmt::print("  {:<28} {:<24} {:<10} {}\n{:31}{}\n", field.key, value, field.unit, field.source, "", field.help);
    }
}

/// A place on this machine, as the person means it where they stand.
bool isPlace(const std::string& key) {
    return key.starts_with("models.") || (key.starts_with("data.") && key.ends_with(".path")) ||
           key.ends_with(".init.tokenizer");
}

/// The value as TOML: a bare word is a text.
std::string tomlValue(const Override& given) {
    const std::string& value = given.value;
    const bool quoted = value.starts_with('"') || value.starts_with('\'');
    if (isPlace(given.key) && !quoted) return Json(std::filesystem::absolute(value).lexically_normal().string()).dump();
    const bool is_toml = quoted || value == "true" || value == "false" || value.find_first_of("0123456789[{+-") == 0;
    return is_toml ? value : Json(value).dump();
}

/// Writes fields into a recipe, with its comments and all else as they are.
void writeFields(const std::filesystem::path& recipe, const std::vector<std::string>& fields) {
    std::string text = readFile(recipe);
    for (const std::string& field : fields) {
        const Override given = parseOverride(field);
        const std::size_t dot = given.key.rfind('.');
        const std::string section = given.key.substr(0, dot == given.key.npos ? 0 : dot);
        const auto edit =
            RecipeText(text).set(section, given.key.substr(dot == given.key.npos ? 0 : dot + 1), tomlValue(given));
        if (!edit)
            throw Error(ErrorCode::Usage, fmt::format("the template has no [{}]", section), "--set " + field,
                        "retort check --explain lists the fields");
        text.replace(edit->begin, edit->end - edit->begin, edit->text);
    }
    writeFileDurably(recipe, text);
}

}  // namespace

int checkCommand(const CheckArguments& arguments) {
    if (arguments.explain) {
        explainFields();
        return 0;
    }
    std::vector<Override> overrides;
    for (const std::string& text : arguments.set) overrides.push_back(parseOverride(text));
    const CheckReport report = checkProject(openProject(arguments.project), overrides);
    const Plans plans = plansOf(report);
    if (arguments.json) fmt::print("{}\n", reportJson(report, plans).dump());
    else printReport(report, plans);
    return report.ok() ? 0 : exitStatus(ErrorCode::Usage);
}

int newCommand(const NewArguments& arguments) {
    if (arguments.list || arguments.project_template.empty()) {
        for (const ProjectTemplate& t : listTemplates()) fmt::print("{:<12} {}\n", t.name, t.description);
        return 0;
    }
    if (arguments.destination.empty())
        throw Error(ErrorCode::Usage, "where to put the project is missing", "new",
                    "retort new " + arguments.project_template + " FOLDER");
    const Project project = createFromTemplate(arguments.project_template, arguments.destination);
    if (!arguments.set.empty()) writeFields(project.recipe_file, arguments.set);
    fmt::print("{}\n", project.folder.string());
    return 0;
}

}  // namespace retort::cli
