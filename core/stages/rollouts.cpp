// SPDX-License-Identifier: Apache-2.0
#include "stages/rollouts.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>

#include "base/error.h"
#include "base/log.h"
#include "data/dataset.h"
#include "data/encode.h"
#include "generate/text_stream.h"
#include "reward/answer_compare.h"
#include "stages/process_reward_fn.h"
#include "stages/reward_model_fn.h"

namespace retort {
namespace {

/// The text without the end-of-text token, up to where a stop text begins.
std::string completionText(const Tokenizer& tokenizer, const Completion& completion, const std::vector<std::int32_t>& ends,
                           const std::vector<std::string>& stops) {
    std::span<const std::int32_t> ids = completion.ids;
    if (!ids.empty() && std::ranges::find(ends, ids.back()) != ends.end()) ids = ids.first(ids.size() - 1);
    std::string text = tokenizer.decode(ids);
    std::size_t end = text.size();
    for (const std::string& stop : stops) end = std::min(end, text.find(stop));
    text.resize(end);
    return text;
}

/// Ends each completion of a batch where one of the stop texts appears.
class StopTexts {
public:
    StopTexts(const Tokenizer& tokenizer, const std::vector<std::string>& stops, std::size_t prompts, std::int64_t samples)
        : samples_(samples) {
        if (stops.empty()) return;
        const auto decode = [&tokenizer](std::span<const std::int32_t> ids) { return tokenizer.decode(ids); };
        streams_.assign(prompts * static_cast<std::size_t>(samples), TextStream(decode, stops));
    }

    void watch(GenerateOptions& options) {
        if (streams_.empty()) return;
        options.on_token = [this](const DrawnToken& token) {
            TextStream& stream =
                streams_[token.prompt * static_cast<std::size_t>(samples_) + static_cast<std::size_t>(token.sample)];
            stream.add(token.id);
            return !stream.stopped();
        };
    }

private:
    std::int64_t samples_;
    std::vector<TextStream> streams_;
};

/// However a round of generation ends, no thread grades its rollouts afterwards.
struct Discard {
    Grader& grader;
    ~Discard() { grader.discard(); }
};

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
                               fmt::format("{} gold answers of {} cannot be read and are never scored: {}{}", count_, data,
                                           places_, count_ > kShown ? "; ..." : ""));
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
        forEachPrompt(section, context.dataFiles(section), [&](const Prompt& prompt, const std::string& where) {
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
        const std::string key = rewardModelKey(term);
        if ((term.kind != "reward_model" && term.kind != "process") || models.contains(key)) continue;
        const auto& params = std::get<RewardModelParams>(context.recipe.findStage(term.model)->params);
        const std::filesystem::path& folder = context.model(term.model).model;
        if (term.kind == "process")
            models[key] = std::make_shared<ProcessRewardFn>(folder, params.step_separator, term.aggregation, context.form);
        else models[key] = std::make_shared<RewardModelFn>(folder, params.sees, context.form);
    }
    return std::make_unique<Grader>(Rubric(section, context.form, models), context.form);
}

std::vector<RolloutGroup> RolloutMaker::make(std::vector<Prompt> prompts, std::int64_t samples,
                                             const SamplingSection& sampling, std::uint64_t seed,
                                             std::int64_t policy_version, MetricsRecorder& metrics) {
    std::vector<Beginning> beginnings;
    for (Prompt& prompt : prompts) beginnings.push_back({std::move(prompt), {}});
    return continueFrom(std::move(beginnings), samples, sampling, seed, policy_version, metrics);
}

std::vector<RolloutGroup> RolloutMaker::continueFrom(std::vector<Beginning> beginnings, std::int64_t samples,
                                                     const SamplingSection& sampling, std::uint64_t seed,
                                                     std::int64_t policy_version, MetricsRecorder& metrics) {
    context_.control.phase("generate");
    double start = steadyTime();
    std::vector<RolloutGroup> groups;
    std::vector<std::size_t> asked, too_long;  // of the groups
    std::vector<std::vector<std::int32_t>> ids;
    for (Beginning& beginning : beginnings) {
        groups.push_back({encodePrompt(tokenizer_, context_.form, std::move(beginning.prompt)), {}});
        groups.back().rollouts.resize(static_cast<std::size_t>(samples));
        std::vector<std::int32_t> prompt = groups.back().prompt.ids;
        for (const std::int32_t id : tokenizer_.encode(beginning.text)) prompt.push_back(id);
        const bool fits = room_ == 0 || static_cast<std::int64_t>(prompt.size()) < room_;
        (fits ? asked : too_long).push_back(groups.size() - 1);
        if (fits) ids.push_back(std::move(prompt));
    }
    GenerateOptions options{.temperature = sampling.temperature,
                            .top_p = sampling.top_p,
                            .max_tokens = sampling.max_tokens,
                            .samples = samples,
                            .seed = seed,
                            .entropies = true,
                            .stop_ids = stop_ids_};
    StopTexts stops(tokenizer_, sampling.stop, ids.size(), samples);
    stops.watch(options);
    const Discard discard{grader_};
    std::atomic<std::int64_t> tokens = 0;
    options.on_completion = [&](std::size_t prompt, std::int64_t sample, const Completion& completion) {
        const std::size_t i = asked[prompt];
        Rollout& rollout = groups[i].rollouts[static_cast<std::size_t>(sample)];
        rollout.completion = completion;
        rollout.completion.policy_version = policy_version;
        rollout.text = beginnings[i].text + completionText(tokenizer_, completion, stop_ids_, sampling.stop);
        tokens += static_cast<std::int64_t>(completion.ids.size());
        grader_.submit(groups[i].prompt.prompt, rollout);
    };
    generator_.generate(ids, options, context_.control.stopNow());
    if (*context_.control.stopNow()) throwStopped(context_);
    const double generated = steadyTime() - start;
    for (const std::size_t i : too_long)
        for (Rollout& rollout : groups[i].rollouts) {
            rollout.completion.policy_version = policy_version;
            rollout.completion.finish_reason = FinishReason::Length;
            rollout.text = beginnings[i].text;
            grader_.submit(groups[i].prompt.prompt, rollout);
        }
    metrics.add("perf/generate_seconds", generated, Reduction::Sum);
    metrics.add("perf/generate_tokens_per_second", static_cast<double>(tokens) / generated);

    context_.control.phase("grade");
    start = steadyTime();
    grader_.finish();
    metrics.add("perf/grade_seconds", steadyTime() - start, Reduction::Sum);
    return groups;
}

double peakMemoryMb() {
    struct rusage usage {};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

}  // namespace retort
