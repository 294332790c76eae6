// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "generate/generator.h"
#include "search/mcts.h"
#include "tokenizer/tokenizer.h"

namespace retort {

/// How completions of one prompt are drawn.
struct StepSampling {
    double temperature = 1, top_p = 1;
    std::int64_t max_tokens = 256;  ///< of a whole completion
    std::string separator = "\n";   ///< a step ends with the token that completes it
    std::vector<std::int32_t> stop_ids;
};

/// A language model that writes a prompt's completion step by step, and whole from any step on. Blocks; one thread.
class GeneratedSteps : public StepModel {
public:
    /// All must outlive it. `prompt`: ids that the completion follows.
    GeneratedSteps(Generator& generator, const Tokenizer& tokenizer, std::vector<std::int32_t> prompt, StepSampling sampling)
        : generator_(generator), tokenizer_(tokenizer), prompt_(std::move(prompt)), sampling_(std::move(sampling)) {}

    std::vector<StepProposal> propose(const std::vector<std::string>& steps, std::int64_t width, std::uint64_t seed,
                                      std::int64_t& tokens) override;
    /// Whole completions that begin with the steps.
    std::vector<std::string> finish(const std::vector<std::string>& steps, std::int64_t count, std::uint64_t seed,
                                    std::int64_t& tokens);

private:
    struct Drawn {
        std::string text;
        double logprob = 0;
        bool ended = false;
    };
    std::vector<Drawn> draw(const std::vector<std::string>& steps, std::int64_t count, std::uint64_t seed, bool one_step,
                            std::int64_t& tokens);

    Generator& generator_;
    const Tokenizer& tokenizer_;
    std::vector<std::int32_t> prompt_;
    StepSampling sampling_;
};

/// What a judge of steps says: a process reward model.
class JudgedValue : public StepValue {
public:
    using Judge = std::function<double(const std::vector<std::string>& steps)>;
    explicit JudgedValue(Judge judge) : judge_(std::move(judge)) {}
    double value(const std::vector<std::string>& steps, bool, std::uint64_t, std::int64_t&) override {
        return judge_(steps);
    }

private:
    Judge judge_;
};

/// The share of completions behind a node that a verifier passes; of a terminal node its own verdict.
class VerifiedValue : public StepValue {
public:
    using Verify = std::function<bool(const std::string& completion)>;
    VerifiedValue(GeneratedSteps& model, Verify verify, std::int64_t rollouts)
        : model_(model), verify_(std::move(verify)), rollouts_(rollouts) {}
    double value(const std::vector<std::string>& steps, bool terminal, std::uint64_t seed, std::int64_t& tokens) override;

private:
    GeneratedSteps& model_;
    Verify verify_;
    std::int64_t rollouts_;
};

/// Self-consistency (Wang et al. 2022, arXiv 2203.11171): how much of all the answers that the search has seen so far agrees
/// with those of the completions behind a node. Completions without an answer agree with none.
class ConsistencyValue : public StepValue {
public:
    using Answer = std::function<std::string(const std::string& completion)>;  ///< empty: none
    ConsistencyValue(GeneratedSteps& model, Answer answer, std::int64_t rollouts)
        : model_(model), answer_(std::move(answer)), rollouts_(rollouts) {}
    double value(const std::vector<std::string>& steps, bool terminal, std::uint64_t seed, std::int64_t& tokens) override;

private:
    GeneratedSteps& model_;
    Answer answer_;
    std::int64_t rollouts_;
    std::map<std::string, std::int64_t> votes_;
    std::int64_t all_ = 0;
};

}  // namespace retort
