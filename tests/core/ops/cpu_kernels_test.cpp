// SPDX-License-Identifier: Apache-2.0
// Every instruction set this processor has, against double loops: the product itself only ever runs the best one.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <vector>

#include "base/random.h"
#include "ops/cpu_kernels.h"

namespace retort::cpu {
namespace {

std::vector<float> normals(std::size_t count, std::uint64_t seed) {
    Random random(seed, 1);
    std::vector<float> values(count);
    for (auto& value : values) value = static_cast<float>(random.normal());
    return values;
}

class CpuKernels : public testing::TestWithParam<std::size_t> {
protected:
    void SetUp() override {
        const auto sets = kernelSets();
        if (GetParam() >= sets.size()) GTEST_SKIP() << "this processor has fewer instruction sets";
        set = sets[GetParam()];
    }
    const Kernels* set = nullptr;
};

TEST_P(CpuKernels, Gemm) {
    for (const auto& [m, n, k] : {std::tuple{1, 1, 1}, {7, 16, 5}, {13, 50, 33}, {6, 131, 8}, {25, 64, 1}})
        for (const bool accumulate : {false, true}) {
            const auto a = normals(m * k, 1), b = normals(k * n, 2), start = normals(m * n, 3);
            auto c = start;
            set->gemm(c.data(), n, a.data(), 1, m, b.data(), n, m, n, k, accumulate);
            for (int i = 0; i < m; ++i)
                for (int j = 0; j < n; ++j) {
                    double sum = accumulate ? start[i * n + j] : 0;
                    for (int p = 0; p < k; ++p) sum += static_cast<double>(a[p * m + i]) * b[p * n + j];
                    ASSERT_NEAR(c[i * n + j], sum, 1e-4) << set->name << " " << m << " " << n << " " << k;
                }
        }
}

TEST_P(CpuKernels, Add) {
    for (const std::size_t count : {1u, 15u, 16u, 50u}) {
        const auto x = normals(count, 4), start = normals(count + 1, 5);
        auto y = start;
        set->add(y.data(), x.data(), static_cast<std::int64_t>(count));
        for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(y[i], start[i] + x[i]) << set->name << " " << i;
        EXPECT_EQ(y[count], start[count]) << "behind the end";
    }
}

/// Attention over a root of an odd number of tokens and two that continue it.
struct Attention {
    static constexpr std::int64_t kTokens = 57, kHeads = 4, kKeys = 2, kDim = 20, kWidth = (kHeads + 2 * kKeys) * kDim;
    std::vector<float> qkv = normals(kTokens * kWidth, 4), angle = normals(kTokens * kDim / 2, 5),
                       d_out = normals(kTokens * kHeads * kDim, 6), cosines, sines;

    Attention() {
        for (const float x : angle) cosines.push_back(std::cos(x)), sines.push_back(std::sin(x));
    }

    /// Gradients of q, k and v, and the result. Scratch holds what may be left there.
    std::vector<float> run(const Kernels& kernel, const kernels::Bf16Kernels* bf16) const {
        const float *q = qkv.data(), *k = q + kHeads * kDim, *v = k + kKeys * kDim;
        const AttentionView view{q,      k,     v,    kWidth, kWidth, kWidth, kHeads * kDim, cosines.data(), sines.data(),
                                 kHeads, kKeys, kDim, 0.2f};
        std::vector<float> out(kTokens * kHeads * kDim), lse(kTokens * kHeads), grad(qkv.size());
        // As bf16 its lower half is NaN.
        std::vector<float> scratch(kernel.attentionScratch(40, kDim, true), std::bit_cast<float>(0x3F80FFFFu));
        float *dq = grad.data(), *dk = dq + kHeads * kDim, *dv = dk + kKeys * kDim;
        const AttentionGrad back{out.data(), d_out.data(), lse.data(), dq, dk, dv, kWidth, kWidth, kWidth, bf16};
        const TokenRange children[] = {{15, 25}, {40, 17}};
        const AttentionFamily family{{0, 15}, children, 2, 40};
        for (std::int64_t head = 0; head < kKeys; ++head) {
            kernel.attentionForward(view, family, head, out.data(), lse.data(), scratch.data());
            kernel.attentionBackward(view, back, family, head, scratch.data());
        }
        grad.insert(grad.end(), out.begin(), out.end());
        return grad;
    }
};

TEST_P(CpuKernels, AttentionMatchesTheBaseline) {
    const Attention attention;
    const auto expected = attention.run(*kernelSets().back(), nullptr), got = attention.run(*set, nullptr);
    for (std::size_t i = 0; i < got.size(); ++i) ASSERT_NEAR(got[i], expected[i], 2e-4) << set->name << " at " << i;
}

TEST_P(CpuKernels, GradientsOfAttentionInBf16AreNearThoseInFp32) {
    const Attention attention;
    const auto expected = attention.run(*set, nullptr);
    for (const auto* bf16 : kernels::bf16KernelSets()) {
        const auto got = attention.run(*set, bf16);
        double off = 0, size = 0;
        for (std::size_t i = 0; i < attention.qkv.size(); ++i) {
            off += std::pow(static_cast<double>(got[i]) - expected[i], 2);
            size += std::pow(static_cast<double>(expected[i]), 2);
        }
        EXPECT_GT(std::sqrt(off / size), 1e-4) << set->name << " with " << bf16->name << ": fp32 was used";
        EXPECT_LT(std::sqrt(off / size), 6e-3) << set->name << " with " << bf16->name;
        for (std::size_t i = attention.qkv.size(); i < got.size(); ++i)
            ASSERT_EQ(got[i], expected[i]) << "the result itself";
    }
}

INSTANTIATE_TEST_SUITE_P(Sets, CpuKernels, testing::Range<std::size_t>(0, 3));

}  // namespace
}  // namespace retort::cpu
