// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "kernels/decode/decode_types.h"

namespace retort::kernels {

/// The whole model in double precision with plain loops: logits [ids.size()][V] of one sequence, teacher-forced. What the
/// kernels are held against.
std::vector<std::vector<double>> referenceLogits(const DecodeWeights& weights, const std::vector<std::int32_t>& ids);

/// log softmax of logits divided by a temperature.
std::vector<double> referenceLogSoftmax(const std::vector<double>& logits, double temperature);

}  // namespace retort::kernels
