// SPDX-License-Identifier: Apache-2.0
#include "train/batcher.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
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

/// Where a sample's tokens stand among the packed ones: its prompt may be another sample's too.
struct Placed {
    std::int32_t prompt_length = 0;  ///< 0: the sample stands in one piece
    std::int64_t prompt_row = 0, own_row = 0;

    std::int64_t row(std::int32_t token) const {
        return token < prompt_length ? prompt_row + token : own_row + token - prompt_length;
    }
};

/// Lays samples end to end, a prompt of several samples once, before the first of them.
class Packer {
public:
    Packer(const std::vector<TrainingSample>& samples, std::span<const std::int64_t> indices, const PackOptions& options)
        : order_(indices.begin(), indices.end()) {
        if (!options.share_prompts || !options.mask_prompt) return;
        std::map<std::int64_t, std::int64_t> seen;  // of a sample: when its prompt was first seen
        for (const std::int64_t index : indices) {
            Prompt& prompt = prompts_[promptOf(samples[static_cast<std::size_t>(index)])];
            if (prompt.samples++ == 0) prompt.place = static_cast<std::int64_t>(prompts_.size());
            seen[index] = prompt.place;
        }
        std::stable_sort(order_.begin(), order_.end(), [&](std::int64_t a, std::int64_t b) { return seen[a] < seen[b]; });
    }

    /// The indices as they are to be placed: those of one prompt side by side.
    const std::vector<std::int64_t>& order() const { return order_; }

    Placed place(const TrainingSample& sample) {
        const auto found = prompts_.find(promptOf(sample));
        const bool shared = found != prompts_.end() && found->second.samples > 1 && sample.prompt_length > 0;
        if (!shared) return {0, 0, add(sample.ids.begin(), sample.ids.end() - 1, 0, -1)};
        Prompt& prompt = found->second;
        const auto middle = sample.ids.begin() + sample.prompt_length;
        if (prompt.sequence < 0) {
            prompt.sequence = static_cast<std::int32_t>(parents_.size());
            prompt.row = add(sample.ids.begin(), middle, 0, -1);
        }
        return {sample.prompt_length, prompt.row, add(middle, sample.ids.end() - 1, sample.prompt_length, prompt.sequence)};
    }

    PackedTokens tokens() const {
        const bool flat = std::all_of(parents_.begin(), parents_.end(), [](std::int32_t parent) { return parent < 0; });
        return {toTensor(ids_), toTensor(positions_), starts_, flat ? std::vector<std::int32_t>{} : parents_};
    }

private:
    using Ids = std::vector<std::int32_t>;
    struct Prompt {
        std::int64_t samples = 0, row = 0, place = 0;
        std::int32_t sequence = -1;
    };

    static Ids promptOf(const TrainingSample& sample) {
        const auto length =
            std::clamp<std::ptrdiff_t>(sample.prompt_length, 0, static_cast<std::ptrdiff_t>(sample.ids.size()));
        return {sample.ids.begin(), sample.ids.begin() + length};
    }

    /// The first row of a new sequence.
    std::int64_t add(Ids::const_iterator begin, Ids::const_iterator end, std::int64_t position, std::int32_t parent) {
        const auto row = static_cast<std::int64_t>(ids_.size());
        for (; begin != end; ++begin) {
            ids_.push_back(*begin);
            positions_.push_back(position++);
        }
        starts_.push_back(static_cast<std::int32_t>(ids_.size()));
        parents_.push_back(parent);
        return row;
    }

    std::map<Ids, Prompt> prompts_;
    std::vector<std::int64_t> order_;
    std::vector<std::int64_t> ids_, positions_;
    std::vector<std::int32_t> starts_{0}, parents_;
};

void sortByLength(std::vector<std::int64_t>& indices, const std::vector<std::int64_t>& lengths) {
    std::stable_sort(indices.begin(), indices.end(), [&](std::int64_t a, std::int64_t b) {
        return lengths[static_cast<std::size_t>(a)] < lengths[static_cast<std::size_t>(b)];
    });
}

}  // namespace

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

Microbatch packSamples(const std::vector<TrainingSample>& samples, std::span<const std::int64_t> indices,
                       const PackOptions& options) {
    Microbatch batch;
    Packer packer(samples, indices, options);
    std::vector<std::int64_t> rows, targets;
    batch.loss_starts.push_back(0);
    for (const std::int64_t index : packer.order()) {
        const TrainingSample& sample = samples[static_cast<std::size_t>(index)];
        const std::int32_t start = lossStart(sample, options.mask_prompt);
        checkSample(sample, index, start, options.mask_prompt);
        const Placed placed = packer.place(sample);
        for (auto t = start; t < static_cast<std::int32_t>(sample.ids.size()); ++t) {
            if (options.mask_prompt && !sample.loss_mask.empty() && sample.loss_mask[static_cast<std::size_t>(t)] == 0)
                continue;
            rows.push_back(placed.row(t - 1));
            targets.push_back(sample.ids[static_cast<std::size_t>(t)]);
        }
        batch.old_logprobs.insert(batch.old_logprobs.end(), sample.old_logprobs.begin(), sample.old_logprobs.end());
        batch.loss_starts.push_back(static_cast<std::int32_t>(rows.size()));
        batch.advantages.push_back(sample.advantage);
        batch.samples.push_back(index);
        batch.sample_tokens += static_cast<std::int64_t>(sample.ids.size());
    }
    if (!batch.old_logprobs.empty() && batch.old_logprobs.size() != rows.size())
        throw Error(ErrorCode::BadInput, "rollouts and supervised rows in one batch", "training batch");
    batch.tokens = packer.tokens();
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
