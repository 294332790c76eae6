// SPDX-License-Identifier: Apache-2.0
#include <ATen/ATen.h>
#include <fmt/format.h>

#include <cmath>

#include "base/error.h"
#include "export/gguf_layout.h"
#include "export/gguf_model.h"
#include "export/gguf_tokenizer.h"
#include "model/parameter_layout.h"
#include "model/rotary.h"
#include "model/safetensors.h"

namespace retort {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void wrong(const GgufFile& file, const std::string& message) {
    throw Error(ErrorCode::BadInput, message, file.path().string());
}

std::int64_t sizeOf(const GgufFile& file, const std::string& key) {
    const auto value = file.whole(key);
    if (value < 1 || value > (std::int64_t{1} << 31)) wrong(file, fmt::format("metadata \"{}\" is {}", key, value));
    return value;
}

double positive(const GgufFile& file, const std::string& key, double fallback) {
    if (!file.find(key)) return fallback;
    const auto value = file.number(key);
    if (!(value > 0) || !std::isfinite(value)) wrong(file, fmt::format("metadata \"{}\" is {}", key, value));
    return value;
}

void readRope(const GgufFile& file, const std::string& arch, ModelConfig& config) {
    config.rope_theta = positive(file, arch + ".rope.freq_base", 10000);
    if (file.find(arch + ".rope.dimension_count") && file.whole(arch + ".rope.dimension_count") != config.head_dim)
        wrong(file, fmt::format("metadata \"{}.rope.dimension_count\" is not the size of a head", arch));
    const auto type = file.find(arch + ".rope.scaling.type") ? file.text(arch + ".rope.scaling.type") : "none";
    if (type == "none") return;
    if (type != "linear" && type != "yarn")
        wrong(file, fmt::format("metadata \"{}.rope.scaling.type\" is \"{}\"", arch, type));
    config.rope_scaling.type = type;
    config.rope_scaling.factor = positive(file, arch + ".rope.scaling.factor", 1);
    if (type == "yarn")
        config.rope_scaling.original_max_position_embeddings = sizeOf(file, arch + ".rope.scaling.original_context_length");
}

ModelConfig configOf(const GgufFile& file) {
    const auto& arch = file.text("general.architecture");
    if (arch != "llama" && arch != "qwen2" && arch != "qwen3")
        wrong(file, fmt::format("its architecture is \"{}\"; Retort imports llama, qwen2 and qwen3", arch));
    ModelConfig config;
    config.model_type = arch;
    config.hidden_size = sizeOf(file, arch + ".embedding_length");
    config.num_hidden_layers = sizeOf(file, arch + ".block_count");
    config.num_attention_heads = sizeOf(file, arch + ".attention.head_count");
    config.num_key_value_heads = file.find(arch + ".attention.head_count_kv")
                                     ? sizeOf(file, arch + ".attention.head_count_kv")
                                     : config.num_attention_heads;
    config.intermediate_size = sizeOf(file, arch + ".feed_forward_length");
    config.max_position_embeddings = sizeOf(file, arch + ".context_length");
    config.head_dim = file.find(arch + ".attention.key_length") ? sizeOf(file, arch + ".attention.key_length")
                                                                : config.hidden_size / config.num_attention_heads;
    config.vocab_size = static_cast<std::int64_t>(file.texts("tokenizer.ggml.tokens").size());
    config.rms_norm_eps = positive(file, arch + ".attention.layer_norm_rms_epsilon", 1e-6);
    config.attention_bias = file.tensors().contains("blk.0.attn_q.bias");
    config.tie_word_embeddings = !file.tensors().contains("output.weight");
    if (arch == "qwen2" && !config.attention_bias) wrong(file, "tensor \"blk.0.attn_q.bias\" is missing");
    if (config.num_hidden_layers > (1 << 16) || config.num_attention_heads > (1 << 16) || config.head_dim > (1 << 16) ||
        config.head_dim % 2 != 0 || config.num_attention_heads % config.num_key_value_heads != 0)
        wrong(file, fmt::format("the sizes under \"{}.attention\" do not fit each other", arch));
    readRope(file, arch, config);
    const auto id = [&](const char* key) { return file.find(key) ? file.whole(key) : -1; };
    const auto bos = id("tokenizer.ggml.bos_token_id"), eos = id("tokenizer.ggml.eos_token_id");
    if (bos >= 0 && bos < config.vocab_size) config.bos_token_id = bos;
    if (eos >= 0 && eos < config.vocab_size) config.eos_token_ids = {eos};
    return config;
}

/// The kind of the embedding where it holds every tensor without loss, else fp32: norms may be finer than matrices.
const char* dtypeOf(const GgufFile& file, const std::vector<std::pair<std::string, at::Tensor>>& tensors) {
    const auto kind = file.tensors().at("token_embd.weight").kind;
    if (kind != GgufKind::F16 && kind != GgufKind::BF16) return "float32";
    const auto type = kind == GgufKind::F16 ? at::kHalf : at::kBFloat16;
    for (const auto& [name, tensor] : tensors)
        if (!at::equal(tensor.to(type).to(at::kFloat), tensor)) return "float32";
    return kind == GgufKind::F16 ? "float16" : "bfloat16";
}

std::vector<std::pair<std::string, at::Tensor>> tensorsOf(const GgufFile& file, const ModelConfig& config) {
    std::vector<std::pair<std::string, at::Tensor>> tensors;
    for (const auto& spec : parameterLayout(config)) {
        const auto name = ggufName(spec.name);
        const auto found = file.tensors().find(name);
        if (name.empty() || found == file.tensors().end())
            wrong(file, fmt::format("tensor \"{}\" is missing", name.empty() ? spec.name : name));
        if (found->second.shape != spec.shape)
            wrong(file, fmt::format("tensor \"{}\" does not have the shape that the metadata asks for", name));
        const auto value = decodeGguf(found->second);
        if (!at::isfinite(value).all().item<bool>())
            wrong(file, fmt::format("tensor \"{}\" holds values that are not finite", name));
        tensors.emplace_back(spec.name, fromGgufRows(config, spec.name, value));
    }
    for (const auto& [name, tensor] : file.tensors()) {
        if (name == "rope_freqs.weight") {
            const auto factors = decodeGguf(tensor);
            if (!at::equal(factors, at::ones_like(factors)))
                wrong(file, "tensor \"rope_freqs.weight\" scales the rotary embedding in a way that config.json cannot say");
        } else if (huggingfaceName(name).empty()) {
            wrong(file, fmt::format("tensor \"{}\" has no place in the model", name));
        }
    }
    return tensors;
}

}  // namespace

void importGguf(const fs::path& path, const fs::path& output) {
    if (fs::exists(output))
        throw Error(ErrorCode::Usage, "there is something here already", output.string(),
                    "Name a folder that does not exist");
    const GgufFile file(path);
    StagedDirectory staged(output);
    writeTokenizerOf(file, staged.path());
    if (!file.tensors().empty()) {
        auto config = configOf(file);
        const auto tensors = tensorsOf(file, config);
        config.dtype = dtypeOf(file, tensors);
        writeFileDurably(staged.path() / "config.json", config.toJson());
        writeSafetensors(staged.path() / "model.safetensors", tensors, config.dtype);
    }
    staged.commit();
}

}  // namespace retort
