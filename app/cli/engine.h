// SPDX-License-Identifier: Apache-2.0
#pragma once

// What `retort` asks of libretort_engine.so. The program itself links neither LibTorch and Arrow nor anything else of ours,
// so that --help and mistakes on the command line answer at once; the library is loaded when a subcommand is to run.

#include <functional>

#include "commands.h"

namespace retort::cli {

/// The subcommands; see commands.h.
class Engine {
public:
    virtual int run(const RunArguments&, const std::vector<std::string>& command_line) const = 0;
    virtual int inspect(const InspectArguments&) const = 0;
    virtual int check(const CheckArguments&) const = 0;
    virtual int bench(const BenchArguments&) const = 0;
    virtual int create(const NewArguments&) const = 0;
    virtual int tokenize(const TokenizeArguments&) const = 0;
    virtual int render(const RenderArguments&) const = 0;
    virtual int score(const ScoreArguments&) const = 0;
    virtual int sample(const SampleArguments&) const = 0;
    virtual int chat(const ChatArguments&) const = 0;
    virtual int serve(const ServeArguments&) const = 0;
    virtual int grade(const GradeArguments&) const = 0;
    virtual int eval(const EvalArguments&, const std::vector<std::string>& command_line) const = 0;
    virtual int compare(const CompareArguments&) const = 0;
    virtual int data(const DataArguments&) const = 0;
    virtual int decontaminate(const DecontaminateArguments&) const = 0;
    virtual int candidates(const CandidatesArguments&) const = 0;
    virtual int exportTo(const ExportArguments&) const = 0;
    virtual int importFrom(const ImportArguments&) const = 0;
    virtual int trainTokenizer(const TrainTokenizerArguments&) const = 0;
    virtual int doctor(bool json) const = 0;

protected:
    ~Engine() = default;
};

/// One subcommand with its arguments.
using Action = std::function<int(const Engine&)>;

/// Name and type of the library's one exported function: runs the action, logs what it throws, and gives the process's exit
/// status.
inline constexpr const char* kEngineEntry = "retort_engine_run";
struct EngineSettings {
    bool verbose = false;
    std::string precision;  ///< as usePrecision() takes it; empty: as the recipe of the model says, else "auto"
};
using EngineEntry = int (*)(const Action& action, const EngineSettings& settings);

}  // namespace retort::cli
