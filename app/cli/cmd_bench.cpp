// SPDX-License-Identifier: Apache-2.0
// `retort bench`: what the engine does per second on this machine with a model.
#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "app/cli/bench/workloads.h"
#include "base/error.h"
#include "base/log.h"
#include "base/machine.h"
#include "commands.h"
#include "kernels/decode/decode_ops.h"
#include "ops/processor.h"
#include "project/project.h"

namespace retort::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Figure {
    std::string name, unit;
    double median = 0, min = 0, max = 0, gflops = 0;  ///< gflops: arithmetic needed / median time
};

double medianOf(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

/// Repeats after one call that is not counted.
Figure measure(const std::string& name, const bench::Workload& work, int repeats) {
    const bool seconds_wanted = name == "grpo";
    std::vector<double> values, rates;
    work();
    for (int i = 0; i < repeats; ++i) {
        const double begin = steadyTime();
        const bench::Done done = work();
        const double seconds = steadyTime() - begin;
        values.push_back(seconds_wanted ? seconds : done.tokens / seconds);
        rates.push_back(1e-9 * done.flops / seconds);
    }
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    return {name, seconds_wanted ? "s" : "tok/s", medianOf(values), *least, *most, medianOf(rates)};
}

/// The load before the measurement: other programs make every figure smaller.
double loadAverage() {
    double load = 0;
    return ::getloadavg(&load, 1) == 1 ? load : 0;
}

const char* meaning(const std::string& figure) {
    if (figure == "generate_1") return "generation, one sequence of 24 + 64 tokens";
    if (figure == "generate_64") return "generation, 4 prompts x 16 samples";
    if (figure == "generate_256") return "generation, 16 prompts x 16 samples";
    if (figure == "train") return "supervised training, 4096-token steps of 21- to 173-token documents";
    if (figure == "train_equal") return "the same, all documents of 60 tokens";
    return "GRPO step of 256 x 64 tokens, 4 optimizer steps";
}

void printHeader(const Json& report) {
    fmt::print(
        "{} · {} threads · {} code, {} · load {:.1f} before\n{} · {:.2f} M parameters · fp32 matrix product: {:.0f} "
        "GFLOP/s\n\n",
        report["machine"].get<std::string>(), report["threads"].get<int>(), report["code"].get<std::string>(),
        report["precision"].get<std::string>(), report["load"].get<double>(), report["model"].get<std::string>(),
        report["parameters"].get<double>() / 1e6, report["gemm_gflops"].get<double>());
    fmt::print("{:<13} {:>10} {:<6} {:>10} {:>10} {:>9} {:>8}  {}\n", "figure", "median", "unit", "min", "max", "GFLOP/s",
               "of peak", "what");
}

}  // namespace

int benchCommand(const BenchArguments& arguments) {
    if (arguments.repeats < 1) throw Error(ErrorCode::Usage, "--repeats must be 1 or more", "bench");
    const std::string folder =
        arguments.model.empty() ? (resourcesFolder() / "projects/abacus/models/base").string() : arguments.model;
    const int threads = arguments.threads > 0 ? arguments.threads : usableThreads();
    const std::vector<std::string> names = arguments.figures.empty() ? bench::figures() : arguments.figures;
    at::set_num_threads(threads);
    const Transformer loaded = Transformer::load(folder);
    for (const std::string& name : names) {  // before minutes of work: every name is known
        Transformer model = loaded.clone();
        bench::makeWorkload(name, model, threads);
    }
    Json report{{"machine", cpuModel()},
                {"threads", threads},
                {"code", kernels::decodeTarget()},
                {"precision", precisionInUse()},
                {"load", loadAverage()},
                {"model", folder},
                {"parameters", loaded.config().parameterCount()},
                {"gemm_gflops", bench::gemmPeak(threads)},
                {"figures", Json::array()}};
    if (!arguments.json) printHeader(report);
    for (const std::string& name : names) {
        Transformer model = loaded.clone();
        const Figure f = measure(name, bench::makeWorkload(name, model, threads), arguments.repeats);
        const double share = f.gflops / report["gemm_gflops"].get<double>();
        report["figures"].push_back({{"figure", f.name},
                                     {"unit", f.unit},
                                     {"median", f.median},
                                     {"min", f.min},
                                     {"max", f.max},
                                     {"gflops", f.gflops},
                                     {"share_of_peak", share}});
        if (arguments.json) continue;
        fmt::print("{:<13} {:>10.5g} {:<6} {:>10.5g} {:>10.5g} {:>9.1f} {:>7.0f}%  {}\n", f.name, f.median, f.unit, f.min,
                   f.max, f.gflops, 100 * share, meaning(f.name));
        std::fflush(stdout);
    }
    if (arguments.json) fmt::print("{}\n", report.dump());
    return 0;
}

}  // namespace retort::cli
