// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>

namespace retort::test {

/// A file of the optional data folder beside the checkout (../shared/data, or $RETORT_TEST_DATA), or nothing where it is
/// absent.
std::optional<std::filesystem::path> sharedData(const std::filesystem::path& relative);

/// A file that is committed with the tests: tests/data/RELATIVE.
std::filesystem::path testData(const std::filesystem::path& relative);

/// The root of the source tree.
std::filesystem::path sourceDir();

}  // namespace retort::test

/// Skips the test, saying which file it wanted.
#define RETORT_REQUIRE_SHARED(variable, relative)                                                \
    const auto variable##_found = ::retort::test::sharedData(relative);                          \
    if (!variable##_found) GTEST_SKIP() << "needs " << (relative) << " of the shared test data"; \
    const std::filesystem::path variable = *variable##_found
