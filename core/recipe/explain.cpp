// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "recipe/recipe.h"
#include "recipe/suggest.h"

namespace retort {
namespace {

using Lines = std::vector<std::string>;

std::string rate(const OptimizerSection& o) {
    const double end = o.final_learning_rate < 0 ? o.learning_rate / 10 : o.final_learning_rate;
    if (o.schedule == "constant") return fmt::format("learning rate {} (constant)", o.learning_rate);
    return fmt::format("learning rate {} to {} ({})", o.learning_rate, end, o.schedule);
}

std::string tokensPerRollout(const SamplingSection& s, std::int64_t rollouts) {
    return fmt::format("at most {} tokens each at temperature {}, so at most {} tokens a step", s.max_tokens, s.temperature,
                       rollouts * s.max_tokens);
}

Lines explainParams(const GrpoParams& p) {
    const std::int64_t rollouts = p.prompts_per_step * p.group_size;
    const std::int64_t updates = p.minibatches * p.epochs;
    Lines lines{fmt::format("{} prompts x {} completions = {} rollouts a step, {}", p.prompts_per_step, p.group_size,
                            rollouts, tokensPerRollout(p.sampling, rollouts)),
                fmt::format("{} minibatches of {} rollouts x {} epochs = {} optimizer steps a step, {} in {} steps",
                            p.minibatches, rollouts / p.minibatches, p.epochs, updates, updates * p.steps, p.steps),
                rate(p.optimizer)};
    if (p.kl_beta == 0) {
        lines.emplace_back("no KL term, so no reference model in memory");
    } else if (p.reference_every > 0) {
        lines.push_back(fmt::format("KL weight {}; the reference becomes the policy {} times", p.kl_beta,
                                    updates * p.steps / p.reference_every));
    } else {
        lines.push_back(fmt::format("KL weight {} against the start model throughout", p.kl_beta));
    }
    return lines;
}

Lines explainParams(const SftParams& p) {
    const std::string length = p.steps > 0 ? fmt::format("{} optimizer steps", p.steps) : fmt::format("{} epochs", p.epochs);
    return {fmt::format("{} of up to {} tokens, rows of at most {}", length, p.batch_tokens, p.max_length),
            rate(p.optimizer)};
}

Lines explainParams(const PretrainParams& p) {
    Lines lines = explainParams(p.sft);
    if (!p.sft.model.empty()) return lines;
    const InitSection& i = p.init;
    const std::int64_t head = i.hidden_size / i.num_attention_heads;
    const std::int64_t attention = 2 * i.hidden_size * head * (i.num_attention_heads + i.num_key_value_heads);
    const std::int64_t layers = i.num_hidden_layers * (attention + 3 * i.hidden_size * i.intermediate_size);
    lines.push_back(fmt::format("{} layers of width {}: {:.2f} million parameters besides the embedding",
                                i.num_hidden_layers, i.hidden_size, static_cast<double>(layers) / 1e6));
    return lines;
}

Lines explainParams(const SampleParams& p) {
    const std::string prompts = p.prompts > 0 ? fmt::format("{} prompts", p.prompts) : std::string("every prompt");
    return {fmt::format("{} completions of {}, at most {} tokens each at temperature {}", p.samples_per_prompt, prompts,
                        p.sampling.max_tokens, p.sampling.temperature)};
}

Lines explainParams(const CurateParams& p) {
    const std::string wanted =
        p.count > 0 ? fmt::format("the first {} candidates that pass", p.count) : "every candidate that passes";
    return {p.gate == "wait" ? "waits for a person's verdicts" : "keeps " + wanted};
}

Lines explainParams(const RewardModelParams& p) {
    return {fmt::format("{} loss on what it sees: the {}", p.loss, p.sees),
            fmt::format("{} epochs in batches of {} pairs, {:.0f}% of the pairs kept back", p.epochs, p.batch_size,
                        p.holdout * 100),
            rate(p.optimizer)};
}

Lines explainParams(const EvaluateParams& p) {
    return {fmt::format("pass@1 over {} samples of every prompt of {}, temperature {}, top-p {}", p.samples, p.data,
                        p.sampling.temperature, p.sampling.top_p)};
}

}  // namespace

std::vector<std::string> explain(const StageSection& stage) {
    return std::visit([](const auto& params) { return explainParams(params); }, stage.params);
}

}  // namespace retort
