# SPDX-License-Identifier: Apache-2.0
# LibTorch as an imported target of our own: torch's CMake package demands a CUDA toolkit when the wheel was built
# with CUDA, and we want a CPU build from the same wheel.
#
#   Retort::Torch        libtorch_cpu and libc10; what `retort` links
# Cuda.cmake adds Retort::TorchCuda.
#
# The prefix holds torch/include, torch/lib and nvidia/cu13/lib, as packaging/setup unpacks them.
set(_torch_default "$ENV{XDG_DATA_HOME}")
if(NOT _torch_default)
  set(_torch_default "$ENV{HOME}/.local/share")
endif()
set(_torch_default "${_torch_default}/retort/torch-2.11.0")
if(DEFINED ENV{RETORT_TORCH_ROOT})
  set(_torch_default "$ENV{RETORT_TORCH_ROOT}")
endif()
set(RETORT_TORCH_ROOT "${_torch_default}" CACHE PATH "Prefix with torch/include and torch/lib")

if(NOT EXISTS "${RETORT_TORCH_ROOT}/torch/lib/libtorch_cpu.so")
  message(FATAL_ERROR "LibTorch is not in ${RETORT_TORCH_ROOT}. Run ./packaging/setup, or set RETORT_TORCH_ROOT.")
endif()
file(STRINGS "${RETORT_TORCH_ROOT}/torch/include/torch/headeronly/version.h" _torch_version
     REGEX "#define TORCH_VERSION_(MAJOR|MINOR) ")
if(NOT _torch_version MATCHES "MAJOR 2" OR NOT _torch_version MATCHES "MINOR 11")
  message(FATAL_ERROR "LibTorch in ${RETORT_TORCH_ROOT} is not 2.11. Run ./packaging/setup.")
endif()

set(_torch_lib "${RETORT_TORCH_ROOT}/torch/lib")
add_library(retort_torch INTERFACE)
add_library(Retort::Torch ALIAS retort_torch)
target_include_directories(retort_torch SYSTEM INTERFACE
  "${RETORT_TORCH_ROOT}/torch/include" "${RETORT_TORCH_ROOT}/torch/include/torch/csrc/api/include")
# Torch's include folder holds a newer fmt than the system's library: where it is seen, it is compiled in.
target_compile_definitions(retort_torch INTERFACE _GLIBCXX_USE_CXX11_ABI=1 FMT_HEADER_ONLY=1)
target_link_libraries(retort_torch INTERFACE "${_torch_lib}/libtorch_cpu.so" "${_torch_lib}/libc10.so")
target_link_options(retort_torch INTERFACE
  -Wl,--allow-shlib-undefined "-Wl,-rpath,${_torch_lib}" "-Wl,-rpath,${RETORT_TORCH_ROOT}/nvidia/cu13/lib"
  -Wl,-rpath,/usr/local/cuda/lib64)
