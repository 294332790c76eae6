// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "metrics/health.h"

// Marks a text for lupdate (-tr-function-alias QT_TRANSLATE_NOOP+=RETORT_WORDS); the workbench translates it.
#define RETORT_WORDS(context, text) text

namespace retort {
namespace {

constexpr auto rules = std::to_array<HealthRule>({
    {"nan", HealthLevel::Bad, "", RETORT_WORDS("retort::Health", "A metric is not a number: {metric} at step {from}"),
     RETORT_WORDS("retort::Health",
                  "A NaN or infinity in the loss or a gradient spreads into the weights; nothing after it can be trusted."),
     RETORT_WORDS("retort::Health",
                  "Stop, resume or fork from the last checkpoint before that step, with half the learning rate or a smaller "
                  "max_grad_norm.")},
    {"stalled", HealthLevel::Bad, "",
     RETORT_WORDS("retort::Health", "The trainer has shown no sign of life for {value} s (limit {threshold} s)"),
     RETORT_WORDS("retort::Health",
                  "It may be busy with one very long batch; or a grader, a disk or another process hangs."),
     RETORT_WORDS(
         "retort::Health",
         "Look at the log of the run. If nothing moves, end the trainer process and resume: what was committed is kept.")},
    {"kl_blow_up", HealthLevel::Bad, "kl",
     RETORT_WORDS("retort::Health",
                  "The policy has run away from its reference: KL {value} nats per token (limit {threshold})"),
     RETORT_WORDS("retort::Health",
                  "A distance of this size mostly means that the model exploits the reward or that an update went wrong; a "
                  "slow rise would be normal."),
     RETORT_WORDS(
         "retort::Health",
         "Read the newest traces. Then raise kl_beta or halve the learning rate, from a checkpoint before the rise.")},
    {"reward_fall", HealthLevel::Bad, "reward",
     RETORT_WORDS("retort::Health",
                  "The reward has lost more than half of what it had gained: {value}, best was {threshold}"),
     RETORT_WORDS("retort::Health",
                  "Late falls seldom recover by themselves: the update has destroyed something that worked."),
     RETORT_WORDS("retort::Health",
                  "Fork from the checkpoint at the best reward, with a lower learning rate or a higher kl_beta.")},
    {"entropy_collapse", HealthLevel::Warn, "entropy",
     RETORT_WORDS("retort::Health", "Entropy has collapsed: {value} nats per token (limit {threshold})"),
     RETORT_WORDS("retort::Health",
                  "All answers of a group become alike before the problems are solved: nothing new is tried, and nothing "
                  "more is learned."),
     RETORT_WORDS("retort::Health",
                  "Raise clip_high or the sampling temperature, or lower the learning rate; go on from a checkpoint before "
                  "the fall.")},
    {"dead_groups_solved", HealthLevel::Warn, "frac_reward_zero_std",
     RETORT_WORDS("retort::Health",
                  "Most groups teach nothing: in {value} all answers have the same reward (limit {threshold})"),
     RETORT_WORDS("retort::Health", "The problems are solved: every answer is right, so that no advantage is left."),
     RETORT_WORDS("retort::Health", "Use harder problems, or end the stage here and keep this checkpoint.")},
    {"dead_groups_hard", HealthLevel::Warn, "frac_reward_zero_std",
     RETORT_WORDS("retort::Health",
                  "Most groups teach nothing: in {value} all answers have the same reward (limit {threshold})"),
     RETORT_WORDS("retort::Health",
                  "The problems are too hard for this model, or the verifier accepts nothing: hardly an answer is right."),
     RETORT_WORDS("retort::Health",
                  "Look at the extracted answers of a few traces. If they are judged well, take easier problems, a larger "
                  "group_size, or fine-tune first.")},
    {"truncation", HealthLevel::Warn, "completions/clipped_ratio",
     RETORT_WORDS("retort::Health", "Many answers are cut at the token limit: {value} (limit {threshold})"),
     RETORT_WORDS("retort::Health",
                  "A cut answer is never right, so that long thinking is punished and the length stops growing."),
     RETORT_WORDS("retort::Health",
                  "Raise sampling.max_tokens, or add the length term of the rewards if the text repeats itself.")},
    {"sampler_mismatch", HealthLevel::Warn, "sampling/sampling_logp_difference/mean",
     RETORT_WORDS("retort::Health",
                  "Sampler and trainer disagree about their own probabilities: {value} nats per token (limit {threshold})"),
     RETORT_WORDS("retort::Health",
                  "Training then corrects a model that did not write the text; runs that begin so often diverge later."),
     RETORT_WORDS(
         "retort::Health",
         "Train and sample in float32, or check that temperature, template and weights are the same on both sides.")},
    {"gradient_spike", HealthLevel::Warn, "grad_norm",
     RETORT_WORDS("retort::Health", "The gradient norm jumps: {value}, {threshold} is ten times its median"),
     RETORT_WORDS("retort::Health",
                  "Spikes come before divergence; a single one after which the curves go on as before is harmless."),
     RETORT_WORDS("retort::Health",
                  "Look at the traces of that step. If it happens again, lower max_grad_norm or the learning rate.")},
    {"grader_errors", HealthLevel::Warn, "verify/grader_error",
     RETORT_WORDS("retort::Health", "The grading itself fails for {value} of the answers (limit {threshold})"),
     RETORT_WORDS("retort::Health",
                  "Answers whose grading fails never train: the share is lost, and what fails is seldom a random part."),
     RETORT_WORDS("retort::Health",
                  "Filter the traces by grading error and read the reason; most often a reference cannot be parsed or a "
                  "time limit is too short.")},
});

}  // namespace

std::span<const HealthRule> healthRules() { return rules; }

}  // namespace retort
