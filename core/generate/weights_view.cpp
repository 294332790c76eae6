// SPDX-License-Identifier: Apache-2.0
#include "generate/weights_view.h"

#include "base/error.h"
#include "model/parameter_layout.h"
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
    const auto parameters = model.tensors();
    const auto get = [&](std::int64_t place) {
        if (place < 0) return static_cast<const float*>(nullptr);
        const auto& [name, tensor] = parameters[static_cast<std::size_t>(place)];
        return pointer(tensor, name);
    };
    kernels::DecodeWeights view{.shape = shapeOf(config),
                                .embedding = get(0),
                                .layers = {},
                                .final_norm = get(layerPlaces(config, config.num_hidden_layers).input_norm),
                                .head = pointer(model.headWeight(), "lm_head.weight")};
    for (std::int64_t layer = 0; layer < config.num_hidden_layers; ++layer)
        view.layers.push_back(layerAt<kernels::DecodeLayerWeights>(layerPlaces(config, layer), get));
    return view;
}

}  // namespace retort
