// SPDX-License-Identifier: Apache-2.0
#include "ops/token_logprobs.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>
#include <torch/csrc/autograd/custom_function.h>

#include <vector>

#include "base/error.h"
#include "kernels/decode/decode_ops.h"
#include "ops/checks.h"
#include "ops/cpu_kernels.h"
#include "ops/gradient_products.h"
#include "ops/packed_product.h"

namespace retort {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Rows per block: 4 MB of logits stay in the cache, but never so few rows that the products wait for a large head and its
/// gradient, which come from memory once a block.
std::int64_t blockRows(std::int64_t vocab) {
    return std::max<std::int64_t>(256, (std::int64_t{1} << 20) / std::max<std::int64_t>(vocab, 1));
}

/// Rows a thread takes at least.
std::int64_t rowGrain(std::int64_t vocab) { return std::max<std::int64_t>(1, 16384 / std::max<std::int64_t>(vocab, 1)); }

/// Up to this many logits (32 MB) are kept for the backward pass; more are computed once more.
constexpr std::int64_t kKeptLogits = std::int64_t{1} << 23;

/// body(first, count, logits [count, V]) for every block of rows; logits may be overwritten.
template <class Body>
void overBlocks(std::int64_t rows, const at::Tensor& logits, const Body& body) {
    const std::int64_t block = std::min(rows, blockRows(logits.size(1)));
    for (std::int64_t first = 0; first < rows; first += block) {
        const std::int64_t count = std::min(block, rows - first);
        body(first, count, logits.narrow(0, logits.size(0) < rows ? 0 : first, count));
    }
}

/// As overBlocks with the logits of `hidden`, computed block by block: all into `kept` [N, V], or where that is undefined
/// each in the place of the one before.
template <class Body>
void overLogits(const at::Tensor& hidden, const at::Tensor& head, const at::Tensor& kept, const Body& body) {
    const std::int64_t rows = hidden.size(0), vocab = head.size(0);
    const ops::PackedProduct product(head);
    const auto buffer = kept.defined() ? kept : at::empty({std::min(rows, blockRows(vocab)), vocab}, hidden.options());
    overBlocks(rows, buffer, [&](std::int64_t first, std::int64_t count, const at::Tensor& logits) {
        product.multiply(hidden.const_data_ptr<float>() + first * hidden.size(1), count, nullptr, logits.data_ptr<float>());
        body(first, count, logits);
    });
}

struct Logprobs : torch::autograd::Function<Logprobs> {
    static variable_list forward(AutogradContext* ctx, const at::Tensor& hidden, const at::Tensor& head,
                                 const at::Tensor& targets, double scale, bool entropy_gradient, bool keep) {
        const std::int64_t rows = hidden.size(0), vocab = head.size(0);
        auto logprobs = at::empty({rows}, hidden.options()), entropies = at::empty_like(logprobs),
             lse = at::empty_like(logprobs);
        auto firsts = at::empty({rows}, hidden.options().dtype(at::kBool));
        const auto* target = targets.const_data_ptr<std::int64_t>();
        bool* first_choice = firsts.data_ptr<bool>();
        float *logprob = logprobs.data_ptr<float>(), *entropy = entropies.data_ptr<float>(), *norm = lse.data_ptr<float>();
        const auto kept = keep ? at::empty({rows, vocab}, hidden.options()) : at::Tensor();
        overLogits(hidden, head, kept, [&](std::int64_t first, std::int64_t count, const at::Tensor& logits) {
            float* base = logits.data_ptr<float>();
            at::parallel_for(0, count, rowGrain(vocab), [&](std::int64_t begin, std::int64_t end) {
                thread_local std::vector<float> weights;
                weights.resize(keep ? static_cast<std::size_t>(vocab) : 0);
                for (std::int64_t r = begin; r < end; ++r) {
                    const std::int64_t token = first + r;
                    float* row = base + r * vocab;
                    const double picked = target[token] < 0 ? 0 : row[target[token]];
                    // As Sampler computes it.
                    const auto sums = kernels::softmaxWeights(row, static_cast<std::int32_t>(vocab),
                                                              static_cast<float>(scale), keep ? weights.data() : row);
                    const double log_sum = std::log(sums.sum);
                    first_choice[token] = target[token] >= 0 && picked >= sums.max;
                    norm[token] = static_cast<float>(sums.max * scale + log_sum);
                    entropy[token] = static_cast<float>(log_sum - sums.weighted / sums.sum);
                    logprob[token] = target[token] < 0 ? 0 : static_cast<float>((picked - sums.max) * scale - log_sum);
                }
            });
        });
        ctx->save_for_backward({hidden, head, targets, lse, entropies});
        if (keep) ctx->saved_data["logits"] = kept;
        ctx->saved_data["scale"] = scale;
        ctx->set_materialize_grads(false);
        if (entropy_gradient) ctx->mark_non_differentiable({firsts});
        else ctx->mark_non_differentiable({entropies, firsts});
        return {logprobs, entropies, firsts};
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const auto saved = ctx->get_saved_variables();
        const auto &hidden = saved[0], &head = saved[1];
        const auto scale = static_cast<float>(ctx->saved_data["scale"].toDouble());
        const std::int64_t vocab = head.size(0);
        const auto* target = saved[2].const_data_ptr<std::int64_t>();
        const auto *lse = saved[3].const_data_ptr<float>(), *entropy = saved[4].const_data_ptr<float>();
        const auto g_logprobs = grads[0].defined() ? grads[0].contiguous() : grads[0];
        const auto g_entropies = grads[1].defined() ? grads[1].contiguous() : grads[1];
        const float* gl = g_logprobs.defined() ? g_logprobs.const_data_ptr<float>() : nullptr;
        const float* ge = g_entropies.defined() ? g_entropies.const_data_ptr<float>() : nullptr;
        auto d_hidden = at::empty_like(hidden), d_head = at::zeros_like(head);
        const ops::InputGradient input_gradient(head);
        const auto gradients = [&](std::int64_t first, std::int64_t count, const at::Tensor& logits) {
            float* base = logits.data_ptr<float>();
            at::parallel_for(0, count, rowGrain(vocab), [&](std::int64_t begin, std::int64_t end) {
                for (std::int64_t r = begin; r < end; ++r) {
                    const std::int64_t token = first + r;
                    cpu::kernels().logitRowBackward(base + r * vocab, vocab, scale, {lse[token], entropy[token]},
                                                    target[token], gl ? gl[token] : 0, ge ? ge[token] : 0);
                }
            });
            input_gradient.multiply(logits, d_hidden.narrow(0, first, count));
            ops::weightGradient(logits, hidden.narrow(0, first, count), true, d_head);
        };
        const auto kept = ctx->saved_data.find("logits");
        if (kept == ctx->saved_data.end()) {
            overLogits(hidden, head, at::Tensor(), gradients);
        } else {
            // They become their own gradients: a second backward pass would find these.
            const at::Tensor logits = kept->second.toTensor();
            ctx->saved_data.erase(kept);
            overBlocks(hidden.size(0), logits, gradients);
        }
        return {d_hidden, d_head, {}, {}, {}, {}};
    }
};

}  // namespace

TokenLogprobs tokenLogprobs(const at::Tensor& hidden, const at::Tensor& head, const at::Tensor& targets,
                            const TokenLogprobsOptions& options) {
    const auto rows = ops::cpuFloat(hidden, 2, "tokenLogprobs: hidden"),
               weight = ops::cpuFloat(head, 2, "tokenLogprobs: head");
    ops::require(options.temperature > 0, "tokenLogprobs: the temperature must be above 0");
    ops::require(rows.size(1) == weight.size(1) && targets.dim() == 1 && targets.scalar_type() == at::kLong &&
                     targets.size(0) == rows.size(0) && weight.size(0) > 0,
                 "tokenLogprobs: hidden [N, C], head [V, C] and int64 targets [N] do not fit each other");
    const auto ids = targets.contiguous();
    const auto* id = ids.const_data_ptr<std::int64_t>();
    for (std::int64_t r = 0; r < ids.size(0); ++r)
        if (id[r] < -1 || id[r] >= weight.size(0))
            throw Error(ErrorCode::RunFailed,
                        fmt::format("target {} is outside the vocabulary of {}", id[r], weight.size(0)),
                        fmt::format("row {}", r), "The tokenizer and the model do not belong together");
    const bool keep = at::GradMode::is_enabled() && (rows.requires_grad() || weight.requires_grad()) &&
                      rows.size(0) * weight.size(0) <= kKeptLogits;
    auto out = Logprobs::apply(rows, weight, ids, 1 / options.temperature, options.entropy_gradient, keep);
    return {out[0], out[1], out[2]};
}

}  // namespace retort
