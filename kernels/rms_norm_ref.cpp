// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <vector>

#include "kernels/rms_norm.h"

namespace retort::kernels {

void rmsNormForwardRef(const RmsNormForward& params) {
    for (std::int64_t row = 0; row < params.rows; ++row) {
        const float* x = params.x + row * params.width;
        float* y = params.y + row * params.width;
        double squares = 0;
        for (std::int64_t i = 0; i < params.width; ++i) squares += static_cast<double>(x[i]) * x[i];
        const double rstd = 1.0 / std::sqrt(squares / static_cast<double>(params.width) + params.epsilon);
        for (std::int64_t i = 0; i < params.width; ++i) y[i] = static_cast<float>(x[i] * rstd * params.weight[i]);
        if (params.rstd != nullptr) params.rstd[row] = static_cast<float>(rstd);
    }
}

void rmsNormBackwardRef(const RmsNormBackward& params) {
    std::vector<double> grad_weight(static_cast<std::size_t>(params.width), 0.0);
    for (std::int64_t row = 0; row < params.rows; ++row) {
        const float* x = params.x + row * params.width;
        const float* grad_y = params.grad_y + row * params.width;
        float* grad_x = params.grad_x + row * params.width;
        const double rstd = params.rstd[row];
        double dot = 0;
        for (std::int64_t i = 0; i < params.width; ++i) {
            dot += static_cast<double>(grad_y[i]) * params.weight[i] * x[i];
            grad_weight[static_cast<std::size_t>(i)] += static_cast<double>(grad_y[i]) * x[i] * rstd;
        }
        const double along_x = dot * rstd * rstd * rstd / static_cast<double>(params.width);
        for (std::int64_t i = 0; i < params.width; ++i) {
            grad_x[i] = static_cast<float>(static_cast<double>(grad_y[i]) * params.weight[i] * rstd - x[i] * along_x +
                                           (params.grad_sum != nullptr ? params.grad_sum[row * params.width + i] : 0.0));
        }
    }
    if (params.grad_weight == nullptr) return;
    for (std::int64_t i = 0; i < params.width; ++i) {
        params.grad_weight[i] += static_cast<float>(grad_weight[static_cast<std::size_t>(i)]);
    }
}

}  // namespace retort::kernels
