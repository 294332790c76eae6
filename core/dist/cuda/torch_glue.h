// SPDX-License-Identifier: Apache-2.0
#pragma once

// The part of the plugin that talks to LibTorch's CUDA side; functions as RetortCudaTable documents them.

#include <cstdint>

namespace retort::cuda {

const char* buildVersions();
std::int32_t ncclVersion();
std::int32_t torchSeesCuda();
std::int32_t joinNccl(const void* store, std::int32_t rank, std::int32_t size, void* backend, char* message,
                      std::uint64_t message_size);

}  // namespace retort::cuda
