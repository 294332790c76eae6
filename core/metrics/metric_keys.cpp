// SPDX-License-Identifier: Apache-2.0
#include "metrics/metric_keys.h"

#include <algorithm>
#include <array>

namespace retort {
namespace {

constexpr auto infos = std::to_array<MetricInfo>({
    {"reward", "Reward", "", "Mean weighted reward of the step's rollouts; rises and levels off in a healthy run."},
    {"reward_std", "Reward spread", "",
     "Mean over groups of the rewards' standard deviation; near zero there is nothing left to learn from."},
    {"rewards/*/mean", "Reward term", "", "Mean score of one reward term before its weight."},
    {"rewards/*/std", "Reward term spread", "", "Standard deviation of one reward term over all rollouts of the step."},
    {"frac_reward_zero_std", "Groups without signal", "share",
     "Share of groups whose rewards are all alike, so that they teach nothing; high at the start or the end."},
    {"pass_rate", "Pass rate", "share", "Share of rollouts with the right answer, among those whose answer was checked."},
    {"pass@*", "pass@k", "share", "Chance that one of k samples is right, without bias (evaluations)."},
    {"pass@1/*/*", "pass@1 of a class", "share", "pass@1 of the problems with one level or subject (evaluations)."},
    {"problems/*/*", "Problems of a class", "", "How many problems have that level or subject (evaluations)."},
    {"completions/median_length", "Median length", "tokens", "Median length of a completion (evaluations)."},
    {"completions/mean_length", "Response length", "tokens",
     "Mean length of a completion; grows as the model learns to reason at length."},
    {"completions/min_length", "Shortest response", "tokens",
     "Length of the shortest completion; a fall to a few tokens hints at collapse."},
    {"completions/max_length", "Longest response", "tokens",
     "Length of the longest completion; at the limit, completions are being cut."},
    {"completions/mean_terminated_length", "Length when finished", "tokens",
     "Mean length of the completions that ended by themselves."},
    {"completions/clipped_ratio", "Cut share", "share",
     "Share of completions cut at the token limit; keep it low or raise the limit."},
    {"completions/mean_length_right", "Length when right", "tokens", "Mean length of completions with the right answer."},
    {"completions/mean_length_wrong", "Length when wrong", "tokens",
     "Mean length of completions with a wrong answer; wrong ones growing alone is rambling."},
    {"lang/consistency_mean", "Language consistency", "share",
     "Mean share of words in the prompt's language; 1 is one language throughout."},
    {"lang/mix_span_rate", "Mixed responses", "share",
     "Share of completions with at least one passage in another language."},
    {"format/well_formed", "Well-formed", "share",
     "Share of completions with the think and answer parts the format asks for."},
    {"verify/grader_error", "Grader errors", "share",
     "Share of rollouts whose grading failed; they never train. Should be zero."},
    {"behaviour/reflection_rate", "Self-checking", "share",
     "Share of completions that contain a word of reflection; rises when checking pays."},
    {"behaviour/reflection_accuracy", "Right when self-checking", "share",
     "Pass rate of the completions that check themselves."},
    {"kl", "KL to reference", "nats",
     "Mean k3 estimate of the divergence from the reference model per token; a slow rise is normal, a jump is not."},
    {"entropy", "Entropy", "nats",
     "Mean entropy of the sampling distribution per token; a fall to zero means exploration has ended."},
    {"clip_ratio/low_mean", "Clipped low", "share", "Share of tokens whose probability ratio was clipped from below."},
    {"clip_ratio/high_mean", "Clipped high", "share",
     "Share of tokens whose probability ratio was clipped from above; large values waste samples."},
    {"sampling/sampling_logp_difference/mean", "Sampler gap, mean", "nats",
     "Mean |log-probability by sampler - by trainer| per token; about 1e-6 in fp32."},
    {"sampling/sampling_logp_difference/max", "Sampler gap, largest", "nats",
     "Largest |log-probability by sampler - by trainer| of a token; at most 1e-5 in fp32."},
    {"loss", "Loss", "", "What the optimizer minimises; for GRPO it hovers near zero and says little by itself."},
    {"policy_loss", "Policy loss", "", "The clipped policy-gradient part of the loss, without the KL term."},
    {"mean_token_accuracy", "Token accuracy", "share",
     "Share of target tokens that the model ranks first (supervised stages)."},
    {"reward_model/accuracy", "Reward model accuracy", "share",
     "Share of held-out pairs whose chosen answer scores higher; 0.5 is chance."},
    {"reward_model/batch_accuracy", "Pairs ranked right", "share", "Share of the batch's training pairs whose chosen answer scores higher."},
    {"reward_model/margin", "Score margin", "", "Mean score of the chosen answers less that of the rejected ones."},
    {"funnel/sampled", "Sampled", "", "Completions sampled in this step of a sample stage."},
    {"funnel/parsed", "Parsed", "", "Of these, finished completions in the required form that the rewards could judge."},
    {"funnel/correct", "Correct", "", "Of these, completions with the right answer."},
    {"funnel/one_language", "One language", "", "Of these, completions with enough words in the prompt's language."},
    {"funnel/readable", "Readable", "", "Of these, completions without repetition, long paragraphs or unwanted code blocks."},
    {"funnel/reflecting", "Self-checking", "", "Of these, completions that check themselves, where that is asked for."},
    {"funnel/distinct", "Distinct", "", "Of these, completions that no earlier sample of the prompt repeats."},
    {"funnel/kept", "Kept", "", "Of these, what the stage writes: at most max_per_prompt of a prompt."},
    {"curate/candidates", "Candidates", "", "Candidates that a curate stage had to judge."},
    {"curate/accepted", "Accepted", "", "Candidates accepted as they are or edited."},
    {"grad_norm", "Gradient norm", "", "Global norm before clipping; spikes come before divergence."},
    {"learning_rate", "Learning rate", "", "Learning rate of the last optimizer step."},
    {"num_tokens", "Tokens seen", "tokens", "Prompt and completion tokens trained on since the stage began."},
    {"epoch", "Epoch", "", "Passes over the stage's data."},
    {"step_time", "Step time", "s", "Wall time of the whole step."},
    {"perf/generate_seconds", "Generate", "s", "Time spent sampling completions."},
    {"perf/grade_seconds", "Grade", "s", "Time that rewards took after the last completion had ended."},
    {"perf/train_seconds", "Train", "s", "Time spent on forward, backward and optimizer."},
    {"perf/store_seconds", "Store", "s", "Time spent committing the step to the run store."},
    {"perf/generate_tokens_per_second", "Generation speed", "tokens/s",
     "Completion tokens sampled per second of generation."},
    {"perf/train_tokens_per_second", "Training speed", "tokens/s", "Tokens trained on per second of training."},
    {"perf/max_memory_mb", "Peak memory", "MiB",
     "Largest memory use of the trainer so far; growth over a long run is a leak."},
});

/// Each '*' stands for one or more characters without '/'.
bool matches(std::string_view pattern, std::string_view key) {
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos) return pattern == key;
    if (!key.starts_with(pattern.substr(0, star))) return false;
    const std::string_view rest = key.substr(star);
    for (std::size_t taken = 1; taken <= std::min(rest.size(), rest.find('/')); ++taken)
        if (matches(pattern.substr(star + 1), rest.substr(taken))) return true;
    return false;
}

}  // namespace

std::span<const MetricInfo> metricInfos() { return infos; }

const MetricInfo* findMetricInfo(std::string_view key) {
    const auto found =
        std::find_if(infos.begin(), infos.end(), [&](const MetricInfo& info) { return matches(info.key, key); });
    return found == infos.end() ? nullptr : &*found;
}

}  // namespace retort
