// SPDX-License-Identifier: Apache-2.0
#include "core/dist/cuda/torch_glue.h"

#include <ATen/cuda/CUDAContext.h>
#include <cuda_runtime_api.h>
#include <nccl.h>
#include <torch/headeronly/version.h>

#include <cstring>
#include <exception>
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>

#define RETORT_TEXT_OF(value) #value
#define RETORT_TEXT(value) RETORT_TEXT_OF(value)

namespace retort::cuda {

static_assert(CUDART_VERSION / 1000 == 13, "LibTorch 2.11.0 from PyPI is built with CUDA 13; use that toolkit");

const char* buildVersions() {
    static const std::string text = "CUDA " + std::to_string(CUDART_VERSION / 1000) + "." +
                                    std::to_string(CUDART_VERSION % 1000 / 10) +
                                    ", NCCL " RETORT_TEXT(NCCL_MAJOR) "." RETORT_TEXT(NCCL_MINOR) "." RETORT_TEXT(
                                        NCCL_PATCH) ", LibTorch " TORCH_VERSION;
    return text.c_str();
}

std::int32_t ncclVersion() {
    int version = 0;
    return ncclGetVersion(&version) == ncclSuccess ? version : 0;
}

std::int32_t torchSeesCuda() { return at::cuda::is_available() ? 1 : 0; }

std::int32_t joinNccl(const void* store, std::int32_t rank, std::int32_t size, void* backend, char* message,
                      std::uint64_t message_size) {
    try {
        const auto& meeting = *static_cast<const c10::intrusive_ptr<c10d::Store>*>(store);
        auto options = c10d::ProcessGroupNCCL::Options::create();
        *static_cast<c10::intrusive_ptr<c10d::Backend>*>(backend) =
            c10::make_intrusive<c10d::ProcessGroupNCCL>(meeting, rank, size, options);
        return 0;
    } catch (const std::exception& error) {
        if (message_size > 0) {
            std::strncpy(message, error.what(), message_size - 1);
            message[message_size - 1] = '\0';
        }
        return -1;
    }
}

}  // namespace retort::cuda
