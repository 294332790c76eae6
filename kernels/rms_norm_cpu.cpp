// SPDX-License-Identifier: Apache-2.0
#include "kernels/rms_norm.h"

#include "kernels/decode/decode_ops.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/rms_norm_cpu.cpp"
#include "kernels/simd.h"

HWY_BEFORE_NAMESPACE();
namespace retort::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

float weightedDot(const float* grad_y, const float* weight, const float* x, std::int64_t width) {
    const hn::ScalableTag<float> d;
    const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
    auto sums = hn::Zero(d);
    std::int64_t i = 0;
    for (; i + lanes <= width; i += lanes) {
        const auto product = hn::Mul(hn::LoadU(d, grad_y + i), hn::LoadU(d, weight + i));
        sums = hn::MulAdd(product, hn::LoadU(d, x + i), sums);
    }
    float sum = hn::GetLane(hn::SumOfLanes(d, sums));
    for (; i < width; ++i) sum += grad_y[i] * weight[i] * x[i];
    return sum;
}

void addWeightGradient(const float* grad_y, const float* x, float rstd, std::int64_t width, float* grad_weight) {
    const hn::ScalableTag<float> d;
    const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
    const auto scale = hn::Set(d, rstd);
    std::int64_t i = 0;
    for (; i + lanes <= width; i += lanes) {
        const auto normalised = hn::Mul(hn::LoadU(d, x + i), scale);
        hn::StoreU(hn::MulAdd(hn::LoadU(d, grad_y + i), normalised, hn::LoadU(d, grad_weight + i)), d, grad_weight + i);
    }
    for (; i < width; ++i) grad_weight[i] += grad_y[i] * x[i] * rstd;
}

void backward(const RmsNormBackward& params) {
    const hn::ScalableTag<float> d;
    const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
    for (std::int64_t row = 0; row < params.rows; ++row) {
        const float* x = params.x + row * params.width;
        const float* grad_y = params.grad_y + row * params.width;
        const float* beside = params.grad_sum != nullptr ? params.grad_sum + row * params.width : nullptr;
        float* grad_x = params.grad_x + row * params.width;
        const float rstd = params.rstd[row];
        const float dot = weightedDot(grad_y, params.weight, x, params.width);
        const float along_x = dot * rstd * rstd * rstd / static_cast<float>(params.width);
        // Before grad_x is written: it may be grad_y.
        if (params.grad_weight != nullptr) addWeightGradient(grad_y, x, rstd, params.width, params.grad_weight);
        const auto scale = hn::Set(d, rstd), along = hn::Set(d, along_x);
        std::int64_t i = 0;
        for (; i + lanes <= params.width; i += lanes) {
            const auto through = hn::Mul(hn::Mul(hn::LoadU(d, grad_y + i), hn::LoadU(d, params.weight + i)), scale);
            auto grad = hn::NegMulAdd(hn::LoadU(d, x + i), along, through);
            if (beside != nullptr) grad = hn::Add(grad, hn::LoadU(d, beside + i));
            hn::StoreU(grad, d, grad_x + i);
        }
        for (; i < params.width; ++i) {
            grad_x[i] = grad_y[i] * params.weight[i] * rstd - x[i] * along_x + (beside != nullptr ? beside[i] : 0.0F);
        }
    }
}

}  // namespace retort::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace retort::kernels {

HWY_EXPORT(backward);

void rmsNormForwardCpu(const RmsNormForward& params) {
    addNorm({.from = params.x,
             .weight = params.weight,
             .out = params.y,
             .hidden = static_cast<std::int32_t>(params.width),
             .eps = params.epsilon,
             .row_end = static_cast<std::int32_t>(params.rows),
             .inverse = params.rstd});
}
void rmsNormBackwardCpu(const RmsNormBackward& params) { HWY_DYNAMIC_DISPATCH(backward)(params); }

}  // namespace retort::kernels
#endif
