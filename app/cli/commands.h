// SPDX-License-Identifier: Apache-2.0
#pragma once

// One function per subcommand of `retort`. Each returns the process's exit status; errors are thrown as retort::Error.
// Data goes to stdout, log lines to stderr.

#include <cstdint>
#include <string>
#include <vector>

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
    bool greedy = false;
    double temperature = 1, top_p = 1;
    std::int64_t max_tokens = 256, n = 1;
    std::uint64_t seed = 0;
};
int sampleCommand(const SampleArguments& arguments);

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
    std::string reward = "math", project, rubric;
};
int gradeCommand(const GradeArguments& arguments);

struct CandidatesArguments {
    std::string action, run, stage, reason, output;
    std::vector<std::int64_t> ids;
    std::int64_t limit = 50;
};
int candidatesCommand(const CandidatesArguments& arguments);

struct ExportArguments {
    std::string source, format, output, dtype;
};
int exportCommand(const ExportArguments& arguments);

struct ImportArguments {
    std::string source, output;
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

}  // namespace retort::cli
