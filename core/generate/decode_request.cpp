// SPDX-License-Identifier: Apache-2.0
#include "generate/decode_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace retort {
namespace {

constexpr double kLowestTemperature = 1e-4;

[[noreturn]] void refuse(std::string message, std::string where, std::string remedy) {
    throw Error(ErrorCode::BadInput, std::move(message), std::move(where), std::move(remedy));
}

void checkOptions(const GenerateOptions& options) {
    const double t = options.temperature;
    if (!(t == 0 || (t >= kLowestTemperature && std::isfinite(t)))) {
        refuse(fmt::format("temperature {} is neither 0 nor at least {}", t, kLowestTemperature), "temperature",
               "Use 0 for greedy decoding, else a positive number, usually 1");
    }
    if (!(options.top_p > 0 && options.top_p <= 1)) {
        refuse(fmt::format("top_p {} is not in (0, 1]", options.top_p), "top_p", "Use 1 to keep every token");
    }
    if (options.max_tokens < 1) refuse("max_tokens is below 1", "max_tokens", "Ask for at least one token");
    if (options.samples < 1) refuse("samples is below 1", "samples", "Ask for at least one completion per prompt");
}

}  // namespace

void DecodeRequest::check() const {
    checkOptions(options);
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        const std::string where = fmt::format("prompt {}", i);
        if (prompts[i].empty()) refuse("the prompt is empty", where, "Give at least one token, e.g. the model's BOS");
        if (static_cast<std::int64_t>(prompts[i].size()) >= context) {
            refuse(fmt::format("the prompt has {} tokens, which leaves no room in the context of {}", prompts[i].size(),
                               context),
                   where, "Shorten the prompt or use a model with a longer context");
        }
        for (std::size_t t = 0; t < prompts[i].size(); ++t) {
            if (prompts[i][t] >= 0 && prompts[i][t] < vocab_size) continue;
            refuse(fmt::format("id {} at position {} is outside the vocabulary of {}", prompts[i][t], t, vocab_size), where,
                   "Use the tokenizer that belongs to the model");
        }
    }
}

std::int64_t DecodeRequest::room(std::size_t prompt) const {
    return std::min(options.max_tokens, context - static_cast<std::int64_t>(prompts[prompt].size()));
}

std::int64_t DecodeRequest::longestPrompt() const {
    std::size_t longest = 0;
    for (const auto& prompt : prompts) longest = std::max(longest, prompt.size());
    return static_cast<std::int64_t>(longest);
}

DecodeQueue::DecodeQueue(const DecodeRequest& request, int lanes) {
    const std::int64_t samples = request.options.samples, prompts = static_cast<std::int64_t>(request.prompts.size());
    // Whole groups where they are enough to keep every lane busy, else parts of groups.
    const std::int64_t parts = std::max<std::int64_t>(1, (2 * lanes + prompts - 1) / std::max<std::int64_t>(prompts, 1));
    const std::int64_t size = lanes == 1 ? samples : (samples + parts - 1) / parts;
    for (std::size_t prompt = 0; prompt < request.prompts.size(); ++prompt) {
        for (std::int64_t first = 0; first < samples; first += size) {
            units_.push_back({prompt, first, std::min(size, samples - first)});
        }
    }
}

const DecodeUnit* DecodeQueue::take() {
    const std::size_t index = next_.fetch_add(1, std::memory_order_relaxed);
    return index < units_.size() ? &units_[index] : nullptr;
}

}  // namespace retort
