// SPDX-License-Identifier: Apache-2.0
#include "metrics/metric_keys.h"

#include <algorithm>
#include <array>

// Marks a text for lupdate (-tr-function-alias QT_TRANSLATE_NOOP+=RETORT_WORDS); the workbench translates it.
#define RETORT_WORDS(context, text) text

namespace retort {
namespace {

constexpr auto infos = std::to_array<MetricInfo>({
    {"reward", RETORT_WORDS("retort::Metrics", "Reward"), "",
     RETORT_WORDS("retort::Metrics", "Mean weighted reward of the step's rollouts; rises and levels off in a healthy run.")},
    {"reward_std", RETORT_WORDS("retort::Metrics", "Reward spread"), "",
     RETORT_WORDS("retort::Metrics",
                  "Mean over groups of the rewards' standard deviation; near zero there is nothing left to learn from.")},
    {"rewards/*/mean", RETORT_WORDS("retort::Metrics", "Reward term"), "",
     RETORT_WORDS("retort::Metrics", "Mean score of one reward term before its weight.")},
    {"rewards/*/std", RETORT_WORDS("retort::Metrics", "Reward term spread"), "",
     RETORT_WORDS("retort::Metrics", "Standard deviation of one reward term over all rollouts of the step.")},
    {"frac_reward_zero_std", RETORT_WORDS("retort::Metrics", "Groups without signal"), "share",
     RETORT_WORDS("retort::Metrics",
                  "Share of groups whose rewards are all alike, so that they teach nothing; high at the start or the end.")},
    {"pass_rate", RETORT_WORDS("retort::Metrics", "Pass rate"), "share",
     RETORT_WORDS("retort::Metrics", "Share of rollouts with the right answer, among those whose answer was checked.")},
    {"pass@*", RETORT_WORDS("retort::Metrics", "pass@k"), "share",
     RETORT_WORDS("retort::Metrics", "Chance that one of k samples is right, without bias (evaluations).")},
    {"pass@1/*/*", RETORT_WORDS("retort::Metrics", "pass@1 of a class"), "share",
     RETORT_WORDS("retort::Metrics", "pass@1 of the problems with one level or subject (evaluations).")},
    {"pass@1_low/*/*", RETORT_WORDS("retort::Metrics", "pass@1 of a class, lower end"), "share",
     RETORT_WORDS("retort::Metrics",
                  "Lower end of the 95% interval of a class's pass@1, by bootstrap over its problems (evaluations).")},
    {"pass@1_high/*/*", RETORT_WORDS("retort::Metrics", "pass@1 of a class, upper end"), "share",
     RETORT_WORDS("retort::Metrics",
                  "Upper end of the 95% interval of a class's pass@1, by bootstrap over its problems (evaluations).")},
    {"problems/*/*", RETORT_WORDS("retort::Metrics", "Problems of a class"), "",
     RETORT_WORDS("retort::Metrics", "How many problems have that level or subject (evaluations).")},
    {"completions/median_length", RETORT_WORDS("retort::Metrics", "Median length"), "tokens",
     RETORT_WORDS("retort::Metrics", "Median length of a completion (evaluations).")},
    {"completions/mean_length", RETORT_WORDS("retort::Metrics", "Response length"), "tokens",
     RETORT_WORDS("retort::Metrics", "Mean length of a completion; grows as the model learns to reason at length.")},
    {"completions/min_length", RETORT_WORDS("retort::Metrics", "Shortest response"), "tokens",
     RETORT_WORDS("retort::Metrics", "Length of the shortest completion; a fall to a few tokens hints at collapse.")},
    {"completions/max_length", RETORT_WORDS("retort::Metrics", "Longest response"), "tokens",
     RETORT_WORDS("retort::Metrics", "Length of the longest completion; at the limit, completions are being cut.")},
    {"completions/mean_terminated_length", RETORT_WORDS("retort::Metrics", "Length when finished"), "tokens",
     RETORT_WORDS("retort::Metrics", "Mean length of the completions that ended by themselves.")},
    {"completions/clipped_ratio", RETORT_WORDS("retort::Metrics", "Cut share"), "share",
     RETORT_WORDS("retort::Metrics", "Share of completions cut at the token limit; keep it low or raise the limit.")},
    {"completions/mean_length_right", RETORT_WORDS("retort::Metrics", "Length when right"), "tokens",
     RETORT_WORDS("retort::Metrics", "Mean length of completions with the right answer.")},
    {"completions/mean_length_wrong", RETORT_WORDS("retort::Metrics", "Length when wrong"), "tokens",
     RETORT_WORDS("retort::Metrics",
                  "Mean length of completions with a wrong answer; wrong ones growing alone is rambling.")},
    {"lang/consistency_mean", RETORT_WORDS("retort::Metrics", "Language consistency"), "share",
     RETORT_WORDS("retort::Metrics", "Mean share of words in the prompt's language; 1 is one language throughout.")},
    {"lang/mix_span_rate", RETORT_WORDS("retort::Metrics", "Mixed responses"), "share",
     RETORT_WORDS("retort::Metrics", "Share of completions with at least one passage in another language.")},
    {"format/well_formed", RETORT_WORDS("retort::Metrics", "Well-formed"), "share",
     RETORT_WORDS("retort::Metrics", "Share of completions with the think and answer parts the format asks for.")},
    {"verify/grader_error", RETORT_WORDS("retort::Metrics", "Grader errors"), "share",
     RETORT_WORDS("retort::Metrics", "Share of rollouts whose grading failed; they never train. Should be zero.")},
    {"behaviour/reflection_rate", RETORT_WORDS("retort::Metrics", "Self-checking"), "share",
     RETORT_WORDS("retort::Metrics", "Share of completions that contain a word of reflection; rises when checking pays.")},
    {"behaviour/reflection_accuracy", RETORT_WORDS("retort::Metrics", "Right when self-checking"), "share",
     RETORT_WORDS("retort::Metrics", "Pass rate of the completions that check themselves.")},
    {"kl", RETORT_WORDS("retort::Metrics", "KL to reference"), "nats",
     RETORT_WORDS(
         "retort::Metrics",
         "Mean k3 estimate of the divergence from the reference model per token; a slow rise is normal, a jump is not.")},
    {"entropy", RETORT_WORDS("retort::Metrics", "Entropy"), "nats",
     RETORT_WORDS("retort::Metrics",
                  "Mean entropy of the sampling distribution per token; a fall to zero means exploration has ended.")},
    {"clip_ratio/low_mean", RETORT_WORDS("retort::Metrics", "Clipped low"), "share",
     RETORT_WORDS("retort::Metrics", "Share of tokens whose probability ratio was clipped from below.")},
    {"clip_ratio/high_mean", RETORT_WORDS("retort::Metrics", "Clipped high"), "share",
     RETORT_WORDS("retort::Metrics",
                  "Share of tokens whose probability ratio was clipped from above; large values waste samples.")},
    {"sampling/sampling_logp_difference/mean", RETORT_WORDS("retort::Metrics", "Sampler gap, mean"), "nats",
     RETORT_WORDS("retort::Metrics", "Mean |log-probability by sampler - by trainer| per token; about 1e-6 in fp32.")},
    {"sampling/sampling_logp_difference/max", RETORT_WORDS("retort::Metrics", "Sampler gap, largest"), "nats",
     RETORT_WORDS("retort::Metrics", "Largest |log-probability by sampler - by trainer| of a token; at most 1e-5 in fp32.")},
    {"loss", RETORT_WORDS("retort::Metrics", "Loss"), "",
     RETORT_WORDS("retort::Metrics",
                  "What the optimizer minimises; for GRPO it hovers near zero and says little by itself.")},
    {"policy_loss", RETORT_WORDS("retort::Metrics", "Policy loss"), "",
     RETORT_WORDS("retort::Metrics", "The clipped policy-gradient part of the loss, without the KL term.")},
    {"mean_token_accuracy", RETORT_WORDS("retort::Metrics", "Token accuracy"), "share",
     RETORT_WORDS("retort::Metrics", "Share of target tokens that the model ranks first (supervised stages).")},
    {"reward_model/accuracy", RETORT_WORDS("retort::Metrics", "Reward model accuracy"), "share",
     RETORT_WORDS("retort::Metrics", "Share of held-out pairs whose chosen answer scores higher; 0.5 is chance.")},
    {"reward_model/batch_accuracy", RETORT_WORDS("retort::Metrics", "Pairs ranked right"), "share",
     RETORT_WORDS("retort::Metrics", "Share of the batch's training pairs whose chosen answer scores higher.")},
    {"reward_model/margin", RETORT_WORDS("retort::Metrics", "Score margin"), "",
     RETORT_WORDS("retort::Metrics", "Mean score of the chosen answers less that of the rejected ones.")},
    {"funnel/sampled", RETORT_WORDS("retort::Metrics", "Sampled"), "",
     RETORT_WORDS("retort::Metrics", "Completions sampled in this step of a sample stage.")},
    {"funnel/parsed", RETORT_WORDS("retort::Metrics", "Parsed"), "",
     RETORT_WORDS("retort::Metrics", "Of these, finished completions in the required form that the rewards could judge.")},
    {"funnel/correct", RETORT_WORDS("retort::Metrics", "Correct"), "",
     RETORT_WORDS("retort::Metrics", "Of these, completions with the right answer.")},
    {"funnel/one_language", RETORT_WORDS("retort::Metrics", "One language"), "",
     RETORT_WORDS("retort::Metrics", "Of these, completions with enough words in the prompt's language.")},
    {"funnel/readable", RETORT_WORDS("retort::Metrics", "Readable"), "",
     RETORT_WORDS("retort::Metrics", "Of these, completions without repetition, long paragraphs or unwanted code blocks.")},
    {"funnel/reflecting", RETORT_WORDS("retort::Metrics", "Self-checking"), "",
     RETORT_WORDS("retort::Metrics", "Of these, completions that check themselves, where that is asked for.")},
    {"funnel/distinct", RETORT_WORDS("retort::Metrics", "Distinct"), "",
     RETORT_WORDS("retort::Metrics", "Of these, completions that no earlier sample of the prompt repeats.")},
    {"funnel/kept", RETORT_WORDS("retort::Metrics", "Kept"), "",
     RETORT_WORDS("retort::Metrics", "Of these, what the stage writes: at most max_per_prompt of a prompt.")},
    {"curate/candidates", RETORT_WORDS("retort::Metrics", "Candidates"), "",
     RETORT_WORDS("retort::Metrics", "Candidates that a curate stage had to judge.")},
    {"curate/accepted", RETORT_WORDS("retort::Metrics", "Accepted"), "",
     RETORT_WORDS("retort::Metrics", "Candidates accepted as they are or edited.")},
    {"grad_norm", RETORT_WORDS("retort::Metrics", "Gradient norm"), "",
     RETORT_WORDS("retort::Metrics", "Global norm before clipping; spikes come before divergence.")},
    {"learning_rate", RETORT_WORDS("retort::Metrics", "Learning rate"), "",
     RETORT_WORDS("retort::Metrics", "Learning rate of the last optimizer step.")},
    {"num_tokens", RETORT_WORDS("retort::Metrics", "Tokens seen"), "tokens",
     RETORT_WORDS("retort::Metrics", "Prompt and completion tokens trained on since the stage began.")},
    {"epoch", RETORT_WORDS("retort::Metrics", "Epoch"), "",
     RETORT_WORDS("retort::Metrics", "Passes over the stage's data.")},
    {"step_time", RETORT_WORDS("retort::Metrics", "Step time"), "s",
     RETORT_WORDS("retort::Metrics", "Wall time of the whole step.")},
    {"perf/generate_seconds", RETORT_WORDS("retort::Metrics", "Generate"), "s",
     RETORT_WORDS("retort::Metrics", "Time spent sampling completions.")},
    {"perf/grade_seconds", RETORT_WORDS("retort::Metrics", "Grade"), "s",
     RETORT_WORDS("retort::Metrics", "Time that rewards took after the last completion had ended.")},
    {"perf/train_seconds", RETORT_WORDS("retort::Metrics", "Train"), "s",
     RETORT_WORDS("retort::Metrics", "Time spent on forward, backward and optimizer.")},
    {"perf/checkpoint_seconds", RETORT_WORDS("retort::Metrics", "Checkpoint"), "s",
     RETORT_WORDS("retort::Metrics", "Time that training stood still for the checkpoint taken since the last step.")},
    {"perf/generate_tokens_per_second", RETORT_WORDS("retort::Metrics", "Generation speed"), "tokens/s",
     RETORT_WORDS("retort::Metrics", "Completion tokens sampled per second of generation.")},
    {"perf/train_tokens_per_second", RETORT_WORDS("retort::Metrics", "Training speed"), "tokens/s",
     RETORT_WORDS("retort::Metrics", "Tokens trained on per second of training.")},
    {"perf/max_memory_mb", RETORT_WORDS("retort::Metrics", "Peak memory"), "MiB",
     RETORT_WORDS("retort::Metrics", "Largest memory use of the trainer so far; growth over a long run is a leak.")},
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
