// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace retort {

using NamedTensors = std::vector<std::pair<std::string, at::Tensor>>;

struct AdamWOptions {
    double beta1 = 0.9, beta2 = 0.95, epsilon = 1e-8, weight_decay = 0;
};

/// AdamW with decoupled weight decay and bias correction (Loshchilov and Hutter, 1711.05101, algorithm 2; the arithmetic of
/// torch.optim.AdamW), fp32 on the CPU, one fused pass over each parameter on ATen's threads. Weight decay applies to
/// matrices only, not to norms and biases. Results do not depend on the number of threads. One thread calls it.
class AdamW {
public:
    /// Parameters are contiguous fp32 leaves that require grad; they are shared with the model and updated in place.
    AdamW(NamedTensors parameters, const AdamWOptions& options);

    /// Clears every gradient before a new accumulation.
    void zeroGrad();
    /// Global L2 norm of all gradients, accumulated in double. Not finite when any gradient is not.
    double gradNorm() const;
    /// One update with gradients scaled by min(1, max_grad_norm / (norm + 1e-6)) when max_grad_norm > 0 (the formula of
    /// torch.nn.utils.clip_grad_norm_). Returns the norm before clipping. With a non-finite norm nothing is changed: the
    /// caller tells by the returned value.
    double step(double learning_rate, double max_grad_norm);

    /// Updates made so far.
    std::int64_t steps() const { return steps_; }
    /// `exp_avg.NAME` and `exp_avg_sq.NAME` of every parameter; they share storage with the optimizer.
    NamedTensors state() const;
    /// Takes over moments saved by state() (further tensors are ignored) and the step count. Throws Error(BadInput) naming
    /// a moment that is missing or mis-shaped; then nothing is changed.
    void restore(const NamedTensors& state, std::int64_t steps);

private:
    NamedTensors parameters_;
    std::vector<at::Tensor> first_, second_;
    AdamWOptions options_;
    std::int64_t steps_ = 0;
};

}  // namespace retort
