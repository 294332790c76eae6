// SPDX-License-Identifier: Apache-2.0
#include "kernels/decode/decode_types.h"

#include <cmath>

namespace retort::kernels {

double ropeAngle(std::int64_t position, std::int64_t pair, std::int64_t head_dim, double theta) {
    return static_cast<double>(position) * std::pow(theta, -2.0 * static_cast<double>(pair) / static_cast<double>(head_dim));
}

void RopeAngles::ensure(const DecodeShape& shape, std::int32_t positions) {
    half = shape.head_dim / 2;
    const std::int32_t known = half == 0 ? positions : static_cast<std::int32_t>(cos.size()) / half;
    for (std::int32_t position = known; position < positions; ++position) {
        for (std::int32_t i = 0; i < half; ++i) {
            const double angle = ropeAngle(position, i, shape.head_dim, shape.rope_theta);
            cos.push_back(static_cast<float>(std::cos(angle)));
            sin.push_back(static_cast<float>(std::sin(angle)));
        }
    }
}

}  // namespace retort::kernels
