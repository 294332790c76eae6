// SPDX-License-Identifier: Apache-2.0
#include "export/gguf_layout.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstring>

#include "base/error.h"

namespace retort {
namespace {

struct Pair {
    const char *huggingface, *gguf;
};
constexpr std::array kLayerNames = {Pair{"input_layernorm", "attn_norm"},    Pair{"self_attn.q_proj", "attn_q"},
                                    Pair{"self_attn.k_proj", "attn_k"},      Pair{"self_attn.v_proj", "attn_v"},
                                    Pair{"self_attn.o_proj", "attn_output"}, Pair{"self_attn.q_norm", "attn_q_norm"},
                                    Pair{"self_attn.k_norm", "attn_k_norm"}, Pair{"post_attention_layernorm", "ffn_norm"},
                                    Pair{"mlp.gate_proj", "ffn_gate"},       Pair{"mlp.up_proj", "ffn_up"},
                                    Pair{"mlp.down_proj", "ffn_down"}};
constexpr std::array kTopNames = {Pair{"model.embed_tokens", "token_embd"}, Pair{"model.norm", "output_norm"},
                                  Pair{"lm_head", "output"}};

/// Splits "PREFIX12.rest.weight" into number, "rest" and "weight".
struct LayerName {
    std::string number, part, end;
};
std::optional<LayerName> splitLayer(const std::string& name, const std::string& prefix) {
    if (!name.starts_with(prefix)) return std::nullopt;
    const auto dot = name.find('.', prefix.size()), last = name.rfind('.');
    if (dot == std::string::npos || last <= dot) return std::nullopt;
    LayerName result{name.substr(prefix.size(), dot - prefix.size()), name.substr(dot + 1, last - dot - 1),
                     name.substr(last + 1)};
    if (result.number.empty() || result.number.size() > 5 ||
        result.number.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    return result;
}

/// Heads whose rows move, 0 where none do.
std::int64_t movedHeads(const ModelConfig& config, const std::string& name) {
    if (config.model_type != "llama" && config.model_type != "mistral") return 0;
    if (name.find(".self_attn.q_proj.") != std::string::npos) return config.num_attention_heads;
    return name.find(".self_attn.k_proj.") != std::string::npos ? config.num_key_value_heads : 0;
}

at::Tensor swapped(const at::Tensor& tensor, std::int64_t heads, std::int64_t first, std::int64_t second) {
    const auto inner = tensor.dim() == 2 ? tensor.size(1) : 1;
    return tensor.detach().reshape({heads, first, second, inner}).transpose(1, 2).reshape(tensor.sizes()).contiguous();
}

std::string encodeQ8(const float* values, std::int64_t blocks) {
    std::string out(static_cast<std::size_t>(blocks) * (kGgufBlock + 2), '\0');
    for (std::int64_t b = 0; b < blocks; ++b, values += kGgufBlock) {
        float most = 0;
        for (std::int64_t i = 0; i < kGgufBlock; ++i) most = std::max(most, std::abs(values[i]));
        const float scale = most / 127, inverse = scale != 0 ? 1 / scale : 0;
        char* block = out.data() + b * (kGgufBlock + 2);
        const c10::Half stored(scale);
        std::memcpy(block, &stored.x, 2);
        for (std::int64_t i = 0; i < kGgufBlock; ++i)
            block[2 + i] = static_cast<char>(static_cast<std::int8_t>(std::round(values[i] * inverse)));
    }
    return out;
}

}  // namespace

std::string ggufArchitecture(const ModelConfig& config) {
    const auto refuse = [](const std::string& what) {
        throw Error(ErrorCode::Usage, "GGUF cannot hold this model: " + what, "--format gguf", "Export it as hf");
    };
    if (config.latent) refuse(fmt::format("{} is not supported", config.model_type));
    const auto& rope = config.rope_scaling;
    if (rope.type == "yarn" &&
        (rope.attention_factor > 0 || rope.mscale > 0 || rope.beta_fast != 32 || rope.beta_slow != 1 || !rope.truncate))
        refuse("its YaRN settings are not the usual ones");
    const bool llama = config.model_type == "llama" || config.model_type == "mistral";
    if (rope.type == "llama3" && !llama) refuse("llama3 rotary scaling belongs to llama models");
    if (config.model_type == "qwen3" && config.attention_bias) refuse("qwen3 with attention_bias is not supported");
    return llama ? "llama" : config.model_type;
}

std::string ggufName(const std::string& huggingface) {
    for (const auto& [ours, theirs] : kTopNames)
        if (huggingface == fmt::format("{}.weight", ours)) return fmt::format("{}.weight", theirs);
    const auto layer = splitLayer(huggingface, "model.layers.");
    if (layer)
        for (const auto& [ours, theirs] : kLayerNames)
            if (layer->part == ours) return fmt::format("blk.{}.{}.{}", layer->number, theirs, layer->end);
    return {};
}

std::string huggingfaceName(const std::string& gguf) {
    for (const auto& [ours, theirs] : kTopNames)
        if (gguf == fmt::format("{}.weight", theirs)) return fmt::format("{}.weight", ours);
    const auto layer = splitLayer(gguf, "blk.");
    if (layer)
        for (const auto& [ours, theirs] : kLayerNames)
            if (layer->part == theirs) return fmt::format("model.layers.{}.{}.{}", layer->number, ours, layer->end);
    return {};
}

at::Tensor toGgufRows(const ModelConfig& config, const std::string& name, const at::Tensor& tensor) {
    const auto heads = movedHeads(config, name);
    return heads == 0 ? tensor : swapped(tensor, heads, 2, config.head_dim / 2);
}

at::Tensor fromGgufRows(const ModelConfig& config, const std::string& name, const at::Tensor& tensor) {
    const auto heads = movedHeads(config, name);
    return heads == 0 ? tensor : swapped(tensor, heads, config.head_dim / 2, 2);
}

GgufKind storedKind(GgufKind wanted, const std::vector<std::int64_t>& shape) {
    if (shape.size() < 2) return GgufKind::F32;
    return wanted == GgufKind::Q8_0 && shape.back() % kGgufBlock != 0 ? GgufKind::F16 : wanted;
}

std::string encodeGguf(GgufKind kind, const at::Tensor& tensor) {
    if (kind == GgufKind::Q8_0) {
        const auto dense = tensor.detach().to(at::kCPU, at::kFloat).contiguous();
        return encodeQ8(dense.const_data_ptr<float>(), dense.numel() / kGgufBlock);
    }
    const auto type = kind == GgufKind::F16 ? at::kHalf : kind == GgufKind::BF16 ? at::kBFloat16 : at::kFloat;
    const auto dense = tensor.detach().to(at::kCPU, type).contiguous();
    return {static_cast<const char*>(dense.const_data_ptr()), dense.nbytes()};
}

at::Tensor decodeGguf(const GgufFile::Tensor& tensor) {
    if (tensor.kind != GgufKind::Q8_0) {
        auto raw = at::empty(tensor.shape, tensor.kind == GgufKind::F32   ? at::kFloat
                                           : tensor.kind == GgufKind::F16 ? at::kHalf
                                                                          : at::kBFloat16);
        std::memcpy(raw.mutable_data_ptr(), tensor.bytes.data(), tensor.bytes.size());
        return raw.to(at::kFloat);
    }
    auto result = at::empty(tensor.shape, at::kFloat);
    auto* out = result.data_ptr<float>();
    for (std::size_t at = 0; at < tensor.bytes.size(); at += kGgufBlock + 2) {
        std::uint16_t bits;
        std::memcpy(&bits, tensor.bytes.data() + at, 2);
        const float scale = c10::Half(bits, c10::Half::from_bits());
        for (std::size_t i = 0; i < static_cast<std::size_t>(kGgufBlock); ++i)
            *out++ = scale * static_cast<std::int8_t>(tensor.bytes[at + 2 + i]);
    }
    return result;
}

}  // namespace retort
