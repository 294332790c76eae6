// SPDX-License-Identifier: Apache-2.0
#pragma once

// AdamW (Loshchilov and Hutter 2019, algorithm 2) in one pass over parameters, gradient and both moments, as
// torch.optim.AdamW computes it: decay first, bias-corrected moments, epsilon outside the root.

#include <cmath>
#include <cstdint>

namespace retort::kernels {

struct AdamW {
    float* parameter = nullptr;       ///< [count]
    const float* gradient = nullptr;  ///< [count]
    float* first_moment = nullptr;    ///< [count], zero before step 1
    float* second_moment = nullptr;   ///< [count], zero before step 1
    std::int64_t count = 0;
    std::int64_t step = 1;  ///< number of this update, from 1
    double learning_rate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weight_decay = 0.0;
    double gradient_scale = 1.0;  ///< multiplies the gradient first: the factor of norm clipping
    void* stream = nullptr;       ///< cudaStream_t of the CUDA implementation
};

/// The factors that do not change within a step, computed once in double.
struct AdamWFactors {
    float decay, gradient_scale, beta1, one_minus_beta1, beta2, one_minus_beta2, step_size, inverse_root, epsilon;
};
inline AdamWFactors adamwFactors(const AdamW& params) {
    const auto step = static_cast<double>(params.step);
    const double first_correction = 1.0 - std::pow(params.beta1, step);
    const double second_correction = 1.0 - std::pow(params.beta2, step);
    return {.decay = static_cast<float>(1.0 - params.learning_rate * params.weight_decay),
            .gradient_scale = static_cast<float>(params.gradient_scale),
            .beta1 = static_cast<float>(params.beta1),
            .one_minus_beta1 = static_cast<float>(1.0 - params.beta1),
            .beta2 = static_cast<float>(params.beta2),
            .one_minus_beta2 = static_cast<float>(1.0 - params.beta2),
            .step_size = static_cast<float>(params.learning_rate / first_correction),
            .inverse_root = static_cast<float>(1.0 / std::sqrt(second_correction)),
            .epsilon = static_cast<float>(params.epsilon)};
}

/// Single-threaded and without allocation; elements are independent, so split the arrays for more threads.
void adamwCpu(const AdamW& params);

void adamwRef(const AdamW& params);

/// Pointers are of the current device. Returns at once, in the order of the stream; the result is a cudaError_t of the
/// launch.
int adamwCuda(const AdamW& params);

}  // namespace retort::kernels
