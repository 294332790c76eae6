// SPDX-License-Identifier: Apache-2.0
#include "export/model_export.h"

#include <array>

#include "base/error.h"
#include "base/file.h"
#include "model/transformer.h"

namespace retort {
namespace {

namespace fs = std::filesystem;

constexpr std::array kBesideTheWeights = {
    "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json",
    "merges.txt",     "chat_template.jinja",   "chat_template.json"};

void requireFree(const fs::path& output) {
    if (fs::exists(output))
        throw Error(ErrorCode::Usage, "there is something here already", output.string(),
                    "Name a folder that does not exist");
}

void copyTokenizer(const fs::path& from, const fs::path& to) {
    for (const char* name : kBesideTheWeights)
        if (fs::exists(from / name)) writeFileDurably(to / name, readFile(from / name));
}

}  // namespace

void exportHuggingFace(const fs::path& folder, const std::string& dtype, const fs::path& output) {
    requireFree(output);
    auto model = Transformer::load(folder).merged();
    if (!dtype.empty()) model.setDtype(dtype);
    const auto tokenizer = fs::exists(folder / "tokenizer.json") || !hasAdapter(folder) ? folder : adapterBase(folder);
    StagedDirectory staged(output);
    copyTokenizer(tokenizer, staged.path());
    model.save(staged.path(), Transformer::Precision::AsLoaded);
    staged.commit();
}

void exportAdapter(const fs::path& folder, const fs::path& output) {
    requireFree(output);
    const auto model = Transformer::load(folder);
    if (!model.lora())
        throw Error(ErrorCode::Usage, "this model has no adapters", folder.string(), "Export it with --format hf");
    const bool weights_here = fs::exists(folder / "model.safetensors");
    StagedDirectory staged(output);
    // A folder with weights and adapters together is no base by itself: transformers would apply the adapters again.
    if (weights_here) {
        fs::create_directory(staged.path() / "base");
        for (const char* name : {"config.json", "generation_config.json", "model.safetensors"})
            if (fs::exists(folder / name)) fs::copy_file(folder / name, staged.path() / "base" / name);
        copyTokenizer(folder, staged.path() / "base");
    }
    model.lora()->save(staged.path(),
                       fs::absolute(weights_here ? output / "base" : adapterBase(folder)).lexically_normal().string());
    staged.commit();
}

}  // namespace retort
