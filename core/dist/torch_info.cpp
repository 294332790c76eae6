// SPDX-License-Identifier: Apache-2.0
#include "core/dist/torch_info.h"

#include <ATen/Version.h>
#include <dlfcn.h>
#include <torch/csrc/inductor/aoti_torch/c/shim.h>
#include <torch/headeronly/version.h>

#include <system_error>

namespace fs = std::filesystem;

namespace retort {
namespace {

// The library reports its version as in TORCH_ABI_VERSION: major, minor, patch in the upper three bytes.
std::string loadedVersion() {
    const std::uint64_t version = aoti_torch_abi_version();
    const auto byte = [&](int shift) { return std::to_string(version >> shift & 0xff); };
    return byte(56) + "." + byte(48) + "." + byte(40);
}

// PREFIX/torch/lib/libtorch_cpu.so -> PREFIX
fs::path loadedPrefix() {
    Dl_info info{};
    if (::dladdr(reinterpret_cast<const void*>(&aoti_torch_abi_version), &info) == 0 || info.dli_fname == nullptr) return {};
    std::error_code error;
    const fs::path file = fs::canonical(info.dli_fname, error);
    return error ? fs::path() : file.parent_path().parent_path().parent_path();
}

}  // namespace

TorchInfo torchInfo() {
    return {.version = loadedVersion(),
            .headers = TORCH_VERSION,
            .cpu_capability = at::get_cpu_capability(),
            .prefix = loadedPrefix()};
}

}  // namespace retort
