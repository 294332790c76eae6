// SPDX-License-Identifier: Apache-2.0
#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>

#include "dist/cuda_plugin.h"
#include "dist/torch_info.h"
#include "kernels/adamw.h"
#include "kernels/rms_norm.h"
#include "support/temp_dir.h"

using namespace retort;
using testing::HasSubstr;

TEST(CudaPlugin, AbsentIsAStateAndNotAnError) {
    const CudaPlugin plugin = openCudaPlugin("/nowhere/libretort_cuda.so");
    EXPECT_EQ(plugin.state, CudaState::NotBuilt);
    EXPECT_THAT(plugin.reason, HasSubstr("/nowhere/libretort_cuda.so"));
    EXPECT_EQ(plugin.table, nullptr);
}

TEST(CudaPlugin, WhatIsNoLibraryCannotBeLoadedAndSaysWhich) {
    const test::TempDir dir;
    std::ofstream(dir / "libretort_cuda.so") << "this is text";
    const CudaPlugin plugin = openCudaPlugin(dir / "libretort_cuda.so");
    EXPECT_EQ(plugin.state, CudaState::CannotLoad);
    EXPECT_THAT(plugin.reason, HasSubstr((dir / "libretort_cuda.so").string()));
}

TEST(CudaPlugin, AnotherLibraryIsRefused) {
    Dl_info math{};
    ASSERT_NE(::dladdr(reinterpret_cast<const void*>(static_cast<double (*)(double)>(&std::cbrt)), &math), 0);
    const CudaPlugin plugin = openCudaPlugin(math.dli_fname);
    EXPECT_EQ(plugin.state, CudaState::WrongVersion);
    EXPECT_EQ(plugin.table, nullptr);
}

TEST(CudaPlugin, EnvironmentChoosesTheFile) {
    ::setenv("RETORT_CUDA_PLUGIN", "/some/where.so", 1);
    EXPECT_EQ(cudaPluginFile(), "/some/where.so");
    ::unsetenv("RETORT_CUDA_PLUGIN");
    EXPECT_EQ(cudaPluginFile().filename(), "libretort_cuda.so");
}

// Without a GPU this opens the plugin all the same: it must load and report no device, or say which library is absent.
TEST(CudaPlugin, OpensOnAnyMachine) {
    if (!std::filesystem::exists(RETORT_TEST_CUDA_PLUGIN)) GTEST_SKIP() << "built without nvcc: no libretort_cuda.so";
    const CudaPlugin plugin = openCudaPlugin(RETORT_TEST_CUDA_PLUGIN);
    if (plugin.state == CudaState::CannotLoad) {
        EXPECT_THAT(plugin.reason, testing::ContainsRegex("cannot be loaded: .*lib[a-zA-Z_]+\\.so"));
        GTEST_SKIP() << plugin.reason;
    }
    ASSERT_NE(plugin.table, nullptr) << plugin.reason;
    EXPECT_THAT(plugin.versions, HasSubstr("CUDA 13"));
    EXPECT_EQ(plugin.table->ncclVersion() / 10000, 2);
    EXPECT_EQ(plugin.table->deviceCount(), static_cast<std::int32_t>(plugin.devices.size()));
    EXPECT_EQ(plugin.table->torchSeesCuda() != 0, !plugin.devices.empty());
    EXPECT_EQ(plugin.state, plugin.devices.empty() ? CudaState::NoDevice : CudaState::Ready);
    const kernels::AdamW nothing{};
    EXPECT_EQ(plugin.table->adamw(&nothing), 0);
    void* memory = nullptr;
    if (plugin.devices.empty()) {
        const std::int32_t code = plugin.table->allocate(&memory, 16);
        EXPECT_NE(code, 0);
        EXPECT_STRNE(plugin.table->errorText(code), "");
    }
}

TEST(TorchInfo, NamesVersionAndPlaceOfTheLoadedLibrary) {
    const TorchInfo torch = torchInfo();
    EXPECT_EQ(torch.version, torch.headers);
    EXPECT_TRUE(std::filesystem::exists(torch.prefix / "torch" / "lib" / "libtorch_cpu.so")) << torch.prefix;
    EXPECT_FALSE(torch.cpu_capability.empty());
}
