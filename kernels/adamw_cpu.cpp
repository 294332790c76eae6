// SPDX-License-Identifier: Apache-2.0
#include "kernels/adamw.h"

#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/adamw_cpu.cpp"
#include "kernels/simd.h"

HWY_BEFORE_NAMESPACE();
namespace retort::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// One expression for vectors of all lanes and, with a tag of one lane, for the rest of the array.
template <class D>
void update(D d, const AdamW& params, const AdamWFactors& factors, std::int64_t i) {
    const auto gradient = hn::Mul(hn::LoadU(d, params.gradient + i), hn::Set(d, factors.gradient_scale));
    const auto scaled = hn::Mul(gradient, hn::Set(d, factors.one_minus_beta1));
    const auto first = hn::MulAdd(hn::LoadU(d, params.first_moment + i), hn::Set(d, factors.beta1), scaled);
    const auto squared = hn::Mul(hn::Mul(gradient, gradient), hn::Set(d, factors.one_minus_beta2));
    const auto second = hn::MulAdd(hn::LoadU(d, params.second_moment + i), hn::Set(d, factors.beta2), squared);
    const auto root = hn::MulAdd(hn::Sqrt(second), hn::Set(d, factors.inverse_root), hn::Set(d, factors.epsilon));
    const auto step = hn::Div(hn::Mul(first, hn::Set(d, factors.step_size)), root);
    const auto decayed = hn::Mul(hn::LoadU(d, params.parameter + i), hn::Set(d, factors.decay));
    hn::StoreU(hn::Sub(decayed, step), d, params.parameter + i);
    hn::StoreU(first, d, params.first_moment + i);
    hn::StoreU(second, d, params.second_moment + i);
}

void adamw(const AdamW& params) {
    const AdamWFactors factors = adamwFactors(params);
    const hn::ScalableTag<float> d;
    const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
    std::int64_t i = 0;
    for (; i + lanes <= params.count; i += lanes) update(d, params, factors, i);
    for (; i < params.count; ++i) update(hn::CappedTag<float, 1>(), params, factors, i);
}

}  // namespace retort::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace retort::kernels {

HWY_EXPORT(adamw);

void adamwCpu(const AdamW& params) { HWY_DYNAMIC_DISPATCH(adamw)(params); }

}  // namespace retort::kernels
#endif
