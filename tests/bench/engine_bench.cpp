// SPDX-License-Identifier: Apache-2.0
// What the engine does per second on the CPU with a model of a user's size; tests/bench/run_engine sets it beside its peers.
//
//   engine_bench MODEL_FOLDER [--threads 2] [--repeats 5] [--figures generate_64,generate_256,train,grpo] [--json]
//
// generate_B  tokens/s: B/16 prompts of 24 tokens, 16 samples of each, exactly 64 new tokens (peer: peer_generate.py)
// train       useful tokens/s of supervised training: documents of 60 tokens, optimizer steps of 4096 (peer: peer_train.py)
// grpo        seconds of one step: 16 prompts x 16 samples of 64 tokens, rewards drawn from a seed, advantages, and four
//             optimizer steps without a KL term (peer: peer_grpo_trl.py)
// Each line is the median of the repeats after one that is not counted, with the least and the greatest.
#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <sstream>

#include "base/error.h"
#include "base/log.h"
#include "base/random.h"
#include "generate/batch_generator.h"
#include "rollout/advantage.h"
#include "train/policy_trainer.h"
#include "train/sft_trainer.h"

namespace {

using namespace retort;

constexpr std::int64_t kPrompt = 24, kTokens = 64, kSamples = 16, kDocument = 60, kBatchTokens = 4096;
constexpr const char* kUsage =
    "usage: engine_bench MODEL_FOLDER [--threads N] [--repeats N] [--json]\n"
    "                    [--figures generate_64,generate_256,train,grpo]\n";

/// Token j of document i; the peers compute the same. Which tokens they are does not change the work.
std::vector<std::int32_t> document(std::int64_t i, std::int64_t length, std::int64_t vocabulary) {
    std::vector<std::int32_t> ids;
    for (std::int64_t j = 0; j < length; ++j) {
        const auto mixed = static_cast<std::uint32_t>(i * length + j) * 2654435761U;
        ids.push_back(static_cast<std::int32_t>((mixed >> 8) % vocabulary));
    }
    return ids;
}

struct Settings {
    std::string model, figures = "generate_64,generate_256,train,grpo";
    int threads = 2, repeats = 5;
    bool json = false;
};

void require(bool held, const char* what) {
    if (!held) throw Error(ErrorCode::RunFailed, what, "engine_bench", "The figure would not be comparable");
}

/// kSamples completions of every prompt, each of kTokens tokens: there are no stop ids.
std::vector<std::vector<Completion>> rollOut(Generator& generator, const std::vector<std::vector<std::int32_t>>& prompts,
                                             std::uint64_t seed, bool entropies) {
    const GenerateOptions options{.max_tokens = kTokens, .samples = kSamples, .seed = seed, .entropies = entropies};
    auto result = generator.generate(prompts, options);
    for (const auto& group : result)
        for (const Completion& completion : group)
            require(static_cast<std::int64_t>(completion.ids.size()) == kTokens, "a completion ended early");
    return result;
}

std::vector<std::vector<std::int32_t>> promptsOf(const Transformer& model, std::int64_t count) {
    std::vector<std::vector<std::int32_t>> prompts;
    for (std::int64_t i = 0; i < count; ++i) prompts.push_back(document(i, kPrompt, model.config().vocab_size));
    return prompts;
}

/// One measured call: returns the work done, in the figure's unit before the division by seconds.
using Work = std::function<double()>;

Work generateWork(const Settings& settings, const Transformer& model, std::int64_t batch) {
    auto generator = std::make_shared<BatchGenerator>(model, BatchGeneratorSettings{.threads = settings.threads});
    auto seed = std::make_shared<std::uint64_t>(0);
    return [=, prompts = promptsOf(model, batch / kSamples)] {
        rollOut(*generator, prompts, ++*seed, false);
        return static_cast<double>(batch * kTokens);
    };
}

Work trainWork(Transformer& model) {
    constexpr std::int64_t kSteps = 4;
    std::vector<TrainingSample> rows;
    for (std::int64_t i = 0; i < kSteps * (kBatchTokens / kDocument); ++i)
        rows.push_back({.ids = document(i, kDocument, model.config().vocab_size), .old_logprobs = {}});
    SftParams params;
    params.batch_tokens = kBatchTokens;
    params.optimizer = {.learning_rate = 1e-4};
    auto trainer = std::make_shared<SftTrainer>(model, params, std::move(rows), 1, "bench", 1 << 20);
    return [trainer] {
        std::int64_t tokens = 0;
        for (std::int64_t i = 0; i < kSteps; ++i) tokens += trainer->step().tokens;
        return static_cast<double>(tokens);
    };
}

Work grpoWork(const Settings& settings, Transformer& model) {
    GrpoParams params;
    params.minibatches = 4;
    params.aggregation = "token";
    params.kl_beta = 0;
    params.sampling.max_tokens = kTokens;
    params.optimizer = {.learning_rate = 1e-6};
    auto generator = std::make_shared<BatchGenerator>(model, BatchGeneratorSettings{.threads = settings.threads});
    auto trainer = std::make_shared<PolicyTrainer>(model, params, 1, "bench", 1 << 20);
    auto random = std::make_shared<Random>(1, 0);
    return [=, prompts = promptsOf(model, 16)] {
        auto completions = rollOut(*generator, prompts, random->next(), true);
        std::vector<RolloutGroup> groups(prompts.size());
        for (std::size_t i = 0; i < groups.size(); ++i) {
            groups[i].prompt.ids = prompts[i];
            for (Completion& completion : completions[i]) {
                Rollout& rollout = groups[i].rollouts.emplace_back();
                rollout.completion = std::move(completion);
                rollout.reward.total = random->uniform();
            }
        }
        assignAdvantages(groups, true);
        const auto steps = trainer->update(trainingSamples(groups));
        require(steps.size() == 4 && summarize(steps).loss_tokens == 16 * kSamples * kTokens, "rollouts went missing");
        return 1.0;
    };
}

void report(const Settings& settings, const std::string& figure, const Work& work) {
    const bool seconds_wanted = figure == "grpo";
    std::vector<double> values;
    work();
    for (int i = 0; i < settings.repeats; ++i) {
        const double begin = steadyTime();
        const double done = work();
        const double seconds = steadyTime() - begin;
        values.push_back(seconds_wanted ? seconds : done / seconds);
    }
    std::sort(values.begin(), values.end());
    const double median = (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
    const char* unit = seconds_wanted ? "s" : "tok/s";
    if (settings.json)
        fmt::print(R"({{"figure": "{}", "unit": "{}", "median": {:.6g}, "min": {:.6g}, "max": {:.6g}}})" "\n", figure, unit,
                   median, values.front(), values.back());
    else
        fmt::print("{:<13} {:>10.5g} {} (min {:.5g}, max {:.5g}, {} repeats, {} threads)\n", figure, median, unit,
                   values.front(), values.back(), values.size(), settings.threads);
    std::fflush(stdout);
}

void run(const Settings& settings) {
    at::set_num_threads(settings.threads);
    std::istringstream figures(settings.figures);
    for (std::string figure; std::getline(figures, figure, ',');) {
        Transformer model = Transformer::load(settings.model);
        if (figure == "generate_64") report(settings, figure, generateWork(settings, model, 64));
        else if (figure == "generate_256") report(settings, figure, generateWork(settings, model, 256));
        else if (figure == "train") report(settings, figure, trainWork(model));
        else if (figure == "grpo") report(settings, figure, grpoWork(settings, model));
        else throw Error(ErrorCode::Usage, "no figure is called " + figure, "--figures", "Give those of the usage line");
    }
}

/// Empty when the arguments are not understood.
std::optional<Settings> parse(int argc, char** argv) {
    Settings settings;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        const bool has_value = i + 1 < argc;
        if (argument == "--json") settings.json = true;
        else if (argument == "--threads" && has_value) settings.threads = std::atoi(argv[++i]);
        else if (argument == "--repeats" && has_value) settings.repeats = std::atoi(argv[++i]);
        else if (argument == "--figures" && has_value) settings.figures = argv[++i];
        else if (settings.model.empty() && !argument.starts_with("-")) settings.model = argument;
        else return std::nullopt;
    }
    if (settings.model.empty() || settings.threads < 1 || settings.repeats < 1) return std::nullopt;
    return settings;
}

}  // namespace

int main(int argc, char** argv) {
    const auto settings = parse(argc, argv);
    if (!settings) {
        fmt::print(stderr, kUsage);
        return 2;
    }
    try {
        run(*settings);
    } catch (const std::exception& error) {
        fmt::print(stderr, "engine_bench: {}\n", error.what());
        return 1;
    }
    return 0;
}
