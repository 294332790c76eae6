// SPDX-License-Identifier: Apache-2.0
#include "train/token_scores.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "ops/token_logprobs.h"

namespace retort {

TokenScores scoreTokens(const Transformer& model, const Microbatch& batch, double temperature) {
    const at::Tensor hidden = model.hidden(batch.tokens);
    const at::Tensor states = hidden.index_select(0, batch.rows);
    TokenLogprobsOptions options;
    options.temperature = temperature;
    const TokenLogprobs result = tokenLogprobs(states, model.headWeight(), batch.targets, options);
    return {result.logprobs, result.entropies, states};
}

std::int64_t countFirstChoices(const Transformer& model, const Microbatch& batch, const TokenScores& scores) {
    constexpr std::int64_t kBlock = 512;
    const at::NoGradGuard no_grad;
    const at::Tensor states = scores.states.detach();
    std::int64_t hits = 0;
    for (std::int64_t begin = 0; begin < batch.lossTokens(); begin += kBlock) {
        const std::int64_t end = std::min(begin + kBlock, batch.lossTokens());
        const at::Tensor logits = at::matmul(states.slice(0, begin, end), model.headWeight().t());
        const at::Tensor chosen = logits.gather(1, batch.targets.slice(0, begin, end).unsqueeze(1)).squeeze(1);
        hits += chosen.ge(logits.amax(1)).sum().item<std::int64_t>();
    }
    return hits;
}

std::vector<float> toVector(const at::Tensor& tensor) {
    const at::Tensor flat = tensor.detach().contiguous();
    const float* data = flat.const_data_ptr<float>();
    return {data, data + flat.numel()};
}

at::Tensor toTensor(const std::vector<float>& values) {
    at::Tensor tensor = at::empty({static_cast<std::int64_t>(values.size())}, at::kFloat);
    std::copy(values.begin(), values.end(), tensor.mutable_data_ptr<float>());
    return tensor;
}

}  // namespace retort
