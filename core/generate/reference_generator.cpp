// SPDX-License-Identifier: Apache-2.0
#include "generate/reference_generator.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <limits>

#include "base/error.h"
#include "generate/decode_request.h"
#include "generate/sampler.h"
#include "model/layers.h"
#include "model/parameter_layout.h"
#include "model/rotary.h"
#include "ops/projection.h"

namespace retort {
namespace {

// Prompt tokens of one forward pass.
constexpr std::int64_t kPrefillTokens = 4096;

/// Keys and values of one layer: [S, KV, capacity, D] and [S, KV, capacity, Dv].
struct LayerCache {
    at::Tensor k, v;
};

/// Attends packed prompts and keeps what a cache needs of them.
class PrefillAttend final : public Attend {
public:
    PrefillAttend(const ModelConfig& config, const std::vector<std::int32_t>& starts) : packed_(config, starts) {}
    at::Tensor operator()(std::int64_t layer, const at::Tensor& q, const at::Tensor& k, const at::Tensor& v) override {
        kept.push_back({k, v});
        return packed_(layer, q, k, v);
    }
    std::vector<LayerCache> kept;  ///< by layer: [N, KV, D] and [N, KV, Dv]

private:
    PackedAttend packed_;
};

/// One new token per sequence: writes its key and value behind those that are there, attends over all of them.
class CachedAttend final : public Attend {
public:
    /// lengths [S]: tokens in the cache before this one.
    CachedAttend(const ModelConfig& config, std::vector<LayerCache>& caches, const at::Tensor& lengths)
        : config_(config),
          caches_(caches),
          lengths_(lengths),
          rows_(at::arange(lengths.size(0))),
          span_(lengths.max().item<std::int64_t>() + 1) {}

    at::Tensor operator()(std::int64_t layer, const at::Tensor& q, const at::Tensor& k, const at::Tensor& v) override {
        auto& cache = caches_[static_cast<std::size_t>(layer)];
        const auto put = [&](at::Tensor& into, const at::Tensor& rows) {
            into.transpose(1, 2).index_put_({rows_, lengths_}, rows);
        };
        put(cache.k, k);
        put(cache.v, v);
        const auto batch = q.size(0), heads = q.size(1), kv_heads = k.size(1);
        const auto queries = q.reshape({batch, kv_heads, heads / kv_heads, q.size(2)});
        auto scores = at::matmul(queries, cache.k.narrow(2, 0, span_).transpose(2, 3)) * attentionScale(config_);
        const auto places = at::arange(span_).unsqueeze(0), now = lengths_.unsqueeze(1);
        auto unseen = places.gt(now);
        if (const auto window = config_.window(layer); window > 0) unseen = at::logical_or(unseen, places.le(now - window));
        scores = scores.masked_fill(unseen.view({batch, 1, 1, span_}), -std::numeric_limits<float>::infinity());
        return at::matmul(at::softmax(scores, -1), cache.v.narrow(2, 0, span_)).reshape({batch, heads, v.size(2)});
    }

private:
    const ModelConfig& config_;
    std::vector<LayerCache>& caches_;
    at::Tensor lengths_, rows_;
    std::int64_t span_;
};

/// A completion that is being written.
struct Sequence {
    std::size_t prompt;
    Completion* completion;
    Random random;
    std::int64_t length;  ///< tokens in the cache
    bool done = false;
};

class ReferenceDecoder {
public:
    ReferenceDecoder(const Transformer& model, const DecodeRequest& request, std::vector<std::vector<Completion>>& results,
                     std::int64_t slots)
        : model_(model),
          config_(model.config()),
          request_(request),
          results_(results),
          slots_(slots),
          sampler_(request.options.temperature, request.options.top_p, request.vocab_size) {
        for (std::size_t i = 0; i < request.prompts.size(); ++i)
            capacity_ = std::max(capacity_, static_cast<std::int64_t>(request.prompts[i].size()) + request.room(i));
    }

    void run() {
        while (!request_.cancelled()) {
            if (static_cast<std::int64_t>(active_.size()) <= slots_ / 2) admit();
            if (!active_.empty()) step();
            else if (next_ >= request_.totalSamples()) return;
        }
    }

private:
    /// Samples that wait, in order of prompts, as many as there are slots for.
    std::vector<Sequence> waiting() {
        std::vector<Sequence> fresh;
        const auto samples = request_.options.samples;
        while (next_ < request_.totalSamples() && static_cast<std::int64_t>(active_.size() + fresh.size()) < slots_) {
            const auto prompt = static_cast<std::size_t>(next_ / samples);
            fresh.push_back({prompt, &results_[prompt][static_cast<std::size_t>(next_ % samples)],
                             Random(request_.options.seed, static_cast<std::uint64_t>(next_)),
                             static_cast<std::int64_t>(request_.prompts[prompt].size())});
            ++next_;
        }
        return fresh;
    }

    void admit() {
        auto fresh = waiting();
        for (std::size_t begin = 0; begin < fresh.size();) {
            std::size_t end = begin;
            std::int64_t tokens = 0;
            std::vector<std::size_t> prompts;
            for (; end < fresh.size(); ++end) {
                if (!prompts.empty() && prompts.back() == fresh[end].prompt) continue;
                tokens += fresh[end].length;
                if (!prompts.empty() && tokens > kPrefillTokens) break;
                prompts.push_back(fresh[end].prompt);
            }
            prefill({fresh.begin() + static_cast<std::ptrdiff_t>(begin), fresh.begin() + static_cast<std::ptrdiff_t>(end)},
                    prompts);
            begin = end;
        }
        removeFinished();
    }

    /// Runs each prompt once and gives every sample of it a copy of its cache.
    void prefill(std::vector<Sequence> fresh, const std::vector<std::size_t>& prompts) {
        std::vector<std::vector<std::int32_t>> ids;
        for (const auto prompt : prompts) ids.push_back(request_.prompts[prompt]);
        const auto tokens = pack(ids);
        PrefillAttend attend(config_, tokens.starts);
        const auto hidden = model_.hidden(tokens, attend);
        const auto count = static_cast<std::int64_t>(fresh.size());
        std::vector<std::int64_t> last;
        for (std::size_t layer = 0; layer < attend.kept.size(); ++layer) {
            const auto widened = [&](const at::Tensor& kept) {
                auto wide = at::zeros({count, kept.size(1), capacity_, kept.size(2)}, kept.options());
                for (std::int64_t row = 0, place = 0; row < count; ++row) {
                    while (prompts[static_cast<std::size_t>(place)] != fresh[static_cast<std::size_t>(row)].prompt) ++place;
                    const auto begin = tokens.starts[static_cast<std::size_t>(place)],
                               end = tokens.starts[static_cast<std::size_t>(place) + 1];
                    wide[row].narrow(1, 0, end - begin).copy_(kept.slice(0, begin, end).transpose(0, 1));
                    if (layer == 0 && static_cast<std::int64_t>(last.size()) == row) last.push_back(end - 1);
                }
                return wide;
            };
            const LayerCache added{widened(attend.kept[layer].k), widened(attend.kept[layer].v)};
            if (caches_.size() <= layer) caches_.push_back(added);
            else caches_[layer] = {at::cat({caches_[layer].k, added.k}), at::cat({caches_[layer].v, added.v})};
        }
        accept(fresh, hidden.index_select(0, at::tensor(last)));
        active_.insert(active_.end(), fresh.begin(), fresh.end());
    }

    void step() {
        PackedTokens tokens;
        std::vector<std::int64_t> ids, lengths;
        for (const auto& sequence : active_) {
            tokens.starts.push_back(static_cast<std::int32_t>(ids.size()));
            ids.push_back(sequence.completion->ids.back());
            lengths.push_back(sequence.length);
        }
        tokens.starts.push_back(static_cast<std::int32_t>(ids.size()));
        tokens.ids = at::tensor(ids);
        tokens.positions = at::tensor(lengths);
        CachedAttend attend(config_, caches_, tokens.positions);
        const auto hidden = model_.hidden(tokens, attend);
        for (auto& sequence : active_) ++sequence.length;
        accept(active_, hidden);
        removeFinished();
    }

    void accept(std::vector<Sequence>& sequences, const at::Tensor& hidden) {
        const auto logits = projection(hidden, model_.headWeight());
        const auto& options = request_.options;
        for (std::size_t i = 0; i < sequences.size(); ++i) {
            auto& sequence = sequences[i];
            const auto token = sampler_.sample(
                logits.const_data_ptr<float>() + static_cast<std::int64_t>(i) * logits.size(1), sequence.random);
            if (token.id < 0)
                throw Error(ErrorCode::RunFailed, "the model's logits are not finite", "generate",
                            "The weights have diverged: go back to an earlier checkpoint and lower the learning rate");
            auto& completion = *sequence.completion;
            completion.ids.push_back(token.id);
            completion.logprobs.push_back(token.logprob);
            if (options.entropies) completion.entropies.push_back(token.entropy);
            bool stopped = std::find(options.stop_ids.begin(), options.stop_ids.end(), token.id) != options.stop_ids.end();
            const std::int64_t sample = &completion - results_[sequence.prompt].data();
            if (options.on_token && !options.on_token({sequence.prompt, sample, token.id, token.logprob})) stopped = true;
            sequence.done = stopped || static_cast<std::int64_t>(completion.ids.size()) == request_.room(sequence.prompt);
            if (!sequence.done) continue;
            completion.finish_reason = stopped ? FinishReason::Stop : FinishReason::Length;
            if (options.on_completion) options.on_completion(sequence.prompt, sample, completion);
        }
    }

    void removeFinished() {
        std::vector<std::int64_t> kept;
        for (std::size_t i = 0; i < active_.size(); ++i)
            if (!active_[i].done) kept.push_back(static_cast<std::int64_t>(i));
        if (kept.size() == active_.size()) return;
        const auto rows = at::tensor(kept, at::kLong);
        for (auto& cache : caches_) cache = {cache.k.index_select(0, rows), cache.v.index_select(0, rows)};
        std::erase_if(active_, [](const Sequence& sequence) { return sequence.done; });
    }

    const Transformer& model_;
    const ModelConfig& config_;
    const DecodeRequest& request_;
    std::vector<std::vector<Completion>>& results_;
    std::int64_t slots_, capacity_ = 0, next_ = 0;
    Sampler sampler_;
    std::vector<LayerCache> caches_;
    std::vector<Sequence> active_;
};

}  // namespace

bool kernelsDecode(const Transformer& model) {
    const auto& config = model.config();
    const bool window_reached = config.sliding_window > 0 && config.sliding_window < config.max_position_embeddings;
    // Dynamic scaling begins behind the context, which a completion never leaves.
    const auto& kind = config.rope_scaling.type;
    return plainLayers(config) && (kind == "default" || kind == "dynamic") && !window_reached && !model.lora();
}

std::vector<std::vector<Completion>> referenceDecode(const Transformer& model,
                                                     const std::vector<std::vector<std::int32_t>>& prompts,
                                                     const GenerateOptions& options, const std::atomic<bool>* cancel,
                                                     const ReferenceDecodeLimits& limits) {
    const at::NoGradGuard no_grad;
    const auto& config = model.config();
    const DecodeRequest request{prompts, options, cancel, config.max_position_embeddings,
                                static_cast<std::int32_t>(config.vocab_size)};
    request.check();
    Completion unfinished;
    unfinished.finish_reason = FinishReason::Aborted;
    std::vector<std::vector<Completion>> results(prompts.size());
    for (auto& completions : results) completions.resize(static_cast<std::size_t>(options.samples), unfinished);
    if (prompts.empty()) return results;
    const auto widest = config.head_dim + (config.latent ? config.latent->v_head_dim : config.head_dim);
    const auto longest = std::min(config.max_position_embeddings, request.longestPrompt() + options.max_tokens);
    const auto bytes =
        std::max<std::int64_t>(1, config.num_hidden_layers * config.num_key_value_heads * widest * longest * 4);
    ReferenceDecoder(model, request, results, std::clamp<std::int64_t>(limits.cache_bytes / bytes, 1, limits.max_batch))
        .run();
    return results;
}

}  // namespace retort
