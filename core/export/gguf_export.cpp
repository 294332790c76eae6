// SPDX-License-Identifier: Apache-2.0
#include <ATen/ATen.h>
#include <fmt/format.h>

#include "base/error.h"
#include "export/gguf_layout.h"
#include "export/gguf_model.h"
#include "export/gguf_tokenizer.h"
#include "model/rotary.h"
#include "model/transformer.h"

namespace retort {
namespace {

namespace fs = std::filesystem;

std::int64_t fileType(GgufKind kind) {
    switch (kind) {
        case GgufKind::F32: return 0;
        case GgufKind::F16: return 1;
        case GgufKind::Q8_0: return 7;
        case GgufKind::BF16: return 32;
    }
    return 0;
}

void addRope(const ModelConfig& config, const std::string& arch, GgufMetadata& out) {
    const auto& rope = config.rope_scaling;
    out.emplace_back(arch + ".rope.freq_base", config.rope_theta);
    out.emplace_back(arch + ".rope.dimension_count", config.head_dim);
    if (rope.type != "linear" && rope.type != "yarn") return;
    out.emplace_back(arch + ".rope.scaling.type", rope.type);
    out.emplace_back(arch + ".rope.scaling.factor", rope.factor);
    if (rope.type == "yarn")
        out.emplace_back(arch + ".rope.scaling.original_context_length", rope.original_max_position_embeddings);
}

GgufMetadata metadataOf(const ModelConfig& config, const std::string& model_name, GgufKind kind) {
    const auto arch = ggufArchitecture(config);
    // llama.cpp gives these architectures no window: up to its length there is no difference.
    const auto context = config.sliding_window > 0 ? std::min(config.sliding_window, config.max_position_embeddings)
                                                   : config.max_position_embeddings;
    GgufMetadata out{{"general.architecture", arch},
                     {"general.name", model_name},
                     {"general.file_type", fileType(kind)},
                     {"general.quantization_version", std::int64_t{2}},
                     {arch + ".vocab_size", config.vocab_size},
                     {arch + ".context_length", context},
                     {arch + ".embedding_length", config.hidden_size},
                     {arch + ".block_count", config.num_hidden_layers},
                     {arch + ".feed_forward_length", config.intermediate_size},
                     {arch + ".attention.head_count", config.num_attention_heads},
                     {arch + ".attention.head_count_kv", config.num_key_value_heads},
                     {arch + ".attention.key_length", config.head_dim},
                     {arch + ".attention.value_length", config.head_dim},
                     {arch + ".attention.layer_norm_rms_epsilon", config.rms_norm_eps}};
    addRope(config, arch, out);
    return out;
}

/// What llama.cpp divides each rotary frequency by.
at::Tensor ropeFactors(const ModelConfig& config) {
    auto plain = config;
    plain.rope_scaling = {};
    const auto scaled = rotaryFrequencies(config, 0).inverse, unscaled = rotaryFrequencies(plain, 0).inverse;
    auto factors = at::empty({static_cast<std::int64_t>(scaled.size())});
    for (std::size_t i = 0; i < scaled.size(); ++i)
        factors.data_ptr<float>()[i] = static_cast<float>(unscaled[i] / scaled[i]);
    return factors;
}

}  // namespace

void exportGguf(const fs::path& folder, GgufKind kind, const fs::path& output) {
    const auto model = Transformer::load(folder).merged();
    const auto& config = model.config();
    auto metadata = metadataOf(config, fs::weakly_canonical(folder).filename().string(), kind);
    const auto beside = fs::exists(folder / "tokenizer.json") || !hasAdapter(folder) ? folder : adapterBase(folder);
    for (auto& entry : ggufTokenizer(beside, config)) metadata.push_back(std::move(entry));
    std::vector<GgufOutput> tensors;
    std::vector<at::Tensor> values;
    if (config.rope_scaling.type == "llama3") {
        values.push_back(ropeFactors(config));
        tensors.push_back({"rope_freqs.weight", GgufKind::F32, values.back().sizes().vec()});
    }
    for (const auto& [name, tensor] : model.parameters()) {
        const auto shape = tensor.sizes().vec();
        tensors.push_back({ggufName(name), storedKind(kind, shape), shape});
        values.push_back(toGgufRows(config, name, tensor));
    }
    // Written beside its place first: a reader never finds half a model.
    const auto unfinished = fs::path(output.string() + ".unfinished");
    writeGguf(unfinished, metadata, tensors, [&](std::size_t i) { return encodeGguf(tensors[i].kind, values[i]); });
    syncPath(unfinished);
    std::error_code error;
    fs::rename(unfinished, output, error);
    if (error) throw Error(ErrorCode::Environment, "cannot write the file: " + error.message(), output.string());
}

}  // namespace retort
