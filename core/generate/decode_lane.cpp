// SPDX-License-Identifier: Apache-2.0
#include "generate/decode_lane.h"

#include <algorithm>
#include <numeric>

#include "base/error.h"

namespace retort {
namespace {

constexpr std::int32_t kPrefillRows = 128;

/// Positions of a prompt that fill its last tile partly. A sample has them in its own cache, so that tiles, and with them
/// sums, begin at the same positions whether a token was part of the prompt or not.
std::int32_t tailOf(std::size_t prompt_length) { return static_cast<std::int32_t>(prompt_length % kernels::kKvTile); }

kernels::KvLayout ownLayout(const DecodeRequest& request, const kernels::DecodeShape& shape) {
    std::int64_t longest = 1;
    for (std::size_t i = 0; i < request.prompts.size(); ++i)
        longest = std::max(longest, request.room(i) + tailOf(request.prompts[i].size()));
    return {shape, static_cast<std::int32_t>(longest)};
}

void copyTile(const kernels::KvSegment& from, std::int32_t from_tile, const kernels::KvSegment& to) {
    const std::int64_t floats = to.layout.tileFloats();
    for (std::int32_t layer = 0; layer < to.layout.layers; ++layer)
        for (std::int32_t head = 0; head < to.layout.kv_heads; ++head)
            std::copy_n(from.data + layer * from.layout.layerFloats() + head * from.layout.headFloats() + from_tile * floats,
                        floats, to.data + layer * to.layout.layerFloats() + head * to.layout.headFloats());
}

}  // namespace

std::int64_t DecodeLane::cacheFloats(const DecodeRequest& request, const kernels::DecodeShape& shape, std::int64_t slots) {
    return ownLayout(request, shape).floats() * slots;
}

DecodeLane::DecodeLane(DecodeShared& shared, int threads, std::int32_t slots, float* cache)
    : shared_(shared),
      team_(threads),
      step_(shared.weights, shared.angles, team_, std::max(slots, kPrefillRows),
            static_cast<std::int32_t>(shared.request.longestPrompt()) +
                ownLayout(shared.request, shared.weights.source.shape).tiles * kernels::kKvTile),
      own_layout_(ownLayout(shared.request, shared.weights.source.shape)),
      capacity_(static_cast<std::size_t>(slots)) {
    const GenerateOptions& options = shared.request.options;
    samplers_.assign(static_cast<std::size_t>(threads),
                     Sampler(options.temperature, options.top_p, shared.weights.source.shape.vocab));
    for (std::int32_t i = 0; i < slots; ++i) free_caches_.push_back(cache + i * own_layout_.floats());
}

void DecodeLane::run() {
    while (!shared_.failed.load(std::memory_order_relaxed) && !shared_.request.cancelled()) {
        if (slots_.size() < capacity_ && admit()) continue;
        if (slots_.empty()) return;
        step();
    }
}

/// Fills free slots, runs their prompts and draws their first ids. False when there was nothing to admit.
bool DecodeLane::admit() {
    const std::size_t before = slots_.size();
    std::vector<std::shared_ptr<PromptState>> fresh;
    while (slots_.size() < capacity_) {
        if (unit_ == nullptr) {
            unit_ = shared_.queue.take();
            if (unit_ == nullptr) break;
            unit_taken_ = 0;
            unit_prompt_ = openPrompt(unit_->prompt, fresh);
        }
        const std::int64_t sample = unit_->first + unit_taken_;
        const std::uint64_t stream = unit_->prompt * static_cast<std::uint64_t>(shared_.request.options.samples) + sample;
        slots_.push_back({.prompt = unit_prompt_,
                          .completion = &shared_.results[unit_->prompt][sample],
                          .random = Random(shared_.request.options.seed, stream),
                          .cache = {free_caches_.back(), own_layout_, 0},
                          .room = shared_.request.room(unit_->prompt)});
        free_caches_.pop_back();
        if (++unit_taken_ == unit_->count) {
            unit_ = nullptr;
            unit_prompt_.reset();
        }
    }
    prefill(fresh);
    for (std::size_t i = before; i < slots_.size(); ++i) {
        enterPrompt(slots_[i]);
        accept(slots_[i], samplers_[0].sample(slots_[i].prompt->logits.data(), slots_[i].random));
    }
    const bool admitted = slots_.size() > before;
    removeFinished();
    return admitted;
}

void DecodeLane::enterPrompt(Slot& slot) {
    const std::size_t length = shared_.request.prompts[slot.prompt->prompt].size();
    slot.cache.length = tailOf(length);
    if (slot.cache.length > 0)
        copyTile(slot.prompt->segment, static_cast<std::int32_t>(length) / kernels::kKvTile, slot.cache);
}

std::shared_ptr<DecodeLane::PromptState> DecodeLane::openPrompt(std::size_t prompt,
                                                                std::vector<std::shared_ptr<PromptState>>& fresh) {
    for (const Slot& slot : slots_) {
        if (slot.prompt->prompt == prompt) return slot.prompt;
    }
    const kernels::DecodeShape& shape = shared_.weights.source.shape;
    auto state = std::make_shared<PromptState>();
    state->prompt = prompt;
    const kernels::KvLayout layout(shape, static_cast<std::int32_t>(shared_.request.prompts[prompt].size()));
    state->cache = kernels::alignedFloats(layout.floats());
    state->segment = {state->cache.get(), layout, 0};
    state->logits.resize(static_cast<std::size_t>(shape.vocab));
    fresh.push_back(state);
    return state;
}

void DecodeLane::prefill(const std::vector<std::shared_ptr<PromptState>>& prompts) {
    std::vector<std::pair<PromptState*, std::int32_t>> tokens;
    for (const auto& state : prompts) {
        const auto count = static_cast<std::int32_t>(shared_.request.prompts[state->prompt].size());
        for (std::int32_t position = 0; position < count; ++position) {
            tokens.emplace_back(state.get(), position);
            if (static_cast<std::int32_t>(tokens.size()) < step_.maxRows()) continue;
            runPrefillChunk(tokens);
            tokens.clear();
        }
    }
    if (!tokens.empty()) runPrefillChunk(tokens);
    for (const auto& state : prompts) {
        const std::size_t length = shared_.request.prompts[state->prompt].size();
        state->segment.length = static_cast<std::int32_t>(length) - tailOf(length);
    }
}

void DecodeLane::runPrefillChunk(const std::vector<std::pair<PromptState*, std::int32_t>>& tokens) {
    rows_.clear();
    wanted_.clear();
    for (const auto& [state, position] : tokens) {
        const auto& ids = shared_.request.prompts[state->prompt];
        kernels::KvSegment own = state->segment;
        own.length = position + 1;
        if (position + 1 == static_cast<std::int32_t>(ids.size()))
            wanted_.push_back(static_cast<std::int32_t>(rows_.size()));
        rows_.push_back({.token = ids[position], .position = position, .prefix = {}, .own = own});
    }
    step_.run(rows_, wanted_, [&](int, std::int32_t index, const float* logits) {
        std::vector<float>& kept = tokens[wanted_[index]].first->logits;
        std::copy_n(logits, kept.size(), kept.begin());
    });
}

void DecodeLane::step() {
    rows_.clear();
    wanted_.resize(slots_.size());
    std::iota(wanted_.begin(), wanted_.end(), 0);
    for (Slot& slot : slots_) {
        ++slot.cache.length;
        rows_.push_back({.token = slot.completion->ids.back(),
                         .position = slot.prompt->segment.length + slot.cache.length - 1,
                         .prefix = slot.prompt->segment,
                         .own = slot.cache});
    }
    step_.run(rows_, wanted_, [&](int rank, std::int32_t index, const float* logits) {
        accept(slots_[index], samplers_[rank].sample(logits, slots_[index].random));
    });
    removeFinished();
}

void DecodeLane::accept(Slot& slot, const SampledToken& token) {
    if (token.id < 0) {
        bad_logits_.store(true, std::memory_order_relaxed);
        return;
    }
    const GenerateOptions& options = shared_.request.options;
    Completion& completion = *slot.completion;
    completion.ids.push_back(token.id);
    completion.logprobs.push_back(token.logprob);
    if (options.entropies) completion.entropies.push_back(token.entropy);
    bool stopped = std::find(options.stop_ids.begin(), options.stop_ids.end(), token.id) != options.stop_ids.end();
    const std::int64_t sample = &completion - shared_.results[slot.prompt->prompt].data();
    if (options.on_token && !options.on_token({slot.prompt->prompt, sample, token.id, token.logprob})) stopped = true;
    slot.done = stopped || static_cast<std::int64_t>(completion.ids.size()) == slot.room;
    if (!slot.done) return;
    completion.finish_reason = stopped ? FinishReason::Stop : FinishReason::Length;
    if (options.on_completion) options.on_completion(slot.prompt->prompt, sample, completion);
}

void DecodeLane::removeFinished() {
    if (bad_logits_.load(std::memory_order_relaxed)) {
        throw Error(ErrorCode::RunFailed, "the model's logits are not finite", "generate",
                    "The weights have diverged: go back to an earlier checkpoint and lower the learning rate");
    }
    std::erase_if(slots_, [&](const Slot& slot) {
        if (slot.done) free_caches_.push_back(slot.cache.data);
        return slot.done;
    });
}

}  // namespace retort
