# SPDX-License-Identifier: Apache-2.0
# One way to declare a library, so that the link lists say who may include whom.

# retort_library(NAME SOURCES a.cpp ... [PUBLIC dep ...] [PRIVATE dep ...])
# declares the static library retort_NAME. PUBLIC: its headers include these. PRIVATE: only its sources do.
function(retort_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(retort_${name} STATIC ${arg_SOURCES})
  target_link_libraries(retort_${name} PUBLIC retort_options ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
endfunction()

# retort_test(NAME SOURCES a_test.cpp ... [LINK dep ...] [LABELS label ...])
# declares the GoogleTest program test_NAME; each TEST() becomes one ctest case.
function(retort_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK;LABELS" ${ARGN})
  add_executable(test_${name} ${arg_SOURCES})
  target_link_libraries(test_${name} PRIVATE retort_options retort_test_support GTest::gtest_main GTest::gmock ${arg_LINK})
  # A test runs once and is compiled often: the optimiser's time on it is a third of the compiler's and nobody's gain.
  target_compile_options(test_${name} PRIVATE -O1)
  set_target_properties(test_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  gtest_discover_tests(test_${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS "${arg_LABELS}" TIMEOUT 600)
endfunction()
