// SPDX-License-Identifier: Apache-2.0
#include "engine.h"

#include "base/error.h"
#include "base/log.h"
#include "cmd_doctor.h"
#include "data/columnar/columnar.h"
#include "model_precision.h"
#include "ops/processor.h"

namespace retort::cli {
namespace {

using Words = std::vector<std::string>;

class LinkedEngine final : public Engine {
public:
    explicit LinkedEngine(const EngineSettings& settings) : precision_(settings.precision) {
        usePrecision(precision_.empty() ? "auto" : precision_);
    }
    int run(const RunArguments& arguments, const Words& command_line) const override {
        return runCommand(arguments, command_line);
    }
    int inspect(const InspectArguments& arguments) const override { return inspectCommand(arguments); }
    int check(const CheckArguments& arguments) const override { return checkCommand(arguments); }
    int bench(const BenchArguments& arguments) const override { return benchCommand(arguments); }
    int create(const NewArguments& arguments) const override { return newCommand(arguments); }
    int tokenize(const TokenizeArguments& arguments) const override { return tokenizeCommand(arguments); }
    int render(const RenderArguments& arguments) const override { return renderCommand(arguments); }
    int score(const ScoreArguments& arguments) const override { return as(arguments.model), scoreCommand(arguments); }
    int sample(const SampleArguments& arguments) const override { return as(arguments.model), sampleCommand(arguments); }
    int chat(const ChatArguments& arguments) const override { return as(arguments.model), chatCommand(arguments); }
    int serve(const ServeArguments& arguments) const override { return as(arguments.model), serveCommand(arguments); }
    int grade(const GradeArguments& arguments) const override { return as(arguments.project), gradeCommand(arguments); }
    int eval(const EvalArguments& arguments, const Words& command_line) const override {
        return as(arguments.model), evalCommand(arguments, command_line);
    }
    int compare(const CompareArguments& arguments) const override { return compareCommand(arguments); }
    int data(const DataArguments& arguments) const override { return dataCommand(arguments); }
    int decontaminate(const DecontaminateArguments& arguments) const override { return decontaminateCommand(arguments); }
    int candidates(const CandidatesArguments& arguments) const override { return candidatesCommand(arguments); }
    int exportTo(const ExportArguments& arguments) const override { return exportCommand(arguments); }
    int importFrom(const ImportArguments& arguments) const override { return importCommand(arguments); }
    int trainTokenizer(const TrainTokenizerArguments& arguments) const override { return trainTokenizerCommand(arguments); }
    int doctor(bool json) const override { return doctorCommand(json); }

private:
    /// Computes as the recipe does that the model belongs to, unless the command line says how.
    void as(const std::string& model) const {
        if (precision_.empty() && !model.empty()) usePrecision(precisionFor(model));
    }
    std::string precision_;
};

}  // namespace
}  // namespace retort::cli

extern "C" __attribute__((visibility("default"))) int retort_engine_run(const retort::cli::Action& action,
                                                                        const retort::cli::EngineSettings& settings) {
    using namespace retort;
    useColumnarFiles();
    if (settings.verbose) setLogLevel(LogLevel::Debug);
    try {
        return action(cli::LinkedEngine(settings));
    } catch (const Error& error) {
        log(error.code() == ErrorCode::Interrupted ? LogLevel::Info : LogLevel::Error, error.what());
        return exitStatus(error.code());
    } catch (const std::exception& error) {
        log(LogLevel::Error, error.what());
        return 1;
    }
}
