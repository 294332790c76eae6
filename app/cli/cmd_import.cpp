// SPDX-License-Identifier: Apache-2.0
// What comes from outside: a GGUF model as a HuggingFace folder, a data file as a data set of a project.
#include <fmt/format.h>

#include <filesystem>

#include "base/error.h"
#include "base/file.h"
#include "commands.h"
#include "data/data_preview.h"
#include "export/gguf_model.h"
#include "project/project.h"

namespace retort::cli {
namespace {

namespace fs = std::filesystem;

void copyDurably(const fs::path& from, const fs::path& to) {
    const fs::path partial = to.string() + ".partial";
    std::error_code failure, ignored;
    fs::create_directories(to.parent_path(), failure);
    if (!failure) fs::copy_file(from, partial, fs::copy_options::overwrite_existing, failure);
    if (failure) {
        fs::remove(partial, ignored);
        throw Error(ErrorCode::Environment, "cannot copy: " + failure.message(), to.string(),
                    "Free space or choose another project");
    }
    syncPath(partial);
    fs::rename(partial, to);
    syncPath(to.parent_path());
}

/// Copies the file into the project's data/ and adds the section that reads it; every row is looked at first.
int importData(const ImportArguments& arguments) {
    const Project project = openProject(arguments.project);
    const fs::path source = arguments.source;
    PreviewRequest request{.paths = source, .section = {}, .guess = true, .rows = 0, .check_all = true};
    request.section.name = arguments.name.empty() ? sectionName(source) : arguments.name;
    request.section.path = {arguments.source};
    request.section.kind = arguments.kind;
    DataPreview preview = previewData(request);
    if (preview.problem) throw *preview.problem;

    std::string recipe = readFile(project.recipe_file);
    const std::string header = fmt::format("[data.{}]", preview.section.name);
    if (recipe.find(header) != std::string::npos)
        throw Error(ErrorCode::Usage, fmt::format("has {} already", header), project.recipe_file.string(),
                    "Choose another --name");
    const fs::path copy = project.folder / "data" / source.filename();
    if (fs::exists(copy))
        throw Error(ErrorCode::Usage, "is there already", copy.string(), "Rename the file that is imported");
    preview.section.path = {"data/" + source.filename().string()};
    const std::string section = previewToml(preview.section);

    copyDurably(source, copy);
    if (!recipe.empty() && recipe.back() != '\n') recipe += '\n';
    writeFileDurably(project.recipe_file, recipe + "\n" + section);
    fmt::print("{}", section);
    return 0;
}

}  // namespace

int importCommand(const ImportArguments& arguments) {
    if (!arguments.project.empty()) return importData(arguments);
    if (arguments.output.empty())
        throw Error(ErrorCode::Usage, "where to is missing", "import",
                    "Give --output FOLDER for a model, or --project PROJECT for data");
    importGguf(arguments.source, arguments.output);
    fmt::print("{}\n", fs::absolute(arguments.output).lexically_normal().string());
    return 0;
}

}  // namespace retort::cli
