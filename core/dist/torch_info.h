// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace retort {

/// The LibTorch that this process runs on.
struct TorchInfo {
    std::string version;           ///< of the library that is loaded
    std::string headers;           ///< of the headers this was compiled with
    std::string cpu_capability;    ///< "AVX2", "AVX512", ...: what its own kernels chose
    std::filesystem::path prefix;  ///< folder that holds torch/lib; empty if it cannot be told
};
TorchInfo torchInfo();

}  // namespace retort
