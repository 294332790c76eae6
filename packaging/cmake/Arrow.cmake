# SPDX-License-Identifier: Apache-2.0
# Apache Arrow C++ from the wheel that packaging/setup unpacks beside LibTorch, as an imported target of our own:
#
#   Retort::Arrow        libarrow and libparquet; only core/data/columnar links it
#
# Like LibTorch it stays in its prefix: programs that link it find it by RPATH, installed ones too.
set(_arrow "${RETORT_TORCH_ROOT}/pyarrow")
if(NOT EXISTS "${_arrow}/libparquet.so.2600")
  message(FATAL_ERROR "Apache Arrow is not in ${_arrow}. Run ./packaging/setup.")
endif()
add_library(retort_arrow INTERFACE)
add_library(Retort::Arrow ALIAS retort_arrow)
target_include_directories(retort_arrow SYSTEM INTERFACE "${_arrow}/include")
target_link_libraries(retort_arrow INTERFACE "${_arrow}/libparquet.so.2600" "${_arrow}/libarrow.so.2600")
target_link_options(retort_arrow INTERFACE "-Wl,-rpath,${_arrow}")
