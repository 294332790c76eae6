// SPDX-License-Identifier: Apache-2.0
#pragma once

// The CUDA side of Retort is libretort_cuda.so, beside the executable. It is never linked: it is opened where an NVIDIA
// driver is there, and everything else works without it.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "kernels/cuda/plugin_abi.h"

namespace retort {

enum class CudaState {
    NotBuilt,      ///< no libretort_cuda.so: this Retort was built without nvcc
    NoDriver,      ///< no libcuda.so.1: no NVIDIA driver
    CannotLoad,    ///< the plugin or a library that it needs cannot be loaded; `reason` says which
    WrongVersion,  ///< the plugin is of another Retort
    NoDevice,      ///< loaded, but no device can be used
    Ready,
};
/// "not_built", "no_driver", "cannot_load", "wrong_version", "no_device", "ready".
const char* name(CudaState state) noexcept;

struct CudaDevice {
    std::string name;
    std::uint64_t memory = 0;  ///< bytes
    int major = 0, minor = 0;  ///< compute capability
};

struct CudaPlugin {
    CudaState state = CudaState::NotBuilt;
    std::string reason;          ///< one sentence for a person, empty when Ready
    std::filesystem::path file;  ///< where the plugin is or was looked for
    std::string versions;        ///< "CUDA 13.0, NCCL 2.28.9": what the plugin was built with
    std::vector<CudaDevice> devices;
    const RetortCudaTable* table = nullptr;  ///< functions of the plugin; null unless it was opened
};

/// $RETORT_CUDA_PLUGIN, or libretort_cuda.so beside the running executable or in its ../lib/retort.
std::filesystem::path cudaPluginFile();

/// Opens `file` whether a driver is there or not, and asks it for its devices. Never throws; a failed load is a state.
CudaPlugin openCudaPlugin(const std::filesystem::path& file);

/// Opens the plugin once per process, where a driver is there; the first call may take a second (libtorch_cuda is 600 MB),
/// later ones return the same object. Any thread. After Ready, at::Device("cuda") works.
const CudaPlugin& cudaPlugin();

}  // namespace retort
