// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reward/reward_fn.h"

namespace retort {

/// The share of words in the prompt's language (R1, Nature 645, eq. 7), in [0, 1], over think part and answer part together:
/// R1 measures the chain of thought, but an answer in another language is what a reader would notice first. A completion
/// without any word scores 0. Passes at 1. A prompt whose language is neither given nor to be guessed is a GraderError.
class LanguageReward : public RewardFn {
public:
    RewardTerm score(const Prompt& prompt, const Rollout& rollout) const override;
};

/// The prompt's language, or the one its text is written in where it names none; empty when there is no telling.
std::string promptLanguage(const Prompt& prompt);

}  // namespace retort
