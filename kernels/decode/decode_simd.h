// SPDX-License-Identifier: Apache-2.0
// No include guard: Highway includes the translation unit once per instruction set through this header.

#include <array>
#include <cstddef>
#include <utility>

#ifndef HWY_DISABLED_TARGETS
// Left: AVX-512, AVX2, SSE4 and the portable target. SSSE3 and AVX3_DL add nothing to fp32 but compile time.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_AVX3_DL)
#endif

#include <hwy/foreach_target.h>  // IWYU pragma: keep; must come before highway.h
#include <hwy/highway.h>

#include <hwy/contrib/math/math-inl.h>
