// SPDX-License-Identifier: Apache-2.0
#include "kernels/decode/decode_ref.h"

#include <algorithm>
#include <cmath>

namespace retort::kernels {
namespace {

using Row = std::vector<double>;
using Rows = std::vector<Row>;

Row multiply(const Row& x, const float* w, const float* bias, int rows) {
    Row y(rows);
    for (int i = 0; i < rows; ++i) {
        y[i] = bias == nullptr ? 0 : bias[i];
        for (std::size_t k = 0; k < x.size(); ++k) y[i] += x[k] * w[i * x.size() + k];
    }
    return y;
}

Row norm(const Row& x, const float* weight, double eps) {
    double squares = 0;
    for (const double value : x) squares += value * value;
    const double scale = 1 / std::sqrt(squares / static_cast<double>(x.size()) + eps);
    Row y(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) y[i] = x[i] * scale * weight[i];
    return y;
}

void rotate(Row& x, int dim, double position, double theta) {
    for (std::size_t head = 0; head < x.size(); head += dim) {
        for (int i = 0; i < dim / 2; ++i) {
            const double angle = position * std::pow(theta, -2.0 * i / dim);
            double &a = x[head + i], &b = x[head + i + dim / 2];
            const double turned = a * std::cos(angle) - b * std::sin(angle);
            b = b * std::cos(angle) + a * std::sin(angle);
            a = turned;
        }
    }
}

Row attend(const Row& q, const Rows& keys, const Rows& values, std::size_t last, const DecodeShape& s) {
    Row out(q.size());
    for (int head = 0; head < s.heads; ++head) {
        const int query = head * s.head_dim, key = head / (s.heads / s.kv_heads) * s.head_dim;
        Row scores(last + 1);
        for (std::size_t t = 0; t <= last; ++t) {
            for (int i = 0; i < s.head_dim; ++i) scores[t] += q[query + i] * keys[t][key + i];
            scores[t] /= std::sqrt(static_cast<double>(s.head_dim));
        }
        const Row weights = referenceLogSoftmax(scores, 1);
        for (std::size_t t = 0; t <= last; ++t) {
            for (int i = 0; i < s.head_dim; ++i) out[query + i] += std::exp(weights[t]) * values[t][key + i];
        }
    }
    return out;
}

void add(Row& x, const Row& y) {
    for (std::size_t i = 0; i < x.size(); ++i) x[i] += y[i];
}

void runLayer(Rows& states, const DecodeLayerWeights& w, const DecodeShape& s) {
    Rows queries, keys, values;
    for (std::size_t t = 0; t < states.size(); ++t) {
        const Row x = norm(states[t], w.input_norm, s.rms_eps);
        queries.push_back(multiply(x, w.q, w.q_bias, s.queryWidth()));
        keys.push_back(multiply(x, w.k, w.k_bias, s.kvWidth()));
        values.push_back(multiply(x, w.v, w.v_bias, s.kvWidth()));
        rotate(queries.back(), s.head_dim, static_cast<double>(t), s.rope_theta);
        rotate(keys.back(), s.head_dim, static_cast<double>(t), s.rope_theta);
    }
    for (std::size_t t = 0; t < states.size(); ++t) {
        add(states[t], multiply(attend(queries[t], keys, values, t, s), w.o, w.o_bias, s.hidden));
        const Row x = norm(states[t], w.post_norm, s.rms_eps);
        Row gate = multiply(x, w.gate, nullptr, s.intermediate);
        const Row up = multiply(x, w.up, nullptr, s.intermediate);
        for (int i = 0; i < s.intermediate; ++i) gate[i] = gate[i] / (1 + std::exp(-gate[i])) * up[i];
        add(states[t], multiply(gate, w.down, nullptr, s.hidden));
    }
}

}  // namespace

std::vector<double> referenceLogSoftmax(const std::vector<double>& logits, double temperature) {
    const double max = *std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (const double logit : logits) sum += std::exp((logit - max) / temperature);
    Row result;
    for (const double logit : logits) result.push_back((logit - max) / temperature - std::log(sum));
    return result;
}

std::vector<std::vector<double>> referenceLogits(const DecodeWeights& weights, const std::vector<std::int32_t>& ids) {
    const DecodeShape& s = weights.shape;
    Rows states;
    for (const std::int32_t id : ids) {
        const float* row = weights.embedding + static_cast<std::size_t>(id) * s.hidden;
        states.emplace_back(row, row + s.hidden);
    }
    for (const auto& layer : weights.layers) runLayer(states, layer, s);
    Rows logits;
    for (const Row& state : states) {
        logits.push_back(multiply(norm(state, weights.final_norm, s.rms_eps), weights.head, nullptr, s.vocab));
    }
    return logits;
}

}  // namespace retort::kernels
