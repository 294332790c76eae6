// SPDX-License-Identifier: Apache-2.0
#include "app/cli/bench/workloads.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

#include "base/error.h"
#include "base/log.h"
#include "base/random.h"
#include "generate/batch_generator.h"
#include "rollout/advantage.h"
#include "train/policy_trainer.h"
#include "train/sft_trainer.h"

namespace retort::bench {
namespace {

using Prompts = std::vector<std::vector<std::int32_t>>;

constexpr std::int64_t kPrompt = 24, kTokens = 64, kSamples = 16, kDocument = 60, kBatchTokens = 4096;

/// Lengths in tokens of the documents that abacus's base was trained on (its corpus "habits"): the middles of 16 parts of
/// equal size.
constexpr std::int64_t kLengths[] = {21, 25, 28, 31, 34, 40, 46, 49, 52, 56, 60, 67, 75, 87, 124, 173};

/// Token j of document i; the peers in tests/bench compute the same.
std::vector<std::int32_t> document(std::int64_t i, std::int64_t length, std::int64_t vocabulary) {
    std::vector<std::int32_t> ids;
    for (std::int64_t j = 0; j < length; ++j) {
        const auto mixed = static_cast<std::uint32_t>(i * length + j) * 2654435761U;
        ids.push_back(static_cast<std::int32_t>((mixed >> 8) % vocabulary));
    }
    return ids;
}

Prompts promptsOf(const Transformer& model, std::int64_t count) {
    Prompts prompts;
    for (std::int64_t i = 0; i < count; ++i) prompts.push_back(document(i, kPrompt, model.config().vocab_size));
    return prompts;
}

/// Of a forward pass over positions [first, last) of a sequence.
double forwardFlops(const ModelConfig& c, std::int64_t first, std::int64_t last, std::int64_t with_head) {
    const double hidden = static_cast<double>(c.hidden_size),
                 queries = static_cast<double>(c.num_attention_heads * c.head_dim),
                 keys = static_cast<double>(c.num_key_value_heads * c.head_dim);
    const double matrices = hidden * (2 * queries + 2 * keys) + 3 * hidden * static_cast<double>(c.intermediate_size);
    const double seen = 0.5 * static_cast<double>(last * (last + 1) - first * (first + 1));
    return 2 * static_cast<double>(c.num_hidden_layers) *
               (matrices * static_cast<double>(last - first) + 2 * queries * seen) +
           2 * hidden * static_cast<double>(c.vocab_size) * static_cast<double>(with_head);
}

double rollOutFlops(const ModelConfig& c, std::int64_t prompts, std::int64_t samples) {
    return static_cast<double>(prompts) *
           (forwardFlops(c, 0, kPrompt, 1) +
            static_cast<double>(samples) * forwardFlops(c, kPrompt, kPrompt + kTokens - 1, kTokens - 1));
}

std::vector<std::vector<Completion>> rollOut(Generator& generator, const Prompts& prompts, std::int64_t samples,
                                             std::uint64_t seed, bool entropies) {
    auto result =
        generator.generate(prompts, {.max_tokens = kTokens, .samples = samples, .seed = seed, .entropies = entropies});
    for (const auto& group : result)
        for (const Completion& completion : group)
            if (static_cast<std::int64_t>(completion.ids.size()) != kTokens)
                throw Error(ErrorCode::Usage, "the model's context is too short for the measurement", "bench",
                            fmt::format("Give a model of {} positions or more", kPrompt + kTokens));
    return result;
}

Workload generating(Transformer& model, int threads, std::int64_t batch) {
    const std::int64_t samples = std::min(batch, kSamples), count = batch / samples;
    auto generator = std::make_shared<BatchGenerator>(model, BatchGeneratorSettings{.threads = threads});
    auto seed = std::make_shared<std::uint64_t>(0);
    const double flops = rollOutFlops(model.config(), count, samples);
    return [=, prompts = promptsOf(model, count)]() -> Done {
        rollOut(*generator, prompts, samples, ++*seed, false);
        return {static_cast<double>(batch * kTokens), flops};
    };
}

/// Documents of one length, or (length 0) of the lengths of abacus's own, drawn without regard to their order.
Workload training(Transformer& model, std::int64_t length) {
    constexpr std::int64_t kSteps = 4;
    std::vector<TrainingSample> rows;
    double tokens = 0, flops = 0;
    for (std::int64_t i = 0; i < kSteps * (kBatchTokens / kDocument); ++i) {
        const std::int64_t own = length > 0 ? length : kLengths[static_cast<std::uint32_t>(i * 2654435761U) >> 28];
        rows.push_back({.ids = document(i, own, model.config().vocab_size), .old_logprobs = {}});
        tokens += static_cast<double>(own);
        flops += 3 * forwardFlops(model.config(), 0, own - 1, own - 1);
    }
    SftParams params;
    params.batch_tokens = kBatchTokens;
    params.optimizer = {.learning_rate = 1e-4};
    auto trainer = std::make_shared<SftTrainer>(model, params, std::move(rows), 1, "bench", 1 << 20);
    return [trainer, per_token = flops / tokens]() -> Done {
        std::int64_t done = 0;
        for (std::int64_t i = 0; i < kSteps; ++i) done += trainer->step().tokens;
        return {static_cast<double>(done), static_cast<double>(done) * per_token};
    };
}

std::vector<RolloutGroup> rewarded(std::vector<std::vector<Completion>> completions, const Prompts& prompts,
                                   Random& random) {
    std::vector<RolloutGroup> groups(prompts.size());
    for (std::size_t i = 0; i < groups.size(); ++i) {
        groups[i].prompt.ids = prompts[i];
        for (Completion& completion : completions[i]) {
            Rollout& rollout = groups[i].rollouts.emplace_back();
            rollout.completion = std::move(completion);
            rollout.reward.total = random.uniform();
        }
    }
    assignAdvantages(groups, true);
    return groups;
}

Workload reinforcing(Transformer& model, int threads) {
    constexpr std::int64_t kGroups = 16;
    GrpoParams params;
    params.minibatches = 4;
    params.aggregation = "token";
    params.kl_beta = 0;
    params.sampling.max_tokens = kTokens;
    params.optimizer = {.learning_rate = 1e-6};
    auto generator = std::make_shared<BatchGenerator>(model, BatchGeneratorSettings{.threads = threads});
    auto trainer = std::make_shared<PolicyTrainer>(model, params, 1, "bench", 1 << 20);
    auto random = std::make_shared<Random>(1, 0);
    const double flops =
        4 * rollOutFlops(model.config(), kGroups, kSamples);  // a group's prompt is computed once in training too
    return [=, prompts = promptsOf(model, kGroups)]() -> Done {
        const auto groups = rewarded(rollOut(*generator, prompts, kSamples, random->next(), true), prompts, *random);
        const auto steps = trainer->update(trainingSamples(groups));
        return {static_cast<double>(summarize(steps).loss_tokens), flops};
    };
}

}  // namespace

const std::vector<std::string>& figures() {
    static const std::vector<std::string> names{"generate_1", "generate_64", "generate_256", "train", "train_equal", "grpo"};
    return names;
}

Workload makeWorkload(const std::string& figure, Transformer& model, int threads) {
    if (figure == "generate_1") return generating(model, threads, 1);
    if (figure == "generate_64") return generating(model, threads, 64);
    if (figure == "generate_256") return generating(model, threads, 256);
    if (figure == "train") return training(model, 0);
    if (figure == "train_equal") return training(model, kDocument);
    if (figure == "grpo") return reinforcing(model, threads);
    throw Error(ErrorCode::Usage, fmt::format("no figure is called \"{}\"", figure), "--figures",
                fmt::format("Choose among {}", fmt::join(figures(), ", ")));
}

double gemmPeak(int threads) {
    constexpr std::int64_t kSize = 1024;
    at::set_num_threads(threads);
    const auto a = at::rand({kSize, kSize}), b = at::rand({kSize, kSize});
    auto c = at::empty({kSize, kSize});
    at::mm_out(c, a, b);
    double best = 1e9;
    const double begin = steadyTime();
    for (int i = 0; i < 5 || steadyTime() - begin < 0.5; ++i) {
        const double start = steadyTime();
        at::mm_out(c, a, b);
        best = std::min(best, steadyTime() - start);
    }
    return 2e-9 * kSize * kSize * kSize / best;
}

}  // namespace retort::bench
