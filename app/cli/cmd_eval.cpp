// SPDX-License-Identifier: Apache-2.0
// One model on suites of problems: a project with one evaluate stage per suite, so that samples are stored, a stop can be
// continued, and the workbench opens it like any other.

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "commands.h"
#include "eval/report.h"
#include "eval/suites.h"
#include "evaluations.h"
#include "run/run_state.h"
#include "stages/pipeline.h"
#include "template/chat_template.h"

namespace retort::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// A suite as the command line names it: FILE, NAME=FILE or KIND:NAME=FILE.
struct NamedSuite {
    std::string name;
    std::int64_t samples = 1;
    Suite suite;
};

std::string sectionName(std::string text) {
    for (char& c : text)
        if (!std::isalnum(static_cast<unsigned char>(c)) && c != '_' && c != '-') c = '_';
    return text.substr(0, 40);
}

NamedSuite readNamed(const std::string& argument, const EvalArguments& arguments) {
    const std::size_t equals = argument.find('=');
    SuiteOptions options{.suite = argument.substr(0, equals),
                         .file = equals == argument.npos ? "" : argument.substr(equals + 1),
                         .prompt_column = arguments.prompt_column,
                         .answer_column = arguments.answer_column,
                         .level_column = arguments.level_column,
                         .limit = arguments.limit};
    NamedSuite named{sectionName(equals == argument.npos ? fs::path(argument).stem().string() : options.suite), 1,
                     readSuite(options)};
    named.samples = arguments.samples > 0 ? arguments.samples : named.suite.kind.samples;
    return named;
}

/// TOML's basic strings take JSON's escapes.
std::string quoted(const std::string& text) { return nlohmann::json(text).dump(); }

void writeRows(const fs::path& file, const Suite& suite, const std::string& prefix, const std::string& instruction) {
    std::ofstream out(file);
    for (const SuiteProblem& problem : suite.problems) {
        const std::string asked = prefix.empty() ? problem.prompt : prefix + "Question: " + problem.prompt + "\nAnswer:";
        out << Json{{"id", problem.id},
                    {"prompt", asked + (prefix.empty() ? instruction : "")},
                    {"answer", problem.answer},
                    {"language", problem.language},
                    {"level", problem.level}}
                   .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
            << '\n';
    }
    if (!out.flush()) throw Error(ErrorCode::Environment, "cannot be written", file.string(), "Is the disk full?");
}

/// The recipe of an evaluation. A model with a chat template is asked by it.
std::string recipeText(const EvalArguments& arguments, const std::vector<NamedSuite>& suites, const std::string& model,
                       bool chat) {
    std::string text = fmt::format("[project]\nname = {}\nseed = {}\nthreads = {}\n\n[template]\n",
                                   quoted("evaluation of " + model), arguments.seed, arguments.threads);
    if (chat) text += "chat = true\nprompt = \"{prompt}\"\n";
    else text += fmt::format("prompt = {}\n", quoted(arguments.shots > 0 ? "{prompt}" : "Question: {prompt}\nAnswer:"));
    text += fmt::format("answer_open = \"\"\nanswer_close = \"\"\n\n[models]\n{} = {}\n", model,
                        quoted(fs::absolute(arguments.model).string()));
    for (const NamedSuite& named : suites) text += fmt::format("\n[data.{0}]\npath = \"data/{0}.jsonl\"\n", named.name);
    text += "\n[rubrics.answers]\naccuracy = 1.0\n";
    for (const NamedSuite& named : suites)
        text += fmt::format(
            "\n[stages.eval_{0}]\nkind = \"evaluate\"\nmodel = \"{1}\"\ndata = \"{0}\"\nrubric = \"answers\"\nsamples = "
            "{2}\n"
            "sampling = {{ temperature = {3}, top_p = {4}, max_tokens = {5} }}\n",
            named.name, model, named.samples, fmt::format("{:.6f}", arguments.temperature),
            fmt::format("{:.6f}", arguments.top_p), arguments.max_tokens);
    return text;
}

Json reportJson(const EvalReport& report) {
    Json json{{"exact_match,none", report.pass_at_1},
              {"exact_match_interval,none", {report.interval.low, report.interval.high}}};
    for (const auto& [k, value] : report.pass_at_k) json[fmt::format("pass@{},none", k)] = value;
    json[fmt::format("cons@{},none", report.k)] = report.cons_at_k;
    json["mean_length,none"] = report.mean_length;
    json["median_length,none"] = report.median_length;
    json["truncated,none"] = report.truncated;
    json["grader_errors,none"] = report.grader_errors;
    json["samples"] = report.problems;
    return json;
}

std::map<std::string, std::string> labels(const Suite& suite, std::string SuiteProblem::*field) {
    std::map<std::string, std::string> result;
    for (const SuiteProblem& problem : suite.problems) result[problem.id] = problem.*field;
    return result;
}

Json classesJson(std::span<const EvalSampleRecord> samples, const Suite& suite, std::string SuiteProblem::*field) {
    Json json = Json::object();
    const auto classes = breakdown(samples, labels(suite, field));
    if (classes.size() > 1)
        for (const auto& [label, report] : classes) json[label] = reportJson(report);
    return json;
}

/// What lm-evaluation-harness writes: results by task, with its configuration.
Json resultsJson(const EvalArguments& arguments, const std::vector<NamedSuite>& suites, const std::string& folder) {
    Json results = Json::object(), configs = Json::object(), shots = Json::object(), counts = Json::object();
    for (const NamedSuite& named : suites) {
        const Evaluation evaluation = readEvaluations(folder + "@/" + named.name).front();
        Json result{{"alias", named.name}};
        result.update(reportJson(reportOf(evaluation.samples)));
        if (Json levels = classesJson(evaluation.samples, named.suite, &SuiteProblem::level); !levels.empty())
            result["by_level"] = levels;
        if (Json languages = classesJson(evaluation.samples, named.suite, &SuiteProblem::language); !languages.empty())
            result["by_language"] = languages;
        results[named.name] = result;
        configs[named.name] = {
            {"task", named.name},
            {"kind", named.suite.kind.name},
            {"num_fewshot", arguments.shots},
            {"repeats", named.samples},
            {"generation_kwargs",
             {{"temperature", arguments.temperature}, {"top_p", arguments.top_p}, {"max_gen_toks", arguments.max_tokens}}}};
        shots[named.name] = arguments.shots;
        counts[named.name] = {{"original", named.suite.problems.size()}, {"effective", named.suite.problems.size()}};
    }
    return {
        {"results", results},
        {"configs", configs},
        {"n-shot", shots},
        {"n-samples", counts},
        {"config", {{"model", "retort"}, {"model_args", "pretrained=" + arguments.model}, {"random_seed", arguments.seed}}},
        {"date", unixTime()}};
}

/// One line per sample, as lm-evaluation-harness logs them.
void writeSamples(const fs::path& file, const std::vector<EvalSampleRecord>& samples) {
    std::ofstream out(file);
    for (const EvalSampleRecord& sample : samples) {
        const RewardTerm* accuracy = sample.rollout.reward.accuracy();
        out << Json{{"doc_id", sample.problem},
                    {"repeat", sample.sample},
                    {"key", sample.prompt_key},
                    {"target", sample.reference},
                    {"resps", {{sample.rollout.text}}},
                    {"filtered_resps", {accuracy ? accuracy->extracted : ""}},
                    {"exact_match", isRight(sample.rollout.reward) ? 1 : 0},
                    {"tokens", sample.rollout.completion.ids.size()},
                    {"finish_reason", name(sample.rollout.completion.finish_reason)}}
                   .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
            << '\n';
    }
    if (!out.flush()) throw Error(ErrorCode::Environment, "cannot be written", file.string(), "Is the disk full?");
}

/// The folder is made once; a second call with the same questions continues it, one with others is refused.
void writeProject(const fs::path& folder, const EvalArguments& arguments, const std::vector<NamedSuite>& suites,
                  const std::string& recipe) {
    const fs::path file = folder / "recipe.toml";
    if (fs::exists(file) && readFile(file, 1 << 20) != recipe)
        throw Error(ErrorCode::Usage, "holds an evaluation with other settings", folder.string(), "Name another --output");
    fs::create_directories(folder / "data");
    std::string prefix;
    if (arguments.shots > 0)
        prefix = fewShotPrefix(readSuite({.suite = arguments.examples,
                                          .file = {},
                                          .prompt_column = arguments.prompt_column,
                                          .answer_column = arguments.answer_column,
                                          .level_column = {},
                                          .limit = arguments.shots}),
                               arguments.shots);
    for (const NamedSuite& named : suites)
        writeRows(folder / "data" / (named.name + ".jsonl"), named.suite, prefix,
                  arguments.instruction == "-" ? named.suite.kind.instruction : arguments.instruction);
    std::ofstream(file) << recipe;
}

void printSummary(const Json& results) {
    for (const auto& [task, r] : results.items()) {
        fmt::print("{:<20} pass@1 {:.3f} [{:.3f}, {:.3f}]  {} problems, length {:.0f}, truncated {:.3f}\n", task,
                   r["exact_match,none"].get<double>(), r["exact_match_interval,none"][0].get<double>(),
                   r["exact_match_interval,none"][1].get<double>(), r["samples"].get<std::int64_t>(),
                   r["mean_length,none"].get<double>(), r["truncated,none"].get<double>());
        for (const char* by : {"by_level", "by_language"})
            if (r.contains(by))
                for (const auto& [label, part] : r[by].items())
                    fmt::print("  {:<18} pass@1 {:.3f} [{:.3f}, {:.3f}]  {} problems\n", label,
                               part["exact_match,none"].get<double>(), part["exact_match_interval,none"][0].get<double>(),
                               part["exact_match_interval,none"][1].get<double>(), part["samples"].get<std::int64_t>());
    }
}

}  // namespace

int evalCommand(const EvalArguments& arguments, const std::vector<std::string>& command_line) {
    if (arguments.shots > 0 && arguments.examples.empty())
        throw Error(ErrorCode::Usage, "few-shot prompts need worked examples", "--shots",
                    "Name a file of them with --examples, e.g. the training part");
    std::vector<NamedSuite> suites;
    for (const std::string& argument : arguments.suites) suites.push_back(readNamed(argument, arguments));
    const std::string model = sectionName(fs::absolute(arguments.model).lexically_normal().filename().string());
    const bool chat = !arguments.plain && arguments.shots == 0 && ChatTemplate::load(arguments.model).has_value();
    const fs::path folder =
        fs::absolute(arguments.output.empty() ? fs::path("evaluations") / model : fs::path(arguments.output));
    writeProject(folder, arguments, suites, recipeText(arguments, suites, model, chat));

    const Project project = openProject(folder);
    RunOptions options;
    options.command_line = command_line;
    const auto runs = listRuns(folder);
    options.resume = !runs.empty() && readRunStatus(runs.front()).state != RunState::Done;
    runProject(project, options, [](const RunDirectory& run) { log(LogLevel::Info, "run " + run.root().string()); });

    const Json results = resultsJson(arguments, suites, folder.string());
    for (const NamedSuite& named : suites)
        writeSamples(folder / ("samples_" + named.name + ".jsonl"),
                     readEvaluations(folder.string() + "@/" + named.name).front().samples);
    std::ofstream(folder / "results.json") << results.dump(2) << '\n';
    if (arguments.json) fmt::print("{}\n", results.dump());
    else printSummary(results["results"]);
    return 0;
}

}  // namespace retort::cli
