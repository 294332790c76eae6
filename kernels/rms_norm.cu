// SPDX-License-Identifier: Apache-2.0
// RMSNorm forward and backward: one block per row for y and grad_x; one warp-wide strip of columns per block for
// grad_weight.
#include <cstdint>

#include "kernels/cuda/device.cuh"
#include "kernels/rms_norm.h"

namespace retort::kernels {
namespace {

constexpr int kMaxThreads = 512;
constexpr int kStripRows = 16;

__global__ void forwardKernel(RmsNormForward params) {
    __shared__ float partial[kMaxThreads / kWarp];
    for (std::int64_t row = blockIdx.x; row < params.rows; row += gridDim.x) {
        const float* x = params.x + row * params.width;
        float* y = params.y + row * params.width;
        float squares = 0;
        for (std::int64_t i = threadIdx.x; i < params.width; i += blockDim.x) squares += x[i] * x[i];
        const float mean = blockSum(squares, partial) / static_cast<float>(params.width);
        const float rstd = 1.0F / sqrtf(mean + params.epsilon);
        for (std::int64_t i = threadIdx.x; i < params.width; i += blockDim.x) y[i] = x[i] * rstd * params.weight[i];
        if (threadIdx.x == 0 && params.rstd != nullptr) params.rstd[row] = rstd;
    }
}

__global__ void gradXKernel(RmsNormBackward params) {
    __shared__ float partial[kMaxThreads / kWarp];
    for (std::int64_t row = blockIdx.x; row < params.rows; row += gridDim.x) {
        const float* x = params.x + row * params.width;
        const float* grad_y = params.grad_y + row * params.width;
        float* grad_x = params.grad_x + row * params.width;
        const float rstd = params.rstd[row];
        float dot = 0;
        for (std::int64_t i = threadIdx.x; i < params.width; i += blockDim.x) dot += grad_y[i] * params.weight[i] * x[i];
        const float along_x = blockSum(dot, partial) * rstd * rstd * rstd / static_cast<float>(params.width);
        for (std::int64_t i = threadIdx.x; i < params.width; i += blockDim.x) {
            const float beside = params.grad_sum != nullptr ? params.grad_sum[row * params.width + i] : 0;
            grad_x[i] = grad_y[i] * params.weight[i] * rstd - x[i] * along_x + beside;
        }
    }
}

// No atomics: each column is summed by kStripRows threads of one block, in a fixed order.
__global__ void gradWeightKernel(RmsNormBackward params) {
    __shared__ float partial[kStripRows][kWarp];
    const std::int64_t column = static_cast<std::int64_t>(blockIdx.x) * kWarp + threadIdx.x;
    float sum = 0;
    if (column < params.width) {
        for (std::int64_t row = threadIdx.y; row < params.rows; row += kStripRows) {
            const std::int64_t at = row * params.width + column;
            sum += params.grad_y[at] * params.x[at] * params.rstd[row];
        }
    }
    partial[threadIdx.y][threadIdx.x] = sum;
    __syncthreads();
    if (threadIdx.y != 0 || column >= params.width) return;
    for (int strip = 1; strip < kStripRows; ++strip) sum += partial[strip][threadIdx.x];
    params.grad_weight[column] += sum;
}

unsigned threadsFor(std::int64_t width) {
    const std::int64_t wanted = (width + kWarp - 1) / kWarp * kWarp;
    return static_cast<unsigned>(wanted < kMaxThreads ? wanted : kMaxThreads);
}

unsigned blocksFor(std::int64_t rows) { return static_cast<unsigned>(rows < 65535 ? rows : 65535); }

}  // namespace

int rmsNormForwardCuda(const RmsNormForward& params) {
    if (params.rows == 0 || params.width == 0) return cudaSuccess;
    auto* stream = static_cast<cudaStream_t>(params.stream);
    forwardKernel<<<blocksFor(params.rows), threadsFor(params.width), 0, stream>>>(params);
    return cudaGetLastError();
}

int rmsNormBackwardCuda(const RmsNormBackward& params) {
    if (params.rows == 0 || params.width == 0) return cudaSuccess;
    auto* stream = static_cast<cudaStream_t>(params.stream);
    gradXKernel<<<blocksFor(params.rows), threadsFor(params.width), 0, stream>>>(params);
    if (const cudaError_t error = cudaGetLastError(); error != cudaSuccess) return error;
    if (params.grad_weight == nullptr) return cudaSuccess;
    const auto strips = static_cast<unsigned>((params.width + kWarp - 1) / kWarp);
    gradWeightKernel<<<strips, dim3(kWarp, kStripRows), 0, stream>>>(params);
    return cudaGetLastError();
}

}  // namespace retort::kernels
