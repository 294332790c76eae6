// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "generate/decode_request.h"
#include "generate/sampler.h"
#include "kernels/decode/decode_step.h"

namespace retort {

/// What all lanes of one generate() share.
struct DecodeShared {
    const DecodeRequest& request;
    const kernels::PackedWeights& weights;
    const kernels::RopeAngles& angles;
    DecodeQueue& queue;
    std::vector<std::vector<Completion>>& results;  ///< sized and marked Aborted beforehand
    std::atomic<bool> failed{false};                ///< a lane threw; the others stop
};

/// A slot table that one team of threads runs: sequences that finish leave, waiting ones enter, at every step.
class DecodeLane {
public:
    /// cache: at least cacheFloats() for `slots`; it may be dirty.
    DecodeLane(DecodeShared& shared, int threads, std::int32_t slots, float* cache);

    /// Until the queue is empty and every slot has finished, or the request is cancelled. Throws Error(RunFailed) when
    /// logits are not finite.
    void run();

    static std::int64_t cacheFloats(const DecodeRequest& request, const kernels::DecodeShape& shape, std::int64_t slots);

private:
    /// A prompt's cache, of which the segment's length counts the full tiles, and the logits after its last id; freed with
    /// the last sample that needs it.
    struct PromptState {
        std::size_t prompt = 0;
        kernels::AlignedFloats cache;
        kernels::KvSegment segment;
        std::vector<float> logits;
    };
    struct Slot {
        std::shared_ptr<PromptState> prompt;
        Completion* completion = nullptr;
        Random random;
        kernels::KvSegment cache;
        std::int64_t room = 0;
        bool done = false;
    };

    bool admit();
    std::shared_ptr<PromptState> openPrompt(std::size_t prompt, std::vector<std::shared_ptr<PromptState>>& fresh);
    void prefill(const std::vector<std::shared_ptr<PromptState>>& prompts);
    void enterPrompt(Slot& slot);
    void runPrefillChunk(const std::vector<std::pair<PromptState*, std::int32_t>>& tokens);
    void step();
    void accept(Slot& slot, const SampledToken& token);
    void removeFinished();

    DecodeShared& shared_;
    kernels::Team team_;
    kernels::DecodeStep step_;
    std::vector<Sampler> samplers_;
    kernels::KvLayout own_layout_;
    std::vector<float*> free_caches_;
    std::vector<Slot> slots_;
    std::size_t capacity_;
    const DecodeUnit* unit_ = nullptr;
    std::int64_t unit_taken_ = 0;
    std::shared_ptr<PromptState> unit_prompt_;
    std::vector<kernels::DecodeRow> rows_;
    std::vector<std::int32_t> wanted_;
    std::atomic<bool> bad_logits_{false};
};

}  // namespace retort
