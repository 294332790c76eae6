// SPDX-License-Identifier: Apache-2.0
// No include guard: Highway includes the translation unit once per instruction set through this header.

#include <array>
#include <cstddef>
#include <utility>

#include "kernels/simd.h"

#include <hwy/cache_control.h>
#include <hwy/contrib/math/math-inl.h>
