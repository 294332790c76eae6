// SPDX-License-Identifier: Apache-2.0
#include "ops/layer_stack.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <gtest/gtest.h>

#include <optional>
#include <tuple>

#include "base/error.h"
#include "core/ops/reference.h"
#include "ops/attention.h"
#include "ops/norm.h"
#include "ops/projection.h"
#include "ops/swiglu.h"
#include "support/bf16_scope.h"

namespace retort {
namespace {

using namespace retort::test;

constexpr std::int64_t kHidden = 48, kHeads = 4, kKeys = 2, kDim = 16, kInner = 80;

at::Tensor parameter(std::vector<std::int64_t> shape, std::uint64_t seed, double scale) {
    return randomTensor(std::move(shape), seed, scale).set_requires_grad(true);
}

/// Families of a prompt and five completions, and sequences that stand alone, until there are enough for several slices and
/// sums.
struct Case {
    LayerStack stack;
    at::Tensor state;

    explicit Case(bool biased) {
        std::vector<std::int64_t> positions;
        auto& starts = stack.starts;
        starts.push_back(0);
        const auto add = [&](std::int64_t length, std::int32_t parent, std::int64_t from) {
            for (std::int64_t i = 0; i < length; ++i) positions.push_back(from + i);
            starts.push_back(static_cast<std::int32_t>(positions.size()));
            stack.parents.push_back(parent);
        };
        for (std::int64_t f = 0; f < 18; ++f) {
            const auto root = static_cast<std::int32_t>(stack.parents.size());
            add(7 + f, -1, 0);
            if (f % 3 == 2) continue;
            for (std::int64_t c = 0; c < 5; ++c) add(13 + 5 * c + f, root, 7 + f);
        }
        stack.heads = kHeads;
        stack.kv_heads = kKeys;
        stack.eps = 1e-6;
        stack.rope = ropeTable(at::tensor(positions), kDim, 100);
        for (std::uint64_t l = 0; l < 3; ++l) {
            const std::uint64_t seed = 100 * (l + 1);
            const auto bias = [&](std::int64_t width, std::uint64_t s) {
                return biased ? parameter({width}, seed + s, 0.3) : at::Tensor();
            };
            stack.layers.push_back({.input_norm = parameter({kHidden}, seed, 1),
                                    .q = parameter({kHeads * kDim, kHidden}, seed + 1, 0.15),
                                    .k = parameter({kKeys * kDim, kHidden}, seed + 2, 0.15),
                                    .v = parameter({kKeys * kDim, kHidden}, seed + 3, 0.15),
                                    .q_bias = bias(kHeads * kDim, 4),
                                    .k_bias = bias(kKeys * kDim, 5),
                                    .v_bias = bias(kKeys * kDim, 6),
                                    .o = parameter({kHidden, kHeads * kDim}, seed + 7, 0.15),
                                    .o_bias = bias(kHidden, 8),
                                    .post_norm = parameter({kHidden}, seed + 9, 1),
                                    .gate = parameter({kInner, kHidden}, seed + 10, 0.15),
                                    .up = parameter({kInner, kHidden}, seed + 11, 0.15),
                                    .down = parameter({kHidden, kInner}, seed + 12, 0.15)});
        }
        stack.final_norm = parameter({kHidden}, 7, 1);
        state = parameter({static_cast<std::int64_t>(positions.size()), kHidden}, 8, 1);
    }

    std::vector<at::Tensor> leaves() const {
        std::vector<at::Tensor> all{state, stack.final_norm};
        for (const auto& l : stack.layers)
            for (const auto* t : {&l.input_norm, &l.q, &l.k, &l.v, &l.q_bias, &l.k_bias, &l.v_bias, &l.o, &l.o_bias,
                                  &l.post_norm, &l.gate, &l.up, &l.down})
                if (t->defined()) all.push_back(*t);
        return all;
    }

    at::Tensor fromSingleOperations() const {
        auto sum = state, normed = rmsNorm(state, stack.layers[0].input_norm, stack.eps);
        for (std::size_t i = 0; i < stack.layers.size(); ++i) {
            const auto& l = stack.layers[i];
            const auto bias = l.q_bias.defined() ? at::cat({l.q_bias, l.k_bias, l.v_bias}) : at::Tensor();
            const auto mixed = ropeAttention(projection(normed, at::cat({l.q, l.k, l.v}), bias), stack.rope, stack.starts,
                                             kHeads, kKeys, stack.parents);
            const auto after = addRmsNorm(projection(mixed, l.o, l.o_bias), sum, l.post_norm, stack.eps);
            const auto mlp = projection(swiglu(projection(after.normed, at::cat({l.gate, l.up}))), l.down);
            const auto next = addRmsNorm(
                mlp, after.sum, i + 1 < stack.layers.size() ? stack.layers[i + 1].input_norm : stack.final_norm, stack.eps);
            sum = next.sum;
            normed = next.normed;
        }
        return normed;
    }

    std::vector<at::Tensor> gradientsOf(const at::Tensor& out) const {
        for (auto leaf : leaves()) leaf.mutable_grad() = at::Tensor();
        out.backward(randomTensor(out.sizes().vec(), 9, 1));
        std::vector<at::Tensor> all;
        for (const auto& leaf : leaves()) all.push_back(leaf.grad().clone());
        return all;
    }
};

/// With biases or without, of products of fp32 or bf16.
class LayerStackOf : public testing::TestWithParam<std::tuple<bool, bool>> {
protected:
    const bool biased_ = std::get<0>(GetParam()), bf16_ = std::get<1>(GetParam());

private:
    std::optional<Bf16Scope> scope_ = bf16_ ? std::optional<Bf16Scope>(std::in_place) : std::nullopt;
};

TEST_P(LayerStackOf, SameBitsAndGradientsAsTheSingleOperations) {
    const Case c(biased_);
    ASSERT_TRUE(suitsLayerStack(c.stack));
    const auto expected = c.fromSingleOperations(), got = layerStack(c.state, c.stack);
    EXPECT_TRUE(at::equal(got, expected));
    {
        const at::NoGradGuard no_grad;
        EXPECT_TRUE(at::equal(layerStack(c.state, c.stack), expected));
    }
    const auto wanted = c.gradientsOf(expected), gradients = c.gradientsOf(got);
    // A sum in another order may round an operand of the next product to the neighbouring bf16.
    const double bound = bf16_ ? 2e-3 : 3e-6;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const double norm = wanted[i].norm().item<double>();
        EXPECT_GT(norm, 0) << i;
        EXPECT_LT((gradients[i] - wanted[i]).norm().item<double>(), bound * norm) << i;
    }
}

TEST_P(LayerStackOf, OfTheRowsThatAreWantedSameBitsAndGradients) {
    const Case c(biased_);
    // Every third, all of the first slice and none of others.
    const std::int64_t count = c.state.size(0);
    std::vector<std::int64_t> rows;
    for (std::int64_t r = 0; r < count; ++r)
        if (r < 300 || (r > 700 && r % 3 == 1)) rows.push_back(r);
    const auto wanted = at::tensor(rows);
    LayerStack part = c.stack;
    part.wanted = rows;
    const auto all = layerStack(c.state, c.stack), some = layerStack(c.state, part);
    EXPECT_TRUE(at::equal(some, all.index_select(0, wanted)));
    {
        const at::NoGradGuard no_grad;
        EXPECT_TRUE(at::equal(layerStack(c.state, part), some));
    }
    const auto expected = c.gradientsOf(all.index_select(0, wanted)), gradients = c.gradientsOf(some);
    const double bound = bf16_ ? 2e-3 : 3e-6;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const double norm = expected[i].norm().item<double>();
        EXPECT_GT(norm, 0) << i;
        EXPECT_LT((gradients[i] - expected[i]).norm().item<double>(), bound * norm) << i;
    }
    part.wanted = {3, 3};
    EXPECT_THROW(layerStack(c.state, part), Error);
    part.wanted = {count};
    EXPECT_THROW(layerStack(c.state, part), Error);
}

TEST_P(LayerStackOf, SameBitsWhateverTheThreads) {
    const Case c(biased_);
    const int threads = at::get_num_threads();
    at::set_num_threads(1);
    const auto alone = c.gradientsOf(layerStack(c.state, c.stack));
    for (const int count : {2, 3}) {
        at::set_num_threads(count);
        const auto together = c.gradientsOf(layerStack(c.state, c.stack));
        for (std::size_t i = 0; i < alone.size(); ++i) EXPECT_TRUE(at::equal(alone[i], together[i])) << i;
    }
    at::set_num_threads(threads);
}

INSTANTIATE_TEST_SUITE_P(BiasesAndPrecision, LayerStackOf, testing::Combine(testing::Bool(), testing::Bool()));

TEST(LayerStack, GradientsOfBf16ProductsAreNearThoseOfFp32) {
    const Case c(true);
    const auto wanted = c.gradientsOf(layerStack(c.state, c.stack));
    const Bf16Scope scope;
    const auto gradients = c.gradientsOf(layerStack(c.state, c.stack));
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const double off = (gradients[i] - wanted[i]).norm().item<double>() / wanted[i].norm().item<double>();
        EXPECT_GT(off, 1e-5) << i << ": fp32 was used";
        EXPECT_LT(off, 0.03) << i;
    }
}

TEST(LayerStack, LeavesOthersToTheSingleOperations) {
    Case c(false);
    c.stack.layers[0].gate = parameter({kInner + 4, kHidden}, 1, 1);
    EXPECT_FALSE(suitsLayerStack(c.stack)) << "a width that is no multiple of 16";
    Case apart(false);
    apart.stack.starts = {0, 5, 10, 15};
    apart.stack.parents = {-1, -1, 0};
    EXPECT_FALSE(suitsLayerStack(apart.stack)) << "families that are not side by side";
    Case longer(false);
    longer.stack.starts = {0, 2000};
    longer.stack.parents = {};
    EXPECT_FALSE(suitsLayerStack(longer.stack)) << "one long sequence would leave other threads idle";
}

}  // namespace
}  // namespace retort
