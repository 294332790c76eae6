// SPDX-License-Identifier: Apache-2.0
#pragma once

// One function per subcommand of `retort`. Each returns the process's exit status; errors are thrown as retort::Error.
// Data goes to stdout, log lines to stderr.

#include <cstdint>
#include <string>
#include <vector>

#include "search/mcts.h"

namespace retort::cli {

struct RunArguments {
    std::string project, only_stage, run, fork, recipe = "recipe.toml";
    std::vector<std::string> set;
    bool resume = false, fresh = false, workbench = false;
};
int runCommand(const RunArguments& arguments, const std::vector<std::string>& command_line);

struct InspectArguments {
    std::string run;
    bool json = false;
};
int inspectCommand(const InspectArguments& arguments);

struct CheckArguments {
    std::string project;
    std::vector<std::string> set;
    bool json = false, explain = false;
};
int checkCommand(const CheckArguments& arguments);

struct NewArguments {
    std::string project_template, destination;
    std::vector<std::string> set;
    bool list = false;
};
int newCommand(const NewArguments& arguments);

struct TokenizeArguments {
    std::string model;
    bool special_tokens = false;
};
int tokenizeCommand(const TokenizeArguments& arguments);

struct RenderArguments {
    std::string model;
    bool generation = false;
};
int renderCommand(const RenderArguments& arguments);

struct ScoreArguments {
    std::string model;
};
int scoreCommand(const ScoreArguments& arguments);

struct SampleArguments {
    std::string model;
    bool greedy = false, stream = false;
    double temperature = 1, top_p = 1;
    std::int64_t max_tokens = 256, n = 1;
    std::uint64_t seed = 0;
    std::string search;  ///< "mcts"; the rest is for it
    std::string value = "consistency", process_model, aggregation = "last", project, tree, step_separator = "\\n";
    std::int64_t rollouts = 4;
    SearchSettings search_settings;
};
int sampleCommand(const SampleArguments& arguments);
int searchCommand(const SampleArguments& arguments);  ///< with --search

struct ChatArguments {
    std::string model, system, format;
    bool greedy = false;
    double temperature = 1, top_p = 1;
    std::int64_t max_tokens = 2048;
    std::uint64_t seed = 0;
};
int chatCommand(const ChatArguments& arguments);

struct ServeArguments {
    std::string model, host = "127.0.0.1", name;
    int port = 8080;
};
int serveCommand(const ServeArguments& arguments);

struct GradeArguments {
    std::vector<std::string> rewards;  ///< NAME, NAME=WEIGHT or NAME={ a term as in a recipe }; none at all: math
    std::string project, run, rubric;
    std::vector<std::string> terms;  ///< of the rubric; empty: all
};
int gradeCommand(const GradeArguments& arguments);

struct EvalArguments {
    std::string model, output, examples, prompt_column, answer_column, level_column;
    std::vector<std::string> suites, rewards;
    std::string instruction = "-";  ///< "-": the suite's own
    std::int64_t samples = 0, limit = 0, max_tokens = 1024, threads = 0;
    std::int64_t shots = -1;  ///< -1: the suite's own
    double temperature = 0.6, top_p = 0.95;
    std::int64_t seed = 1;
    bool plain = false, json = false;
};
int evalCommand(const EvalArguments& arguments, const std::vector<std::string>& command_line);

struct CompareArguments {
    std::vector<std::string> names;
    std::string format = "table";  ///< "table", "json", "markdown", "csv"
};
int compareCommand(const CompareArguments& arguments);

struct DataArguments {
    std::vector<std::string> files;
    std::string kind, prompt_column, reference_column, completion_column, chosen_column, rejected_column, text_column;
    std::string model, system, format;
    std::int64_t rows = 5;
    bool check = false, json = false;
};
int dataCommand(const DataArguments& arguments);

struct DecontaminateArguments {
    std::string data, output, prompt_column;
    std::vector<std::string> against;
};
int decontaminateCommand(const DecontaminateArguments& arguments);

struct CandidatesArguments {
    std::string action, run, stage, reason, output, text, verdict;
    std::vector<std::string> ids, tags;
    std::int64_t limit = 50;
    bool all = false;
};
int candidatesCommand(const CandidatesArguments& arguments);

struct ExportArguments {
    std::string source, format, output, dtype;
};
int exportCommand(const ExportArguments& arguments);

struct ImportArguments {
    std::string source, output;       ///< a GGUF file and the folder it becomes
    std::string project, name, kind;  ///< or a data file, the project that gets it, and what it is called there
};
int importCommand(const ImportArguments& arguments);

struct TrainTokenizerArguments {
    std::vector<std::string> data;
    std::string output, eos = "<eos>";
    std::vector<std::string> special;
    std::int32_t vocab_size = 512;
    std::int64_t limit = 20000;
};
int trainTokenizerCommand(const TrainTokenizerArguments& arguments);

struct BenchArguments {
    std::string model;                 ///< folder; empty: the abacus base
    std::vector<std::string> figures;  ///< empty: all
    int threads = 0, repeats = 5;      ///< threads 0: all that may be used
    bool json = false;
};
int benchCommand(const BenchArguments& arguments);

}  // namespace retort::cli
