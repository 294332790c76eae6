// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <filesystem>

#include "base/error.h"
#include "commands.h"
#include "export/gguf_model.h"
#include "export/model_export.h"
#include "export/run_export.h"
#include "model/lora.h"
#include "model/model_config.h"
#include "run/run_directory.h"

namespace retort::cli {
namespace {

namespace fs = std::filesystem;

RunDirectory findRun(const fs::path& path) {
    if (!fs::exists(path / "recipe.toml")) return RunDirectory::open(path);
    const auto runs = listRuns(path);
    if (runs.empty()) throw Error(ErrorCode::Usage, "no runs yet", path.string(), "Start one: retort run " + path.string());
    return runs.front();
}

fs::path configFolder(const fs::path& model) {
    return fs::exists(model / "config.json") || !hasAdapter(model) ? model : adapterBase(model);
}

GgufKind ggufKind(const ExportArguments& arguments) {
    if (arguments.dtype == "q8_0") return GgufKind::Q8_0;
    const auto dtype = !arguments.dtype.empty() ? arguments.dtype : ModelConfig::load(configFolder(arguments.source)).dtype;
    if (dtype == "f16" || dtype == "float16") return GgufKind::F16;
    return dtype == "bf16" || dtype == "bfloat16" ? GgufKind::BF16 : GgufKind::F32;
}

std::string huggingFaceDtype(const std::string& dtype) {
    if (dtype == "q8_0") throw Error(ErrorCode::Usage, "q8_0 is a kind of GGUF", "--dtype", "Use f32, f16 or bf16");
    return dtype.empty() ? "" : dtype == "f16" ? "float16" : dtype == "bf16" ? "bfloat16" : "float32";
}

}  // namespace

int exportCommand(const ExportArguments& arguments) {
    const auto& format = arguments.format;
    const fs::path output = arguments.output;
    if (!arguments.dtype.empty() && format != "hf" && format != "gguf")
        throw Error(ErrorCode::Usage, "--dtype belongs to hf and gguf", "--dtype");
    if (format == "hf") exportHuggingFace(arguments.source, huggingFaceDtype(arguments.dtype), output);
    if (format == "gguf") exportGguf(arguments.source, ggufKind(arguments), output);
    if (format == "peft") exportAdapter(arguments.source, output);
    if (format == "jsonl" || format == "csv" || format == "tfevents") {
        if (fs::exists(output))
            throw Error(ErrorCode::Usage, "there is something here already", output.string(),
                        "Name a folder that does not exist");
        const auto store = findRun(arguments.source).store();
        (format == "jsonl" ? exportJsonl : format == "csv" ? exportCsv : exportTfevents)(store, output);
    }
    fmt::print("{}\n", fs::absolute(output).lexically_normal().string());
    return 0;
}

}  // namespace retort::cli
