// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

#include "rollout/rollout.h"

namespace retort {

/// A token as it is drawn.
struct DrawnToken {
    std::size_t prompt = 0;
    std::int64_t sample = 0;
    std::int32_t id = 0;
    float logprob = 0;
};

struct GenerateOptions {
    double temperature = 1;  ///< 0: greedy
    double top_p = 1;
    std::int64_t max_tokens = 256;
    std::int64_t samples = 1;  ///< completions per prompt
    std::uint64_t seed = 0;    ///< sample j of prompt i draws from stream (i * samples + j): independent of batching
    bool entropies = false;
    std::vector<std::int32_t> stop_ids = {};  ///< usually the EOS id; an empty list runs to max_tokens
    /// Called with every token, those of one sample in order, from the decoding threads at once; false ends the sample with
    /// FinishReason::Stop. Must not throw.
    std::function<bool(const DrawnToken&)> on_token = {};
    /// Called with every completion that has ended by itself, while others go on, from the decoding threads at once. The
    /// completion is what generate() will return. Must not throw.
    std::function<void(std::size_t prompt, std::int64_t sample, const Completion&)> on_completion = {};
};

/// Turns prompts into completions. One thread calls it; it may use several inside.
class Generator {
public:
    virtual ~Generator() = default;

    /// Blocks until every completion is finished; result[i] holds `samples` completions of prompts[i]. When `cancel` becomes
    /// true the rest is returned with FinishReason::Aborted. Throws Error(BadInput) for an empty prompt, an id outside the
    /// vocabulary, or one that leaves no room in the context.
    virtual std::vector<std::vector<Completion>> generate(const std::vector<std::vector<std::int32_t>>& prompts,
                                                          const GenerateOptions& options,
                                                          const std::atomic<bool>* cancel = nullptr) = 0;
};

}  // namespace retort
