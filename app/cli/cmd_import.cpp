// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <filesystem>

#include "commands.h"
#include "export/gguf_model.h"

namespace retort::cli {

int importCommand(const ImportArguments& arguments) {
    importGguf(arguments.source, arguments.output);
    fmt::print("{}\n", std::filesystem::absolute(arguments.output).lexically_normal().string());
    return 0;
}

}  // namespace retort::cli
