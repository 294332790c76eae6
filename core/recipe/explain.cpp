// SPDX-License-Identifier: Apache-2.0
#include "recipe/explain.h"

#include <fmt/format.h>

// Marks a text for lupdate (-tr-function-alias QT_TRANSLATE_NOOP+=RETORT_WORDS); the workbench translates it.
#define RETORT_WORDS(context, text) text

namespace retort {
namespace {

using Lines = std::vector<Sentence>;

template <class... Values>
Sentence line(const char* pattern, const Values&... values) {
    return {pattern, {fmt::format("{}", values)...}};
}

Sentence rate(const OptimizerSection& o) {
    const double end = o.final_learning_rate < 0 ? o.learning_rate / 10 : o.final_learning_rate;
    if (o.schedule == "constant")
        return line(RETORT_WORDS("retort::Explain", "learning rate %1 (constant)"), o.learning_rate);
    return line(RETORT_WORDS("retort::Explain", "learning rate %1 to %2 (%3)"), o.learning_rate, end, o.schedule);
}

Lines explainParams(const GrpoParams& p) {
    const std::int64_t rollouts = p.prompts_per_step * p.group_size;
    const std::int64_t updates = p.minibatches * p.epochs;
    Lines lines{line(RETORT_WORDS("retort::Explain",
                                  "%1 prompts x %2 completions = %3 rollouts a step, at most %4 tokens each at temperature "
                                  "%5, so at most %6 tokens a step"),
                     p.prompts_per_step, p.group_size, rollouts, p.sampling.max_tokens, p.sampling.temperature,
                     rollouts * p.sampling.max_tokens),
                line(RETORT_WORDS("retort::Explain",
                                  "minibatches: %1 of %2 rollouts; epochs: %3; optimizer steps: %4 a step, %5 in all"),
                     p.minibatches, rollouts / p.minibatches, p.epochs, updates, updates * p.steps),
                rate(p.optimizer)};
    if (p.kl_beta == 0) {
        lines.push_back(line(RETORT_WORDS("retort::Explain", "no KL term, so no reference model in memory")));
    } else if (p.reference_every > 0) {
        lines.push_back(line(RETORT_WORDS("retort::Explain", "KL weight %1; the reference becomes the policy %2 times"),
                             p.kl_beta, updates * p.steps / p.reference_every));
    } else {
        lines.push_back(line(RETORT_WORDS("retort::Explain", "KL weight %1 against the start model throughout"), p.kl_beta));
    }
    return lines;
}

Lines explainParams(const SftParams& p) {
    const Sentence length =
        p.steps > 0
            ? line(RETORT_WORDS("retort::Explain", "optimizer steps: %1; batches of up to %2 tokens, rows of at most %3"),
                   p.steps, p.batch_tokens, p.max_length)
            : line(RETORT_WORDS("retort::Explain", "epochs: %1; batches of up to %2 tokens, rows of at most %3"), p.epochs,
                   p.batch_tokens, p.max_length);
    return {length, rate(p.optimizer)};
}

Lines explainParams(const PretrainParams& p) {
    Lines lines = explainParams(p.sft);
    if (!p.sft.model.empty()) return lines;
    const InitSection& i = p.init;
    const std::int64_t head = i.hidden_size / i.num_attention_heads;
    const std::int64_t attention = 2 * i.hidden_size * head * (i.num_attention_heads + i.num_key_value_heads);
    const std::int64_t layers = i.num_hidden_layers * (attention + 3 * i.hidden_size * i.intermediate_size);
    lines.push_back(
        line(RETORT_WORDS("retort::Explain", "%1 layers of width %2: %3 million parameters besides the embedding"),
             i.num_hidden_layers, i.hidden_size, fmt::format("{:.2f}", static_cast<double>(layers) / 1e6)));
    return lines;
}

Lines explainParams(const SampleParams& p) {
    if (p.prompts > 0)
        return {
            line(RETORT_WORDS("retort::Explain", "%1 completions of %2 prompts, at most %3 tokens each at temperature %4"),
                 p.samples_per_prompt, p.prompts, p.sampling.max_tokens, p.sampling.temperature)};
    return {line(RETORT_WORDS("retort::Explain", "%1 completions of every prompt, at most %2 tokens each at temperature %3"),
                 p.samples_per_prompt, p.sampling.max_tokens, p.sampling.temperature)};
}

Lines explainParams(const CurateParams& p) {
    if (p.gate == "wait") return {line(RETORT_WORDS("retort::Explain", "waits for a person's verdicts"))};
    if (p.count == 0) return {line(RETORT_WORDS("retort::Explain", "keeps every candidate that passes"))};
    return {line(RETORT_WORDS("retort::Explain", "keeps the first %1 candidates that pass"), p.count)};
}

Lines explainParams(const RewardModelParams& p) {
    return {line(RETORT_WORDS("retort::Explain", "%1 loss on what it sees: the %2"), p.loss, p.sees),
            line(RETORT_WORDS("retort::Explain", "epochs: %1; batches of %2 pairs, %3% of the pairs kept back"), p.epochs,
                 p.batch_size, fmt::format("{:.0f}", p.holdout * 100)),
            rate(p.optimizer)};
}

Lines explainParams(const EvaluateParams& p) {
    return {line(RETORT_WORDS("retort::Explain", "pass@1 over %1 samples of every prompt of %2, temperature %3, top-p %4"),
                 p.samples, p.data, p.sampling.temperature, p.sampling.top_p)};
}

}  // namespace

std::vector<Sentence> explainSentences(const StageSection& stage) {
    return std::visit([](const auto& params) { return explainParams(params); }, stage.params);
}

std::vector<std::string> explain(const StageSection& stage) {
    std::vector<std::string> lines;
    for (const Sentence& sentence : explainSentences(stage)) lines.push_back(sentence.text());
    return lines;
}

}  // namespace retort
