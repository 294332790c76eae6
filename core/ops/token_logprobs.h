// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

namespace retort {

struct TokenLogprobs {
    at::Tensor logprobs;       ///< [N] log softmax(hidden head^T / temperature) at the target, in nats
    at::Tensor entropies;      ///< [N] entropy of that distribution, in nats
    at::Tensor first_choices;  ///< [N] bool: no token is more probable than the target; false without a target
};

struct TokenLogprobsOptions {
    double temperature = 1;         ///< > 0
    bool entropy_gradient = false;  ///< entropies take part in the gradient; otherwise they are constants
};

/// The head's projection, log-softmax and pick in one operation. Logits that take up to 32 MB are kept for the backward
/// pass; more exist only for a block of rows at a time and are computed once more there, with the same bits. hidden [N, C],
/// head [V, C] fp32 on the CPU, targets [N] int64 in [-1, V). A target of -1 has log-probability 0 and no gradient (its
/// entropy is still given). Differentiable once in hidden and head. Throws Error(RunFailed) naming the row for a target
/// outside the vocabulary.
TokenLogprobs tokenLogprobs(const at::Tensor& hidden, const at::Tensor& head, const at::Tensor& targets,
                            const TokenLogprobsOptions& options = {});

}  // namespace retort
