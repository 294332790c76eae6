// SPDX-License-Identifier: Apache-2.0
// AdamW in one pass: seven memory accesses of four bytes per parameter, which is what bounds it.
#include <cstdint>

#include "kernels/adamw.h"
#include "kernels/cuda/device.cuh"

namespace retort::kernels {
namespace {

constexpr int kThreads = 256;

__global__ void updateKernel(AdamW params, AdamWFactors factors) {
    const std::int64_t stride = static_cast<std::int64_t>(gridDim.x) * blockDim.x;
    for (std::int64_t i = static_cast<std::int64_t>(blockIdx.x) * blockDim.x + threadIdx.x; i < params.count; i += stride) {
        const float gradient = params.gradient[i] * factors.gradient_scale;
        const float first = factors.beta1 * params.first_moment[i] + factors.one_minus_beta1 * gradient;
        const float second = factors.beta2 * params.second_moment[i] + factors.one_minus_beta2 * gradient * gradient;
        const float root = sqrtf(second) * factors.inverse_root + factors.epsilon;
        params.parameter[i] = params.parameter[i] * factors.decay - factors.step_size * first / root;
        params.first_moment[i] = first;
        params.second_moment[i] = second;
    }
}

}  // namespace

int adamwCuda(const AdamW& params) {
    if (params.count == 0) return cudaSuccess;
    const std::int64_t wanted = (params.count + kThreads - 1) / kThreads;
    const auto blocks = static_cast<unsigned>(wanted < 65535 ? wanted : 65535);
    updateKernel<<<blocks, kThreads, 0, static_cast<cudaStream_t>(params.stream)>>>(params, adamwFactors(params));
    return cudaGetLastError();
}

}  // namespace retort::kernels
