// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "kernels/adamw.h"

namespace retort::kernels {

void adamwRef(const AdamW& params) {
    const auto step = static_cast<double>(params.step);
    const double first_correction = 1.0 - std::pow(params.beta1, step);
    const double second_correction = 1.0 - std::pow(params.beta2, step);
    for (std::int64_t i = 0; i < params.count; ++i) {
        const double gradient = params.gradient[i] * params.gradient_scale;
        const double first = params.beta1 * params.first_moment[i] + (1.0 - params.beta1) * gradient;
        const double second = params.beta2 * params.second_moment[i] + (1.0 - params.beta2) * gradient * gradient;
        const double decayed = params.parameter[i] * (1.0 - params.learning_rate * params.weight_decay);
        const double update = first / first_correction / (std::sqrt(second / second_correction) + params.epsilon);
        params.parameter[i] = static_cast<float>(decayed - params.learning_rate * update);
        params.first_moment[i] = static_cast<float>(first);
        params.second_moment[i] = static_cast<float>(second);
    }
}

}  // namespace retort::kernels
