// SPDX-License-Identifier: Apache-2.0
// No include guard: Highway includes the translation unit once per instruction set through this header.
// Left are AVX-512, AVX2, SSE4 and portable code; SSSE3 and AVX3_DL would add compile time and nothing to fp32 loops.
#ifndef HWY_DISABLED_TARGETS
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_AVX3_DL)
#endif

#include <hwy/foreach_target.h>  // IWYU pragma: keep; must come before highway.h
#include <hwy/highway.h>
