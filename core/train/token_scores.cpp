// SPDX-License-Identifier: Apache-2.0
#include "train/token_scores.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "ops/token_logprobs.h"

namespace retort {

TokenScores scoreTokens(const Transformer& model, const Microbatch& batch, double temperature) {
    const at::Tensor states = model.hiddenAt(batch.tokens, batch.rows);
    TokenLogprobsOptions options;
    options.temperature = temperature;
    const TokenLogprobs result = tokenLogprobs(states, model.headWeight(), batch.targets, options);
    return {result.logprobs, result.entropies, result.first_choices};
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
