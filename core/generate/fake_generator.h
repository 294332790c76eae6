// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>

#include "generate/generator.h"

namespace retort {

/// For tests of what stands above a Generator: completions come from a script, cut and marked as a real one would.
/// Log-probabilities are -0.5 per id, entropies 0.25.
class FakeGenerator final : public Generator {
public:
    /// The ids (the stop id included where wanted) that sample `sample` of prompt `prompt` answers.
    using Script = std::function<std::vector<std::int32_t>(const std::vector<std::int32_t>& prompt_ids, std::size_t prompt,
                                                           std::size_t sample)>;

    explicit FakeGenerator(Script script) : script_(std::move(script)) {}
    /// Always the same answer.
    explicit FakeGenerator(std::vector<std::int32_t> answer)
        : script_([answer = std::move(answer)](const auto&, std::size_t, std::size_t) { return answer; }) {}

    std::vector<std::vector<Completion>> generate(const std::vector<std::vector<std::int32_t>>& prompts,
                                                  const GenerateOptions& options,
                                                  const std::atomic<bool>* cancel = nullptr) override {
        ++calls;
        last_options = options;
        std::vector<std::vector<Completion>> result(prompts.size());
        for (std::size_t i = 0; i < prompts.size(); ++i) {
            for (std::size_t j = 0; j < static_cast<std::size_t>(options.samples); ++j) {
                const bool aborted = cancel != nullptr && cancel->load();
                result[i].push_back(aborted ? Completion() : complete(script_(prompts[i], i, j), options, i, j));
                if (aborted) result[i].back().finish_reason = FinishReason::Aborted;
            }
        }
        return result;
    }

    std::size_t calls = 0;         ///< how often generate() was called
    GenerateOptions last_options;  ///< with what

private:
    static Completion complete(const std::vector<std::int32_t>& scripted, const GenerateOptions& options, std::size_t prompt,
                               std::size_t sample) {
        Completion completion;
        completion.finish_reason = FinishReason::Length;
        for (const std::int32_t id : scripted) {
            if (static_cast<std::int64_t>(completion.ids.size()) == options.max_tokens) break;
            completion.ids.push_back(id);
            const auto& stops = options.stop_ids;
            const bool goes_on =
                !options.on_token || options.on_token({prompt, static_cast<std::int64_t>(sample), id, -0.5f});
            if (goes_on && std::find(stops.begin(), stops.end(), id) == stops.end()) continue;
            completion.finish_reason = FinishReason::Stop;
            break;
        }
        completion.logprobs.assign(completion.ids.size(), -0.5f);
        if (options.entropies) completion.entropies.assign(completion.ids.size(), 0.25f);
        return completion;
    }

    Script script_;
};

}  // namespace retort
