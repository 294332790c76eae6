// SPDX-License-Identifier: Apache-2.0
#include "train/batcher.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/error.h"
#include "base/random.h"

namespace retort {
namespace {

// Rows are sorted by length within this many batches' worth of tokens: enough for batches of like lengths, few enough that
// an epoch stays random.
constexpr std::int64_t kWindowBatches = 32;

std::int32_t lossStart(const TrainingSample& sample, bool mask_prompt) {
    return mask_prompt ? std::max(1, sample.prompt_length) : 1;
}

void checkSample(const TrainingSample& sample, std::int64_t index, std::int32_t start, bool masked) {
    const auto size = static_cast<std::int32_t>(sample.ids.size());
    if (sample.prompt_length < 0 || start >= size)
        throw Error(ErrorCode::BadInput,
                    fmt::format("{} tokens, {} of them prompt: nothing to learn from", size, sample.prompt_length),
                    fmt::format("training row {}", index), "Give it a completion");
    if (!sample.loss_mask.empty() && sample.loss_mask.size() != sample.ids.size())
        throw Error(ErrorCode::BadInput, fmt::format("a mask of {} for {} tokens", sample.loss_mask.size(), size),
                    fmt::format("training row {}", index));
    if (sample.old_logprobs.empty()) return;
    if (!masked || sample.prompt_length < 1 || static_cast<std::int32_t>(sample.old_logprobs.size()) != size - start)
        throw Error(ErrorCode::BadInput,
                    fmt::format("{} log-probabilities for {} completion tokens", sample.old_logprobs.size(), size - start),
                    fmt::format("training row {}", index));
}

at::Tensor toTensor(const std::vector<std::int64_t>& values) {
    at::Tensor tensor = at::empty({static_cast<std::int64_t>(values.size())}, at::kLong);
    std::copy(values.begin(), values.end(), tensor.mutable_data_ptr<std::int64_t>());
    return tensor;
}

std::vector<std::vector<std::int64_t>> cutByTokens(const std::vector<std::int64_t>& order,
                                                   const std::vector<std::int64_t>& lengths, std::int64_t max_tokens) {
    std::vector<std::vector<std::int64_t>> parts;
    std::int64_t used = 0;
    for (const std::int64_t index : order) {
        const std::int64_t length = lengths[static_cast<std::size_t>(index)];
        if (parts.empty() || used + length > max_tokens) {
            parts.emplace_back();
            used = 0;
        }
        parts.back().push_back(index);
        used += length;
    }
    return parts;
}

void sortByLength(std::vector<std::int64_t>& indices, const std::vector<std::int64_t>& lengths) {
    std::stable_sort(indices.begin(), indices.end(), [&](std::int64_t a, std::int64_t b) {
        return lengths[static_cast<std::size_t>(a)] < lengths[static_cast<std::size_t>(b)];
    });
}

}  // namespace

Microbatch packSamples(const std::vector<TrainingSample>& samples, std::span<const std::int64_t> indices, bool mask_prompt) {
    Microbatch batch;
    std::vector<std::vector<std::int32_t>> sequences;
    std::vector<std::int64_t> rows, targets;
    std::int64_t offset = 0;
    batch.loss_starts.push_back(0);
    for (const std::int64_t index : indices) {
        const TrainingSample& sample = samples[static_cast<std::size_t>(index)];
        const std::int32_t start = lossStart(sample, mask_prompt);
        checkSample(sample, index, start, mask_prompt);
        for (std::size_t t = static_cast<std::size_t>(start); t < sample.ids.size(); ++t) {
            if (mask_prompt && !sample.loss_mask.empty() && sample.loss_mask[t] == 0) continue;
            rows.push_back(offset + static_cast<std::int64_t>(t) - 1);
            targets.push_back(sample.ids[t]);
        }
        batch.old_logprobs.insert(batch.old_logprobs.end(), sample.old_logprobs.begin(), sample.old_logprobs.end());
        batch.loss_starts.push_back(static_cast<std::int32_t>(rows.size()));
        batch.advantages.push_back(sample.advantage);
        batch.samples.push_back(index);
        sequences.push_back(sample.ids);
        offset += static_cast<std::int64_t>(sample.ids.size());
    }
    if (!batch.old_logprobs.empty() && batch.old_logprobs.size() != rows.size())
        throw Error(ErrorCode::BadInput, "rollouts and supervised rows in one batch", "training batch");
    batch.tokens = pack(sequences);
    batch.rows = toTensor(rows);
    batch.targets = toTensor(targets);
    return batch;
}

std::vector<std::vector<std::int64_t>> splitByTokens(const std::vector<TrainingSample>& samples,
                                                     std::vector<std::int64_t> indices, std::int64_t max_tokens) {
    std::vector<std::int64_t> lengths(samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i) lengths[i] = static_cast<std::int64_t>(samples[i].ids.size());
    sortByLength(indices, lengths);
    return cutByTokens(indices, lengths, max_tokens);
}

std::vector<std::vector<std::int64_t>> planEpoch(const std::vector<std::int64_t>& lengths, std::int64_t batch_tokens,
                                                 std::uint64_t seed, std::int64_t epoch) {
    Random random(deriveSeed(seed, "epoch"), static_cast<std::uint64_t>(epoch));
    std::vector<std::int64_t> order(lengths.size());
    std::iota(order.begin(), order.end(), 0);
    random.shuffle(order);
    std::vector<std::vector<std::int64_t>> batches;
    for (std::vector<std::int64_t>& window : cutByTokens(order, lengths, batch_tokens * kWindowBatches)) {
        sortByLength(window, lengths);
        for (auto& batch : cutByTokens(window, lengths, batch_tokens)) batches.push_back(std::move(batch));
    }
    random.shuffle(batches);
    return batches;
}

}  // namespace retort
