// SPDX-License-Identifier: Apache-2.0
// One model on suites of problems: a project with one evaluate stage per suite, so that samples are stored, a stop can be
// continued, and the workbench opens it like any other.

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "data/encode.h"
#include "eval_results.h"
#include "evaluations.h"
#include "reward/rubric.h"
#include "run/run_state.h"
#include "stages/pipeline.h"
#include "template/chat_template.h"

namespace retort::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::string sectionName(std::string text) {
    for (char& c : text)
        if (!std::isalnum(static_cast<unsigned char>(c)) && c != '_' && c != '-') c = '_';
    return text.substr(0, 40);
}

/// `--reward KIND` is for every suite, `--reward SUITE=KIND` for one.
std::string rewardFor(const EvalArguments& arguments, const std::string& suite) {
    std::string reward;
    for (const std::string& choice : arguments.rewards) {
        const std::size_t equals = choice.find('=');
        if (equals == choice.npos && reward.empty()) reward = choice;
        if (equals != choice.npos && choice.substr(0, equals) == suite) reward = choice.substr(equals + 1);
    }
    return reward;
}

/// Before anything is written: a reward that is not there, or that needs a project's reward model.
void checkReward(const std::string& reward) {
    RewardTermSection term;
    term.name = term.kind = reward;
    checkRewardTerm(term, "--reward");
    if (reward == "reward_model" || reward == "process")
        throw Error(ErrorCode::Usage, "a reward model belongs to a project", "--reward",
                    "Evaluate by a stage of the project");
}

/// FILE, KIND=FILE, or KIND:NAME=FILE where one kind is asked twice.
NamedSuite readNamed(const std::string& argument, const EvalArguments& arguments) {
    const std::size_t equals = argument.find('=');
    const std::string left = equals == argument.npos ? "" : argument.substr(0, equals);
    const fs::path file = equals == argument.npos ? argument : argument.substr(equals + 1);
    const std::size_t colon = left.find(':');
    const std::string kind = left.empty() ? file.string() : left.substr(0, colon);
    NamedSuite named;
    named.name = sectionName(left.empty() ? file.stem().string() : left.substr(colon == left.npos ? 0 : colon + 1));
    named.suite = readSuite({.suite = kind,
                             .file = file,
                             .prompt_column = arguments.prompt_column,
                             .answer_column = arguments.answer_column,
                             .level_column = arguments.level_column,
                             .limit = arguments.limit,
                             .reward = rewardFor(arguments, named.name)});
    checkReward(named.suite.kind.reward);
    named.samples = arguments.samples > 0 ? arguments.samples : named.suite.kind.samples;
    for (const std::string& note : named.suite.notes) log(LogLevel::Warning, named.name + ": " + note);
    return named;
}

/// The worked examples that the command line or the suite itself has.
Suite examplesOf(const NamedSuite& named, const EvalArguments& arguments) {
    if (arguments.examples.empty()) return {named.suite.kind, named.suite.examples};
    return readSuite({.suite = named.suite.kind.name,
                      .file = arguments.examples,
                      .prompt_column = arguments.prompt_column,
                      .answer_column = arguments.answer_column});
}

/// Worked examples as earlier turns of the conversation: what the template writes before the problem and behind it.
void showInChat(NamedSuite& named, const std::vector<SuiteProblem>& examples, const ChatTemplate& chat,
                const std::string& instruction) {
    constexpr std::string_view place = "{prompt}";
    Json messages = Json::array();
    for (const SuiteProblem& example : examples) {
        messages.push_back({{"role", "user"}, {"content", example.prompt + instruction}});
        messages.push_back({{"role", "assistant"}, {"content", chatAnswer(named.suite.kind, example)}});
    }
    messages.push_back({{"role", "user"}, {"content", place}});
    const std::string text =
        chat.render({.messages = messages.dump(), .add_generation_prompt = true, .tools = {}, .kwargs = {}}).text;
    const std::size_t at = text.rfind(place);
    if (at == text.npos)
        throw Error(ErrorCode::BadInput, "the chat template leaves out the user's message", "--shots", "Ask with --plain");
    named.prefix = text.substr(0, at);
    named.suffix = text.substr(at + place.size());
}

/// Chooses between the chat template and plain text, which base models need, and puts worked examples in front.
void chooseForm(NamedSuite& named, const EvalArguments& arguments, const std::optional<ChatTemplate>& chat) {
    named.chat = chat && !arguments.plain;
    named.shots = arguments.shots >= 0 ? arguments.shots : named.chat ? 0 : named.suite.kind.shots;
    if (named.shots == 0) return;
    const Suite examples = examplesOf(named, arguments);
    if (examples.problems.empty()) {
        if (arguments.shots > 0)
            throw Error(ErrorCode::Usage, "few-shot prompts need worked examples", "--shots",
                        "Name a file of them with --examples, e.g. the training part");
        log(LogLevel::Warning,
            fmt::format("{}: is asked without worked examples (usual: {}); name a file of them with --examples", named.name,
                        named.shots));
        named.shots = 0;
    }
    const std::vector<SuiteProblem> chosen = chooseExamples(examples, named.shots, named.suite.problems);
    if (named.chat)
        showInChat(named, chosen, *chat,
                   arguments.instruction == "-" ? named.suite.kind.instruction : arguments.instruction);
    else named.prefix = fewShotPrefix(examples.kind, chosen);
}

std::vector<NamedSuite> readSuites(const EvalArguments& arguments, const std::optional<ChatTemplate>& chat) {
    std::vector<NamedSuite> suites;
    std::set<std::string> names;
    for (const std::string& argument : arguments.suites) {
        suites.push_back(readNamed(argument, arguments));
        if (!names.insert(suites.back().name).second)
            throw Error(ErrorCode::Usage, "two suites are called " + suites.back().name, "--suite",
                        "Name them apart: KIND:NAME=FILE");
        chooseForm(suites.back(), arguments, chat);
    }
    for (const std::string& choice : arguments.rewards)
        if (const std::size_t equals = choice.find('='); equals != choice.npos && !names.contains(choice.substr(0, equals)))
            throw Error(ErrorCode::Usage, "there is no suite " + choice.substr(0, equals), "--reward");
    return suites;
}

/// TOML's basic strings take JSON's escapes.
std::string quoted(const std::string& text) { return nlohmann::json(text).dump(); }

std::string rowsText(const NamedSuite& named, const std::string& instruction) {
    std::string text;
    SuiteKind kind = named.suite.kind;
    if (instruction != "-") kind.instruction = instruction;
    for (const SuiteProblem& problem : named.suite.problems)
        text += Json{{"id", problem.id},
                     {"prompt", named.chat ? named.prefix + problem.prompt + kind.instruction
                                           : plainText(kind, problem, named.prefix)},
                     {"answer", problem.answer},
                     {"language", problem.language},
                     {"level", problem.level},
                     {"subject", problem.subject}}
                    .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) +
                "\n";
    return text;
}

/// The recipe of an evaluation of suites that are asked in one form.
std::string recipeText(const EvalArguments& arguments, const std::vector<NamedSuite>& suites, const std::string& model) {
    std::string text = fmt::format("[project]\nname = {}\nseed = {}\nthreads = {}\n\n[template]\n",
                                   quoted("evaluation of " + model), arguments.seed, arguments.threads);
    if (suites.front().chat && suites.front().shots == 0) text += "chat = true\n";
    text += fmt::format("prompt = {}\nanswer_open = \"\"\nanswer_close = \"\"\n\n[models]\n{} = {}\n",
                        quoted("{prompt}" + suites.front().suffix), model, quoted(fs::absolute(arguments.model).string()));
    std::set<std::string> rewards;
    for (const NamedSuite& named : suites) {
        text +=
            fmt::format("\n[data.{0}]\npath = \"data/{0}.jsonl\"\nlabel_columns = [\"level\", \"subject\"]\n", named.name);
        rewards.insert(named.suite.kind.reward);
    }
    for (const std::string& reward : rewards) text += fmt::format("\n[rubrics.{0}_only]\n{0} = 1.0\n", reward);
    for (const NamedSuite& named : suites)
        text += fmt::format(
            "\n[stages.eval_{0}]\nkind = \"evaluate\"\nmodel = \"{1}\"\ndata = \"{0}\"\nrubric = \"{2}_only\"\nsamples = "
            "{3}\n"
            "sampling = {{ temperature = {4:.6f}, top_p = {5:.6f}, max_tokens = {6}, stop = {7} }}\n",
            named.name, model, named.suite.kind.reward, named.samples, arguments.temperature, arguments.top_p,
            arguments.max_tokens, named.chat ? "[]" : nlohmann::json(named.suite.kind.stop).dump());
    return text;
}

/// The folder is made once; a second call with the same questions continues it, one with others is refused.
void writeProject(const fs::path& folder, const EvalArguments& arguments, const std::vector<NamedSuite>& suites,
                  const std::string& recipe) {
    std::vector<std::pair<fs::path, std::string>> files{{folder / "recipe.toml", recipe}};
    for (const NamedSuite& named : suites)
        files.emplace_back(folder / "data" / (named.name + ".jsonl"), rowsText(named, arguments.instruction));
    const bool there = fs::exists(files.front().first);
    for (const auto& [file, text] : files)
        if (there && (!fs::exists(file) || readFile(file) != text))
            throw Error(ErrorCode::Usage, "holds an evaluation with other settings or problems", folder.string(),
                        "Name another --output");
    fs::create_directories(folder / "data");
    for (auto file = files.rbegin(); !there && file != files.rend(); ++file) writeFileDurably(file->first, file->second);
}

}  // namespace

int evalCommand(const EvalArguments& arguments, const std::vector<std::string>& command_line) {
    if (!fs::is_regular_file(fs::path(arguments.model) / "config.json"))
        throw Error(ErrorCode::Usage, "there is no model: config.json is missing", arguments.model,
                    "Name a model folder, e.g. a checkpoint of a run");
    const std::vector<NamedSuite> suites = readSuites(arguments, ChatTemplate::load(arguments.model));
    const std::string model = sectionName(fs::absolute(arguments.model).lexically_normal().filename().string());
    const fs::path folder =
        fs::absolute(arguments.output.empty() ? fs::path("evaluations") / model : fs::path(arguments.output));
    writeProject(folder, arguments, suites, recipeText(arguments, suites, model));

    const Project project = openProject(folder);
    RunOptions options;
    options.command_line = command_line;
    const auto runs = listRuns(folder);
    options.resume = !runs.empty() && readRunStatus(runs.front()).state != RunState::Done;
    runProject(project, options, [](const RunDirectory& run) { log(LogLevel::Info, "run " + run.root().string()); });

    Json results = Json::object();
    std::vector<std::vector<EvalSampleRecord>> samples;
    for (const NamedSuite& named : suites) {
        samples.push_back(readEvaluations(folder.string() + "@/" + named.name).front().samples);
        results[named.name] = suiteResult(named, samples.back());
    }
    const Json file = resultsFile(arguments, suites, results);
    writeResultFiles(folder, file, suites, samples,
                     resolveTemplate(loadRecipe(project.recipe_file).prompt_template, arguments.model));
    if (arguments.json) fmt::print("{}\n", file.dump());
    else printResults(results);
    return 0;
}

}  // namespace retort::cli
