// SPDX-License-Identifier: Apache-2.0
#include "core/ops/reference.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"

namespace retort::test {

Values valuesOf(const at::Tensor& tensor) {
    const auto dense = tensor.detach().to(at::kDouble).contiguous();
    return {dense.const_data_ptr<double>(), dense.const_data_ptr<double>() + dense.numel()};
}

at::Tensor randomTensor(std::vector<std::int64_t> sizes, std::uint64_t seed, double scale) {
    Random random(seed, 0);
    auto tensor = at::empty(sizes, at::kFloat);
    for (std::int64_t i = 0; i < tensor.numel(); ++i)
        tensor.data_ptr<float>()[i] = static_cast<float>(scale * random.normal());
    return tensor;
}

Values attentionReference(const Values& q, const Values& k, const Values& v, const std::vector<std::int32_t>& starts,
                          std::int64_t heads, std::int64_t kv_heads, std::int64_t dim) {
    Values out(q.size(), 0.0);
    for (std::size_t s = 0; s + 1 < starts.size(); ++s)
        for (std::int64_t i = starts[s]; i < starts[s + 1]; ++i)
            for (std::int64_t h = 0; h < heads; ++h) {
                const std::int64_t g = h / (heads / kv_heads);
                Values weight;
                double top = -1e300, total = 0;
                for (std::int64_t j = starts[s]; j <= i; ++j) {
                    double score = 0;
                    for (std::int64_t d = 0; d < dim; ++d)
                        score += q[(i * heads + h) * dim + d] * k[(j * kv_heads + g) * dim + d];
                    weight.push_back(score / std::sqrt(static_cast<double>(dim)));
                    top = std::max(top, weight.back());
                }
                for (auto& w : weight) total += w = std::exp(w - top);
                for (std::int64_t j = starts[s]; j <= i; ++j)
                    for (std::int64_t d = 0; d < dim; ++d)
                        out[(i * heads + h) * dim + d] += weight[j - starts[s]] / total * v[(j * kv_heads + g) * dim + d];
            }
    return out;
}

Values ropeReference(const Values& x, const std::vector<std::int64_t>& positions, std::int64_t heads, std::int64_t dim,
                     double theta) {
    Values out(x.size());
    for (std::size_t t = 0; t < positions.size(); ++t)
        for (std::int64_t h = 0; h < heads; ++h)
            for (std::int64_t i = 0; i < dim / 2; ++i) {
                const double angle = static_cast<double>(positions[t]) * std::pow(theta, -2.0 * i / dim);
                const std::size_t a = (t * heads + h) * dim + i, b = a + dim / 2;
                out[a] = x[a] * std::cos(angle) - x[b] * std::sin(angle);
                out[b] = x[b] * std::cos(angle) + x[a] * std::sin(angle);
            }
    return out;
}

Values rmsNormReference(const Values& x, const Values& weight, double eps) {
    Values out(x.size());
    const std::size_t cols = weight.size();
    for (std::size_t r = 0; r < x.size() / cols; ++r) {
        double squares = 0;
        for (std::size_t j = 0; j < cols; ++j) squares += x[r * cols + j] * x[r * cols + j];
        const double scale = 1 / std::sqrt(squares / static_cast<double>(cols) + eps);
        for (std::size_t j = 0; j < cols; ++j) out[r * cols + j] = x[r * cols + j] * scale * weight[j];
    }
    return out;
}

Values swigluReference(const Values& gate_up, std::int64_t width) {
    Values out(gate_up.size() / 2);
    for (std::size_t r = 0; r < out.size() / width; ++r)
        for (std::int64_t j = 0; j < width; ++j) {
            const double gate = gate_up[r * 2 * width + j], up = gate_up[r * 2 * width + width + j];
            out[r * width + j] = gate / (1 + std::exp(-gate)) * up;
        }
    return out;
}

Values linearReference(const Values& x, const Values& weight, const Values& bias, std::int64_t in) {
    const std::size_t rows = x.size() / in, outs = weight.size() / in;
    Values y(rows * outs);
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t o = 0; o < outs; ++o) {
            double sum = bias.empty() ? 0 : bias[o];
            for (std::int64_t i = 0; i < in; ++i) sum += x[r * in + i] * weight[o * in + i];
            y[r * outs + o] = sum;
        }
    return y;
}

LogprobReference logprobReference(const Values& hidden, const Values& head, const std::vector<std::int64_t>& targets,
                                  std::int64_t width, double temperature) {
    const auto logits = linearReference(hidden, head, {}, width);
    const std::size_t vocab = head.size() / width;
    LogprobReference result;
    for (std::size_t r = 0; r < targets.size(); ++r) {
        double total = 0, top = -1e300, entropy = 0;
        for (std::size_t j = 0; j < vocab; ++j) top = std::max(top, logits[r * vocab + j] / temperature);
        for (std::size_t j = 0; j < vocab; ++j) total += std::exp(logits[r * vocab + j] / temperature - top);
        const double lse = top + std::log(total);
        for (std::size_t j = 0; j < vocab; ++j) {
            const double log_p = logits[r * vocab + j] / temperature - lse;
            entropy -= std::exp(log_p) * log_p;
        }
        result.logprobs.push_back(targets[r] < 0 ? 0 : logits[r * vocab + targets[r]] / temperature - lse);
        result.entropies.push_back(entropy);
    }
    return result;
}

double dot(const Values& a, const Values& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
}

Values differences(const std::function<double(const Values&)>& f, const Values& x, std::size_t every) {
    constexpr double kStep = 1e-4;
    Values gradient(x.size(), 0.0), moved = x;
    for (std::size_t i = 0; i < x.size(); i += every) {
        // Five points: the error is of fourth order in the step, far below what is asked of the operations.
        const auto at = [&](double step) {
            moved[i] = x[i] + step;
            const double value = f(moved);
            moved[i] = x[i];
            return value;
        };
        gradient[i] = (8 * (at(kStep) - at(-kStep)) - (at(2 * kStep) - at(-2 * kStep))) / (12 * kStep);
    }
    return gradient;
}

double relativeError(const at::Tensor& a, const Values& b, std::size_t every) {
    const auto values = valuesOf(a);
    if (values.size() != b.size()) return INFINITY;
    double worst = 0, scale = 1e-12;
    for (std::size_t i = 0; i < b.size(); i += every) {
        if (!std::isfinite(values[i])) return INFINITY;
        worst = std::max(worst, std::abs(values[i] - b[i]));
        scale = std::max(scale, std::abs(b[i]));
    }
    return worst / scale;
}

}  // namespace retort::test
