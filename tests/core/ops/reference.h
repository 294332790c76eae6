// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <vector>

// The operations once more, as plain double loops with nothing shared with the product, and gradients by central
// differences.

namespace retort::test {

using Values = std::vector<double>;

Values valuesOf(const at::Tensor& tensor);
/// Normal values from a seed, [sizes] fp32.
at::Tensor randomTensor(std::vector<std::int64_t> sizes, std::uint64_t seed, double scale = 1);

/// q [N, H, D], k, v [N, KV, D], row-major.
Values attentionReference(const Values& q, const Values& k, const Values& v, const std::vector<std::int32_t>& starts,
                          std::int64_t heads, std::int64_t kv_heads, std::int64_t dim);
/// x [N, H, D].
Values ropeReference(const Values& x, const std::vector<std::int64_t>& positions, std::int64_t heads, std::int64_t dim,
                     double theta);
Values rmsNormReference(const Values& x, const Values& weight, double eps);
/// gate_up [N, 2 width].
Values swigluReference(const Values& gate_up, std::int64_t width);
/// x [N, in], weight [out, in], bias [out] or empty.
Values linearReference(const Values& x, const Values& weight, const Values& bias, std::int64_t in);

struct LogprobReference {
    Values logprobs, entropies;
};
LogprobReference logprobReference(const Values& hidden, const Values& head, const std::vector<std::int64_t>& targets,
                                  std::int64_t width, double temperature);

double dot(const Values& a, const Values& b);

/// d f / d x[i] for every i (or every `every`-th; the others are not visited) by central differences in double.
Values differences(const std::function<double(const Values&)>& f, const Values& x, std::size_t every = 1);

/// Largest |a - b| over the visited entries, divided by the largest |b|: an error relative to the tensor's scale.
double relativeError(const at::Tensor& a, const Values& b, std::size_t every = 1);

}  // namespace retort::test
