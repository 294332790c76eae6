// SPDX-License-Identifier: Apache-2.0
#include "ops/layer_stack.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <functional>
#include <mutex>
#include <numeric>

#include "ops/attention_families.h"
#include "ops/checks.h"
#include "ops/stack_slice.h"

namespace retort {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t kSliceTokens = 256;  // a slice's rows of one layer fit the second-level cache and the third
constexpr std::int64_t kLongestFamily = 1024;
constexpr std::int64_t kLanes = 8;  // sums of gradients, each over its own slices; the most threads that help
constexpr std::int64_t kMostParameters = std::int64_t{1} << 22;
constexpr std::size_t kPerLayer = 13;

/// Large buffers for the next call, in huge pages: fresh memory costs a page fault for each page, and reading it a walk of
/// the tables.
class BufferPool {
public:
    /// [at least `floats`], not initialised. It returns to the pool when the last other reference goes.
    at::Tensor take(std::int64_t floats) {
        const std::scoped_lock lock(mutex_);
        const auto idle = [](const at::Tensor& buffer) { return buffer.use_count() == 1; };
        at::Tensor* best = nullptr;
        for (auto& buffer : buffers_)
            if (idle(buffer) && buffer.numel() >= floats && (!best || buffer.numel() < best->numel())) best = &buffer;
        if (best) return *best;
        // A batch is seldom as large as the last: an idle buffer that is too small gives way, so that few are kept.
        const auto small = std::find_if(buffers_.begin(), buffers_.end(), idle);
        if (small != buffers_.end()) buffers_.erase(small);
        const std::int64_t room = floats + floats / 8;
        auto memory = kernels::alignedFloats(static_cast<std::size_t>(room));
        return buffers_.emplace_back(at::from_blob(memory.release(), {room}, kernels::FreeAligned(), at::kFloat));
    }

private:
    std::mutex mutex_;
    std::vector<at::Tensor> buffers_;
};

BufferPool& pool() {
    static BufferPool buffers;
    return buffers;
}

/// In the order of ops::LayerGradients; [0] for a bias that is not there, since a Function takes no undefined tensors.
std::vector<at::Tensor> parametersOf(const LayerStack& stack) {
    std::vector<at::Tensor> all;
    for (const StackLayer& layer : stack.layers)
        for (const auto* tensor :
             {&layer.input_norm, &layer.q, &layer.k, &layer.v, &layer.q_bias, &layer.k_bias, &layer.v_bias, &layer.o,
              &layer.o_bias, &layer.post_norm, &layer.gate, &layer.up, &layer.down})
            all.push_back(tensor->defined() ? tensor->contiguous() : at::empty({0}, at::kFloat));
    all.push_back(stack.final_norm.contiguous());
    return all;
}

kernels::DecodeShape sizesOf(const LayerStack& stack) {
    const auto narrow = [](std::int64_t value) { return static_cast<std::int32_t>(value); };
    const StackLayer& layer = stack.layers.front();
    return {.layers = narrow(static_cast<std::int64_t>(stack.layers.size())),
            .hidden = narrow(layer.q.size(1)),
            .heads = narrow(stack.heads),
            .kv_heads = narrow(stack.kv_heads),
            .head_dim = narrow(layer.q.size(0) / stack.heads),
            .intermediate = narrow(layer.gate.size(0)),
            .rms_eps = static_cast<float>(stack.eps)};
}

void checkShapes(const kernels::DecodeShape& sizes, const std::vector<at::Tensor>& parameters) {
    const auto floats = ops::layerFloats(sizes);
    for (std::size_t i = 0; i + 1 < parameters.size(); ++i) {
        const std::size_t kind = i % kPerLayer;
        const bool optional = (kind >= 4 && kind <= 6) || kind == 8;  // biases
        ops::require(parameters[i].scalar_type() == at::kFloat &&
                         (parameters[i].numel() == floats[kind] || (optional && parameters[i].numel() == 0)),
                     "layerStack: the parameters' shapes do not fit each other");
    }
    ops::require(parameters.back().numel() == sizes.hidden, "layerStack: the final norm is not as wide as the layers");
}

/// Slices of whole families side by side, about as many for every sum; none when the tokens of a family are not side by
/// side, or families not in the order of the tokens.
std::vector<ops::StackSlice> slicesOf(const ops::AttentionFamilies& all, std::int64_t tokens) {
    const std::int64_t wanted =
        std::max<std::int64_t>(1, (tokens + kLanes * kSliceTokens / 2) / (kLanes * kSliceTokens)) * kLanes;
    std::vector<ops::StackSlice> slices;
    std::int64_t end = 0;
    for (const auto& family : all.families) {
        const std::int64_t begin = family.root.begin;
        if (begin != end) return {};
        end += family.root.length;
        for (std::int64_t i = 0; i < family.count; ++i) {
            if (family.children[i].begin != end) return {};
            end += family.children[i].length;
        }
        // The next slice begins with the family whose middle lies behind its share of the tokens.
        if (slices.empty() || (begin + end) * wanted > 2 * tokens * static_cast<std::int64_t>(slices.size()))
            slices.emplace_back().begin = begin;
        auto& slice = slices.back();
        slice.families.push_back(family);
        slice.families.back().root.begin -= slice.begin;
        slice.count = end - slice.begin;
        slice.longest = std::max(slice.longest, family.longest);
    }
    return slices;
}

/// Jobs that are done one after the other, and how much of their work is left.
struct Lane {
    std::vector<std::size_t> jobs;
    std::int64_t left = 0;
};

/// Everything that stays the same between the two passes.
struct Plan : torch::CustomClassHolder {
    kernels::DecodeShape sizes;
    ops::AttentionFamilies families;
    std::vector<std::vector<cpu::TokenRange>> children;  ///< of each family, counted from its slice's first token
    std::vector<ops::StackSlice> slices;
    std::vector<std::int64_t> saved;  ///< where each slice's activations begin; one more for the end
    std::vector<ops::StackWeights> layers;

    Plan(const kernels::DecodeShape& s, const LayerStack& stack)
        : sizes(s), families(stack.starts, stack.parents), slices(slicesOf(families, stack.starts.back())) {
        for (auto& slice : slices)
            for (auto& family : slice.families) {
                auto& own = children.emplace_back(family.children, family.children + family.count);
                for (auto& range : own) range.begin -= slice.begin;
            }
        auto wanted = stack.wanted.begin();
        for (auto& slice : slices) {
            slice.result_begin = stack.wanted.empty() ? slice.begin : wanted - stack.wanted.begin();
            for (; wanted != stack.wanted.end() && *wanted < slice.begin + slice.count; ++wanted)
                slice.wanted.push_back(static_cast<std::int32_t>(*wanted - slice.begin));
            slice.results = stack.wanted.empty() ? slice.count : static_cast<std::int64_t>(slice.wanted.size());
            if (slice.results == slice.count) slice.wanted.clear();
        }
        std::size_t next = 0;
        for (auto& slice : slices)
            for (auto& family : slice.families) family.children = children[next++].data();
    }

    bool paired() const { return layers.front().packed.keepsPairs(); }

    auto tokens() const {
        return [this](std::size_t slice) { return slices[slice].count; };
    }

    /// The slices of each sum of gradients: as many for each, the longest first, so that threads end together.
    std::vector<Lane> lanes() const {
        const std::size_t count = std::min<std::size_t>(kLanes, slices.size());
        std::vector<Lane> lanes(count);
        for (std::size_t l = 0; l < count; ++l) {
            for (std::size_t i = slices.size() * l / count; i < slices.size() * (l + 1) / count; ++i)
                lanes[l].jobs.push_back(i);
            std::stable_sort(lanes[l].jobs.begin(), lanes[l].jobs.end(),
                             [&](std::size_t a, std::size_t b) { return slices[a].count > slices[b].count; });
        }
        return lanes;
    }

    ops::StackRows rows(std::size_t slice, const at::Tensor& cos, const at::Tensor& sin,
                        const at::Tensor& final_norm) const {
        const std::int64_t first = slices[slice].begin * (sizes.head_dim / 2);
        return {sizes,
                slices[slice],
                layers,
                final_norm.const_data_ptr<float>(),
                cos.const_data_ptr<float>() + first,
                sin.const_data_ptr<float>() + first};
    }
};

/// Calls job(lane, i) for each job i of each lane, those of a lane in their order and one at a time. A thread that becomes
/// free goes on with the lane that has most left: taking whole lanes, one would wait for the other's last.
template <class Work, class Job>
void overLanes(std::vector<Lane> lanes, const Work& work, const Job& job) {
    for (Lane& lane : lanes) {
        std::reverse(lane.jobs.begin(), lane.jobs.end());
        for (const std::size_t i : lane.jobs) lane.left += work(i);
    }
    std::vector<bool> busy(lanes.size());
    std::mutex mutex;
    at::parallel_for(0, at::get_num_threads(), 1, [&](std::int64_t, std::int64_t) {
        std::unique_lock lock(mutex);
        while (true) {
            std::size_t best = lanes.size();
            for (std::size_t l = 0; l < lanes.size(); ++l)
                if (!busy[l] && !lanes[l].jobs.empty() && (best == lanes.size() || lanes[l].left > lanes[best].left))
                    best = l;
            if (best == lanes.size()) return;  // what is left belongs to threads at work
            busy[best] = true;
            const std::size_t i = lanes[best].jobs.back();
            lanes[best].jobs.pop_back();
            lanes[best].left -= work(i);
            lock.unlock();
            job(best, i);
            lock.lock();
            busy[best] = false;
        }
    });
}

/// Calls job(0) to job(count - 1) as threads become free, those with most work(i) first.
template <class Work, class Job>
void overJobs(std::size_t count, const Work& work, const Job& job) {
    std::vector<Lane> lanes(count);
    for (std::size_t i = 0; i < count; ++i) lanes[i].jobs = {i};
    overLanes(std::move(lanes), work, [&](std::size_t, std::size_t i) { job(i); });
}
constexpr auto alike = [](std::size_t) -> std::int64_t { return 1; };

void packWeights(Plan& plan, at::TensorList parameters) {
    plan.layers.resize(static_cast<std::size_t>(plan.sizes.layers));
    overJobs(plan.layers.size(), alike, [&](std::size_t layer) {
        const auto at = [&](std::size_t i) {
            const auto& tensor = parameters[layer * kPerLayer + i];
            return tensor.numel() > 0 ? tensor.const_data_ptr<float>() : nullptr;
        };
        auto& weights = plan.layers[layer];
        weights.source = {.input_norm = at(0),
                          .q = at(1),
                          .k = at(2),
                          .v = at(3),
                          .q_bias = at(4),
                          .k_bias = at(5),
                          .v_bias = at(6),
                          .o = at(7),
                          .o_bias = at(8),
                          .post_norm = at(9),
                          .gate = at(10),
                          .up = at(11),
                          .down = at(12)};
        weights.packed = kernels::packLayer(plan.sizes, weights.source);
    });
    plan.saved = {0};
    for (const auto& slice : plan.slices)
        plan.saved.push_back(plan.saved.back() + ops::stackFloats(plan.sizes, slice.count, plan.paired(), true));
}

struct Stack : torch::autograd::Function<Stack> {
    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& state, const at::Tensor& cos, const at::Tensor& sin,
                              const c10::intrusive_ptr<Plan>& plan, bool keep, at::TensorList parameters) {
        const auto& last = plan->slices.back();
        auto out = at::empty({last.result_begin + last.results, state.size(1)}, state.options());
        packWeights(*plan, parameters);
        const auto saved = keep ? pool().take(plan->saved.back()) : at::Tensor();
        overJobs(plan->slices.size(), plan->tokens(), [&](std::size_t i) {
            const auto& slice = plan->slices[i];
            const std::int64_t first = slice.begin * plan->sizes.hidden;
            const auto own =
                keep ? at::Tensor() : pool().take(ops::stackFloats(plan->sizes, slice.count, plan->paired(), false));
            ops::stackForward(plan->rows(i, cos, sin, parameters.back()), state.const_data_ptr<float>() + first, keep,
                              keep ? saved.data_ptr<float>() + plan->saved[i] : own.data_ptr<float>(),
                              out.data_ptr<float>() + slice.result_begin * plan->sizes.hidden);
        });
        if (!keep) return out;
        variable_list kept{cos, sin, saved};
        kept.insert(kept.end(), parameters.begin(), parameters.end());
        ctx->save_for_backward(std::move(kept));
        ctx->saved_data["plan"] = at::IValue::make_capsule(plan);
        return out;
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const auto plan = c10::static_intrusive_pointer_cast<Plan>(ctx->saved_data["plan"].toCapsule());
        const auto kept = ctx->get_saved_variables();
        const auto d_out = grads[0].contiguous();
        const std::int64_t hidden = plan->sizes.hidden,
                           size = plan->sizes.layers * ops::layerParameters(plan->sizes) + hidden;
        const std::vector<Lane> sums_of = plan->lanes();
        const std::size_t lanes = sums_of.size();
        const auto& last = plan->slices.back();
        auto d_state = at::empty({last.begin + last.count, hidden}, d_out.options());
        const auto sums = pool().take(static_cast<std::int64_t>(lanes) * size);
        overJobs(plan->layers.size(), alike, [&](std::size_t layer) { plan->layers[layer].layOutForBackward(plan->sizes); });
        overLanes(sums_of, plan->tokens(), [&](std::size_t lane, std::size_t i) {
            ops::stackBackward(plan->rows(i, kept[0], kept[1], kept.back()), kept[2].data_ptr<float>() + plan->saved[i],
                               d_out.const_data_ptr<float>() + plan->slices[i].result_begin * hidden,
                               i == sums_of[lane].jobs.front(),
                               sums.data_ptr<float>() + static_cast<std::int64_t>(lane) * size,
                               d_state.data_ptr<float>() + plan->slices[i].begin * hidden);
        });
        variable_list result{d_state, {}, {}, {}, {}};
        result.resize(5 + kept.size() - 3);
        const auto floats = ops::layerFloats(plan->sizes);
        overJobs(
            kept.size() - 3, [&](std::size_t i) { return kept[3 + i].numel(); },
            [&](std::size_t i) {
                const at::Tensor& parameter = kept[3 + i];
                if (parameter.numel() == 0) return;
                const std::size_t layer = i / kPerLayer;
                const float* first =
                    sums.const_data_ptr<float>() + static_cast<std::int64_t>(layer) * ops::layerParameters(plan->sizes) +
                    std::accumulate(floats.begin(), floats.begin() + static_cast<std::ptrdiff_t>(i % kPerLayer),
                                    std::int64_t{0});
                auto gradient = at::empty_like(parameter);
                float* sum = gradient.data_ptr<float>();
                constexpr std::int64_t kPart = 4096;  // stays in the first cache while all sums are added
                for (std::int64_t begin = 0; begin < gradient.numel(); begin += kPart) {
                    const std::int64_t count = std::min(kPart, gradient.numel() - begin);
                    std::copy_n(first + begin, count, sum + begin);
                    for (std::size_t lane = 1; lane < lanes; ++lane)
                        cpu::kernels().add(sum + begin, first + static_cast<std::int64_t>(lane) * size + begin, count);
                }
                result[5 + i] = gradient;
            });
        return result;
    }
};

}  // namespace

bool suitsLayerStack(const LayerStack& stack) {
    if (stack.layers.empty()) return false;
    const auto sizes = sizesOf(stack);
    for (const std::int64_t width : {sizes.hidden, sizes.queryWidth(), sizes.kvWidth(), sizes.intermediate})
        if (width % 16 != 0) return false;
    if (sizes.layers * ops::layerParameters(sizes) > kMostParameters) return false;
    const ops::AttentionFamilies families(stack.starts, stack.parents);
    return families.longest <= kLongestFamily && !slicesOf(families, stack.starts.back()).empty();
}

at::Tensor layerStack(const at::Tensor& state, const LayerStack& stack) {
    const auto rows = ops::cpuFloat(state, 2, "layerStack: state");
    ops::require(suitsLayerStack(stack), "layerStack: these layers and tokens do not suit it");
    const auto sizes = sizesOf(stack);
    const auto cos = ops::cpuFloat(stack.rope.cos, 2, "layerStack: cos"),
               sin = ops::cpuFloat(stack.rope.sin, 2, "layerStack: sin");
    ops::require(rows.size(1) == sizes.hidden && rows.size(0) == stack.starts.back() && cos.size(0) == rows.size(0) &&
                     cos.size(1) == sizes.head_dim / 2 && sin.sizes() == cos.sizes(),
                 "layerStack: state [N, H] and the rotary table [N, D/2] do not fit the tokens");
    ops::require(stack.wanted.empty() || (std::is_sorted(stack.wanted.begin(), stack.wanted.end(), std::less_equal<>()) &&
                                          stack.wanted.front() >= 0 && stack.wanted.back() < rows.size(0)),
                 "layerStack: the rows that are wanted must rise and be rows of the state");
    const auto parameters = parametersOf(stack);
    checkShapes(sizes, parameters);
    const bool keep = at::GradMode::is_enabled() &&
                      (rows.requires_grad() ||
                       std::any_of(parameters.begin(), parameters.end(), [](const auto& p) { return p.requires_grad(); }));
    return Stack::apply(rows, cos, sin, c10::make_intrusive<Plan>(sizes, stack), keep, at::TensorList(parameters));
}

}  // namespace retort
