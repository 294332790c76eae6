// SPDX-License-Identifier: Apache-2.0
#pragma once

// RMSNorm (Zhang and Sennrich 2019): y = x / sqrt(mean(x^2) + epsilon) * weight, and its gradient. fp32, row-major, any
// width. The three implementations share the parameters; _ref computes in double and is what the others are held against.

#include <cstdint>

namespace retort::kernels {

struct RmsNormForward {
    const float* x = nullptr;       ///< [rows, width]
    const float* weight = nullptr;  ///< [width]
    float* y = nullptr;             ///< [rows, width]; may be x
    float* rstd = nullptr;          ///< [rows], 1 / sqrt(mean(x^2) + epsilon), for the backward pass; may be null
    std::int64_t rows = 0, width = 0;
    float epsilon = 1e-6F;
    void* stream = nullptr;  ///< cudaStream_t of the CUDA implementation
};

struct RmsNormBackward {
    const float* x = nullptr;       ///< [rows, width], as in the forward pass
    const float* weight = nullptr;  ///< [width]
    const float* rstd = nullptr;    ///< [rows], of the forward pass
    const float* grad_y = nullptr;  ///< [rows, width]
    const float* grad_sum =
        nullptr;              ///< [rows, width], what else flows into x (it is a residual sum), added to grad_x; may be null
    float* grad_x = nullptr;  ///< [rows, width]; may be grad_y on the CPU, not in CUDA
    float* grad_weight = nullptr;  ///< [width], added to; may be null
    std::int64_t rows = 0, width = 0;
    void* stream = nullptr;
};

/// Single-threaded and without allocation; split by rows for more threads, with a grad_weight of each thread's own. The
/// forward pass is the generator's (decode/decode_ops.h, addNorm), so that both give the same bits.
void rmsNormForwardCpu(const RmsNormForward& params);
void rmsNormBackwardCpu(const RmsNormBackward& params);

void rmsNormForwardRef(const RmsNormForward& params);
void rmsNormBackwardRef(const RmsNormBackward& params);

/// Pointers are of the current device. Returns at once, in the order of the stream; the result is a cudaError_t of the
/// launch. Sums run in a fixed order: the same operands give the same bits.
int rmsNormForwardCuda(const RmsNormForward& params);
int rmsNormBackwardCuda(const RmsNormBackward& params);

}  // namespace retort::kernels
