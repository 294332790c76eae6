// SPDX-License-Identifier: Apache-2.0
#pragma once

// What libretort_cuda.so exports: one C function that hands out one table of functions. The library is opened, never linked.
// Opening it registers LibTorch's CUDA backend as well, so that after it at::Device("cuda") works.

#include <cstdint>

namespace retort::kernels {
struct RmsNormForward;
struct RmsNormBackward;
struct AdamW;
}  // namespace retort::kernels

/// Raised with every change of the table. 1: first.
inline constexpr std::uint32_t kRetortCudaAbi = 1;
inline constexpr const char* kRetortCudaEntry = "retortCudaTable";

extern "C" {

struct RetortCudaDevice {
    char name[256];
    std::uint64_t memory;       ///< bytes
    std::int32_t major, minor;  ///< compute capability
};

/// Every function that returns a status returns 0 or a code for errorText; none throws.
struct RetortCudaTable {
    std::uint32_t abi;     ///< kRetortCudaAbi of the build
    std::uint32_t size;    ///< sizeof(RetortCudaTable) of the build
    const char* versions;  ///< "CUDA 13.0, NCCL 2.28.9, LibTorch 2.11.0"

    std::int32_t (*deviceCount)();  ///< devices that can be used now; 0 where there is no driver
    std::int32_t (*deviceInfo)(std::int32_t index, RetortCudaDevice* device);
    const char* (*errorText)(std::int32_t code);  ///< static text
    std::int32_t (*ncclVersion)();    ///< of the library that is loaded: 22809 for 2.28.9; 0 if it does not answer
    std::int32_t (*torchSeesCuda)();  ///< 1 if LibTorch in this process can use a CUDA device

    /// Joins the NCCL group of `size` ranks that meet in a store. store: const c10::intrusive_ptr<c10d::Store>*; backend:
    /// gets the group, c10::intrusive_ptr<c10d::Backend>*. -1: LibTorch threw, and said so in `message` of message_size
    /// bytes.
    std::int32_t (*joinNccl)(const void* store, std::int32_t rank, std::int32_t size, void* backend, char* message,
                             std::uint64_t message_size);

    /// As in kernels/rms_norm.h and kernels/adamw.h.
    std::int32_t (*rmsNormForward)(const retort::kernels::RmsNormForward* params);
    std::int32_t (*rmsNormBackward)(const retort::kernels::RmsNormBackward* params);
    std::int32_t (*adamw)(const retort::kernels::AdamW* params);

    /// Plain memory of the current device, for callers without LibTorch. copyOut waits for everything before it.
    std::int32_t (*allocate)(void** pointer, std::uint64_t bytes);
    std::int32_t (*release)(void* pointer);
    std::int32_t (*copyIn)(void* device, const void* host, std::uint64_t bytes);
    std::int32_t (*copyOut)(void* host, const void* device, std::uint64_t bytes);
};

/// Type of the exported function: the table, or null if `abi` is not the build's.
using RetortCudaEntry = const RetortCudaTable* (*)(std::uint32_t abi);

}  // extern "C"
