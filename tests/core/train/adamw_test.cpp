// SPDX-License-Identifier: Apache-2.0
#include "train/adamw.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "base/random.h"
#include "support/shared_data.h"
#include "tiny_model.h"

namespace retort {
namespace {

at::Tensor randomTensor(at::IntArrayRef shape, std::uint64_t seed) {
    at::Tensor tensor = at::empty(shape, at::kFloat);
    Random random(seed, 7);
    float* data = tensor.mutable_data_ptr<float>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i) data[i] = static_cast<float>(random.normal());
    return tensor;
}

NamedTensors twoParameters() {
    // The matrix is larger than one work piece, and of a size that no vector width divides.
    return {{"matrix", randomTensor({131, 251}, 1).set_requires_grad(true)},
            {"bias", randomTensor({37}, 2).set_requires_grad(true)}};
}

void setGradients(NamedTensors& parameters, std::uint64_t seed) {
    for (auto& [name, tensor] : parameters) tensor.mutable_grad() = randomTensor(tensor.sizes(), seed++);
}

std::vector<double> doubles(const at::Tensor& tensor) {
    const float* data = tensor.const_data_ptr<float>();
    return {data, data + tensor.numel()};
}

/// Algorithm 2 of 1711.05101, one scalar at a time in double.
struct Reference {
    std::vector<double> p, m, v;
    explicit Reference(const at::Tensor& tensor) : p(doubles(tensor)), m(p.size(), 0.0), v(p.size(), 0.0) {}
    void step(const std::vector<double>& g, double scale, double lr, const AdamWOptions& o, double decay, int t) {
        for (std::size_t i = 0; i < p.size(); ++i) {
            const double gradient = g[i] * scale;
            m[i] = o.beta1 * m[i] + (1 - o.beta1) * gradient;
            v[i] = o.beta2 * v[i] + (1 - o.beta2) * gradient * gradient;
            const double mhat = m[i] / (1 - std::pow(o.beta1, t)), vhat = v[i] / (1 - std::pow(o.beta2, t));
            p[i] = p[i] * (1 - lr * decay) - lr * mhat / (std::sqrt(vhat) + o.epsilon);
        }
    }
};

TEST(AdamW, MatchesDoubleReferenceWithClippingAndDecay) {
    NamedTensors parameters = twoParameters();
    const AdamWOptions options{0.9, 0.95, 1e-8, 0.1};
    AdamW optimizer(parameters, options);
    std::vector<Reference> references;
    for (const auto& [name, tensor] : parameters) references.emplace_back(tensor);
    for (int t = 1; t <= 5; ++t) {
        setGradients(parameters, static_cast<std::uint64_t>(10 * t));
        double squares = 0;
        for (const auto& [name, tensor] : parameters)
            for (const double g : doubles(tensor.grad())) squares += g * g;
        const double norm = std::sqrt(squares), lr = 1e-2 / t, scale = std::min(1.0, 2.0 / (norm + 1e-6));
        for (std::size_t k = 0; k < parameters.size(); ++k)
            references[k].step(doubles(parameters[k].second.grad()), scale, lr, options, k == 0 ? options.weight_decay : 0,
                               t);
        EXPECT_NEAR(optimizer.step(lr, 2.0), norm, 1e-9 * norm);
    }
    EXPECT_EQ(optimizer.steps(), 5);
    for (std::size_t k = 0; k < parameters.size(); ++k) {
        const std::vector<double> got = doubles(parameters[k].second);
        for (std::size_t i = 0; i < got.size(); ++i)
            ASSERT_NEAR(got[i], references[k].p[i], 2e-6) << parameters[k].first << i;
    }
}

TEST(AdamW, MatchesTorch) {
    const auto golden = nlohmann::json::parse(readFile(test::testData("adamw_golden.json")));
    for (const auto& item : golden.at("cases")) {
        const auto load = [](const nlohmann::json& rows) {
            std::vector<float> flat;
            for (const auto& row : rows)
                for (const double x : row) flat.push_back(static_cast<float>(x));
            at::Tensor tensor =
                at::empty({static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(rows[0].size())}, at::kFloat);
            std::copy(flat.begin(), flat.end(), tensor.mutable_data_ptr<float>());
            return tensor;
        };
        NamedTensors parameters{{"weight", load(item.at("initial")).set_requires_grad(true)}};
        const AdamWOptions options{item.at("beta1"), item.at("beta2"), item.at("epsilon"), item.at("weight_decay")};
        AdamW optimizer(parameters, options);
        for (const auto& step : item.at("steps")) {
            parameters[0].second.mutable_grad() = load(step.at("gradient"));
            optimizer.step(item.at("learning_rate"), item.at("max_grad_norm"));
            const at::Tensor expected = load(step.at("parameter"));
            EXPECT_LE((parameters[0].second.detach() - expected).abs().max().item<double>(), 1e-6);
        }
    }
}

TEST(AdamW, ANonFiniteGradientChangesNothing) {
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        NamedTensors parameters = twoParameters();
        AdamW optimizer(parameters, {});
        setGradients(parameters, 3);
        optimizer.step(1e-2, 1);
        const at::Tensor before = parameters[0].second.detach().clone(), moment = optimizer.state()[0].second.clone();
        setGradients(parameters, 4);
        parameters[0].second.mutable_grad().mutable_data_ptr<float>()[131 * 251 - 1] = bad;
        EXPECT_FALSE(std::isfinite(optimizer.step(1e-2, 1)));
        EXPECT_TRUE(test::sameBits(parameters[0].second, before));
        EXPECT_TRUE(test::sameBits(optimizer.state()[0].second, moment));
        EXPECT_EQ(optimizer.steps(), 1);
    }
}

TEST(AdamW, SkipsParametersWithoutAGradient) {
    NamedTensors parameters = twoParameters();
    const at::Tensor before = parameters[1].second.detach().clone();
    AdamW optimizer(parameters, {});
    parameters[0].second.mutable_grad() = randomTensor({131, 251}, 5);
    optimizer.step(1e-2, 0);
    EXPECT_TRUE(test::sameBits(parameters[1].second, before));
}

TEST(AdamW, StateContinuesBitForBit) {
    NamedTensors straight = twoParameters(), resumed = twoParameters();
    AdamW a(straight, {}), b(resumed, {});
    for (std::uint64_t t = 0; t < 3; ++t) {
        setGradients(straight, t);
        setGradients(resumed, t);
        a.step(1e-2, 1);
        b.step(1e-2, 1);
    }
    NamedTensors saved;
    for (const auto& [name, tensor] : b.state()) saved.emplace_back(name, tensor.clone());
    AdamW c(resumed, {});
    c.restore(saved, 3);
    setGradients(straight, 99);
    setGradients(resumed, 99);
    a.step(1e-2, 1);
    c.step(1e-2, 1);
    EXPECT_TRUE(test::sameBits(straight[0].second, resumed[0].second));
    EXPECT_TRUE(test::sameBits(straight[1].second, resumed[1].second));
}

TEST(AdamW, RefusesAStateThatDoesNotFit) {
    NamedTensors parameters = twoParameters();
    AdamW optimizer(parameters, {});
    NamedTensors state = optimizer.state();
    state[0].second = at::zeros({3}, at::kFloat);
    EXPECT_THROW(optimizer.restore(state, 1), Error);
    state.erase(state.begin());
    try {
        optimizer.restore(state, 1);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.where(), "exp_avg.matrix");
    }
    EXPECT_EQ(optimizer.steps(), 0);
}

}  // namespace
}  // namespace retort
