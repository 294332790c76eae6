// SPDX-License-Identifier: Apache-2.0
#pragma once

// Prompts to graded rollouts: what grpo, sample and evaluate stages share.

#include <memory>
#include <string>
#include <vector>

#include "data/prompt_source.h"
#include "generate/generator.h"
#include "grade/grader.h"
#include "metrics/metrics_recorder.h"
#include "recipe/recipe.h"
#include "rollout/rollout.h"
#include "stages/stage.h"
#include "tokenizer/tokenizer.h"

namespace retort {

/// The prompts of the named datasets, one set per dataset, in file order. A reference that the stage's rubric compares
/// answers with and cannot read becomes a warning event that names file and row.
std::vector<PromptSet> readPromptSets(const StageContext& context, const std::vector<std::string>& data);

/// A grader for the stage's rubric, its reward models loaded from the artifacts.
std::unique_ptr<Grader> makeGrader(const StageContext& context, const std::string& rubric);

/// Samples each prompt `samples` times, decodes, and grades each completion as soon as it ends. Adds perf/generate_* and, of
/// the time that grading took beyond generation, perf/grade_seconds to `metrics`. Throws Error(Interrupted) when generation
/// was told to stop now: such rollouts are worth nothing.
class RolloutMaker {
public:
    /// `stop_ids`: see stopIds(). A prompt of `room` tokens and more is asked nothing: its rollouts are empty and cut. With
    /// room 0 the generator refuses what its context cannot hold.
    RolloutMaker(StageContext& context, Generator& generator, const Tokenizer& tokenizer, std::vector<std::int32_t> stop_ids,
                 Grader& grader, std::int64_t room = 0)
        : context_(context),
          generator_(generator),
          tokenizer_(tokenizer),
          stop_ids_(std::move(stop_ids)),
          grader_(grader),
          room_(room) {}

    std::vector<RolloutGroup> make(std::vector<Prompt> prompts, std::int64_t samples, const SamplingSection& sampling,
                                   std::uint64_t seed, std::int64_t policy_version, MetricsRecorder& metrics);

    /// A prompt and what its completion begins with.
    struct Beginning {
        Prompt prompt;
        std::string text;
    };
    /// The same from beginnings on: each rollout's text is the whole completion, its ids are the new ones.
    std::vector<RolloutGroup> continueFrom(std::vector<Beginning> beginnings, std::int64_t samples,
                                           const SamplingSection& sampling, std::uint64_t seed, std::int64_t policy_version,
                                           MetricsRecorder& metrics);

private:
    StageContext& context_;
    Generator& generator_;
    const Tokenizer& tokenizer_;
    std::vector<std::int32_t> stop_ids_;
    Grader& grader_;
    std::int64_t room_;
};

/// Peak resident memory of this process so far, MiB.
double peakMemoryMb();

}  // namespace retort
