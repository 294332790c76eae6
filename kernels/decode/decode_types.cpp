// SPDX-License-Identifier: Apache-2.0
#include "kernels/decode/decode_types.h"

#include <cmath>

namespace retort::kernels {

void RopeAngles::ensure(const DecodeShape& shape, std::int32_t positions) {
    half = shape.head_dim / 2;
    const std::int32_t known = half == 0 ? positions : static_cast<std::int32_t>(cos.size()) / half;
    for (std::int32_t position = known; position < positions; ++position) {
        for (std::int32_t i = 0; i < half; ++i) {
            const double angle = position * std::pow(shape.rope_theta, -2.0 * i / shape.head_dim);
            cos.push_back(static_cast<float>(std::cos(angle)));
            sin.push_back(static_cast<float>(std::sin(angle)));
        }
    }
}

}  // namespace retort::kernels
