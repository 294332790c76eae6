// SPDX-License-Identifier: Apache-2.0
// No include guard: Highway includes the translation unit once per instruction set through this header.

#include <array>
#include <cstddef>
#include <utility>

#include "kernels/simd.h"

#include <hwy/cache_control.h>
#include <hwy/contrib/math/math-inl.h>

HWY_BEFORE_NAMESPACE();
namespace retort::kernels::HWY_NAMESPACE {

/// exp(x), relative error below 2e-7, 0 below -87 and NaN for NaN; x is at most 88. Where the processor scales by powers of
/// two itself, in half the instructions of Highway's (Cephes expf polynomial, in pairs).
template <class D>
HWY_INLINE hwy::HWY_NAMESPACE::Vec<D> expOf(D d, hwy::HWY_NAMESPACE::Vec<D> x) {
#if HWY_TARGET == HWY_AVX3
    static_assert(sizeof(x) == sizeof(__m512));
    const auto constant = [](float value) HWY_ATTR { return _mm512_set1_ps(value); };
    const __m512 power =
        _mm512_roundscale_ps(_mm512_mul_ps(x.raw, constant(1.44269504088896341f)), _MM_FROUND_TO_NEAREST_INT);
    __m512 r = _mm512_fnmadd_ps(power, constant(0.693359375f), x.raw);
    r = _mm512_fmadd_ps(power, constant(2.12194440e-4f), r);
    const __m512 square = _mm512_mul_ps(r, r);
    const __m512 high = _mm512_fmadd_ps(constant(1.9875691500e-4f), r, constant(1.3981999507e-3f));
    const __m512 middle = _mm512_fmadd_ps(constant(8.3334519073e-3f), r, constant(4.1665795894e-2f));
    const __m512 low = _mm512_fmadd_ps(constant(1.6666665459e-1f), r, constant(5.0000001201e-1f));
    const __m512 sum = _mm512_fmadd_ps(_mm512_fmadd_ps(high, square, middle), square, low);
    const __m512 mantissa = _mm512_fmadd_ps(sum, square, _mm512_add_ps(r, constant(1.0f)));
    const __mmask16 alive = _mm512_cmp_ps_mask(x.raw, constant(-87.0f), _CMP_NLT_UQ);
    return hwy::HWY_NAMESPACE::Vec<D>{_mm512_maskz_scalef_ps(alive, mantissa, power)};
#else
    return hwy::HWY_NAMESPACE::Exp(d, x);
#endif
}

/// 1 / x, relative error below 3e-7, for 1 <= x < 2^127.
template <class D>
HWY_INLINE hwy::HWY_NAMESPACE::Vec<D> inverseOf(D d, hwy::HWY_NAMESPACE::Vec<D> x) {
#if HWY_TARGET == HWY_AVX3
    // A division of a whole vector takes as long as a dozen products; the estimate has 14 bits, one step doubles them.
    const __m512 estimate = _mm512_maskz_rcp14_ps(0xFFFF, x.raw);
    const __m512 rest = _mm512_fnmadd_ps(x.raw, estimate, _mm512_set1_ps(1.0f));
    return hwy::HWY_NAMESPACE::Vec<D>{_mm512_fmadd_ps(estimate, rest, estimate)};
#else
    return hwy::HWY_NAMESPACE::Div(hwy::HWY_NAMESPACE::Set(d, 1.0f), x);
#endif
}

}  // namespace retort::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
