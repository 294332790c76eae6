// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_runtime.h>

namespace retort::kernels {

inline constexpr int kWarp = 32;

/// The sum over the block's threads, in every thread. `shared` holds one float per warp; blockDim.x is a multiple of 32.
__device__ inline float blockSum(float value, float* shared) {
    for (int offset = kWarp / 2; offset > 0; offset /= 2) value += __shfl_xor_sync(0xffffffffU, value, offset);
    if (threadIdx.x % kWarp == 0) shared[threadIdx.x / kWarp] = value;
    __syncthreads();
    float sum = 0;
    for (unsigned warp = 0; warp < blockDim.x / kWarp; ++warp) sum += shared[warp];
    __syncthreads();
    return sum;
}

}  // namespace retort::kernels
