// SPDX-License-Identifier: Apache-2.0
#include "model/rotary.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "kernels/decode/decode_types.h"

namespace retort {
namespace {

std::vector<double> plainFrequencies(double theta, std::int64_t dim) {
    std::vector<double> inverse;
    for (std::int64_t i = 0; i < dim / 2; ++i) inverse.push_back(kernels::ropeAngle(1, i, dim, theta));
    return inverse;
}

void applyLlama3(const RopeScaling& scaling, std::vector<double>& inverse) {
    const auto context = static_cast<double>(scaling.original_max_position_embeddings);
    for (double& frequency : inverse) {
        const double wavelength = 2 * std::numbers::pi / frequency;
        if (wavelength < context / scaling.high_freq_factor) continue;
        if (wavelength > context / scaling.low_freq_factor) {
            frequency = frequency / scaling.factor;
            continue;
        }
        const double smooth =
            (context / wavelength - scaling.low_freq_factor) / (scaling.high_freq_factor - scaling.low_freq_factor);
        frequency = (1 - smooth) * frequency / scaling.factor + smooth * frequency;
    }
}

double yarnMscale(double factor, double mscale = 1) { return factor <= 1 ? 1.0 : 0.1 * mscale * std::log(factor) + 1; }

double yarnAttentionFactor(const RopeScaling& scaling) {
    if (scaling.attention_factor > 0) return scaling.attention_factor;
    if (scaling.mscale > 0 && scaling.mscale_all_dim > 0)
        return yarnMscale(scaling.factor, scaling.mscale) / yarnMscale(scaling.factor, scaling.mscale_all_dim);
    return yarnMscale(scaling.factor);
}

void applyYarn(const ModelConfig& config, std::vector<double>& inverse) {
    const auto& scaling = config.rope_scaling;
    const auto dim = static_cast<double>(config.rotaryDim());
    // The pair that turns `rotations` times within the original context.
    const auto pairOf = [&](double rotations) {
        return dim *
               std::log(static_cast<double>(scaling.original_max_position_embeddings) / (rotations * 2 * std::numbers::pi)) /
               (2 * std::log(config.rope_theta));
    };
    double low = pairOf(scaling.beta_fast), high = pairOf(scaling.beta_slow);
    if (scaling.truncate) low = std::floor(low), high = std::ceil(high);
    low = std::max(low, 0.0);
    high = std::min(high, dim - 1);
    if (low == high) high += 0.001;
    for (std::size_t i = 0; i < inverse.size(); ++i) {
        const double stretched = std::clamp((static_cast<double>(i) - low) / (high - low), 0.0, 1.0);
        inverse[i] = inverse[i] / scaling.factor * stretched + inverse[i] * (1 - stretched);
    }
}

}  // namespace

RotaryFrequencies rotaryFrequencies(const ModelConfig& config, std::int64_t sequence_length) {
    const auto& scaling = config.rope_scaling;
    const auto dim = config.rotaryDim();
    double theta = config.rope_theta;
    if (scaling.type == "dynamic" && sequence_length > config.max_position_embeddings) {
        const double ratio = static_cast<double>(sequence_length) / static_cast<double>(config.max_position_embeddings);
        theta *=
            std::pow(scaling.factor * ratio - (scaling.factor - 1), static_cast<double>(dim) / static_cast<double>(dim - 2));
    }
    RotaryFrequencies result{plainFrequencies(theta, dim), 1};
    if (scaling.type == "linear")
        for (double& frequency : result.inverse) frequency = frequency / scaling.factor;
    if (scaling.type == "llama3") applyLlama3(scaling, result.inverse);
    if (scaling.type == "yarn") {
        applyYarn(config, result.inverse);
        result.scale = yarnAttentionFactor(scaling);
    }
    return result;
}

RopeTable rotaryTable(const ModelConfig& config, const at::Tensor& positions, const std::vector<std::int32_t>& starts) {
    std::int64_t longest = 0;
    for (std::size_t s = 1; s < starts.size(); ++s) longest = std::max<std::int64_t>(longest, starts[s] - starts[s - 1]);
    const auto table = [&](const at::Tensor& part, std::int64_t length) {
        const auto frequencies = rotaryFrequencies(config, length);
        return ropeTable(part, frequencies.inverse, frequencies.scale);
    };
    if (config.rope_scaling.type != "dynamic" || longest <= config.max_position_embeddings) return table(positions, 0);
    // Beyond its context a dynamic model turns every sequence by frequencies of its own.
    std::vector<at::Tensor> cos, sin;
    for (std::size_t s = 1; s < starts.size(); ++s) {
        const auto length = starts[s] - starts[s - 1];
        const auto part = table(positions.narrow(0, starts[s - 1], length), length);
        cos.push_back(part.cos);
        sin.push_back(part.sin);
    }
    return {at::cat(cos), at::cat(sin)};
}

double attentionScale(const ModelConfig& config) {
    const double scale = 1 / std::sqrt(static_cast<double>(config.head_dim));
    if (!config.latent || config.rope_scaling.mscale_all_dim <= 0) return scale;
    const double mscale = yarnMscale(config.rope_scaling.factor, config.rope_scaling.mscale_all_dim);
    return scale * mscale * mscale;
}

}  // namespace retort
