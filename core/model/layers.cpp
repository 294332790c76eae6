// SPDX-License-Identifier: Apache-2.0
#include "model/layers.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include "model/lora.h"
#include "model/rotary.h"
#include "ops/norm.h"
#include "ops/projection.h"
#include "ops/swiglu.h"

namespace retort {
namespace {

// DeepSeek's norms of the compressed vectors have this epsilon whatever rms_norm_eps says.
constexpr double kLatentEps = 1e-6;

/// One layer's operations by the names of its tensors.
class Layer {
public:
    Layer(const Transformer& model, std::int64_t index, const RopeTable& table, const LoraDropout& dropout)
        : model_(model),
          config_(model.config()),
          index_(index),
          table_(table),
          dropout_(dropout),
          prefix_(fmt::format("model.layers.{}.", index)) {}

    at::Tensor norm(const char* name, const at::Tensor& x) const { return rmsNorm(x, weight(name), config_.rms_norm_eps); }

    at::Tensor attention(const at::Tensor& x, Attend& attend) const {
        const auto mixed = config_.latent ? latentAttention(x, attend) : groupedAttention(x, attend);
        return linear("self_attn.o_proj", mixed.reshape({x.size(0), -1}));
    }

    at::Tensor mlp(const at::Tensor& x) const { return config_.sparse(index_) ? mixture(x) : dense("mlp.", x); }

private:
    at::Tensor weight(const std::string& name) const { return model_.parameter(prefix_ + name + ".weight"); }

    at::Tensor linear(const std::string& name, const at::Tensor& x) const {
        const auto full_name = prefix_ + name;
        const auto* bias = model_.find(full_name + ".bias");
        auto y = projection(x, model_.parameter(full_name + ".weight"), bias ? *bias : at::Tensor());
        if (!model_.lora()) return y;
        const auto* adapter = model_.lora()->find(full_name);
        if (!adapter) return y;
        const auto low = projection(dropout_.apply(full_name, x), adapter->a);
        return y + projection(low, adapter->b) * model_.lora()->scale();
    }

    at::Tensor dense(const std::string& part, const at::Tensor& x) const {
        return linear(part + "down_proj", swiglu(at::cat({linear(part + "gate_proj", x), linear(part + "up_proj", x)}, 1)));
    }

    at::Tensor groupedAttention(const at::Tensor& x, Attend& attend) const {
        const auto heads = [&](const char* name, std::int64_t count) {
            return linear(name, x).view({x.size(0), count, config_.head_dim});
        };
        auto q = heads("self_attn.q_proj", config_.num_attention_heads),
             k = heads("self_attn.k_proj", config_.num_key_value_heads);
        if (config_.queryKeyNorm()) {
            const auto normed = [&](const char* name, const at::Tensor& rows) {
                return rmsNorm(rows.reshape({-1, config_.head_dim}), weight(name), config_.rms_norm_eps).view(rows.sizes());
            };
            q = normed("self_attn.q_norm", q);
            k = normed("self_attn.k_norm", k);
        }
        return attend(index_, rope(q, table_), rope(k, table_), heads("self_attn.v_proj", config_.num_key_value_heads));
    }

    /// Neighbouring pairs are moved to the halves that rope() turns; both of a score's sides move alike.
    at::Tensor turned(const at::Tensor& x) const {
        if (!config_.latent->rope_interleave) return rope(x, table_);
        return rope(at::cat({x.slice(2, 0, std::nullopt, 2), x.slice(2, 1, std::nullopt, 2)}, 2), table_);
    }

    at::Tensor latentAttention(const at::Tensor& x, Attend& attend) const {
        const auto& latent = *config_.latent;
        const auto count = x.size(0), heads = config_.num_attention_heads, nope = latent.qk_nope_head_dim,
                   turn = latent.qk_rope_head_dim;
        const auto query = latent.q_lora_rank > 0
                               ? linear("self_attn.q_b_proj", rmsNorm(linear("self_attn.q_a_proj", x),
                                                                      weight("self_attn.q_a_layernorm"), kLatentEps))
                               : linear("self_attn.q_proj", x);
        const auto q = query.view({count, heads, nope + turn});
        const auto compressed = linear("self_attn.kv_a_proj_with_mqa", x);
        const auto inner = rmsNorm(compressed.narrow(1, 0, latent.kv_lora_rank).contiguous(),
                                   weight("self_attn.kv_a_layernorm"), kLatentEps);
        const auto kv = linear("self_attn.kv_b_proj", inner).view({count, heads, nope + latent.v_head_dim});
        const auto shared = turned(compressed.narrow(1, latent.kv_lora_rank, turn).unsqueeze(1));
        return attend(index_, at::cat({q.narrow(2, 0, nope), turned(q.narrow(2, nope, turn))}, 2),
                      at::cat({kv.narrow(2, 0, nope), shared.expand({count, heads, turn})}, 2),
                      kv.narrow(2, nope, latent.v_head_dim));
    }

    /// Every token reaches all the experts it chose: there is no capacity to overflow.
    at::Tensor mixture(const at::Tensor& x) const {
        const auto& settings = *config_.experts;
        const auto logits = at::linear(x, weight("mlp.gate"));
        const auto* bias = model_.find(prefix_ + "mlp.gate.e_score_correction_bias");
        const auto routing = routeTokens(settings, settings.sigmoid ? at::sigmoid(logits) : at::softmax(logits, -1),
                                         bias ? *bias : at::Tensor());
        const auto chosen = routing.experts.flatten();
        const auto order = at::argsort(chosen, /*stable=*/true, /*dim=*/0, /*descending=*/false);
        const auto counts = at::bincount(chosen, {}, settings.n_routed_experts);
        const auto rows = at::floor_divide(order, settings.num_experts_per_tok);
        std::vector<at::Tensor> outputs;
        for (std::int64_t e = 0, begin = 0; e < settings.n_routed_experts; ++e) {
            const auto count = counts[e].item<std::int64_t>();
            if (count > 0)
                outputs.push_back(dense(fmt::format("mlp.experts.{}.", e), x.index_select(0, rows.narrow(0, begin, count))));
            begin += count;
        }
        auto sum = dense("mlp.shared_experts.", x);
        if (outputs.empty()) return sum;
        const auto weights = routing.weights.flatten().index_select(0, order).unsqueeze(1);
        return sum.index_add(0, rows, at::cat(outputs) * weights);
    }

    const Transformer& model_;
    const ModelConfig& config_;
    std::int64_t index_;
    const RopeTable& table_;
    const LoraDropout& dropout_;
    std::string prefix_;
};

/// Scores of experts outside the best groups, replaced by `outside`.
at::Tensor withinBestGroups(const MixtureOfExperts& settings, const at::Tensor& scores, double outside) {
    const auto tokens = scores.size(0), groups = settings.n_group, in_group = settings.n_routed_experts / groups;
    const auto grouped = scores.view({tokens, groups, in_group});
    // V3 ranks a group by its two best experts, V2 by its best.
    const auto group_scores = settings.sigmoid ? std::get<0>(grouped.topk(2, -1)).sum(-1) : std::get<0>(grouped.max(-1));
    const auto best = std::get<1>(group_scores.topk(settings.topk_group, -1));
    const auto mask = at::zeros_like(group_scores)
                          .scatter(1, best, 1.0)
                          .unsqueeze(-1)
                          .expand({tokens, groups, in_group})
                          .reshape(scores.sizes());
    return scores.masked_fill(mask.eq(0), outside);
}

}  // namespace

Routing routeTokens(const MixtureOfExperts& settings, const at::Tensor& scores, const at::Tensor& bias) {
    auto choice = scores.detach();
    if (bias.defined()) choice = choice + bias.detach();
    if (settings.sigmoid) choice = withinBestGroups(settings, choice, -std::numeric_limits<float>::infinity());
    else if (settings.n_group > 1) choice = withinBestGroups(settings, choice, 0);
    Routing routing{std::get<1>(choice.topk(settings.num_experts_per_tok, -1)), {}};
    routing.weights = scores.gather(1, routing.experts);
    if (settings.norm_topk_prob) routing.weights = routing.weights / (routing.weights.sum(-1, true) + 1e-20);
    routing.weights = routing.weights * settings.routed_scaling_factor;
    return routing;
}

at::Tensor composedHidden(const Transformer& model, const PackedTokens& tokens, Attend& attend) {
    const auto& config = model.config();
    const auto table = rotaryTable(config, tokens.positions, tokens.starts);
    const LoraDropout dropout(model, tokens.ids);
    auto state = at::embedding(model.parameter("model.embed_tokens.weight"), tokens.ids);
    for (std::int64_t index = 0; index < config.num_hidden_layers; ++index) {
        const Layer layer(model, index, table, dropout);
        state = state + layer.attention(layer.norm("input_layernorm", state), attend);
        state = state + layer.mlp(layer.norm("post_attention_layernorm", state));
    }
    return rmsNorm(state, model.parameter("model.norm.weight"), config.rms_norm_eps);
}

}  // namespace retort
