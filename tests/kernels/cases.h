// SPDX-License-Identifier: Apache-2.0
#pragma once

// The one table of cases that every implementation of a kernel is run over.

#include <cstdint>
#include <ostream>
#include <vector>

#include "base/random.h"

namespace retort::test {

struct RmsNormCase {
    std::int64_t rows, width;
    float scale;  ///< magnitude of x
    float epsilon;
};
inline std::ostream& operator<<(std::ostream& out, const RmsNormCase& c) {
    return out << c.rows << "x" << c.width << " of magnitude " << c.scale;
}

/// Widths below, at and beside every vector and block size; real models' widths; magnitudes where epsilon decides and where
/// squares are large.
inline const std::vector<RmsNormCase>& rmsNormCases() {
    static const std::vector<RmsNormCase> cases = {
        {1, 1, 1, 1e-6F},   {3, 4, 1, 1e-6F},    {2, 7, 1, 1e-5F},       {5, 16, 1, 1e-6F},     {4, 31, 1, 1e-6F},
        {4, 33, 1, 1e-6F},  {17, 64, 1, 1e-6F},  {8, 128, 1e-4F, 1e-6F}, {8, 128, 1e4F, 1e-6F}, {6, 511, 1, 1e-6F},
        {6, 513, 1, 1e-6F}, {40, 896, 1, 1e-6F}, {9, 1536, 1, 1e-6F},    {3, 4097, 1, 1e-6F},   {700, 48, 1, 1e-6F},
    };
    return cases;
}

struct AdamWCase {
    std::int64_t count, steps;
    double learning_rate, beta1, beta2, epsilon, weight_decay, gradient_scale;
    float gradient;  ///< magnitude of the gradient
};
inline std::ostream& operator<<(std::ostream& out, const AdamWCase& c) {
    return out << c.count << " parameters, " << c.steps << " steps, gradient " << c.gradient;
}

inline const std::vector<AdamWCase>& adamwCases() {
    static const std::vector<AdamWCase> cases = {
        {1, 1, 1e-3, 0.9, 0.999, 1e-8, 0, 1, 1},          {15, 3, 1e-2, 0.9, 0.95, 1e-6, 0.1, 1, 1},
        {1000, 5, 1e-3, 0.9, 0.999, 1e-8, 0.01, 0.25, 8}, {4096, 2, 1e-6, 0.9, 0.999, 1e-8, 0, 1, 1e-6F},
        {257, 20, 3e-4, 0.8, 0.99, 1e-8, 0.1, 1, 1e3F},   {70001, 2, 1e-3, 0.9, 0.999, 1e-8, 0, 1, 1},
    };
    return cases;
}

/// Normal numbers times `scale`.
inline std::vector<float> normals(std::int64_t count, double scale, std::uint64_t stream) {
    Random random(20260101, stream);
    std::vector<float> values(static_cast<std::size_t>(count));
    for (float& value : values) value = static_cast<float>(random.normal() * scale);
    return values;
}

}  // namespace retort::test
