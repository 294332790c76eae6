// SPDX-License-Identifier: Apache-2.0
// `retort`: the table of subcommands. CLI11 is included here and nowhere else.

#include <dlfcn.h>
#include <malloc.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "engine.h"
#include "recipe/suggest.h"

using namespace retort::cli;

namespace {

/// A step's activations come back in the next one: freed memory stays with the process, instead of being mapped anew page by
/// page, which cost a tenth of a training step. 32 MiB is the largest threshold that glibc takes.
void keepFreedMemory() {
    ::mallopt(M_MMAP_THRESHOLD, 32 << 20);
    ::mallopt(M_TRIM_THRESHOLD, 1 << 30);
}

/// LibTorch's idle threads spin for some 5 ms after each operation before they sleep. Where there are no more processors
/// than threads, they take them from the generator's own, which begins just then.
void sleepSoon() {
    if (std::getenv("OMP_WAIT_POLICY") == nullptr) ::setenv("GOMP_SPINCOUNT", "20000", 0);
}

/// 3 where the installation is incomplete: an environment error, as in base/error.h, which this program does not link.
int runEngine(const Action& action, const EngineSettings& settings) {
    void* library = ::dlopen("libretort_engine.so", RTLD_NOW | RTLD_GLOBAL);
    void* entry = library == nullptr ? nullptr : ::dlsym(library, kEngineEntry);
    if (entry == nullptr) {
        std::fprintf(stderr, "retort: the engine cannot be loaded: %s. Install Retort again, or run ./packaging/setup.\n",
                     ::dlerror());
        return 3;
    }
    return reinterpret_cast<EngineEntry>(entry)(action, settings);
}

void addRun(CLI::App& app, Action& action, const std::vector<std::string>& command_line) {
    auto arguments = std::make_shared<RunArguments>();
    CLI::App* run = app.add_subcommand("run", "Run a project's recipe; finished stages are skipped");
    run->add_option("project", arguments->project, "Folder with recipe.toml")->required();
    run->add_option("--stage", arguments->only_stage, "Run this stage (or several: A,B) and what it needs");
    run->add_option("--set", arguments->set, "Override a field: stages.zero.steps=3 (repeatable)");
    run->add_option("--recipe", arguments->recipe, "Recipe file within the project")->capture_default_str();
    auto* resume = run->add_flag("--resume", arguments->resume, "Continue the newest unfinished run");
    run->add_option("--run", arguments->run, "With --resume: which run")->needs(resume);
    run->add_option("--fork", arguments->fork, "New run from RUN@STAGE/step-NNNNNN")->excludes(resume);
    run->add_flag("--fresh", arguments->fresh, "Do not take finished stages from other runs");
    run->add_flag("--workbench", arguments->workbench, "Open the workbench on the run");
    run->callback([=, &action, &command_line] {
        action = [=, &command_line](const Engine& engine) { return engine.run(*arguments, command_line); };
    });
}

void addInspect(CLI::App& app, Action& action) {
    auto arguments = std::make_shared<InspectArguments>();
    CLI::App* inspect = app.add_subcommand("inspect", "Stages, metrics and evaluations of a run, from its store");
    inspect->add_option("run", arguments->run, "Run directory, or a project for its newest run")->required();
    inspect->add_flag("--json", arguments->json, "One JSON object");
    inspect->callback([=, &action] { action = [=](const Engine& engine) { return engine.inspect(*arguments); }; });
}

void addBench(CLI::App& app, Action& action) {
    auto arguments = std::make_shared<BenchArguments>();
    CLI::App* bench = app.add_subcommand("bench", "Measure generation, training and a GRPO step on this machine");
    bench->add_option("model", arguments->model, "Model folder; default: the base of abacus");
    bench
        ->add_option("--figures", arguments->figures,
                     "Only these: generate_1, generate_64, generate_256, train, train_equal, grpo")
        ->delimiter(',');
    bench->add_option("--threads", arguments->threads, "Default: all this process may use");
    bench->add_option("--repeats", arguments->repeats, "Calls measured for each figure")->capture_default_str();
    bench->add_flag("--json", arguments->json, "One JSON object");
    bench->callback([=, &action] { action = [=](const Engine& engine) { return engine.bench(*arguments); }; });
}

void addCheck(CLI::App& app, Action& action) {
    auto arguments = std::make_shared<CheckArguments>();
    CLI::App* check = app.add_subcommand("check", "Check a project's recipe without running it");
    check->add_option("project", arguments->project, "Folder with recipe.toml")->required();
    check->add_option("--set", arguments->set, "Override a field (repeatable)");
    check->add_flag("--explain", arguments->explain, "List every field with unit, default, source and meaning");
    check->add_flag("--json", arguments->json, "One JSON object");
    check->callback([=, &action] { action = [=](const Engine& engine) { return engine.check(*arguments); }; });
}

void addNew(CLI::App& app, Action& action) {
    auto arguments = std::make_shared<NewArguments>();
    CLI::App* create = app.add_subcommand("new", "Make a project from a template");
    create->add_option("template", arguments->project_template, "abacus, zero, r1, ... (--list)");
    create->add_option("folder", arguments->destination, "Where; a folder that does not exist yet");
    create->add_option("--set", arguments->set,
                       "Write a field into its recipe: models.base=FOLDER, data.problems.path=FILE, ... (repeatable)");
    create->add_flag("--list", arguments->list, "List the templates");
    create->callback([=, &action] { action = [=](const Engine& engine) { return engine.create(*arguments); }; });
}

void addModelFilters(CLI::App& app, Action& action) {
    auto tokenize = std::make_shared<TokenizeArguments>();
    CLI::App* command = app.add_subcommand("tokenize", "JSON Lines {\"text\"} to {\"ids\"}, and {\"ids\"} to {\"text\"}");
    command->add_option("model", tokenize->model, "Model or tokenizer folder")->required();
    command->add_flag("--special-tokens", tokenize->special_tokens,
                      "Add BOS and what else the tokenizer puts around a text");
    command->callback([=, &action] { action = [=](const Engine& engine) { return engine.tokenize(*tokenize); }; });

    auto render = std::make_shared<RenderArguments>();
    command = app.add_subcommand(
        "render",
        "JSON Lines {\"messages\", \"add_generation_prompt\"?, \"tools\"?, \"kwargs\"?} to {\"text\"} by the chat template");
    command->add_option("model", render->model, "Model or tokenizer folder, or a .jinja file")->required();
    command->add_flag(
        "--generation", render->generation,
        "Also {\"generated\"}: [begin, end) characters of what the assistant wrote, where the template marks it");
    command->callback([=, &action] { action = [=](const Engine& engine) { return engine.render(*render); }; });

    auto score = std::make_shared<ScoreArguments>();
    command =
        app.add_subcommand("score", "JSON Lines {\"ids\"} to {\"logprobs\"} of ids[1:], of a reward model to {\"score\"}");
    command->add_option("model", score->model, "Model folder")->required();
    command->callback([=, &action] { action = [=](const Engine& engine) { return engine.score(*score); }; });

    auto sample = std::make_shared<SampleArguments>();
    command = app.add_subcommand("sample", "JSON Lines {\"prompt\"}, {\"messages\"} or {\"ids\"} to {\"completions\"}");
    command->add_option("model", sample->model, "Model folder")->required();
    command->add_flag("--greedy", sample->greedy, "The most probable token each time");
    command->add_flag("--stream", sample->stream, "Answer piece by piece, until told to stop: what a playground talks to");
    command->add_option("--temperature", sample->temperature)->check(CLI::PositiveNumber)->capture_default_str();
    command->add_option("--top-p", sample->top_p)->check(CLI::Range(0.0, 1.0))->capture_default_str();
    command->add_option("--max-tokens", sample->max_tokens)->check(CLI::PositiveNumber)->capture_default_str();
    command->add_option("--n", sample->n, "Completions per line")->check(CLI::PositiveNumber)->capture_default_str();
    command->add_option("--seed", sample->seed)->capture_default_str();
    auto* search =
        command->add_option("--search", sample->search, "mcts: tree search over steps; lines are {\"prompt\", \"answer\"?}")
            ->check(CLI::IsMember({"mcts"}));
    command
        ->add_option("--value", sample->value,
                     "What a beginning is worth: process (a process reward model), verifier (needs \"answer\"), consistency")
        ->check(CLI::IsMember({"process", "verifier", "consistency"}))
        ->capture_default_str()
        ->needs(search);
    command
        ->add_option("--process-model", sample->process_model, "Checkpoint of a reward_model stage with loss = \"process\"")
        ->needs(search);
    command->add_option("--aggregation", sample->aggregation, "Of the steps' scores (process)")
        ->check(CLI::IsMember({"min", "mean", "last"}))
        ->capture_default_str()
        ->needs(search);
    command->add_option("--simulations", sample->search_settings.simulations, "Walks from the root")
        ->check(CLI::PositiveNumber)
        ->capture_default_str()
        ->needs(search);
    command->add_option("--width", sample->search_settings.width, "Steps proposed behind a node")
        ->check(CLI::PositiveNumber)
        ->capture_default_str()
        ->needs(search);
    command->add_option("--c-puct", sample->search_settings.c_puct, "Weight of the prior")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str()
        ->needs(search);
    command->add_option("--max-depth", sample->search_settings.max_depth, "Steps")
        ->check(CLI::PositiveNumber)
        ->capture_default_str()
        ->needs(search);
    command
        ->add_option("--budget", sample->search_settings.max_tokens, "Tokens that one line's search may draw; 0: no bound")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str()
        ->needs(search);
    command->add_option("--rollouts", sample->rollouts, "Completions that a value looks at (verifier, consistency)")
        ->check(CLI::PositiveNumber)
        ->capture_default_str()
        ->needs(search);
    command->add_option("--step-separator", sample->step_separator, "What ends a step")
        ->capture_default_str()
        ->needs(search);
    command->add_option("--project", sample->project, "Prompts and answers in the form of this project's [template]")
        ->needs(search);
    command->add_option("--tree", sample->tree, "File of the trees, one JSON object a line")->needs(search);
    command->callback([=, &action] { action = [=](const Engine& engine) { return engine.sample(*sample); }; });
}

void addTalk(CLI::App& app, Action& action) {
    auto chat = std::make_shared<ChatArguments>();
    CLI::App* command = app.add_subcommand("chat", "Talk to a model; answers appear as they are written");
    command->add_option("model", chat->model, "Model folder")->required();
    command->add_option("--system", chat->system, "System message");
    command->add_option("--format", chat->format,
                        "Instead of the chat template, e.g. \"User: {prompt}\\nAssistant:\"; each line then stands alone");
    command->add_flag("--greedy", chat->greedy, "The most probable token each time");
    command->add_option("--temperature", chat->temperature)->check(CLI::PositiveNumber)->capture_default_str();
    command->add_option("--top-p", chat->top_p)->check(CLI::Range(0.0, 1.0))->capture_default_str();
    command->add_option("--max-tokens", chat->max_tokens)->check(CLI::PositiveNumber)->capture_default_str();
    command->add_option("--seed", chat->seed)->capture_default_str();
    command->callback([=, &action] { action = [=](const Engine& engine) { return engine.chat(*chat); }; });

    auto serve = std::make_shared<ServeArguments>();
    command = app.add_subcommand("serve", "Serve a model over HTTP with an OpenAI-style API");
    command->add_option("model", serve->model, "Model folder")->required();
    command->add_option("--host", serve->host, "Address to listen on")->capture_default_str();
    command->add_option("--port", serve->port, "0: any that is free")->check(CLI::Range(0, 65535))->capture_default_str();
    command->add_option("--name", serve->name, "What requests call the model; default: the folder's name");
    command->callback([=, &action] { action = [=](const Engine& engine) { return engine.serve(*serve); }; });
}

void addGrade(CLI::App& app, Action& action) {
    auto arguments = std::make_shared<GradeArguments>();
    CLI::App* grade = app.add_subcommand(
        "grade",
        "JSON Lines {\"completion\", \"reference\"?, \"tests\"?, \"prompt\"?, \"language\"?, \"domain\"?, \"choices\"?, "
        "\"schema\"?, \"instruction_id_list\"?, \"kwargs\"?, \"task\"?, \"meta\"?} to {\"score\", \"outcome\", "
        "\"extracted\", \"reason\"}");
    auto* reward = grade
                       ->add_option("--reward", arguments->rewards,
                                    "math, multiple_choice, exact, numeric, json_schema, instructions, code, "
                                    "reasoning_gym, format, language, repetition, length; with a weight (math=1) or as in a "
                                    "recipe ('numeric={ relative_tolerance = 0.01 }'); several "
                                    "give their weighted sum and \"terms\"")
                       ->default_str("math");
    auto* project = grade->add_option("--project", arguments->project, "Grade by a project's rubric")->excludes(reward);
    grade->add_option("--run", arguments->run, "Grade by a rubric of a run, with the reward models that it trained")
        ->excludes(project);
    grade->add_option("--rubric", arguments->rubric,
                      "With --project or --run: which rubric; default: the first, or none beside --reward");
    grade->add_option("--terms", arguments->terms, "Only these terms of the rubric")->delimiter(',');
    grade->callback([=, &action] { action = [=](const Engine& engine) { return engine.grade(*arguments); }; });
}

void addEval(CLI::App& app, Action& action, const std::vector<std::string>& command_line) {
    auto arguments = std::make_shared<EvalArguments>();
    CLI::App* eval = app.add_subcommand(
        "eval", "A model on suites of problems: pass@1 with interval, pass@k, cons@k, lengths; a stopped one continues");
    eval->add_option("model", arguments->model, "Model folder")->required();
    eval->add_option("--suite", arguments->suites,
                     "FILE, KIND=FILE or KIND:NAME=FILE: gsm8k, math500, aime, amc23, mgsm, cmath, cn_middle_school, svamp, "
                     "humaneval, humaneval_cpp, mbpp, stdio, reasoning_gym, custom")
        ->required();
    eval->add_option(
        "--reward", arguments->rewards,
        "KIND or SUITE=KIND: what judges a sample (accuracy, code, reasoning_gym, format, ...); default: the suite's own");
    eval->add_option("--output", arguments->output, "Folder of the evaluation; default: evaluations/MODEL");
    eval->add_option("--samples", arguments->samples, "k samples of each problem; default: the suite's usual")
        ->check(CLI::PositiveNumber);
    eval->add_option("--temperature", arguments->temperature)->check(CLI::NonNegativeNumber)->capture_default_str();
    eval->add_option("--top-p", arguments->top_p)->check(CLI::Range(0.0, 1.0))->capture_default_str();
    eval->add_option("--max-tokens", arguments->max_tokens)->check(CLI::PositiveNumber)->capture_default_str();
    eval->add_option("--limit", arguments->limit, "Problems from the start of each suite");
    eval->add_option(
            "--shots", arguments->shots,
            "Worked examples before each problem: earlier turns of the chat, or plain text; default: 0, plain mbpp 3")
        ->check(CLI::NonNegativeNumber);
    eval->add_option("--examples", arguments->examples,
                     "File of the worked examples; problems that the suite asks are left out of them");
    eval->add_option("--instruction", arguments->instruction, "Text behind each problem; default: the suite's own");
    eval->add_option("--prompt-column", arguments->prompt_column);
    eval->add_option("--answer-column", arguments->answer_column);
    eval->add_option("--level-column", arguments->level_column, "Column of the breakdown by level");
    eval->add_flag("--plain", arguments->plain, "Ask as plain text even where the model has a chat template");
    eval->add_option("--seed", arguments->seed)->capture_default_str();
    eval->add_option("--threads", arguments->threads, "0: all cores");
    eval->add_flag("--json", arguments->json, "What results.json holds, on stdout");
    eval->callback([=, &action, &command_line] {
        action = [=, &command_line](const Engine& engine) { return engine.eval(*arguments, command_line); };
    });
}

void addCompare(CLI::App& app, Action& action) {
    auto arguments = std::make_shared<CompareArguments>();
    CLI::App* compare =
        app.add_subcommand("compare", "Evaluations side by side: intervals, flips of each pair, significance");
    compare
        ->add_option("evaluations", arguments->names,
                     "RUN, RUN@MODEL or RUN@MODEL/SUITE; RUN is a run, a project or a folder of eval")
        ->required();
    for (const char* format : {"json", "markdown", "csv"})
        compare->add_flag_callback(
            "--" + std::string(format), [=] { arguments->format = format; }, "As " + std::string(format));
    compare->callback([=, &action] { action = [=](const Engine& engine) { return engine.compare(*arguments); }; });
}

void addData(CLI::App& app, Action& action) {
    auto arguments = std::make_shared<DataArguments>();
    CLI::App* data = app.add_subcommand(
        "data", "What a data file (Parquet, CSV, TSV, JSON, JSON Lines) holds, how a recipe reads it, and its first rows");
    data->add_option("files", arguments->files,
                     "Files. None: JSON Lines {\"file\", \"name\"?, \"kind\"?, \"prompt_column\"?, ..., \"rows\"?} from "
                     "stdin, answered one by one");
    data->add_option("--kind", arguments->kind, "What a row is; default: by the columns")
        ->check(CLI::IsMember({"prompts", "sft", "pairs", "text"}));
    data->add_option("--prompt-column", arguments->prompt_column,
                     "As in a recipe; \"a.b\" is field b of column a. Default: guessed");
    data->add_option("--reference-column", arguments->reference_column);
    data->add_option("--completion-column", arguments->completion_column);
    data->add_option("--chosen-column", arguments->chosen_column);
    data->add_option("--rejected-column", arguments->rejected_column);
    data->add_option("--text-column", arguments->text_column);
    data->add_option("--rows", arguments->rows, "First rows to show")->check(CLI::Range(0, 1000))->capture_default_str();
    auto* model = data->add_option("--model", arguments->model, "Also each prompt as this model's chat template renders it");
    data->add_option("--system", arguments->system, "System message")->needs(model);
    data->add_option("--format", arguments->format, "Instead of the chat template, e.g. \"User: {prompt}\\nAssistant:\"")
        ->excludes(model);
    data->add_flag("--check", arguments->check,
                   "Read every row as training would; gold answers that cannot be read are counted");
    data->add_flag("--json", arguments->json, "One JSON object a file");
    data->callback([=, &action] { action = [=](const Engine& engine) { return engine.data(*arguments); }; });
}

void addDecontaminate(CLI::App& app, Action& action) {
    auto arguments = std::make_shared<DecontaminateArguments>();
    CLI::App* clean = app.add_subcommand(
        "decontaminate",
        "Training rows that share ten words in a row with an evaluation problem: a report, and the rows without them");
    clean->add_option("data", arguments->data, "Training data: Parquet, CSV, JSON or JSON Lines")->required();
    clean->add_option("--against", arguments->against, "Evaluation suites' files")->required();
    clean->add_option("--output", arguments->output, "Where to write the rows that are kept, as JSON Lines");
    clean->add_option("--prompt-column", arguments->prompt_column,
                      "Column compared; default: prompt, problem, question, instruction, text or messages");
    clean->callback([=, &action] { action = [=](const Engine& engine) { return engine.decontaminate(*arguments); }; });
}

void addCandidates(CLI::App& app, Action& action) {
    auto arguments = std::make_shared<CandidatesArguments>();
    CLI::App* candidates =
        app.add_subcommand("candidates", "Judge cold-start candidates, and open the gate of a run that waits for it");
    candidates
        ->add_option("action", arguments->action,
                     "list, status, accept, reject, edit, note, clear, undo, redo, import, export or open")
        ->required()
        ->check(CLI::IsMember(
            {"list", "status", "accept", "reject", "edit", "note", "clear", "undo", "redo", "import", "export", "open"}));
    candidates->add_option("run", arguments->run, "Run directory")->required();
    candidates->add_option(
        "ids", arguments->ids,
        "Candidates' ids; of import: a file of rows with prompt and completion (JSON Lines, JSON, CSV, Parquet)");
    candidates->add_option("--stage", arguments->stage, "The curate stage; default: the only one");
    candidates->add_option("--reason", arguments->reason, "Why rejected");
    candidates->add_option("--text", arguments->text, "The edited completion (default: stdin), or the note");
    candidates->add_option("--tag", arguments->tags, "Tags to add with note (repeatable)");
    candidates->add_option("--verdict", arguments->verdict, "List only these")
        ->check(CLI::IsMember({"none", "accepted", "edited", "rejected"}));
    candidates->add_flag("--all", arguments->all, "List what the sample stage's filters lost too");
    candidates->add_option("--limit", arguments->limit, "Rows to list")->capture_default_str();
    candidates->add_option("--output", arguments->output, "Where to export; default: stdout");
    candidates->callback([=, &action] { action = [=](const Engine& engine) { return engine.candidates(*arguments); }; });
}

void addExportImport(CLI::App& app, Action& action) {
    auto out = std::make_shared<ExportArguments>();
    CLI::App* command =
        app.add_subcommand("export", "Write a model as hf, gguf or peft, or a run as jsonl, csv or tfevents");
    command->add_option("source", out->source, "Model folder, or run directory (or project: its newest run)")->required();
    command->add_option("--format", out->format)
        ->required()
        ->check(CLI::IsMember({"hf", "gguf", "peft", "jsonl", "csv", "tfevents"}));
    command->add_option("--output", out->output, "Where; gguf: a file, else a folder that does not exist yet")->required();
    command->add_option("--dtype", out->dtype, "hf, gguf: f32, f16, bf16; gguf: q8_0. Default: as the model came")
        ->check(CLI::IsMember({"f32", "f16", "bf16", "q8_0"}));
    command->callback([=, &action] { action = [=](const Engine& engine) { return engine.exportTo(*out); }; });

    auto in = std::make_shared<ImportArguments>();
    command = app.add_subcommand(
        "import", "Make a HuggingFace folder from a GGUF file, or add a data file to a project and its recipe");
    command->add_option("source", in->source, "The .gguf file; or Parquet, CSV, TSV, JSON, JSON Lines")->required();
    auto* folder = command->add_option("--output", in->output, "Of a GGUF file: a folder that does not exist yet");
    auto* project = command
                        ->add_option("--project", in->project,
                                     "Of a data file: the project; it is copied to data/ and gets a [data.NAME] section")
                        ->excludes(folder);
    command->add_option("--name", in->name, "NAME; default: the file's")->needs(project);
    command->add_option("--kind", in->kind, "What a row is; default: by the columns")
        ->needs(project)
        ->check(CLI::IsMember({"prompts", "sft", "pairs", "text"}));
    command->callback([=, &action] { action = [=](const Engine& engine) { return engine.importFrom(*in); }; });
}

void addTrainTokenizer(CLI::App& app, Action& action) {
    auto arguments = std::make_shared<TrainTokenizerArguments>();
    CLI::App* train = app.add_subcommand("train-tokenizer",
                                         "Train a byte-level BPE on JSON Lines {\"prompt\", \"completion\"} or {\"text\"}");
    train->add_option("data", arguments->data, "Files")->required();
    train->add_option("--output", arguments->output, "Folder for tokenizer.json")->required();
    train->add_option("--vocab-size", arguments->vocab_size)->capture_default_str();
    train->add_option("--special", arguments->special, "Special tokens, in id order");
    train->add_option("--eos", arguments->eos)->capture_default_str();
    train->add_option("--limit", arguments->limit, "Rows to read of each file")->capture_default_str();
    train->callback([=, &action] { action = [=](const Engine& engine) { return engine.trainTokenizer(*arguments); }; });
}

void addDoctor(CLI::App& app, Action& action) {
    auto json = std::make_shared<bool>(false);
    CLI::App* doctor = app.add_subcommand("doctor", "Examine this machine; each finding with its remedy");
    doctor->add_flag("--json", *json, "One JSON object");
    doctor->callback([=, &action] { action = [=](const Engine& engine) { return engine.doctor(*json); }; });
}

/// False, with a message, where the command line does not begin with a subcommand.
bool namesSubcommand(const CLI::App& app, const std::vector<std::string>& command_line) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands(nullptr)) names.push_back(command->get_name());
    for (std::size_t i = 1; i < command_line.size(); ++i) {
        const std::string& word = command_line[i];
        if (word == "-h" || word == "--help" || word == "--version") return true;
        if (word == "--verbose" || word.starts_with("--precision=")) continue;
        if (word == "--precision") {
            ++i;
            continue;
        }
        if (word.starts_with('-')) {
            std::fprintf(stderr, "retort: there is no option \"%s\". retort --help lists those there are.\n", word.c_str());
            return false;
        }
        if (std::ranges::find(names, word) != names.end()) return true;
        const std::string nearest = retort::suggestion(word, names);
        std::fprintf(stderr, "retort: there is no command \"%s\". %s\n", word.c_str(), nearest.c_str());
        if (!nearest.starts_with("Known")) std::fprintf(stderr, "Commands: %s\n", retort::joinNames(names).c_str());
        std::fprintf(stderr, "retort --help says what each does.\n");
        return false;
    }
    std::fprintf(stderr, "retort: which command? One of: %s\nretort --help says what each does.\n",
                 retort::joinNames(names).c_str());
    return false;
}

}  // namespace

int main(int argc, char** argv) {
    keepFreedMemory();
    sleepSoon();
    CLI::App app{
        "Retort runs and inspects R1-style training. Results go to stdout, the log to stderr.\n"
        "Exit status: 0 ok, 1 run failed, 2 usage or bad input, 3 environment, 130 interrupted."};
    app.set_version_flag("--version", "retort 0.1.0");
    app.require_subcommand(1);
    EngineSettings settings;
    app.add_flag("--verbose", settings.verbose, "Log more");
    app.add_option("--precision", settings.precision,
                   "Of matrix products: fp32, bf16 or auto (bf16 where the processor multiplies it itself). Default: what "
                   "the recipe says that the "
                   "model or run belongs to, else auto")
        ->check(CLI::IsMember({"auto", "fp32", "bf16"}));
    const std::vector<std::string> command_line(argv, argv + argc);
    Action action;
    addRun(app, action, command_line);
    addInspect(app, action);
    addCheck(app, action);
    addBench(app, action);
    addNew(app, action);
    addModelFilters(app, action);
    addTalk(app, action);
    addGrade(app, action);
    addEval(app, action, command_line);
    addCompare(app, action);
    addData(app, action);
    addDecontaminate(app, action);
    addCandidates(app, action);
    addExportImport(app, action);
    addTrainTokenizer(app, action);
    addDoctor(app, action);
    if (!namesSubcommand(app, command_line)) return 2;
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    return runEngine(action, settings);
}
