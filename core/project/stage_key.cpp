// SPDX-License-Identifier: Apache-2.0
#include "project/stage_key.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "recipe/field_info.h"

namespace fs = std::filesystem;

namespace retort {
namespace {

/// Every part with its length before it, so that no two lists of parts give the same bytes.
void addPart(std::string& bytes, std::string_view label, std::string_view part) {
    bytes += fmt::format("{} {}\n", label, part.size());
    bytes.append(part);
    bytes += '\n';
}

/// What a HuggingFace loader reads; everything else in a folder is notes.
bool isModelFile(const std::string& name) {
    static const std::vector<std::string> names{"config.json",
                                                "generation_config.json",
                                                "tokenizer.json",
                                                "tokenizer_config.json",
                                                "special_tokens_map.json",
                                                "added_tokens.json",
                                                "vocab.json",
                                                "merges.txt",
                                                "chat_template.jinja",
                                                "chat_template.json"};
    return name.ends_with(".safetensors") || name.ends_with(".safetensors.index.json") ||
           std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::string stageKey(const Recipe& recipe, const StageSection& stage, std::span<const std::string> input_hashes) {
    if (input_hashes.size() != stage.inputs.size())
        throw Error(ErrorCode::Usage, fmt::format("{} hashes for {} inputs", input_hashes.size(), stage.inputs.size()),
                    "stage " + stage.name);
    std::string bytes;
    addPart(bytes, "stage key", "1");
    addPart(bytes, "name", stage.name);
    addPart(bytes, "seed", fmt::to_string(recipe.seed));
    if (recipe.precision != "auto") addPart(bytes, "precision", recipe.precision);
    addPart(bytes, "section", stage.canonical);
    addPart(bytes, "template", canonicalText(recipe.prompt_template));
    if (const RubricSection* rubric = recipe.findRubric(rubricOf(stage))) addPart(bytes, "rubric", canonicalText(*rubric));
    for (std::size_t i = 0; i < stage.inputs.size(); ++i) {
        if (const DataSection* data = recipe.findData(stage.inputs[i])) addPart(bytes, "data", canonicalText(*data));
        addPart(bytes, "input", input_hashes[i]);
    }
    return sha256(bytes);
}

bool entersStageKey(const Recipe& recipe, const StageSection& stage, const std::string& field) {
    if (field == "project.seed" || field == "project.precision" || field.starts_with("template.")) return true;
    if (field.starts_with("stages." + stage.name + ".")) return true;
    if (const std::string rubric = rubricOf(stage); !rubric.empty() && field.starts_with("rubrics." + rubric + "."))
        return true;
    return std::ranges::any_of(stage.inputs, [&](const std::string& input) {
        return recipe.findData(input) != nullptr && field.starts_with("data." + input + ".");
    });
}

std::string hashModel(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        std::error_code ignored;
        if (entry->is_regular_file(ignored) && isModelFile(entry->path().filename().string()))
            files.push_back(entry->path());
    }
    if (error || files.empty())
        throw Error(ErrorCode::BadInput, "holds no model files", folder.string(),
                    "Point [models] at a HuggingFace model folder");
    std::sort(files.begin(), files.end());
    std::string bytes;
    for (const fs::path& file : files) addPart(bytes, file.filename().string(), sha256File(file));
    return sha256(bytes);
}

std::string hashData(const PathList& paths) {
    const std::vector<fs::path> files = matchingFiles(paths);
    if (files.size() < 2) return sha256File(files.empty() ? *paths.begin() : files.front());
    std::string bytes;
    for (const fs::path& file : files) addPart(bytes, file.filename().string(), sha256File(file));
    return sha256(bytes);
}

std::string hashInput(const Recipe& recipe, const std::string& name) {
    if (const auto model = recipe.models.find(name); model != recipe.models.end())
        return hashModel(recipe.resolve(model->second));
    if (const DataSection* data = recipe.findData(name)) return hashData(recipe.resolve(data->path));
    throw Error(ErrorCode::Usage, fmt::format("\"{}\" is neither a model nor a data set of the recipe", name),
                recipe.file.string());
}

}  // namespace retort
