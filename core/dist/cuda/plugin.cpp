// SPDX-License-Identifier: Apache-2.0
// The one function that libretort_cuda.so exports, and the plain-CUDA part of its table.
#include <cuda_runtime.h>

#include <cstring>

#include "core/dist/cuda/torch_glue.h"
#include "kernels/adamw.h"
#include "kernels/cuda/plugin_abi.h"
#include "kernels/rms_norm.h"

namespace {

namespace kernels = retort::kernels;

std::int32_t deviceCount() {
    int count = 0;
    if (cudaGetDeviceCount(&count) == cudaSuccess) return count;
    cudaGetLastError();  // or the next launch would report this one
    return 0;
}

std::int32_t deviceInfo(std::int32_t index, RetortCudaDevice* device) {
    cudaDeviceProp properties{};
    if (const cudaError_t error = cudaGetDeviceProperties(&properties, index); error != cudaSuccess) return error;
    *device = {};
    static_assert(sizeof(device->name) == sizeof(properties.name));
    std::memcpy(device->name, properties.name, sizeof(device->name));
    device->memory = properties.totalGlobalMem;
    device->major = properties.major;
    device->minor = properties.minor;
    return 0;
}

const char* errorText(std::int32_t code) { return cudaGetErrorString(static_cast<cudaError_t>(code)); }

std::int32_t rmsNormForward(const kernels::RmsNormForward* params) { return kernels::rmsNormForwardCuda(*params); }
std::int32_t rmsNormBackward(const kernels::RmsNormBackward* params) { return kernels::rmsNormBackwardCuda(*params); }
std::int32_t adamw(const kernels::AdamW* params) { return kernels::adamwCuda(*params); }

std::int32_t allocate(void** pointer, std::uint64_t bytes) { return cudaMalloc(pointer, bytes); }
std::int32_t release(void* pointer) { return cudaFree(pointer); }
std::int32_t copyIn(void* device, const void* host, std::uint64_t bytes) {
    return cudaMemcpy(device, host, bytes, cudaMemcpyHostToDevice);
}
std::int32_t copyOut(void* host, const void* device, std::uint64_t bytes) {
    if (const cudaError_t error = cudaDeviceSynchronize(); error != cudaSuccess) return error;
    return cudaMemcpy(host, device, bytes, cudaMemcpyDeviceToHost);
}

const RetortCudaTable kTable = {
    .abi = kRetortCudaAbi,
    .size = sizeof(RetortCudaTable),
    .versions = retort::cuda::buildVersions(),
    .deviceCount = deviceCount,
    .deviceInfo = deviceInfo,
    .errorText = errorText,
    .ncclVersion = retort::cuda::ncclVersion,
    .torchSeesCuda = retort::cuda::torchSeesCuda,
    .joinNccl = retort::cuda::joinNccl,
    .rmsNormForward = rmsNormForward,
    .rmsNormBackward = rmsNormBackward,
    .adamw = adamw,
    .allocate = allocate,
    .release = release,
    .copyIn = copyIn,
    .copyOut = copyOut,
};

}  // namespace

extern "C" __attribute__((visibility("default"))) const RetortCudaTable* retortCudaTable(std::uint32_t abi) {
    return abi == kRetortCudaAbi ? &kTable : nullptr;
}
