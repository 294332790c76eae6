// SPDX-License-Identifier: Apache-2.0
#include "support/shared_data.h"

#include <cstdlib>

namespace fs = std::filesystem;

namespace retort::test {

fs::path sourceDir() { return RETORT_SOURCE_DIR; }
fs::path testData(const fs::path& relative) { return sourceDir() / "tests" / "data" / relative; }

std::optional<fs::path> sharedData(const fs::path& relative) {
    const char* configured = std::getenv("RETORT_TEST_DATA");
    const fs::path root = configured != nullptr ? fs::path(configured) : sourceDir() / ".." / "shared" / "data";
    const fs::path file = root / relative;
    return fs::exists(file) ? std::optional(file) : std::nullopt;
}

}  // namespace retort::test
