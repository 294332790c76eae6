// SPDX-License-Identifier: Apache-2.0
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <gtest/gtest.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>

#include "base/error.h"
#include "core/ops/reference.h"
#include "ops/attention.h"
#include "ops/norm.h"
#include "ops/projection.h"
#include "ops/rope.h"
#include "ops/swiglu.h"
#include "ops/token_logprobs.h"

namespace retort {
namespace {

using namespace retort::test;

constexpr double kTolerance = 1e-5;

at::Tensor leaf(std::vector<std::int64_t> sizes, std::uint64_t seed, double scale = 1) {
    return randomTensor(std::move(sizes), seed, scale).set_requires_grad(true);
}

/// Runs backward of sum(out * weights).
void backward(const at::Tensor& out, const at::Tensor& weights) { (out * weights).sum().backward(); }

struct AttentionCase {
    std::int64_t heads, kv_heads, dim;
    std::vector<std::int32_t> starts;
};

class Attention : public testing::TestWithParam<AttentionCase> {};

TEST_P(Attention, ValuesAndGradients) {
    const auto& [heads, kv_heads, dim, starts] = GetParam();
    const std::int64_t tokens = starts.back();
    const auto q = leaf({tokens, heads, dim}, 1, 2), k = leaf({tokens, kv_heads, dim}, 2, 2),
               v = leaf({tokens, kv_heads, dim}, 3);
    const auto weights = randomTensor({tokens, heads, dim}, 4);
    const auto qd = valuesOf(q), kd = valuesOf(k), vd = valuesOf(v), wd = valuesOf(weights);
    const auto run = [&](const Values& a, const Values& b, const Values& c) {
        return attentionReference(a, b, c, starts, heads, kv_heads, dim);
    };
    const auto out = varlenAttention(q, k, v, starts);
    EXPECT_LE(relativeError(out, run(qd, kd, vd)), kTolerance);
    backward(out, weights);
    const std::size_t every = std::max<std::size_t>(1, qd.size() / 150);
    EXPECT_LE(
        relativeError(q.grad(), differences([&](const Values& x) { return dot(run(x, kd, vd), wd); }, qd, every), every),
        kTolerance);
    EXPECT_LE(
        relativeError(k.grad(), differences([&](const Values& x) { return dot(run(qd, x, vd), wd); }, kd, every), every),
        kTolerance);
    EXPECT_LE(
        relativeError(v.grad(), differences([&](const Values& x) { return dot(run(qd, kd, x), wd); }, vd, every), every),
        kTolerance);
}

INSTANTIATE_TEST_SUITE_P(Shapes, Attention,
                         testing::Values(AttentionCase{2, 1, 8, {0, 5}}, AttentionCase{4, 2, 16, {0, 1, 24, 49}},
                                         AttentionCase{3, 3, 6, {0, 7, 7, 20}}, AttentionCase{4, 1, 32, {0, 61, 130}},
                                         AttentionCase{6, 2, 20, {0, 33}}));

TEST(RopeAttention, EqualsItsPartsInValueAndGradient) {
    const std::vector<std::int32_t> starts{0, 9, 40, 47};
    const std::int64_t tokens = 47, heads = 4, kv_heads = 2, dim = 12;
    const auto fused = leaf({tokens, (heads + 2 * kv_heads) * dim}, 5),
               apart = fused.detach().clone().set_requires_grad(true);
    const auto positions = at::cat({at::arange(9), at::arange(31), at::arange(7)});
    const auto table = ropeTable(positions, dim, 10000);
    const auto weights = randomTensor({tokens, heads * dim}, 6);
    const auto out = ropeAttention(fused, table, starts, heads, kv_heads);
    const auto rows = apart.view({tokens, heads + 2 * kv_heads, dim});
    const auto parts = varlenAttention(rope(rows.narrow(1, 0, heads), table), rope(rows.narrow(1, heads, kv_heads), table),
                                       rows.narrow(1, heads + kv_heads, kv_heads), starts);
    EXPECT_LE(relativeError(out, valuesOf(parts)), kTolerance);
    backward(out, weights);
    backward(parts.reshape({tokens, heads * dim}), weights);
    EXPECT_LE(relativeError(fused.grad(), valuesOf(apart.grad())), kTolerance);
}

TEST(VarlenAttention, ReadsSlicesOfAWiderRow) {
    const auto wide = randomTensor({30, 8, 16}, 7);
    const auto q = wide.narrow(1, 0, 4), k = wide.narrow(1, 4, 2), v = wide.narrow(1, 6, 2);
    const auto sliced = varlenAttention(q, k, v, {0, 30});
    const auto dense = varlenAttention(q.contiguous(), k.contiguous(), v.contiguous(), {0, 30});
    EXPECT_TRUE(at::equal(sliced, dense));
}

TEST(VarlenAttention, SurvivesLargeScores) {
    const auto q = leaf({40, 1, 16}, 8, 60), k = leaf({40, 1, 16}, 9, 60), v = leaf({40, 1, 16}, 10);
    const auto out = varlenAttention(q, k, v, {0, 40});
    EXPECT_LE(relativeError(out, attentionReference(valuesOf(q), valuesOf(k), valuesOf(v), {0, 40}, 1, 1, 16)), 1e-3);
    out.sum().backward();
    EXPECT_TRUE(at::isfinite(q.grad()).all().item<bool>());
}

TEST(VarlenAttention, RefusesOffsetsThatDoNotFit) {
    const auto x = randomTensor({10, 2, 8}, 1);
    EXPECT_THROW(varlenAttention(x, x, x, {0, 9}), Error);
    EXPECT_THROW(varlenAttention(x, x, x, {0, 12, 10}), Error);
    EXPECT_THROW(varlenAttention(x, randomTensor({10, 3, 8}, 1), randomTensor({10, 3, 8}, 1), {0, 10}), Error);
    EXPECT_THROW(varlenAttention(x.to(at::kDouble), x, x, {0, 10}), Error);
}

TEST(Rope, ValuesAndGradients) {
    const std::vector<std::int64_t> positions{0, 1, 2, 17, 3, 40};
    const auto x = leaf({6, 3, 10}, 11), weights = randomTensor({6, 3, 10}, 12);
    const auto out = rope(x, ropeTable(at::tensor(positions), 10, 500));
    const auto run = [&](const Values& v) { return ropeReference(v, positions, 3, 10, 500); };
    EXPECT_LE(relativeError(out, run(valuesOf(x))), kTolerance);
    backward(out, weights);
    EXPECT_LE(
        relativeError(x.grad(), differences([&](const Values& v) { return dot(run(v), valuesOf(weights)); }, valuesOf(x))),
        kTolerance);
}

TEST(RmsNorm, ValuesAndGradients) {
    for (const std::int64_t cols : {7, 16, 50}) {
        const auto x = leaf({300, cols}, 13), weight = leaf({cols}, 14), weights = randomTensor({300, cols}, 15);
        const auto xd = valuesOf(x), wd = valuesOf(weight), gd = valuesOf(weights);
        const auto out = rmsNorm(x, weight, 1e-5);
        EXPECT_LE(relativeError(out, rmsNormReference(xd, wd, 1e-5)), kTolerance);
        backward(out, weights);
        const auto dx = differences([&](const Values& v) { return dot(rmsNormReference(v, wd, 1e-5), gd); }, xd, 97);
        EXPECT_LE(relativeError(x.grad(), dx, 97), kTolerance);
        const auto dw = differences([&](const Values& v) { return dot(rmsNormReference(xd, v, 1e-5), gd); }, wd);
        EXPECT_LE(relativeError(weight.grad(), dw), kTolerance);
    }
}

TEST(AddRmsNorm, EqualsAdditionAndNorm) {
    const auto x = leaf({270, 33}, 16), residual = leaf({270, 33}, 17), weight = leaf({33}, 18);
    const auto ws = randomTensor({270, 33}, 19), wn = randomTensor({270, 33}, 20);
    const auto x2 = x.detach().clone().set_requires_grad(true), weight2 = weight.detach().clone().set_requires_grad(true);
    const auto fused = addRmsNorm(x, residual, weight, 1e-6);
    const auto sum = x2 + residual.detach();
    const auto normed = rmsNorm(sum, weight2, 1e-6);
    EXPECT_TRUE(at::equal(fused.sum, sum));
    EXPECT_TRUE(at::equal(fused.normed, normed));
    backward(fused.sum * ws + fused.normed * wn, at::ones({1}));
    backward(sum * ws + normed * wn, at::ones({1}));
    EXPECT_LE(relativeError(x.grad(), valuesOf(x2.grad())), kTolerance);
    EXPECT_TRUE(at::equal(x.grad(), residual.grad()));
    EXPECT_LE(relativeError(weight.grad(), valuesOf(weight2.grad())), kTolerance);
}

TEST(AddRmsNorm, GradientThroughOneOutputOnly) {
    const auto weight = leaf({8}, 21);
    const auto a = leaf({5, 8}, 22), b = leaf({5, 8}, 23);
    addRmsNorm(a, b, weight, 1e-6).sum.sum().backward();
    EXPECT_TRUE(at::equal(a.grad(), at::ones({5, 8})));
    const auto c = leaf({5, 8}, 22), d = leaf({5, 8}, 23), e = (c + d).detach().set_requires_grad(true);
    addRmsNorm(c, d, weight, 1e-6).normed.pow(2).sum().backward();
    rmsNorm(e, weight, 1e-6).pow(2).sum().backward();
    EXPECT_LE(relativeError(c.grad(), valuesOf(e.grad())), kTolerance);
}

TEST(Swiglu, ValuesAndGradients) {
    for (const std::int64_t width : {5, 32, 41}) {
        const auto x = leaf({70, 2 * width}, 24, 3), weights = randomTensor({70, width}, 25);
        const auto out = swiglu(x);
        EXPECT_LE(relativeError(out, swigluReference(valuesOf(x), width)), kTolerance);
        backward(out, weights);
        const auto dx =
            differences([&](const Values& v) { return dot(swigluReference(v, width), valuesOf(weights)); }, valuesOf(x), 31);
        EXPECT_LE(relativeError(x.grad(), dx, 31), kTolerance);
    }
}

TEST(Swiglu, ExtremeGatesStayFinite) {
    const auto x = at::tensor({-200.0f, -90.0f, 200.0f, 1.0f, 1.0f, 1.0f}).view({1, 6}).set_requires_grad(true);
    const auto out = swiglu(x);
    EXPECT_NEAR(out[0][0].item<float>(), 0, 1e-30);
    EXPECT_NEAR(out[0][2].item<float>(), 200, 1e-4);
    out.sum().backward();
    EXPECT_TRUE(at::isfinite(x.grad()).all().item<bool>());
}

TEST(Projection, ValuesAndGradients) {
    for (const auto& [tokens, in, out, biased] :
         {std::tuple{1, 16, 16, false}, {300, 32, 112, true}, {131, 48, 80, false}, {70, 10, 7, true}}) {
        const auto x = leaf({tokens, in}, 40), weight = leaf({out, in}, 41), weights = randomTensor({tokens, out}, 43);
        const auto bias = biased ? leaf({out}, 42) : at::Tensor();
        const auto xd = valuesOf(x), wd = valuesOf(weight), bd = biased ? valuesOf(bias) : Values{}, gd = valuesOf(weights);
        const auto y = projection(x, weight, bias);
        EXPECT_LE(relativeError(y, linearReference(xd, wd, bd, in)), kTolerance);
        backward(y, weights);
        // The product is linear in each argument: its gradients are products themselves.
        const auto transposed = [](const Values& v, std::int64_t cols) {
            return valuesOf(at::tensor(v, at::kDouble).view({-1, cols}).t());
        };
        EXPECT_LE(relativeError(x.grad(), linearReference(gd, transposed(wd, in), {}, out)), kTolerance);
        EXPECT_LE(relativeError(weight.grad(), linearReference(transposed(gd, out), transposed(xd, in), {}, tokens)),
                  kTolerance);
        if (biased) {
            EXPECT_LE(relativeError(bias.grad(), linearReference(Values(tokens, 1.0), transposed(gd, out), {}, tokens)),
                      kTolerance);
        }
    }
    EXPECT_THROW(projection(randomTensor({2, 16}, 1), randomTensor({4, 15}, 2)), Error);
}

struct LogprobCase {
    std::int64_t tokens, width, vocab;
    double temperature;
    bool entropy_gradient;
};
class TokenLogprobs : public testing::TestWithParam<LogprobCase> {};

TEST_P(TokenLogprobs, ValuesAndGradients) {
    const auto& [tokens, width, vocab, temperature, entropy_gradient] = GetParam();
    const auto hidden = leaf({tokens, width}, 26), head = leaf({vocab, width}, 27, 0.5);
    std::vector<std::int64_t> targets;
    for (std::int64_t i = 0; i < tokens; ++i) targets.push_back(i % 5 == 3 ? -1 : (i * 7) % vocab);
    const auto wl = randomTensor({tokens}, 28), we = randomTensor({tokens}, 29);
    const auto hd = valuesOf(hidden), wd = valuesOf(head);
    const auto out = tokenLogprobs(hidden, head, at::tensor(targets), {temperature, entropy_gradient});
    const auto expected = logprobReference(hd, wd, targets, width, temperature);
    EXPECT_LE(relativeError(out.logprobs, expected.logprobs), kTolerance);
    EXPECT_LE(relativeError(out.entropies, expected.entropies), kTolerance);
    EXPECT_EQ(out.entropies.requires_grad(), entropy_gradient);
    const auto best = at::mm(hidden.detach(), head.detach().t()).argmax(1);
    for (std::int64_t i = 0; i < tokens; ++i)
        EXPECT_EQ(out.first_choices[i].item<bool>(), best[i].item<std::int64_t>() == targets[static_cast<std::size_t>(i)])
            << i;
    if (entropy_gradient) ((out.logprobs * wl).sum() + (out.entropies * we).sum()).backward();
    else (out.logprobs * wl).sum().backward();
    const auto loss = [&](const Values& h, const Values& w) {
        const auto got = logprobReference(h, w, targets, width, temperature);
        return dot(got.logprobs, valuesOf(wl)) + (entropy_gradient ? dot(got.entropies, valuesOf(we)) : 0);
    };
    const std::size_t every_h = std::max<std::size_t>(1, hd.size() / 60), every_w = std::max<std::size_t>(1, wd.size() / 60);
    EXPECT_LE(relativeError(hidden.grad(), differences([&](const Values& x) { return loss(x, wd); }, hd, every_h), every_h),
              kTolerance);
    EXPECT_LE(relativeError(head.grad(), differences([&](const Values& x) { return loss(hd, x); }, wd, every_w), every_w),
              kTolerance);
}

INSTANTIATE_TEST_SUITE_P(Shapes, TokenLogprobs,
                         testing::Values(LogprobCase{1, 3, 2, 1, false}, LogprobCase{40, 16, 37, 1, false},
                                         LogprobCase{40, 16, 37, 0.6, true}, LogprobCase{70, 8, 20000, 1, false},
                                         LogprobCase{20, 12, 5000, 2, true}));

TEST(TokenLogprobs, KeptLogitsAndThoseComputedAgainGiveTheSameGradients) {
    // A second backward pass has no kept logits; and of twice the rows nothing is kept from the start.
    const std::int64_t rows = 600, vocab = 8192;
    const auto hidden = leaf({rows, 16}, 1), head = leaf({vocab, 16}, 2), weights = randomTensor({rows}, 3);
    const auto targets = at::arange(rows, at::kLong);
    const auto out = tokenLogprobs(hidden, head, targets).logprobs;
    const auto loss = (out * weights).sum();
    loss.backward({}, /*retain_graph=*/true);
    const auto kept = hidden.grad().clone(), kept_head = head.grad().clone();
    hidden.mutable_grad().reset();
    head.mutable_grad().reset();
    loss.backward();
    EXPECT_TRUE(at::equal(kept, hidden.grad()));
    EXPECT_TRUE(at::equal(kept_head, head.grad()));
    const auto twice = at::cat({hidden, hidden}).detach().set_requires_grad(true);
    const auto again = tokenLogprobs(twice, head, at::cat({targets, targets})).logprobs;
    EXPECT_TRUE(at::equal(again.narrow(0, rows, rows), out));
    backward(again, at::cat({weights, weights}));
    EXPECT_TRUE(at::equal(twice.grad().narrow(0, rows, rows), kept));
}

TEST(TokenLogprobs, RefusesATargetOutsideTheVocabulary) {
    const auto hidden = randomTensor({2, 4}, 1), head = randomTensor({3, 4}, 2);
    EXPECT_THROW(tokenLogprobs(hidden, head, at::tensor(std::vector<std::int64_t>{0, 3})), Error);
    EXPECT_THROW(tokenLogprobs(hidden, head, at::tensor(std::vector<std::int64_t>{0, -2})), Error);
    EXPECT_THROW(tokenLogprobs(hidden, head, at::tensor(std::vector<std::int64_t>{0, 1}), {0.0, false}), Error);
}

TEST(Ops, TheSameBitsTwice) {
    const auto once = [] {
        const auto qkv = leaf({500, 8 * 16}, 30), weight = leaf({64}, 31), head = leaf({90, 64}, 32);
        const auto table = ropeTable(at::arange(500), 16, 10000);
        const auto mixed = ropeAttention(qkv, table, {0, 100, 333, 500}, 4, 2);
        const auto out = tokenLogprobs(rmsNorm(mixed, weight, 1e-6), head, at::arange(500).remainder(90));
        out.logprobs.sum().backward();
        return std::vector<at::Tensor>{out.logprobs.detach(), qkv.grad(), weight.grad(), head.grad()};
    };
    const auto first = once();
    for (int repeat = 0; repeat < 5; ++repeat) {
        const auto second = once();
        for (std::size_t i = 0; i < first.size(); ++i) EXPECT_TRUE(at::equal(first[i], second[i])) << "tensor " << i;
    }
}

}  // namespace
}  // namespace retort
