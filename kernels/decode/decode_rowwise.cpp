// SPDX-License-Identifier: Apache-2.0
// What a step does between the products, row by row: residual and norm, biases and rotary embedding, softmax.
#include "kernels/decode/decode_ops.h"

#include <algorithm>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/decode/decode_rowwise.cpp"
#include "kernels/decode/decode_simd.h"

HWY_BEFORE_NAMESPACE();
namespace retort::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;
using F = hn::ScalableTag<float>;
using V = hn::Vec<F>;
using Wide = hn::ScalableTag<double>;
using Narrow = hn::Rebind<float, Wide>;

constexpr int kLanes = static_cast<int>(hn::MaxLanes(F()));
constexpr float kNothing = -1e30f;  // exp gives 0, and 0 * kNothing is 0

/// Sums kLanes floats at a time in double.
struct WideSum {
    static constexpr int kStep = static_cast<int>(hn::MaxLanes(Wide()));
    hn::Vec<Wide> sum;

    WideSum() { sum = hn::Zero(Wide()); }  // a default member initialiser would be built for the wrong target
    static hn::Vec<Wide> load(const float* x) { return hn::PromoteTo(Wide(), hn::LoadU(Narrow(), x)); }
    void add(const float* x) {
        for (int i = 0; i < kLanes; i += kStep) sum = hn::Add(sum, load(x + i));
    }
    void addProduct(const float* x, const float* y) {
        for (int i = 0; i < kLanes; i += kStep) sum = hn::MulAdd(load(x + i), load(y + i), sum);
    }
    double total() const { return hn::GetLane(hn::SumOfLanes(Wide(), sum)); }
};

void addBias(float* HWY_RESTRICT x, const float* HWY_RESTRICT bias, int count) {
    if (bias == nullptr) return;
    for (int i = 0; i < count; ++i) x[i] += bias[i];
}

void addRow(const AddNormParams& p, const float* x, const float* delta, float* sum) {
    if (p.bias != nullptr) {
        for (int i = 0; i < p.hidden; ++i) sum[i] = x[i] + (delta[i] + p.bias[i]);
    } else {
        for (int i = 0; i < p.hidden; ++i) sum[i] = x[i] + delta[i];
    }
}

void addNormRow(const AddNormParams& p, int row) {
    const F d;
    const std::size_t first = static_cast<std::size_t>(row) * p.hidden;
    const float* x = p.from + first;
    if (p.delta != nullptr) {
        addRow(p, x, p.delta + static_cast<std::size_t>(row) * p.delta_stride, p.sum + first);
        x = p.sum + first;
    }
    float* out = p.pairs ? p.out : p.out + static_cast<std::size_t>(row) * (p.out_stride > 0 ? p.out_stride : p.hidden);
    const int whole = p.hidden / kLanes * kLanes;
    WideSum squares;
    for (int i = 0; i < whole; i += kLanes) squares.addProduct(x + i, x + i);
    double sum = squares.total();
    for (int i = whole; i < p.hidden; ++i) sum += static_cast<double>(x[i]) * x[i];
    const float inverse = static_cast<float>(1.0 / std::sqrt(sum / p.hidden + static_cast<double>(p.eps)));
    if (p.inverse != nullptr) p.inverse[row] = inverse;
    const V scale = hn::Set(d, inverse);
    for (int i = 0; i < whole; i += kLanes) {
        hn::StoreU(hn::Mul(hn::Mul(hn::LoadU(d, x + i), scale), hn::LoadU(d, p.weight + i)), d, out + i);
    }
    for (int i = whole; i < p.hidden; ++i) out[i] = x[i] * inverse * p.weight[i];
    const std::int64_t width = (p.hidden + 1) / 2;
    if (p.pairs != nullptr) bf16Kernels().pairUp(out, p.hidden, 1, p.hidden, p.pairs + row * width, width);
}

void addNormImpl(const AddNormParams& p) {
    for (int row = p.row_begin; row < p.row_end; ++row) addNormRow(p, row);
}

void rotate(float* HWY_RESTRICT x, const float* HWY_RESTRICT cos, const float* HWY_RESTRICT sin, int half) {
    for (int i = 0; i < half; ++i) {
        const float a = x[i], b = x[i + half];
        x[i] = a * cos[i] - b * sin[i];
        x[i + half] = b * cos[i] + a * sin[i];
    }
}

void ropeStoreRow(const RopeStoreParams& p, int index) {
    const DecodeRow& row = p.rows[index];
    const int dim = p.shape->head_dim, half = p.angles->half, queries = p.shape->queryWidth(), keys = p.shape->kvWidth();
    float* q = p.qkv + static_cast<std::size_t>(index) * p.qkv_stride;
    float *k = q + queries, *v = k + keys;
    addBias(q, p.weights->q_bias, queries);
    addBias(k, p.weights->k_bias, keys);
    addBias(v, p.weights->v_bias, keys);
    const float* cos = p.angles->cos.data() + static_cast<std::size_t>(row.position) * half;
    const float* sin = p.angles->sin.data() + static_cast<std::size_t>(row.position) * half;
    for (int head = 0; head < p.shape->heads + p.shape->kv_heads; ++head) rotate(q + head * dim, cos, sin, half);

    const KvLayout& layout = row.own.layout;
    const int place = row.own.length - 1;
    for (int head = 0; head < p.shape->kv_heads; ++head) {
        float* tile = row.own.data + p.layer * layout.layerFloats() + head * layout.headFloats() +
                      place / kKvTile * layout.tileFloats();
        for (int i = 0; i < dim; ++i) tile[i * kKvTile + place % kKvTile] = k[head * dim + i];
        std::copy_n(v + head * dim, dim, tile + dim * kKvTile + place % kKvTile * layout.valueStride());
    }
}

void ropeStoreImpl(const RopeStoreParams& p) {
    for (int row = p.row_begin; row < p.row_end; ++row) ropeStoreRow(p, row);
}

SoftmaxSums softmaxWeightsImpl(const float* logits, int count, float inverse_temperature, float* weights) {
    const F d;
    const int whole = count / kLanes * kLanes;
    SoftmaxSums result{.max = logits[0], .finite = true};
    V max = hn::Set(d, logits[0]);
    auto finite = hn::Eq(max, max);
    for (int i = 0; i < whole; i += kLanes) {
        const V x = hn::LoadU(d, logits + i);
        finite = hn::And(finite, hn::IsFinite(x));
        max = hn::Max(max, x);
    }
    result.max = hn::GetLane(hn::MaxOfLanes(d, max));
    result.finite = hn::AllTrue(d, finite);
    for (int i = whole; i < count; ++i) {
        result.finite = result.finite && std::isfinite(logits[i]);
        result.max = std::max(result.max, logits[i]);
    }
    WideSum sum, weighted;
    HWY_ALIGN float x[kLanes], out[kLanes];
    const auto add = [&](V logit) HWY_ATTR {
        const V difference = hn::Mul(hn::Sub(logit, hn::Set(d, result.max)), hn::Set(d, inverse_temperature));
        const V scaled = hn::Max(difference, hn::Set(d, kNothing));
        const V weight = expOf(d, scaled);
        hn::Store(scaled, d, x);
        hn::Store(weight, d, out);
        sum.add(out);
        weighted.addProduct(out, x);
        return weight;
    };
    for (int i = 0; i < whole; i += kLanes) hn::StoreU(add(hn::LoadU(d, logits + i)), d, weights + i);
    if (whole < count) {
        HWY_ALIGN float rest[kLanes];
        std::fill_n(rest, kLanes, kNothing);
        std::copy_n(logits + whole, count - whole, rest);
        add(hn::Load(d, rest));
        std::copy_n(out, count - whole, weights + whole);
    }
    result.sum = sum.total();
    result.weighted = weighted.total();
    return result;
}

}  // namespace retort::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace retort::kernels {
HWY_EXPORT(addNormImpl);
HWY_EXPORT(ropeStoreImpl);
HWY_EXPORT(softmaxWeightsImpl);

void addNorm(const AddNormParams& params) { HWY_DYNAMIC_DISPATCH(addNormImpl)(params); }
void ropeStore(const RopeStoreParams& params) { HWY_DYNAMIC_DISPATCH(ropeStoreImpl)(params); }
SoftmaxSums softmaxWeights(const float* logits, std::int32_t count, float inverse_temperature, float* weights) {
    return HWY_DYNAMIC_DISPATCH(softmaxWeightsImpl)(logits, count, inverse_temperature, weights);
}
}  // namespace retort::kernels
#endif
