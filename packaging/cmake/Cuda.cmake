# SPDX-License-Identifier: Apache-2.0
# The CUDA toolkit is optional. Sets RETORT_HAVE_CUDA, and then enables the language and defines
#   Retort::TorchCuda   libtorch_cuda and libc10_cuda on top of Retort::Torch; only the plugin links it
#   Retort::Nccl
set(RETORT_HAVE_CUDA OFF)
if(RETORT_CUDA STREQUAL "OFF")
  return()
endif()

function(_retort_no_cuda why)
  if(RETORT_CUDA STREQUAL "ON")
    message(FATAL_ERROR "RETORT_CUDA is ON, but ${why}.")
  endif()
  message(STATUS "No CUDA plugin: ${why}")
endfunction()

# The toolkit's own folder is often not on PATH.
if(NOT CMAKE_CUDA_COMPILER AND NOT DEFINED ENV{CUDACXX})
  find_program(RETORT_NVCC nvcc HINTS /usr/local/cuda/bin)
  if(RETORT_NVCC)
    set(CMAKE_CUDA_COMPILER "${RETORT_NVCC}")
  endif()
endif()
if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)
  set(CMAKE_CUDA_ARCHITECTURES "80-real;90")  # Ampere, Hopper, and PTX for what comes after
endif()
include(CheckLanguage)
check_language(CUDA)
if(NOT CMAKE_CUDA_COMPILER)
  _retort_no_cuda("there is no nvcc")
  return()
endif()
find_path(RETORT_NCCL_INCLUDE nccl.h HINTS /usr/local/cuda/include "${RETORT_TORCH_ROOT}/nvidia/nccl/include")
find_library(RETORT_NCCL_LIBRARY NAMES nccl libnccl.so.2 HINTS /usr/local/cuda/lib64 "${RETORT_TORCH_ROOT}/nvidia/nccl/lib")
if(NOT RETORT_NCCL_INCLUDE OR NOT RETORT_NCCL_LIBRARY)
  _retort_no_cuda("NCCL is missing (./packaging/setup --cuda fetches it)")
  return()
endif()
if(NOT EXISTS "${RETORT_TORCH_ROOT}/torch/lib/libtorch_cuda.so")
  _retort_no_cuda("the LibTorch in ${RETORT_TORCH_ROOT} has no CUDA side")
  return()
endif()

# One CUDA runtime per process: the shared one, which LibTorch uses too.
set(CMAKE_CUDA_RUNTIME_LIBRARY Shared)
enable_language(CUDA)
# nvcc 13 knows C++20; CMake 3.25 does not know that it does.
set(CMAKE_CUDA20_STANDARD_COMPILE_OPTION -std=c++20)
set(CMAKE_CUDA20_EXTENSION_COMPILE_OPTION -std=c++20)
find_package(CUDAToolkit REQUIRED)
if(CUDAToolkit_VERSION_MAJOR LESS 13)
  _retort_no_cuda("the toolkit is CUDA ${CUDAToolkit_VERSION}, and LibTorch 2.11.0 needs CUDA 13")
  return()
endif()

add_library(retort_nccl INTERFACE)
add_library(Retort::Nccl ALIAS retort_nccl)
target_include_directories(retort_nccl SYSTEM INTERFACE "${RETORT_NCCL_INCLUDE}")
target_link_libraries(retort_nccl INTERFACE "${RETORT_NCCL_LIBRARY}")

# RPATH, not RUNPATH: libtorch_cuda looks up its own needs (cuDNN, NVSHMEM, ...) through it as well.
add_library(retort_torch_cuda INTERFACE)
add_library(Retort::TorchCuda ALIAS retort_torch_cuda)
target_link_libraries(retort_torch_cuda INTERFACE
  Retort::Torch "${RETORT_TORCH_ROOT}/torch/lib/libtorch_cuda.so" "${RETORT_TORCH_ROOT}/torch/lib/libc10_cuda.so")
target_link_options(retort_torch_cuda INTERFACE -Wl,--no-as-needed -Wl,--disable-new-dtags)
set(RETORT_HAVE_CUDA ON)
message(STATUS "CUDA plugin: nvcc ${CMAKE_CUDA_COMPILER_VERSION}, architectures ${CMAKE_CUDA_ARCHITECTURES}")
