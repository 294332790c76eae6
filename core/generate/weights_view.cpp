// SPDX-License-Identifier: Apache-2.0
#include "generate/weights_view.h"

#include <fmt/format.h>

#include "base/error.h"
#include "model/transformer.h"

namespace retort {
namespace {

const float* pointer(const at::Tensor& tensor, const std::string& name) {
    if (!tensor.device().is_cpu() || tensor.scalar_type() != at::kFloat || !tensor.is_contiguous()) {
        throw Error(ErrorCode::RunFailed, "the parameter is not a contiguous fp32 tensor on the CPU", name,
                    "Generate on the CPU with fp32 weights");
    }
    return tensor.const_data_ptr<float>();
}

kernels::DecodeShape shapeOf(const ModelConfig& config) {
    const auto narrow = [](std::int64_t value) { return static_cast<std::int32_t>(value); };
    return {.layers = narrow(config.num_hidden_layers),
            .hidden = narrow(config.hidden_size),
            .heads = narrow(config.num_attention_heads),
            .kv_heads = narrow(config.num_key_value_heads),
            .head_dim = narrow(config.head_dim),
            .intermediate = narrow(config.intermediate_size),
            .vocab = narrow(config.vocab_size),
            .rms_eps = static_cast<float>(config.rms_norm_eps),
            .rope_theta = config.rope_theta};
}

}  // namespace

kernels::DecodeWeights weightsView(const Transformer& model) {
    const ModelConfig& config = model.config();
    const auto get = [&](const std::string& name) { return pointer(model.parameter(name), name); };
    kernels::DecodeWeights view{.shape = shapeOf(config),
                                .embedding = get("model.embed_tokens.weight"),
                                .layers = {},
                                .final_norm = get("model.norm.weight"),
                                .head = pointer(model.headWeight(), "lm_head.weight")};
    for (std::int64_t i = 0; i < config.num_hidden_layers; ++i) {
        const auto part = [&](const char* name) { return get(fmt::format("model.layers.{}.{}", i, name)); };
        const auto bias = [&](const char* name) { return config.attention_bias ? part(name) : nullptr; };
        view.layers.push_back({.input_norm = part("input_layernorm.weight"),
                               .q = part("self_attn.q_proj.weight"),
                               .k = part("self_attn.k_proj.weight"),
                               .v = part("self_attn.v_proj.weight"),
                               .q_bias = bias("self_attn.q_proj.bias"),
                               .k_bias = bias("self_attn.k_proj.bias"),
                               .v_bias = bias("self_attn.v_proj.bias"),
                               .o = part("self_attn.o_proj.weight"),
                               .o_bias = config.model_type == "llama" ? bias("self_attn.o_proj.bias") : nullptr,
                               .post_norm = part("post_attention_layernorm.weight"),
                               .gate = part("mlp.gate_proj.weight"),
                               .up = part("mlp.up_proj.weight"),
                               .down = part("mlp.down_proj.weight")});
    }
    return view;
}

}  // namespace retort
