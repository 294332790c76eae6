// SPDX-License-Identifier: Apache-2.0
#include "stages/rollouts.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>

#include "base/error.h"
#include "base/log.h"
#include "data/dataset.h"
#include "data/encode.h"
#include "reward/answer_compare.h"
#include "stages/reward_model_fn.h"

namespace retort {
namespace {

std::string completionText(const Tokenizer& tokenizer, const Completion& completion) {
    std::span<const std::int32_t> ids = completion.ids;
    if (completion.finish_reason == FinishReason::Stop && !ids.empty()) ids = ids.first(ids.size() - 1);
    return tokenizer.decode(ids);
}

/// References that no answer can be compared with are said when they are loaded; their rollouts end as grader errors.
class UnreadableReferences {
public:
    explicit UnreadableReferences(const StageContext& context)
        : context_(context), rubric_(context.recipe.findRubric(rubricOf(context.section))) {}

    void look(const Prompt& prompt, const std::string& where) {
        if (prompt.reference.empty() || !isCompared(prompt)) return;
        const auto problem = unreadableReference(prompt.reference);
        if (problem && count_++ < kShown) places_ += fmt::format("{}{}: {}", places_.empty() ? "" : "; ", where, *problem);
    }

    void report(const std::string& data) const {
        if (count_ == 0) return;
        context_.control.event("warning", "data",
                               fmt::format("{} gold answers of {} cannot be read and are never scored: {}{}", count_, data, places_,
                                           count_ > kShown ? "; ..." : ""));
    }

private:
    static constexpr std::size_t kShown = 3;

    bool isCompared(const Prompt& prompt) const {
        return rubric_ != nullptr && std::ranges::any_of(rubric_->terms, [&](const RewardTermSection& term) {
                   return term.kind == "accuracy" && (term.domain.empty() || term.domain == prompt.domain);
               });
    }

    const StageContext& context_;
    const RubricSection* rubric_;
    std::size_t count_ = 0;
    std::string places_;
};

}  // namespace

std::vector<PromptSet> readPromptSets(const StageContext& context, const std::vector<std::string>& data) {
    std::vector<PromptSet> sets;
    for (const std::string& name : data) {
        const DataSection& section = *context.recipe.findData(name);
        UnreadableReferences unreadable(context);
        PromptSet& set = sets.emplace_back();
        forEachPrompt(section, context.dataFile(section), [&](const Prompt& prompt, const std::string& where) {
            unreadable.look(prompt, where);
            set.add(prompt);
        });
        unreadable.report(name);
    }
    return sets;
}

std::unique_ptr<Grader> makeGrader(const StageContext& context, const std::string& rubric) {
    const RubricSection& section = *context.recipe.findRubric(rubric);
    RewardModels models;
    for (const RewardTermSection& term : section.terms) {
        if (term.kind != "reward_model" || models.contains(term.model)) continue;
        const auto& params = std::get<RewardModelParams>(context.recipe.findStage(term.model)->params);
        models[term.model] = std::make_shared<RewardModelFn>(context.model(term.model).model, params.sees, context.form);
    }
    return std::make_unique<Grader>(Rubric(section, context.form, models), context.form);
}

std::vector<RolloutGroup> RolloutMaker::make(std::vector<Prompt> prompts, std::int64_t samples, const SamplingSection& sampling,
                                             std::uint64_t seed, std::int64_t policy_version, MetricsRecorder& metrics) {
    context_.control.phase("generate");
    double start = steadyTime();
    std::vector<RolloutGroup> groups;
    std::vector<std::vector<std::int32_t>> ids;
    for (Prompt& prompt : prompts) {
        groups.push_back({encodePrompt(tokenizer_, context_.form, std::move(prompt)), {}});
        ids.push_back(groups.back().prompt.ids);
    }
    GenerateOptions options{.temperature = sampling.temperature, .top_p = sampling.top_p, .max_tokens = sampling.max_tokens,
                            .samples = samples, .seed = seed, .entropies = true, .stop_ids = {}};
    if (const auto eos = tokenizer_.eosId()) options.stop_ids.push_back(*eos);
    auto completions = generator_.generate(ids, options, context_.control.stopNow());
    if (*context_.control.stopNow()) throwStopped(context_);

    std::int64_t tokens = 0;
    for (std::size_t i = 0; i < groups.size(); ++i)
        for (Completion& completion : completions[i]) {
            completion.policy_version = policy_version;
            tokens += static_cast<std::int64_t>(completion.ids.size());
            Rollout rollout;
            rollout.text = completionText(tokenizer_, completion);
            rollout.completion = std::move(completion);
            groups[i].rollouts.push_back(std::move(rollout));
        }
    const double generated = steadyTime() - start;
    metrics.add("perf/generate_seconds", generated, Reduction::Sum);
    metrics.add("perf/generate_tokens_per_second", static_cast<double>(tokens) / generated);

    context_.control.phase("grade");
    start = steadyTime();
    grader_.grade(groups);
    metrics.add("perf/grade_seconds", steadyTime() - start, Reduction::Sum);
    return groups;
}

double peakMemoryMb() {
    struct rusage usage {};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

}  // namespace retort
