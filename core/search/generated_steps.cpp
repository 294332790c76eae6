// SPDX-License-Identifier: Apache-2.0
#include "search/generated_steps.h"

#include <algorithm>
#include <numeric>

#include "generate/text_stream.h"

namespace retort {
namespace {

std::string joined(const std::vector<std::string>& steps) {
    return std::accumulate(steps.begin(), steps.end(), std::string());
}

}  // namespace

std::vector<GeneratedSteps::Drawn> GeneratedSteps::draw(const std::vector<std::string>& steps, std::int64_t count,
                                                        std::uint64_t seed, bool one_step, std::int64_t& tokens) {
    std::vector<std::int32_t> ids = prompt_;
    for (const std::string& step : steps)
        for (const std::int32_t id : tokenizer_.encode(step)) ids.push_back(id);
    const auto written = static_cast<std::int64_t>(ids.size() - prompt_.size());
    const std::int64_t room = sampling_.max_tokens - written;
    if (room <= 0) return std::vector<Drawn>(1, Drawn{"", 0, true});
    std::vector<TextStream> streams;
    const auto decode = [this](std::span<const std::int32_t> part) { return tokenizer_.decode(part); };
    for (std::int64_t i = 0; i < count; ++i) streams.emplace_back(decode, std::vector<std::string>{sampling_.separator});
    GenerateOptions options{.temperature = sampling_.temperature,
                            .top_p = sampling_.top_p,
                            .max_tokens = room,
                            .samples = count,
                            .seed = seed,
                            .entropies = false,
                            .stop_ids = sampling_.stop_ids};
    if (one_step)
        options.on_token = [&](const DrawnToken& token) {
            TextStream& stream = streams[static_cast<std::size_t>(token.sample)];
            stream.add(token.id);
            return !stream.stopped();
        };
    std::vector<Drawn> drawn;
    const auto generated = generator_.generate({ids}, options);
    for (const Completion& completion : generated.front()) {
        tokens += static_cast<std::int64_t>(completion.ids.size());
        std::span<const std::int32_t> said = completion.ids;
        const bool stopped = !said.empty() && std::ranges::find(sampling_.stop_ids, said.back()) != sampling_.stop_ids.end();
        if (stopped) said = said.first(said.size() - 1);
        const double sum = std::accumulate(completion.logprobs.begin(), completion.logprobs.end(), 0.0);
        drawn.push_back({tokenizer_.decode(said), sum / std::max<double>(1, static_cast<double>(completion.logprobs.size())),
                         stopped || completion.finish_reason == FinishReason::Length});
    }
    return drawn;
}

std::vector<StepProposal> GeneratedSteps::propose(const std::vector<std::string>& steps, std::int64_t width,
                                                  std::uint64_t seed, std::int64_t& tokens) {
    std::vector<StepProposal> proposals;
    for (Drawn& step : draw(steps, width, seed, true, tokens))
        proposals.push_back({std::move(step.text), step.logprob, step.ended});
    return proposals;
}

std::vector<std::string> GeneratedSteps::finish(const std::vector<std::string>& steps, std::int64_t count,
                                                std::uint64_t seed, std::int64_t& tokens) {
    std::vector<std::string> completions;
    for (const Drawn& rest : draw(steps, count, seed, false, tokens)) completions.push_back(joined(steps) + rest.text);
    return completions;
}

double VerifiedValue::value(const std::vector<std::string>& steps, bool terminal, std::uint64_t seed, std::int64_t& tokens) {
    if (terminal) return verify_(joined(steps)) ? 1 : 0;
    const auto completions = model_.finish(steps, rollouts_, seed, tokens);
    return static_cast<double>(std::ranges::count_if(completions, verify_)) / static_cast<double>(completions.size());
}

double ConsistencyValue::value(const std::vector<std::string>& steps, bool terminal, std::uint64_t seed,
                               std::int64_t& tokens) {
    std::vector<std::string> answers;
    for (const std::string& completion :
         terminal ? std::vector{joined(steps)} : model_.finish(steps, rollouts_, seed, tokens))
        answers.push_back(answer_(completion));
    for (const std::string& answer : answers) {
        ++all_;
        if (!answer.empty()) ++votes_[answer];
    }
    double agreed = 0;
    for (const std::string& answer : answers)
        if (!answer.empty()) agreed += static_cast<double>(votes_[answer]) / static_cast<double>(all_);
    return agreed / static_cast<double>(answers.size());
}

}  // namespace retort
