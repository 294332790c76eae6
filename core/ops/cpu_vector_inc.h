// SPDX-License-Identifier: Apache-2.0
// Vectors, exp and the small matrix product; see cpu_kernels_inc.h.

namespace retort::cpu::RETORT_ISA {

constexpr std::int64_t kLanes = RETORT_LANES;
typedef float Vec __attribute__((vector_size(RETORT_LANES * 4), aligned(4), may_alias));
typedef std::int32_t IntVec __attribute__((vector_size(RETORT_LANES * 4), aligned(4), may_alias));

#define RETORT_INLINE static inline __attribute__((always_inline))

RETORT_INLINE Vec load(const float* p) { return *reinterpret_cast<const Vec*>(p); }
RETORT_INLINE void store(float* p, Vec v) { *reinterpret_cast<Vec*>(p) = v; }
RETORT_INLINE Vec splat(float x) { return x - Vec{}; }
RETORT_INLINE Vec loadPart(const float* p, std::int64_t count, float fill) {
    Vec v = splat(fill);
    for (std::int64_t i = 0; i < count; ++i) v[i] = p[i];
    return v;
}
RETORT_INLINE void storePart(float* p, Vec v, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) p[i] = v[i];
}
RETORT_INLINE Vec vmax(Vec a, Vec b) { return a > b ? a : b; }
RETORT_INLINE float sumOf(Vec v) {
    float part[RETORT_LANES];
    store(part, v);
    for (int width = RETORT_LANES / 2; width > 0; width /= 2)
        for (int i = 0; i < width; ++i) part[i] += part[i + width];
    return part[0];
}
RETORT_INLINE float maxOf(Vec v) {
    float best = v[0];
    for (int i = 1; i < RETORT_LANES; ++i) best = v[i] > best ? v[i] : best;
    return best;
}
RETORT_INLINE std::int64_t roundUp(std::int64_t n) { return (n + kLanes - 1) / kLanes * kLanes; }

/// exp, relative error below 2e-7 (Cephes expf polynomial, in pairs); 0 below -87, inf-free: clamped at 88.
RETORT_INLINE Vec vexp(Vec x) {
    const Vec low = splat(-87.0f), high = splat(88.0f);
    const IntVec alive = x > low;
    x = x > low ? x : low;
    x = x < high ? x : high;
    const Vec magic = splat(12582912.0f);
    const Vec shifted = x * 1.44269504088896341f + magic;
    const Vec n = shifted - magic;
    Vec r = x - n * 0.693359375f;
    r = r + n * 2.12194440e-4f;
    const Vec square = r * r, first = splat(1.9875691500e-4f) * r + 1.3981999507e-3f,
              second = splat(8.3334519073e-3f) * r + 4.1665795894e-2f,
              third = splat(1.6666665459e-1f) * r + 5.0000001201e-1f;
    const Vec p = ((first * square + second) * square + third) * square + (r + 1.0f);
#if RETORT_LANES == 16
    return reinterpret_cast<Vec>(_mm512_maskz_scalef_ps(_mm512_movepi32_mask(reinterpret_cast<__m512i>(alive)),
                                                        reinterpret_cast<__m512>(p), reinterpret_cast<__m512>(n)));
#else
    const IntVec power = (reinterpret_cast<const IntVec&>(shifted) - 0x4B400000 + 127) << 23;
    const Vec result = p * reinterpret_cast<const Vec&>(power);
    const IntVec bits = reinterpret_cast<const IntVec&>(result) & alive;
    return reinterpret_cast<const Vec&>(bits);
#endif
}

/// 1 / x, relative error below 3e-7, for 1 <= x < 2^127.
RETORT_INLINE Vec inverseOf(Vec x) {
#if RETORT_LANES == 16
    // A division of a whole vector takes as long as a dozen products; the estimate has 14 bits, one step doubles them.
    const Vec estimate = reinterpret_cast<Vec>(_mm512_maskz_rcp14_ps(0xFFFF, reinterpret_cast<__m512>(x)));
    return estimate + estimate * (1.0f - x * estimate);
#else
    return 1.0f / x;
#endif
}

/// MR rows by NV vectors of c, kept in registers over all of k.
template <int MR, int NV>
RETORT_INLINE void tile(float* c, std::int64_t ldc, const float* a, std::int64_t a_row, std::int64_t a_col, const float* b,
                        std::int64_t ldb, std::int64_t k, bool accumulate) {
    Vec acc[MR][NV];
    for (int i = 0; i < MR; ++i)
        for (int j = 0; j < NV; ++j) acc[i][j] = accumulate ? load(c + i * ldc + j * kLanes) : Vec{};
    // A gradient is larger than the first cache: the next tile's part of it comes while this one is multiplied.
    if (accumulate)
        for (int i = MR; i < 2 * MR; ++i)
            for (int j = 0; j < NV * kLanes; j += 16) __builtin_prefetch(c + i * ldc + j, 1);
    for (std::int64_t p = 0; p < k; ++p) {
        Vec row[NV];
        for (int j = 0; j < NV; ++j) row[j] = load(b + p * ldb + j * kLanes);
        for (int i = 0; i < MR; ++i) {
            const Vec x = splat(a[i * a_row + p * a_col]);
            for (int j = 0; j < NV; ++j) acc[i][j] += x * row[j];
        }
    }
    for (int i = 0; i < MR; ++i)
        for (int j = 0; j < NV; ++j) store(c + i * ldc + j * kLanes, acc[i][j]);
}

/// Up to MR rows (`rows` of them) of a panel NV vectors wide.
template <int NV>
RETORT_INLINE void panel(float* c, std::int64_t ldc, const float* a, std::int64_t a_row, std::int64_t a_col, const float* b,
                         std::int64_t ldb, std::int64_t m, std::int64_t k, bool accumulate) {
    std::int64_t i = 0;
    // Six rows of a narrow panel are too few sums to hide the latency of AVX-512's products.
    if constexpr (RETORT_LANES == 16 && NV <= 2)
        for (; i + 12 <= m; i += 12) tile<12, NV>(c + i * ldc, ldc, a + i * a_row, a_row, a_col, b, ldb, k, accumulate);
    for (; i + 6 <= m; i += 6) tile<6, NV>(c + i * ldc, ldc, a + i * a_row, a_row, a_col, b, ldb, k, accumulate);
    for (; i + 4 <= m; i += 4) tile<4, NV>(c + i * ldc, ldc, a + i * a_row, a_row, a_col, b, ldb, k, accumulate);
    for (; i + 2 <= m; i += 2) tile<2, NV>(c + i * ldc, ldc, a + i * a_row, a_row, a_col, b, ldb, k, accumulate);
    if (i < m) tile<1, NV>(c + i * ldc, ldc, a + i * a_row, a_row, a_col, b, ldb, k, accumulate);
}

/// Keeps a product from being fused with the sum it stands in.
RETORT_INLINE Vec rounded(Vec x) {
#if defined(__x86_64__)
    __asm__("" : "+x"(x));
#endif
    return x;
}

constexpr int kPanel = RETORT_LANES == 16 ? 4 : 2;

/// gemm for n a multiple of the vector width.
static void gemmVectors(float* c, std::int64_t ldc, const float* a, std::int64_t a_row, std::int64_t a_col, const float* b,
                        std::int64_t ldb, std::int64_t m, std::int64_t n, std::int64_t k, bool accumulate) {
    std::int64_t j = 0;
    for (; j + kPanel * kLanes <= n; j += kPanel * kLanes)
        panel<kPanel>(c + j, ldc, a, a_row, a_col, b + j, ldb, m, k, accumulate);
    if constexpr (kPanel == 4)
        if (j + 2 * kLanes <= n) {
            panel<2>(c + j, ldc, a, a_row, a_col, b + j, ldb, m, k, accumulate);
            j += 2 * kLanes;
        }
    if (j + kLanes <= n) panel<1>(c + j, ldc, a, a_row, a_col, b + j, ldb, m, k, accumulate);
}

/// As gemmVectors without accumulate, with sums over blocks of 16 products: the order of the generator's attention.
static void gemmBlocked(float* c, std::int64_t ldc, const float* a, std::int64_t a_row, const float* b, std::int64_t ldb,
                        std::int64_t m, std::int64_t n, std::int64_t k) {
    constexpr std::int64_t kBlock = 16;
    for (std::int64_t i = 0; i < m; i += 6) {
        const std::int64_t rows = m - i < 6 ? m - i : 6;
        for (std::int64_t j = 0; j < n; j += kPanel * kLanes) {
            const std::int64_t columns = n - j < kPanel * kLanes ? n - j : kPanel * kLanes;
            float* out = c + i * ldc + j;
            for (std::int64_t p = 0; p < k; p += kBlock) {
                float part[6 * kPanel * kLanes];
                const std::int64_t depth = k - p < kBlock ? k - p : kBlock;
                float* to = p == 0 ? out : part;
                const std::int64_t stride = p == 0 ? ldc : kPanel * kLanes;
                gemmVectors(to, stride, a + i * a_row + p, a_row, 1, b + p * ldb + j, ldb, rows, columns, depth, false);
                for (std::int64_t r = 0; p > 0 && r < rows; ++r)
                    for (std::int64_t v = 0; v < columns; v += kLanes)
                        store(out + r * ldc + v, load(out + r * ldc + v) + load(part + r * stride + v));
            }
        }
    }
}

static void gemm(float* c, std::int64_t ldc, const float* a, std::int64_t a_row, std::int64_t a_col, const float* b,
                 std::int64_t ldb, std::int64_t m, std::int64_t n, std::int64_t k, bool accumulate) {
    const std::int64_t whole = n / kLanes * kLanes;
    gemmVectors(c, ldc, a, a_row, a_col, b, ldb, m, whole, k, accumulate);
    for (std::int64_t i = 0; whole < n && i < m; ++i) {
        Vec acc = accumulate ? loadPart(c + i * ldc + whole, n - whole, 0) : Vec{};
        for (std::int64_t p = 0; p < k; ++p) acc += a[i * a_row + p * a_col] * loadPart(b + p * ldb + whole, n - whole, 0);
        storePart(c + i * ldc + whole, acc, n - whole);
    }
}

}  // namespace retort::cpu::RETORT_ISA
