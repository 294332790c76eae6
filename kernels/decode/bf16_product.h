// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

// Matrix products whose operands are rounded to bf16 and whose sums are fp32: half the memory traffic everywhere, twice the
// arithmetic where the processor multiplies bf16 itself (AVX512_BF16). Elsewhere the same sums are made of fp32 operations,
// in the same order. One source for four instruction sets; the choice is made at run time.

namespace retort::kernels {

/// How the model's matrix products, and those of attention's gradients, are computed. Everything else (norms, attention and
/// its scores, softmax, sums of gradients, the optimiser and its weights) is fp32 with either.
enum class ProductPrecision { FP32, BF16 };

/// Of the products that are packed from now on, in this whole process; fp32 until it is set.
void setProductPrecision(ProductPrecision precision);
ProductPrecision productPrecision();
/// Whether this processor multiplies bf16 itself.
bool nativeBf16();

/// Two neighbouring places of a sum as bf16, the first in the low half.
using Bf16Pair = std::uint32_t;

/// Single-threaded, without allocation, safe to call from several threads on disjoint outputs. Values are rounded to the
/// nearest bf16, ties to even; NaN stays NaN.
struct Bf16Kernels {
    const char* name;

    /// pairs [rows, (count + 1) / 2] = neighbouring values of x [rows, count]; after an odd last one of a row stands 0.
    void (*pairUp)(const float* x, std::int64_t stride, std::int64_t rows, std::int64_t count, Bf16Pair* pairs,
                   std::int64_t pairs_stride);
    /// pairs [(rows + 1) / 2, columns], `pairs_stride` apart: each element of an even row beside the one below it, of x
    /// [rows, columns]; below an odd last row stand zeros.
    void (*pairRows)(const float* x, std::int64_t stride, std::int64_t rows, std::int64_t columns, Bf16Pair* pairs,
                     std::int64_t pairs_stride);
    /// pairRows of rows that pairUp has rounded, x [rows, columns / 2].
    void (*joinRows)(const Bf16Pair* x, std::int64_t stride, std::int64_t rows, std::int64_t columns, Bf16Pair* pairs,
                     std::int64_t pairs_stride);
    /// c [m, n] (+)= a b over k pairs: element (i, p) of a is a[i * a_row + p * a_col], of b b[p * ldb + j]. Every element
    /// of c is summed in the order of p, the second of a pair before the first, whatever m and n are.
    void (*gemm)(float* c, std::int64_t ldc, const Bf16Pair* a, std::int64_t a_row, std::int64_t a_col, const Bf16Pair* b,
                 std::int64_t ldb, std::int64_t m, std::int64_t n, std::int64_t k, bool accumulate);
};

/// The best set this processor runs. RETORT_CPU=baseline|avx2|avx512 lowers the choice (for tests).
const Bf16Kernels& bf16Kernels();
/// bf16Kernels() where productPrecision() is BF16, else null.
const Bf16Kernels* chosenBf16();
/// Every set this processor runs, best first.
std::vector<const Bf16Kernels*> bf16KernelSets();

/// Bf16Kernels::pairUp of each row of x [rows, count], end to end, in memory of this thread until its next call.
const Bf16Pair* pairUpRows(const float* x, std::int64_t stride, std::int64_t rows, std::int64_t count);

}  // namespace retort::kernels
