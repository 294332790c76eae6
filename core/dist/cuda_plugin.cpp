// SPDX-License-Identifier: Apache-2.0
#include "core/dist/cuda_plugin.h"

#include <dlfcn.h>

#include <cstdlib>
#include <system_error>

namespace fs = std::filesystem;

namespace retort {
namespace {

constexpr const char* kPluginName = "libretort_cuda.so";

CudaPlugin withState(CudaPlugin plugin, CudaState state, std::string reason) {
    plugin.state = state;
    plugin.reason = std::move(reason);
    return plugin;
}

std::string loaderMessage() {
    const char* message = ::dlerror();
    return message != nullptr ? message : "unknown reason";
}

std::vector<CudaDevice> listDevices(const RetortCudaTable& table) {
    std::vector<CudaDevice> devices;
    const std::int32_t count = table.deviceCount();
    for (std::int32_t index = 0; index < count; ++index) {
        RetortCudaDevice info{};
        if (table.deviceInfo(index, &info) != 0) continue;
        devices.push_back({.name = info.name, .memory = info.memory, .major = info.major, .minor = info.minor});
    }
    return devices;
}

bool driverPresent() {
    // RTLD_LAZY and closed again: only the question whether it is there.
    void* driver = ::dlopen("libcuda.so.1", RTLD_LAZY | RTLD_LOCAL);
    if (driver == nullptr) return false;
    ::dlclose(driver);
    return true;
}

CudaPlugin openWhereUseful() {
    CudaPlugin plugin;
    plugin.file = cudaPluginFile();
    std::error_code ignored;
    if (!fs::exists(plugin.file, ignored)) {
        return withState(std::move(plugin), CudaState::NotBuilt, "this Retort was built without the CUDA plugin");
    }
    if (!driverPresent()) {
        return withState(std::move(plugin), CudaState::NoDriver, "there is no NVIDIA driver (libcuda.so.1)");
    }
    return openCudaPlugin(plugin.file);
}

}  // namespace

const char* name(CudaState state) noexcept {
    switch (state) {
        case CudaState::NotBuilt: return "not_built";
        case CudaState::NoDriver: return "no_driver";
        case CudaState::CannotLoad: return "cannot_load";
        case CudaState::WrongVersion: return "wrong_version";
        case CudaState::NoDevice: return "no_device";
        case CudaState::Ready: return "ready";
    }
    return "unknown";
}

fs::path cudaPluginFile() {
    if (const char* chosen = std::getenv("RETORT_CUDA_PLUGIN"); chosen != nullptr && chosen[0] != '\0') return chosen;
    std::error_code error;
    const fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
    for (const fs::path& candidate : {folder / kPluginName, folder / ".." / "lib" / "retort" / kPluginName}) {
        if (fs::exists(candidate, error)) return candidate.lexically_normal();
    }
    return folder / kPluginName;
}

CudaPlugin openCudaPlugin(const fs::path& file) {
    CudaPlugin plugin;
    plugin.file = file;
    std::error_code ignored;
    if (!fs::exists(file, ignored)) {
        return withState(std::move(plugin), CudaState::NotBuilt, "there is no " + file.string());
    }
    // RTLD_GLOBAL: LibTorch's registrations need type information that is the same in both libraries. It is never closed,
    // since what a backend registers cannot be taken back. RTLD_NOW, so that a missing symbol is an error here and not a
    // crash later.
    void* library = ::dlopen(file.c_str(), RTLD_NOW | RTLD_GLOBAL);
    if (library == nullptr) {
        return withState(std::move(plugin), CudaState::CannotLoad, "the CUDA plugin cannot be loaded: " + loaderMessage());
    }
    const auto entry = reinterpret_cast<RetortCudaEntry>(::dlsym(library, kRetortCudaEntry));
    const RetortCudaTable* table = entry != nullptr ? entry(kRetortCudaAbi) : nullptr;
    if (table == nullptr || table->size != sizeof(RetortCudaTable)) {
        return withState(std::move(plugin), CudaState::WrongVersion,
                         file.string() + " belongs to another version of Retort");
    }
    plugin.table = table;
    plugin.versions = table->versions;
    plugin.devices = listDevices(*table);
    if (plugin.devices.empty()) {
        return withState(std::move(plugin), CudaState::NoDevice,
                         "the CUDA plugin is loaded, but there is no device it can use");
    }
    plugin.state = CudaState::Ready;
    return plugin;
}

const CudaPlugin& cudaPlugin() {
    static const CudaPlugin plugin = openWhereUseful();
    return plugin;
}

}  // namespace retort
