// SPDX-License-Identifier: Apache-2.0
#include "train/policy_trainer.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <optional>

#include "base/error.h"
#include "base/log.h"
#include "base/random.h"
#include "train/batcher.h"
#include "train/grpo_loss.h"
#include "train/optimization.h"
#include "train/token_scores.h"

namespace retort {
namespace {

using Indices = std::vector<std::int64_t>;

void check(const GrpoParams& params, const std::string& stage) {
    const auto refuse = [&](const char* field, const std::string& value, const char* remedy) {
        throw Error(ErrorCode::Usage, fmt::format("{} = {} cannot be trained with", field, value),
                    fmt::format("stages.{}.{}", stage, field), remedy);
    };
    if (params.minibatches < 1) refuse("minibatches", std::to_string(params.minibatches), "Give 1 or more");
    if (params.epochs < 1) refuse("epochs", std::to_string(params.epochs), "Give 1 or more");
    if (params.microbatch_tokens < 1)
        refuse("microbatch_tokens", std::to_string(params.microbatch_tokens), "Give 1 or more");
    if (!(params.kl_beta >= 0)) refuse("kl_beta", fmt::format("{}", params.kl_beta), "Give 0 (no reference) or more");
    if (!(params.clip_low >= 0)) refuse("clip_low", fmt::format("{}", params.clip_low), "Give 0 or more");
    if (!(params.clip_high >= 0)) refuse("clip_high", fmt::format("{}", params.clip_high), "Give 0 or more");
    if (!(params.sampling.temperature > 0))
        refuse("sampling.temperature", fmt::format("{}", params.sampling.temperature),
               "Give a value above 0: greedy rollouts teach nothing");
    if (params.sampling.max_tokens < 1)
        refuse("sampling.max_tokens", std::to_string(params.sampling.max_tokens), "Give 1 or more");
}

void checkSamples(const std::vector<TrainingSample>& samples) {
    for (std::size_t i = 0; i < samples.size(); ++i)
        if (samples[i].old_logprobs.empty() || samples[i].prompt_length < 1)
            throw Error(ErrorCode::BadInput, "a rollout without log-probabilities or without a prompt",
                        fmt::format("rollout {}", i));
}

/// What a checkpoint keeps of a live change, by field; unchanged fields follow the recipe.
struct LiveField {
    const char* counter;
    double& (*of)(GrpoParams&);
};
constexpr LiveField kLiveFields[] = {
    {"changed_clip_low_bits", [](GrpoParams& p) -> double& { return p.clip_low; }},
    {"changed_clip_high_bits", [](GrpoParams& p) -> double& { return p.clip_high; }},
    {"changed_temperature_bits", [](GrpoParams& p) -> double& { return p.sampling.temperature; }},
};
constexpr const LiveField &kClipLow = kLiveFields[0], &kClipHigh = kLiveFields[1], &kTemperature = kLiveFields[2];

/// |trainer - generator| over one rollout's first minibatch.
struct Difference {
    double sum = 0, max = 0;
    std::int64_t count = 0;

    void add(const std::vector<float>& now, const std::vector<float>& sampled) {
        for (std::size_t t = 0; t < now.size(); ++t) {
            const double distance = std::abs(static_cast<double>(now[t]) - sampled[t]);
            sum += distance;
            max = std::max(max, distance);
        }
        count += static_cast<std::int64_t>(now.size());
    }
};

}  // namespace

struct PolicyTrainer::Impl {
    Transformer& policy;
    GrpoParams params;                      ///< with the live changes
    std::map<std::string, double> changed;  ///< by LiveField::counter
    std::uint64_t seed;
    std::int64_t rollouts_seen = 0;
    GrpoLossOptions loss_options;
    Optimization optimization;
    std::optional<Transformer> reference;

    // Of the rollout at hand, by sample: valid until the reference changes, and for the whole rollout.
    std::vector<std::vector<float>> ref_logprobs, old_logprobs;

    Impl(Transformer& p, const GrpoParams& g, std::uint64_t s, std::string stage, std::int64_t total)
        : policy(p),
          params(g),
          seed(s),
          optimization(p.trainable(), g.optimizer, total > 0 ? total : g.steps * g.minibatches * g.epochs, stage) {
        check(params, stage);
        loss_options = {aggregationFrom(params.aggregation), params.clip_low, params.clip_high, params.kl_beta,
                        params.sampling.max_tokens};
        if (params.kl_beta > 0) refreshReference();
    }

    void change(const LiveField& field, double value) {
        GrpoParams next = params;
        field.of(next) = value;
        check(next, optimization.stage());
        params = std::move(next);
        changed[field.counter] = value;
        loss_options.clip_low = params.clip_low;
        loss_options.clip_high = params.clip_high;
    }

    void refreshReference() {
        if (reference) {
            reference->copyFrom(policy);
        } else {
            reference.emplace(policy.clone());
            for (auto& [name, tensor] : reference->tensors()) tensor.set_requires_grad(false);
        }
        for (auto& cached : ref_logprobs) cached.clear();
    }

    /// The samples of one epoch in `minibatches` random parts of equal size (within one sample).
    std::vector<Indices> split(std::size_t count, std::int64_t epoch) const {
        Random random(deriveSeed(seed, "minibatches"), static_cast<std::uint64_t>(rollouts_seen * params.epochs + epoch));
        Indices order(count);
        std::iota(order.begin(), order.end(), 0);
        if (params.minibatches > 1) random.shuffle(order);
        const std::size_t parts = std::min<std::size_t>(static_cast<std::size_t>(params.minibatches), count);
        std::vector<Indices> result;
        for (std::size_t p = 0; p < parts; ++p)
            result.emplace_back(order.begin() + static_cast<std::ptrdiff_t>(count * p / parts),
                                order.begin() + static_cast<std::ptrdiff_t>(count * (p + 1) / parts));
        return result;
    }

    /// The loss reads completions only, so a group's prompt is computed once.
    Microbatch pack(const std::vector<TrainingSample>& samples, const Indices& part) const {
        return packSamples(samples, part, {.share_prompts = policy.sharesPrompts()});
    }

    /// Log-probabilities of a model that does not learn, from the cache where they are there.
    std::vector<float> frozenLogprobs(const Transformer& model, const Microbatch& batch,
                                      std::vector<std::vector<float>>& cache) {
        bool known = true;
        for (const std::int64_t i : batch.samples) known = known && !cache[static_cast<std::size_t>(i)].empty();
        if (!known) {
            const at::NoGradGuard no_grad;
            const std::vector<float> fresh = toVector(scoreTokens(model, batch, params.sampling.temperature).logprobs);
            for (std::size_t s = 0; s < batch.samples.size(); ++s)
                cache[static_cast<std::size_t>(batch.samples[s])].assign(fresh.begin() + batch.loss_starts[s],
                                                                         fresh.begin() + batch.loss_starts[s + 1]);
        }
        std::vector<float> result;
        for (const std::int64_t i : batch.samples) {
            const auto& part = cache[static_cast<std::size_t>(i)];
            result.insert(result.end(), part.begin(), part.end());
        }
        return result;
    }

    /// Ratios are against the generator's log-probabilities. With top_p below 1 those are of a cut distribution, which the
    /// policy's are not: then they are taken from the policy before the first update.
    void prepare(const std::vector<TrainingSample>& samples) {
        ref_logprobs.assign(samples.size(), {});
        old_logprobs.assign(samples.size(), {});
        if (params.sampling.top_p >= 1) return;
        Indices all(samples.size());
        std::iota(all.begin(), all.end(), 0);
        for (const Indices& part : splitByTokens(samples, all, params.microbatch_tokens))
            frozenLogprobs(policy, pack(samples, part), old_logprobs);
    }

    std::vector<float> oldLogprobs(const Microbatch& batch) {
        return params.sampling.top_p >= 1 ? batch.old_logprobs : frozenLogprobs(policy, batch, old_logprobs);
    }

    /// What a minibatch's microbatches add up to.
    struct Sums {
        GrpoSums grpo;
        double entropy = 0;
        std::int64_t tokens = 0;
    };
    void accumulate(const std::vector<TrainingSample>& samples, const Indices& part, const GrpoTotals& totals, bool learns,
                    Difference* difference, Sums& sums);
    OptimStepOutput minibatch(const std::vector<TrainingSample>& samples, Indices indices, Difference* difference);
};

void PolicyTrainer::Impl::accumulate(const std::vector<TrainingSample>& samples, const Indices& part,
                                     const GrpoTotals& totals, bool learns, Difference* difference, Sums& sums) {
    const at::AutoGradMode grad_mode(learns);
    const Microbatch batch = pack(samples, part);
    const std::vector<float> old = oldLogprobs(batch);
    std::vector<float> ref;
    if (reference) ref = frozenLogprobs(*reference, batch, ref_logprobs);
    const TokenScores scores = scoreTokens(policy, batch, params.sampling.temperature);
    const std::vector<float> now = toVector(scores.logprobs);
    std::vector<float> gradient(now.size());
    sums.grpo.add(grpoLoss({now, old, ref, batch.advantages, batch.loss_starts}, totals, loss_options, gradient));
    if (learns) scores.logprobs.backward(toTensor(gradient));
    sums.entropy += scores.entropies.sum(at::kDouble).item<double>();
    sums.tokens += batch.sample_tokens;
    if (difference != nullptr) difference->add(now, batch.old_logprobs);
}

OptimStepOutput PolicyTrainer::Impl::minibatch(const std::vector<TrainingSample>& samples, Indices indices,
                                               Difference* difference) {
    const auto sample = [&](std::int64_t i) -> const TrainingSample& { return samples[static_cast<std::size_t>(i)]; };
    GrpoTotals totals{static_cast<std::int64_t>(indices.size()), 0};
    for (const std::int64_t i : indices) totals.tokens += static_cast<std::int64_t>(sample(i).old_logprobs.size());
    // Without KL a sample of advantage 0 has no gradient: it counts in every mean, but is only measured.
    const auto silent = std::stable_partition(indices.begin(), indices.end(), [&](std::int64_t i) {
        return loss_options.kl_beta > 0 || sample(i).advantage != 0;
    });
    Sums sums;
    optimization.zeroGrad();
    for (const Indices& part : splitByTokens(samples, Indices(indices.begin(), silent), params.microbatch_tokens))
        accumulate(samples, part, totals, true, difference, sums);
    for (const Indices& part : splitByTokens(samples, Indices(silent, indices.end()), params.microbatch_tokens))
        accumulate(samples, part, totals, false, difference, sums);
    const Optimization::Result result = optimization.apply(sums.grpo.loss);
    optimization.zeroGrad();

    const auto tokens = static_cast<double>(std::max<std::int64_t>(1, sums.grpo.tokens));
    OptimStepOutput out;
    out.policy_version = optimization.steps();
    out.loss = sums.grpo.loss;
    out.policy_loss = sums.grpo.policy_loss;
    out.kl = sums.grpo.kl / tokens;
    out.clip_ratio_low_mean = sums.grpo.clipped_low / tokens;
    out.clip_ratio_high_mean = sums.grpo.clipped_high / tokens;
    out.ratio_min = sums.grpo.ratio_min;
    out.ratio_mean = sums.grpo.ratio / tokens;
    out.ratio_max = sums.grpo.ratio_max;
    out.entropy = sums.entropy / tokens;
    out.grad_norm = result.grad_norm;
    out.learning_rate = result.learning_rate;
    out.tokens = sums.tokens;
    out.loss_tokens = sums.grpo.tokens;
    return out;
}

PolicyTrainer::PolicyTrainer(Transformer& policy, const GrpoParams& params, std::uint64_t seed, std::string stage,
                             std::int64_t total_optimizer_steps)
    : impl_(std::make_unique<Impl>(policy, params, seed, std::move(stage), total_optimizer_steps)) {}
PolicyTrainer::~PolicyTrainer() = default;

std::vector<OptimStepOutput> PolicyTrainer::update(const std::vector<TrainingSample>& samples, const Report& report) {
    Impl& self = *impl_;
    std::vector<OptimStepOutput> steps;
    checkSamples(samples);
    self.prepare(samples);
    Difference difference;
    for (std::int64_t epoch = 0; epoch < self.params.epochs && !samples.empty(); ++epoch) {
        for (const Indices& indices : self.split(samples.size(), epoch)) {
            const double begin = steadyTime();
            OptimStepOutput out = self.minibatch(samples, indices, steps.empty() ? &difference : nullptr);
            out.sampling_logp_difference_mean =
                difference.sum / static_cast<double>(std::max<std::int64_t>(1, difference.count));
            out.sampling_logp_difference_max = difference.max;
            if (self.reference && self.params.reference_every > 0 && out.policy_version % self.params.reference_every == 0)
                self.refreshReference();
            out.seconds = steadyTime() - begin;
            steps.push_back(out);
            if (report) report(out);
        }
    }
    ++self.rollouts_seen;
    return steps;
}

std::int64_t PolicyTrainer::optimizerSteps() const { return impl_->optimization.steps(); }
void PolicyTrainer::setLearningRate(double learning_rate) { impl_->optimization.setLearningRate(learning_rate); }

void PolicyTrainer::setKlBeta(double kl_beta) {
    impl_->loss_options.kl_beta = kl_beta;
    if (kl_beta > 0 && !impl_->reference) impl_->refreshReference();
    if (kl_beta == 0) impl_->reference.reset();
}

void PolicyTrainer::setClipLow(double clip_low) { impl_->change(kClipLow, clip_low); }
void PolicyTrainer::setClipHigh(double clip_high) { impl_->change(kClipHigh, clip_high); }
void PolicyTrainer::setTemperature(double temperature) { impl_->change(kTemperature, temperature); }
double PolicyTrainer::temperature() const { return impl_->params.sampling.temperature; }

TrainerState PolicyTrainer::state() const {
    TrainerState state;
    state.kind = "grpo";
    state.counters = {{"seed", impl_->seed},
                      {"rollouts_seen", static_cast<std::uint64_t>(impl_->rollouts_seen)},
                      {"kl_beta_bits", std::bit_cast<std::uint64_t>(impl_->loss_options.kl_beta)}};
    for (const auto& [counter, value] : impl_->changed) state.counters[counter] = std::bit_cast<std::uint64_t>(value);
    impl_->optimization.addTo(state);
    if (impl_->reference)
        for (const auto& [name, tensor] : impl_->reference->tensors())
            state.tensors.emplace_back("reference." + name, tensor);
    return state;
}

void PolicyTrainer::restore(const TrainerState& state) {
    checkState(state, "grpo", impl_->seed);
    const auto kl_beta = std::bit_cast<double>(state.counter("kl_beta_bits"));
    std::optional<Transformer> reference;
    if (kl_beta > 0) {
        const std::map<std::string, at::Tensor> given(state.tensors.begin(), state.tensors.end());
        reference.emplace(impl_->policy.clone());
        const at::NoGradGuard no_grad;
        for (auto& [name, tensor] : reference->tensors()) {
            const auto found = given.find("reference." + name);
            if (found == given.end() || found->second.sizes() != tensor.sizes())
                throw Error(ErrorCode::BadInput, "the reference model's tensor is missing or of another shape",
                            "reference." + name, "Resume from another checkpoint");
            tensor.copy_(found->second);
            tensor.set_requires_grad(false);
        }
    }
    impl_->optimization.restore(state);
    for (const LiveField& field : kLiveFields)
        if (const auto bits = state.counters.find(field.counter); bits != state.counters.end())
            impl_->change(field, std::bit_cast<double>(bits->second));
    impl_->rollouts_seen = static_cast<std::int64_t>(state.counter("rollouts_seen"));
    impl_->loss_options.kl_beta = kl_beta;
    impl_->reference = std::move(reference);
}

OptimStepOutput summarize(const std::vector<OptimStepOutput>& steps) {
    OptimStepOutput all;
    if (steps.empty()) return all;
    all = steps.back();
    double weight = 0;
    const auto means = {&OptimStepOutput::loss,
                        &OptimStepOutput::policy_loss,
                        &OptimStepOutput::kl,
                        &OptimStepOutput::clip_ratio_low_mean,
                        &OptimStepOutput::clip_ratio_high_mean,
                        &OptimStepOutput::ratio_mean,
                        &OptimStepOutput::entropy,
                        &OptimStepOutput::grad_norm};
    for (const auto field : means) all.*field = 0;
    all.ratio_min = std::numeric_limits<double>::infinity();
    all.ratio_max = -all.ratio_min;
    all.tokens = all.loss_tokens = 0;
    all.seconds = 0;
    for (const OptimStepOutput& step : steps) {
        const auto tokens = static_cast<double>(step.loss_tokens);
        weight += tokens;
        for (const auto field : means) all.*field += tokens * (step.*field);
        all.ratio_min = std::min(all.ratio_min, step.ratio_min);
        all.ratio_max = std::max(all.ratio_max, step.ratio_max);
        all.tokens += step.tokens;
        all.loss_tokens += step.loss_tokens;
        all.seconds += step.seconds;
    }
    for (const auto field : means) all.*field /= std::max(1.0, weight);
    return all;
}

}  // namespace retort
