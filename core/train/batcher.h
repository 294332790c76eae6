// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/transformer.h"
#include "rollout/rollout.h"

namespace retort {

/// Training samples as one forward pass sees them: S sequences packed into N tokens without padding, of which T tokens carry
/// a loss. Loss tokens of sequence s are [loss_starts[s], loss_starts[s+1]).
struct Microbatch {
    PackedTokens tokens;                    ///< without the last token of a sample: its state predicts nothing
    std::int64_t sample_tokens = 0;         ///< prompts and completions of all samples, whether a prompt is shared or not
    at::Tensor rows;                        ///< [T] int64: the position in `tokens` whose state predicts the loss token
    at::Tensor targets;                     ///< [T] int64: the loss token
    std::vector<std::int32_t> loss_starts;  ///< S+1 offsets
    std::vector<float> old_logprobs;        ///< [T], or empty for supervised samples
    std::vector<float> advantages;          ///< [S]
    std::vector<std::int64_t> samples;      ///< [S]: index of the sample in the batch it was packed from

    std::int64_t lossTokens() const { return loss_starts.back(); }
};

struct PackOptions {
    bool mask_prompt =
        true;  ///< loss starts at ids[max(1, prompt_length)], where a loss_mask leaves out more; else at ids[1]
    bool share_prompts =
        false;  ///< one sequence for a prompt that several samples have, which they continue; needs mask_prompt
};

/// Packs samples[indices...] in that order, but with share_prompts those of one prompt side by side. Throws Error(BadInput)
/// for a sample without a loss token, or whose old_logprobs do not fit its completion.
Microbatch packSamples(const std::vector<TrainingSample>& samples, std::span<const std::int64_t> indices,
                       const PackOptions& options = {});

/// `order` in parts of at most max_tokens by `lengths` (a longer one stands alone), without changing it.
std::vector<std::vector<std::int64_t>> cutByTokens(const std::vector<std::int64_t>& order,
                                                   const std::vector<std::int64_t>& lengths, std::int64_t max_tokens);

/// Splits `indices` into microbatches of at most max_tokens tokens each (a longer sample stands alone). Samples of similar
/// length come together; deterministic. Returns index lists for packSamples.
std::vector<std::vector<std::int64_t>> splitByTokens(const std::vector<TrainingSample>& samples,
                                                     std::vector<std::int64_t> indices, std::int64_t max_tokens);

/// Order of one epoch over rows of these lengths, as optimizer batches of about batch_tokens tokens. Rows are shuffled,
/// sorted by length within windows of many batches, cut, and the batches shuffled again: rows of a batch are alike in
/// length, order across batches is random. A pure function of its arguments: (seed, epoch, batch number) is the whole
/// cursor.
std::vector<std::vector<std::int64_t>> planEpoch(const std::vector<std::int64_t>& lengths, std::int64_t batch_tokens,
                                                 std::uint64_t seed, std::int64_t epoch);

}  // namespace retort
