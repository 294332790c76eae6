// SPDX-License-Identifier: Apache-2.0
#include "ops/attention.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <atomic>

#include "ops/attention_families.h"
#include "ops/checks.h"
#include "ops/cpu_kernels.h"

namespace retort {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

std::span<const std::int32_t> spanOf(const at::Tensor& values) {
    return {values.const_data_ptr<std::int32_t>(), static_cast<std::size_t>(values.numel())};
}

/// Runs job(family, key head, scratch) for all pairs. Jobs are handed out as threads become free: families differ in length,
/// and every job writes its own rows only, so the schedule does not show in the result.
template <class Job>
void overJobs(const at::Tensor& starts, const at::Tensor& parents, std::int64_t kv_heads, std::int64_t head_dim,
              bool backward, const Job& job) {
    const ops::AttentionFamilies all(spanOf(starts), spanOf(parents));
    const auto jobs = static_cast<std::int64_t>(all.families.size()) * kv_heads;
    const auto scratch_size = static_cast<std::size_t>(cpu::kernels().attentionScratch(all.longest, head_dim, backward));
    std::atomic<std::int64_t> next{0};
    at::parallel_for(0, at::get_num_threads(), 1, [&](std::int64_t, std::int64_t) {
        thread_local std::vector<float> scratch;
        if (scratch.size() < scratch_size) scratch.resize(scratch_size);
        for (std::int64_t i; (i = next.fetch_add(1)) < jobs;)
            job(all.families[static_cast<std::size_t>(i / kv_heads)], i % kv_heads, scratch.data());
    });
}

at::Tensor intTensor(const std::vector<std::int32_t>& values) {
    auto copy = at::empty({static_cast<std::int64_t>(values.size())}, at::kInt);
    std::copy(values.begin(), values.end(), copy.data_ptr<std::int32_t>());
    return copy;
}

at::Tensor startsTensor(const std::vector<std::int32_t>& starts, std::int64_t tokens) {
    bool ordered = !starts.empty() && starts.front() == 0 && starts.back() == tokens;
    for (std::size_t s = 1; s < starts.size(); ++s) ordered = ordered && starts[s - 1] <= starts[s];
    ops::require(ordered, "attention: starts must rise from 0 to the number of tokens");
    return intTensor(starts);
}

at::Tensor parentsTensor(const std::vector<std::int32_t>& parents, std::size_t sequences) {
    bool known = parents.empty() || parents.size() == sequences;
    for (const std::int32_t parent : parents)
        known = known && (parent == -1 || (parent >= 0 && static_cast<std::size_t>(parent) < sequences &&
                                           parents[static_cast<std::size_t>(parent)] == -1));
    ops::require(known, "attention: a sequence's parent must be a sequence without one, or -1");
    return intTensor(parents);
}

cpu::AttentionView viewOf(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v) {
    cpu::AttentionView view{};
    view.q = q.const_data_ptr<float>();
    view.k = k.const_data_ptr<float>();
    view.v = v.const_data_ptr<float>();
    view.q_stride = q.stride(0);
    view.k_stride = k.stride(0);
    view.v_stride = v.stride(0);
    view.heads = q.size(1);
    view.kv_heads = k.size(1);
    view.head_dim = q.size(2);
    view.out_stride = view.heads * view.head_dim;
    view.scale = static_cast<float>(1.0 / std::sqrt(static_cast<double>(view.head_dim)));
    return view;
}

struct Attention : torch::autograd::Function<Attention> {
    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                              const at::Tensor& starts) {
        auto out = at::empty({q.size(0), q.size(1), q.size(2)}, q.options());
        auto lse = at::empty({q.size(0), q.size(1)}, q.options());
        const auto view = viewOf(q, k, v);
        overJobs(starts, intTensor({}), view.kv_heads, view.head_dim, false,
                 [&](const auto& family, auto kv_head, float* scratch) {
                     cpu::kernels().attentionForward(view, family, kv_head, out.data_ptr<float>(), lse.data_ptr<float>(),
                                                     scratch);
                 });
        ctx->save_for_backward({q, k, v, starts, out, lse});
        return out;
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const auto saved = ctx->get_saved_variables();
        const auto &q = saved[0], &k = saved[1], &v = saved[2], &starts = saved[3];
        const auto d_out = grads[0].contiguous();
        auto dq = at::empty(q.sizes(), q.options()), dk = at::empty(k.sizes(), k.options()),
             dv = at::empty(v.sizes(), v.options());
        const auto view = viewOf(q, k, v);
        const cpu::AttentionGrad grad{saved[4].const_data_ptr<float>(),
                                      d_out.const_data_ptr<float>(),
                                      saved[5].const_data_ptr<float>(),
                                      dq.data_ptr<float>(),
                                      dk.data_ptr<float>(),
                                      dv.data_ptr<float>(),
                                      dq.stride(0),
                                      dk.stride(0),
                                      dv.stride(0),
                                      kernels::chosenBf16()};
        overJobs(starts, intTensor({}), view.kv_heads, view.head_dim, true,
                 [&](const auto& family, auto kv_head, float* scratch) {
                     cpu::kernels().attentionBackward(view, grad, family, kv_head, scratch);
                 });
        return {dq, dk, dv, {}};
    }
};

struct FusedAttention : torch::autograd::Function<FusedAttention> {
    /// q, k and v are slices of one row.
    static cpu::AttentionView slices(const at::Tensor& qkv, const at::Tensor& cos, const at::Tensor& sin, std::int64_t heads,
                                     std::int64_t kv_heads) {
        const std::int64_t dim = qkv.size(1) / (heads + 2 * kv_heads);
        const auto fused = qkv.view({qkv.size(0), heads + 2 * kv_heads, dim});
        auto view =
            viewOf(fused.narrow(1, 0, heads), fused.narrow(1, heads, kv_heads), fused.narrow(1, heads + kv_heads, kv_heads));
        view.cos = cos.const_data_ptr<float>();
        view.sin = sin.const_data_ptr<float>();
        return view;
    }

    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& qkv, const at::Tensor& cos, const at::Tensor& sin,
                              const at::Tensor& starts, const at::Tensor& parents, std::int64_t heads,
                              std::int64_t kv_heads) {
        const auto view = slices(qkv, cos, sin, heads, kv_heads);
        auto out = at::empty({qkv.size(0), heads * view.head_dim}, qkv.options());
        auto lse = at::empty({qkv.size(0), heads}, qkv.options());
        overJobs(starts, parents, kv_heads, view.head_dim, false, [&](const auto& family, auto kv_head, float* scratch) {
            cpu::kernels().attentionForward(view, family, kv_head, out.data_ptr<float>(), lse.data_ptr<float>(), scratch);
        });
        ctx->save_for_backward({qkv, cos, sin, starts, out, lse, parents});
        ctx->saved_data["heads"] = heads;
        ctx->saved_data["kv_heads"] = kv_heads;
        return out;
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const auto saved = ctx->get_saved_variables();
        const std::int64_t heads = ctx->saved_data["heads"].toInt(), kv_heads = ctx->saved_data["kv_heads"].toInt();
        const auto view = slices(saved[0], saved[1], saved[2], heads, kv_heads);
        const auto d_out = grads[0].contiguous();
        auto d_qkv = at::empty(saved[0].sizes(), saved[0].options());
        float* dq = d_qkv.data_ptr<float>();
        float* dk = dq + heads * view.head_dim;
        const std::int64_t stride = d_qkv.stride(0);
        const cpu::AttentionGrad grad{saved[4].const_data_ptr<float>(),
                                      d_out.const_data_ptr<float>(),
                                      saved[5].const_data_ptr<float>(),
                                      dq,
                                      dk,
                                      dk + kv_heads * view.head_dim,
                                      stride,
                                      stride,
                                      stride,
                                      kernels::chosenBf16()};
        overJobs(saved[3], saved[6], kv_heads, view.head_dim, true, [&](const auto& family, auto kv_head, float* scratch) {
            cpu::kernels().attentionBackward(view, grad, family, kv_head, scratch);
        });
        return {d_qkv, {}, {}, {}, {}, {}, {}};
    }
};

}  // namespace

at::Tensor varlenAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                           const std::vector<std::int32_t>& starts) {
    const auto rows_q = ops::cpuFloatRows(q, 3, "q"), rows_k = ops::cpuFloatRows(k, 3, "k"),
               rows_v = ops::cpuFloatRows(v, 3, "v");
    ops::require(k.sizes() == v.sizes() && q.size(0) == k.size(0) && q.size(2) == k.size(2) && k.size(1) > 0 &&
                     q.size(1) % k.size(1) == 0,
                 "attention: q [N, H, D] must fit k and v [N, KV, D] with H a multiple of KV");
    return Attention::apply(rows_q, rows_k, rows_v, startsTensor(starts, q.size(0)));
}

at::Tensor ropeAttention(const at::Tensor& qkv, const RopeTable& rope, const std::vector<std::int32_t>& starts,
                         std::int64_t heads, std::int64_t kv_heads, const std::vector<std::int32_t>& parents) {
    const auto rows = ops::cpuFloat(qkv, 2, "qkv");
    ops::require(kv_heads > 0 && heads % kv_heads == 0 && qkv.size(1) % (heads + 2 * kv_heads) == 0,
                 "attention: the width of qkv must be (H + 2 KV) * D with H a multiple of KV");
    const std::int64_t dim = qkv.size(1) / (heads + 2 * kv_heads);
    const auto cos = ops::cpuFloat(rope.cos, 2, "cos"), sin = ops::cpuFloat(rope.sin, 2, "sin");
    ops::require(dim % 2 == 0 && cos.size(0) == qkv.size(0) && cos.size(1) == dim / 2 && sin.sizes() == cos.sizes(),
                 "attention: the rotary table must be [N, D/2]");
    return FusedAttention::apply(rows, cos, sin, startsTensor(starts, qkv.size(0)),
                                 parentsTensor(parents, starts.size() - 1), heads, kv_heads);
}

}  // namespace retort
