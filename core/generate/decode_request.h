// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "generate/generator.h"

namespace retort {

/// What generate() was asked, checked, and where its results go; shared by all lanes.
struct DecodeRequest {
    const std::vector<std::vector<std::int32_t>>& prompts;
    const GenerateOptions& options;
    const std::atomic<bool>* cancel = nullptr;
    std::int64_t context = 0;  ///< positions a sequence may have, prompt included
    std::int32_t vocab_size = 0;

    /// Throws Error(BadInput) naming the prompt or the option.
    void check() const;
    std::int64_t totalSamples() const { return static_cast<std::int64_t>(prompts.size()) * options.samples; }
    /// Ids that a completion of this prompt may have.
    std::int64_t room(std::size_t prompt) const;
    std::int64_t longestPrompt() const;
    bool cancelled() const { return cancel != nullptr && cancel->load(std::memory_order_relaxed); }
};

/// Some samples of one prompt; what a lane takes from the queue, so that they share the prompt's cache.
struct DecodeUnit {
    std::size_t prompt = 0;
    std::int64_t first = 0, count = 0;
};

/// The units of a request in order of prompts; any lane takes the next.
class DecodeQueue {
public:
    DecodeQueue(const DecodeRequest& request, int lanes);
    /// nullptr when there is none left.
    const DecodeUnit* take();

private:
    std::vector<DecodeUnit> units_;
    std::atomic<std::size_t> next_{0};
};

}  // namespace retort
