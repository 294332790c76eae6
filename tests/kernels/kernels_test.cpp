// SPDX-License-Identifier: Apache-2.0
// Every implementation over one case table, against the double-precision reference; the reference against PyTorch.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kernels/backend.h"
#include "kernels/cases.h"

using namespace retort;
using namespace retort::test;
using Floats = std::vector<float>;

namespace {

// Largest difference in units of the largest reference value (or of `largest`, where terms cancel): what a sum of fp32
// products can be held to.
double worstError(const Floats& values, const Floats& reference, double largest = 1e-30) {
    double worst = 0;
    for (const float value : reference) largest = std::max(largest, std::abs(static_cast<double>(value)));
    for (std::size_t i = 0; i < reference.size(); ++i) {
        if (!std::isfinite(values[i])) return INFINITY;
        worst = std::max(worst, std::abs(static_cast<double>(values[i]) - reference[i]));
    }
    return worst / largest;
}

struct Norm {
    explicit Norm(const RmsNormCase& c)
        : x(normals(c.rows * c.width, c.scale, 1)),
          weight(normals(c.width, 1, 2)),
          grad_y(normals(c.rows * c.width, 1, 3)),
          y(x.size()),
          rstd(static_cast<std::size_t>(c.rows)),
          grad_x(x.size()),
          grad_weight(normals(c.width, 1, 4)),
          spec(c) {}

    kernels::RmsNormForward forward() {
        return {.x = x.data(),
                .weight = weight.data(),
                .y = y.data(),
                .rstd = rstd.data(),
                .rows = spec.rows,
                .width = spec.width,
                .epsilon = spec.epsilon};
    }
    kernels::RmsNormBackward backward() {
        return {.x = x.data(),
                .weight = weight.data(),
                .rstd = rstd.data(),
                .grad_y = grad_y.data(),
                .grad_x = grad_x.data(),
                .grad_weight = grad_weight.data(),
                .rows = spec.rows,
                .width = spec.width};
    }
    // grad_x is the difference of two terms; this is the size of the first.
    double largestTerm() const {
        double largest = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            const std::size_t row = i / weight.size(), column = i % weight.size();
            largest = std::max(largest, std::abs(static_cast<double>(grad_y[i]) * weight[column] * rstd[row]));
        }
        return largest;
    }
    Floats x, weight, grad_y, y, rstd, grad_x, grad_weight;
    RmsNormCase spec;
};

struct Optimised {
    explicit Optimised(const AdamWCase& c)
        : parameter(normals(c.count, 1, 5)), first(parameter.size()), second(parameter.size()) {}
    kernels::AdamW params(const AdamWCase& c, std::int64_t step, const Floats& gradient) {
        return {.parameter = parameter.data(),
                .gradient = gradient.data(),
                .first_moment = first.data(),
                .second_moment = second.data(),
                .count = c.count,
                .step = step,
                .learning_rate = c.learning_rate,
                .beta1 = c.beta1,
                .beta2 = c.beta2,
                .epsilon = c.epsilon,
                .weight_decay = c.weight_decay,
                .gradient_scale = c.gradient_scale};
    }
    Floats parameter, first, second;
};

class KernelCases : public testing::TestWithParam<std::string> {
protected:
    void SetUp() override {
        backend_ = GetParam() == "cuda" ? cudaBackend() : cpuBackend();
        if (!backend_->missing().empty()) GTEST_SKIP() << backend_->missing();
    }
    std::unique_ptr<Backend> backend_;
};

}  // namespace

TEST_P(KernelCases, RmsNormForwardAgreesWithReference) {
    for (const RmsNormCase& c : rmsNormCases()) {
        Norm ours(c), reference(c);
        backend_->rmsNormForward(ours.forward());
        kernels::rmsNormForwardRef(reference.forward());
        EXPECT_LT(worstError(ours.y, reference.y), 1e-6) << c;
        EXPECT_LT(worstError(ours.rstd, reference.rstd), 1e-6) << c;
    }
}

TEST_P(KernelCases, RmsNormBackwardAgreesWithReferenceAndAddsToTheWeightGradient) {
    for (const RmsNormCase& c : rmsNormCases()) {
        Norm ours(c), reference(c);
        kernels::rmsNormForwardRef(ours.forward());
        kernels::rmsNormForwardRef(reference.forward());
        backend_->rmsNormBackward(ours.backward());
        kernels::rmsNormBackwardRef(reference.backward());
        EXPECT_LT(worstError(ours.grad_x, reference.grad_x, ours.largestTerm()), 4e-6) << c;
        EXPECT_LT(worstError(ours.grad_weight, reference.grad_weight), 4e-6) << c;

        const Floats beside = normals(c.rows * c.width, 1, 5);
        kernels::RmsNormBackward with = ours.backward(), expected = reference.backward();
        with.grad_sum = expected.grad_sum = beside.data();
        backend_->rmsNormBackward(with);
        kernels::rmsNormBackwardRef(expected);
        EXPECT_LT(worstError(ours.grad_x, reference.grad_x, 3 + ours.largestTerm()), 4e-6) << c;
    }
}

TEST_P(KernelCases, AdamWAgreesWithReferenceOverSeveralSteps) {
    for (const AdamWCase& c : adamwCases()) {
        Optimised ours(c), reference(c);
        for (std::int64_t step = 1; step <= c.steps; ++step) {
            const Floats gradient = normals(c.count, c.gradient, 100 + static_cast<std::uint64_t>(step));
            backend_->adamw(ours.params(c, step, gradient));
            kernels::adamwRef(reference.params(c, step, gradient));
        }
        EXPECT_LT(worstError(ours.parameter, reference.parameter), 1e-6) << c;
        EXPECT_LT(worstError(ours.first, reference.first), 2e-6) << c;
        EXPECT_LT(worstError(ours.second, reference.second), 2e-6) << c;
    }
}

TEST_P(KernelCases, SameOperandsGiveTheSameBits) {
    const RmsNormCase c{300, 97, 1, 1e-6F};
    Norm once(c), again(c);
    for (Norm* run : {&once, &again}) {
        backend_->rmsNormForward(run->forward());
        backend_->rmsNormBackward(run->backward());
    }
    EXPECT_EQ(once.y, again.y);
    EXPECT_EQ(once.grad_x, again.grad_x);
    EXPECT_EQ(once.grad_weight, again.grad_weight);
}

TEST_P(KernelCases, NothingToDoIsNoError) {
    const Floats empty;
    kernels::RmsNormForward norm{};
    norm.width = 4;
    EXPECT_NO_THROW(backend_->rmsNormForward(norm));
    EXPECT_NO_THROW(backend_->adamw({}));
}

INSTANTIATE_TEST_SUITE_P(Backends, KernelCases, testing::Values("cpu", "cuda"), [](const auto& test) { return test.param; });

TEST(CpuKernels, ARowDoesNotDependOnTheRowsBesideIt) {
    const RmsNormCase c{13, 101, 1, 1e-6F};
    Norm whole(c), split(c);
    kernels::rmsNormForwardCpu(whole.forward());
    for (std::int64_t row = 0; row < c.rows; ++row) {
        kernels::RmsNormForward one = split.forward();
        one.x += row * c.width;
        one.y += row * c.width;
        one.rstd += row;
        one.rows = 1;
        kernels::rmsNormForwardCpu(one);
    }
    EXPECT_EQ(whole.y, split.y);
    EXPECT_EQ(whole.rstd, split.rstd);
}

TEST(CpuKernels, AnElementDoesNotDependOnWhereTheArrayIsCut) {
    const AdamWCase c = adamwCases()[1];
    Optimised whole(c), split(c);
    const Floats gradient = normals(c.count, 1, 9);
    kernels::adamwCpu(whole.params(c, 1, gradient));
    for (std::int64_t i = 0; i < c.count; ++i) {
        kernels::AdamW one = split.params(c, 1, gradient);
        one.parameter += i;
        one.gradient += i;
        one.first_moment += i;
        one.second_moment += i;
        one.count = 1;
        kernels::adamwCpu(one);
    }
    EXPECT_EQ(whole.parameter, split.parameter);
    EXPECT_EQ(whole.second, split.second);
}

TEST(CpuKernels, ResultsMayReplaceOperands) {
    const RmsNormCase c{5, 37, 1, 1e-6F};
    Norm apart(c), same(c);
    kernels::rmsNormForwardCpu(apart.forward());
    kernels::rmsNormBackwardCpu(apart.backward());
    same.rstd = apart.rstd;
    kernels::RmsNormBackward backward = same.backward();
    backward.grad_x = same.grad_y.data();
    kernels::rmsNormBackwardCpu(backward);
    kernels::RmsNormForward forward = same.forward();
    forward.y = same.x.data();
    kernels::rmsNormForwardCpu(forward);
    EXPECT_EQ(same.x, apart.y);
    EXPECT_EQ(same.grad_y, apart.grad_x);
    EXPECT_EQ(same.grad_weight, apart.grad_weight);
}

// Golden values: PyTorch 2.11, float64; torch.nn.functional.rms_norm(x, (4,), w, eps=1e-5) and its backward.
TEST(ReferenceKernels, RmsNormMatchesPyTorch) {
    const Floats x = {1, -2, 3, 0.5F, 0.25F, 0.5F, -1, 2}, weight = {1, 0.5F, -1.5F, 2};
    const Floats grad_y = {0.1F, 0.2F, -0.3F, 0.4F, 1, -1, 0.5F, -0.25F};
    Floats y(8), rstd(2), grad_x(8), grad_weight(4, 0.0F);
    kernels::rmsNormForwardRef({.x = x.data(),
                                .weight = weight.data(),
                                .y = y.data(),
                                .rstd = rstd.data(),
                                .rows = 2,
                                .width = 4,
                                .epsilon = 1e-5F});
    kernels::rmsNormBackwardRef({.x = x.data(),
                                 .weight = weight.data(),
                                 .rstd = rstd.data(),
                                 .grad_y = grad_y.data(),
                                 .grad_x = grad_x.data(),
                                 .grad_weight = grad_weight.data(),
                                 .rows = 2,
                                 .width = 4});
    const Floats want_y = {0.5298121992F, -0.5298121992F, -2.3841548965F, 0.5298121992F,
                           0.2169296411F, 0.2169296411F,  1.3015778469F,  3.4708742583F};
    const Floats want_grad_x = {-0.0083652836F, 0.1756742269F,  0.0543759792F,  0.3931765076F,
                                0.8779269414F,  -0.4134425286F, -0.6916224308F, -0.3521922676F};
    const Floats want_grad_weight = {0.2699108611F, -0.6457841620F, -0.9106902616F, -0.3278968424F};
    EXPECT_LT(worstError(y, want_y), 2e-7);
    EXPECT_LT(worstError(grad_x, want_grad_x), 2e-7);
    EXPECT_LT(worstError(grad_weight, want_grad_weight), 2e-7);
}

// Golden values: PyTorch 2.11, float64; torch.optim.AdamW(lr=0.01, betas=(0.9, 0.95), eps=1e-6, weight_decay=0.1), three
// steps.
TEST(ReferenceKernels, AdamWMatchesPyTorch) {
    Floats parameter = {0.5F, -1.25F, 2, 0}, first(4), second(4);
    const Floats gradients[] = {{0.1F, -0.2F, 0.3F, 1e-4F}, {-0.4F, 0.5F, 0, 2}, {1, 1, -1, 0.25F}};
    for (std::int64_t step = 1; step <= 3; ++step) {
        kernels::adamwRef({.parameter = parameter.data(),
                           .gradient = gradients[step - 1].data(),
                           .first_moment = first.data(),
                           .second_moment = second.data(),
                           .count = 4,
                           .step = step,
                           .learning_rate = 0.01,
                           .beta1 = 0.9,
                           .beta2 = 0.95,
                           .epsilon = 1e-6,
                           .weight_decay = 0.1});
    }
    EXPECT_LT(worstError(parameter, {0.4898798500F, -1.2477646762F, 1.9817834869F, -0.0237247703F}), 3e-7);
}
