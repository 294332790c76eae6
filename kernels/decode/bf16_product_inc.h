// SPDX-License-Identifier: Apache-2.0
// Included by bf16_product.cpp once per instruction set: see kernels/each_instruction_set.h.

namespace retort::kernels::RETORT_ISA {

constexpr std::int64_t kLanes = RETORT_LANES;
typedef float Vec __attribute__((vector_size(RETORT_LANES * 4), aligned(4), may_alias));
typedef std::uint32_t Bits __attribute__((vector_size(RETORT_LANES * 4), aligned(4), may_alias));

#define RETORT_INLINE static inline __attribute__((always_inline))

/// The upper halves of x's floats after rounding, in the lower halves of the result.
RETORT_INLINE Bits roundedHalves(Bits x) {
    const Bits nearest = (x + 0x7FFF + ((x >> 16) & 1)) >> 16;
    const Bits quiet = (x >> 16) | 0x40;  // rounding could make a NaN infinite, or zero
    return (x & 0x7FFFFFFF) > 0x7F800000 ? quiet : nearest;
}
RETORT_INLINE Bf16Pair roundedHalf(float value) {
    Bits one = {};
    __builtin_memcpy(&one, &value, sizeof value);
    return roundedHalves(one)[0];
}
RETORT_INLINE Bits load(const void* p) { return *static_cast<const Bits*>(p); }

RETORT_INLINE void pairUpRow(const float* x, std::int64_t count, Bf16Pair* pairs) {
    std::int64_t i = 0;
#ifdef RETORT_BF16
    // Values below the smallest normal number become 0, as the product takes them.
    for (; i + kLanes <= count; i += kLanes) {
        const auto halves = _mm512_cvtneps_pbh(_mm512_loadu_ps(x + i));
        __builtin_memcpy(pairs + i / 2, &halves, sizeof halves);
    }
#else
    for (; i + 2 * kLanes <= count; i += 2 * kLanes) {
        std::uint32_t halves[2 * RETORT_LANES];
        *reinterpret_cast<Bits*>(halves) = roundedHalves(load(x + i));
        *reinterpret_cast<Bits*>(halves + kLanes) = roundedHalves(load(x + i + kLanes));
        for (std::int64_t j = 0; j < kLanes; ++j) pairs[i / 2 + j] = halves[2 * j] | halves[2 * j + 1] << 16;
    }
#endif
    for (; i < count; i += 2) pairs[i / 2] = roundedHalf(x[i]) | (i + 1 < count ? roundedHalf(x[i + 1]) << 16 : 0);
}

static void pairUp(const float* x, std::int64_t stride, std::int64_t rows, std::int64_t count, Bf16Pair* pairs,
                   std::int64_t pairs_stride) {
    for (std::int64_t r = 0; r < rows; ++r) pairUpRow(x + r * stride, count, pairs + r * pairs_stride);
}

/// A vector of x with the one of `below` in the upper halves, zeros for null.
RETORT_INLINE Bits besideEachOther(const float* x, const float* below) {
#ifdef RETORT_BF16
    const Vec under = below ? *reinterpret_cast<const Vec*>(below) : Vec{};
    // All of x's halves, then all of the others': every second of the result is one of the latter.
    const auto halves = _mm512_cvtne2ps_pbh(reinterpret_cast<__m512>(under), _mm512_loadu_ps(x));
    alignas(64) static constexpr std::uint16_t order[] = {0, 16, 1, 17, 2,  18, 3,  19, 4,  20, 5,  21, 6,  22, 7,  23,
                                                          8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31};
    return reinterpret_cast<Bits>(_mm512_permutexvar_epi16(_mm512_load_si512(order), reinterpret_cast<__m512i>(halves)));
#else
    return roundedHalves(load(x)) | (below ? roundedHalves(load(below)) << 16 : Bits{});
#endif
}

static void pairRows(const float* x, std::int64_t stride, std::int64_t rows, std::int64_t columns, Bf16Pair* pairs,
                     std::int64_t pairs_stride) {
    for (std::int64_t r = 0; r < rows; r += 2, x += 2 * stride, pairs += pairs_stride) {
        const bool both = r + 1 < rows;
        std::int64_t j = 0;
        for (; j + kLanes <= columns; j += kLanes)
            *reinterpret_cast<Bits*>(pairs + j) = besideEachOther(x + j, both ? x + stride + j : nullptr);
        for (; j < columns; ++j) pairs[j] = roundedHalf(x[j]) | (both ? roundedHalf(x[stride + j]) << 16 : 0);
    }
}

static void joinRows(const Bf16Pair* x, std::int64_t stride, std::int64_t rows, std::int64_t columns, Bf16Pair* pairs,
                     std::int64_t pairs_stride) {
    for (std::int64_t r = 0; r < rows; r += 2, x += 2 * stride, pairs += pairs_stride) {
        const Bf16Pair* below = r + 1 < rows ? x + stride : nullptr;
        std::int64_t j = 0;
#if RETORT_LANES == 16
        alignas(64) static constexpr std::uint16_t left[] = {0, 32, 1, 33, 2,  34, 3,  35, 4,  36, 5,  37, 6,  38, 7,  39,
                                                             8, 40, 9, 41, 10, 42, 11, 43, 12, 44, 13, 45, 14, 46, 15, 47};
        const __m512i order = _mm512_load_si512(left), next = _mm512_add_epi16(order, _mm512_set1_epi16(16));
        for (; j + 2 * kLanes <= columns; j += 2 * kLanes) {
            const __m512i upper = _mm512_loadu_si512(x + j / 2);
            const __m512i lower = below ? _mm512_loadu_si512(below + j / 2) : _mm512_setzero_si512();
            _mm512_storeu_si512(pairs + j, _mm512_permutex2var_epi16(upper, order, lower));
            _mm512_storeu_si512(pairs + j + kLanes, _mm512_permutex2var_epi16(upper, next, lower));
        }
#endif
        for (; j < columns; j += 2) {
            const Bf16Pair upper = x[j / 2], lower = below ? below[j / 2] : 0;
            pairs[j] = (upper & 0xFFFF) | lower << 16;
            if (j + 1 < columns) pairs[j + 1] = upper >> 16 | (lower & 0xFFFF0000);
        }
    }
}

/// sum + the products of the second of each pair, then + those of the first, as the processor's own instruction does.
RETORT_INLINE Vec addPairs(Vec sum, Bits a, Bits b) {
#ifdef RETORT_BF16
    return reinterpret_cast<Vec>(
        _mm512_dpbf16_ps(reinterpret_cast<__m512>(sum), reinterpret_cast<__m512bh>(a), reinterpret_cast<__m512bh>(b)));
#else
    const Bits left = a & 0xFFFF0000, right = b & 0xFFFF0000, left_first = a << 16, right_first = b << 16;
    sum += reinterpret_cast<const Vec&>(left) * reinterpret_cast<const Vec&>(right);
    return sum + reinterpret_cast<const Vec&>(left_first) * reinterpret_cast<const Vec&>(right_first);
#endif
}

constexpr std::int64_t kAhead = 64;  // pairs fetched ahead of few rows: they come a cache line or two at a time

/// MR rows by NV vectors of c, kept in registers over all of k.
template <int MR, int NV>
RETORT_INLINE void tile(float* c, std::int64_t ldc, const Bf16Pair* a, std::int64_t a_row, std::int64_t a_col,
                        const Bf16Pair* b, std::int64_t ldb, std::int64_t k, bool accumulate) {
    Vec sum[MR][NV];
    for (int i = 0; i < MR; ++i)
        for (int j = 0; j < NV; ++j)
            sum[i][j] = accumulate ? *reinterpret_cast<const Vec*>(c + i * ldc + j * kLanes) : Vec{};
    for (std::int64_t p = 0; p < k; ++p) {
        // Few rows wait for memory, many for arithmetic.
        if constexpr (MR <= 2) __builtin_prefetch(b + (p + kAhead) * ldb);
        Bits right[NV];
        for (int j = 0; j < NV; ++j) right[j] = load(b + p * ldb + j * kLanes);
        for (int i = 0; i < MR; ++i) {
            const Bits left = a[i * a_row + p * a_col] - Bits{};
            for (int j = 0; j < NV; ++j) sum[i][j] = addPairs(sum[i][j], left, right[j]);
        }
    }
    for (int i = 0; i < MR; ++i)
        for (int j = 0; j < NV; ++j) *reinterpret_cast<Vec*>(c + i * ldc + j * kLanes) = sum[i][j];
}

static void __attribute__((noinline)) fetchRows(const float* c, std::int64_t ldc, std::int64_t rows, std::int64_t width) {
    for (std::int64_t i = 0; i < rows; ++i)
        for (std::int64_t j = 0; j < width; j += 16) __builtin_prefetch(c + i * ldc + j, 1);
}

/// All m rows of NV vectors of columns.
template <int NV>
RETORT_INLINE void panel(float* c, std::int64_t ldc, const Bf16Pair* a, std::int64_t a_row, std::int64_t a_col,
                         const Bf16Pair* b, std::int64_t ldb, std::int64_t m, std::int64_t k, bool accumulate) {
    // With the operands' halves beside them, as many sums as there are registers.
    constexpr int most = RETORT_LANES == 16 ? 12 : 4;
    std::int64_t i = 0;
    const auto pass = [&]<int MR>() __attribute__((always_inline)) {
        for (; i + MR <= m; i += MR) {
            // A gradient is larger than the first cache: the next tile's part of it comes while this one is multiplied.
            if (accumulate) fetchRows(c + (i + MR) * ldc, ldc, MR, NV * kLanes);
            tile<MR, NV>(c + i * ldc, ldc, a + i * a_row, a_row, a_col, b, ldb, k, accumulate);
        }
    };
    if constexpr (most > 4) {
        pass.template operator()<most>();
        pass.template operator()<6>();
    }
    pass.template operator()<4>();
    pass.template operator()<2>();
    pass.template operator()<1>();
}

static void gemm(float* c, std::int64_t ldc, const Bf16Pair* a, std::int64_t a_row, std::int64_t a_col, const Bf16Pair* b,
                 std::int64_t ldb, std::int64_t m, std::int64_t n, std::int64_t k, bool accumulate) {
    std::int64_t j = 0;
    for (; j + 2 * kLanes <= n; j += 2 * kLanes) panel<2>(c + j, ldc, a, a_row, a_col, b + j, ldb, m, k, accumulate);
    for (; j + kLanes <= n; j += kLanes) panel<1>(c + j, ldc, a, a_row, a_col, b + j, ldb, m, k, accumulate);
    for (std::int64_t i = 0; j < n && i < m; ++i)
        for (std::int64_t last = j; last < n; ++last) {
            Vec sum = {};
            if (accumulate) sum[0] = c[i * ldc + last];
            for (std::int64_t p = 0; p < k; ++p)
                sum = addPairs(sum, a[i * a_row + p * a_col] - Bits{}, b[p * ldb + last] - Bits{});
            c[i * ldc + last] = sum[0];
        }
}

#define RETORT_STRING2(x) #x
#define RETORT_STRING(x) RETORT_STRING2(x)
static const Bf16Kernels table = {RETORT_STRING(RETORT_ISA), pairUp, pairRows, joinRows, gemm};
#undef RETORT_STRING
#undef RETORT_STRING2
#undef RETORT_INLINE

}  // namespace retort::kernels::RETORT_ISA
