// SPDX-License-Identifier: Apache-2.0
#include "kernels/decode/bf16_product.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// The same source once per instruction set. Nothing of the standard library may be instantiated inside the target regions:
// an inline function compiled for AVX-512 could be the copy the linker keeps for everybody.
#define RETORT_LANES 4
#define RETORT_ISA baseline
#include "kernels/decode/bf16_product_inc.h"
#undef RETORT_LANES
#undef RETORT_ISA

#if defined(__x86_64__)
#pragma GCC push_options
#pragma GCC target("avx2,fma")
#define RETORT_LANES 8
#define RETORT_ISA avx2
#include "kernels/decode/bf16_product_inc.h"
#undef RETORT_LANES
#undef RETORT_ISA
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma,prefer-vector-width=512")
#define RETORT_LANES 16
#define RETORT_ISA avx512
#include "kernels/decode/bf16_product_inc.h"
#undef RETORT_LANES
#undef RETORT_ISA
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("avx512f,avx512dq,avx512bw,avx512vl,avx512bf16,avx2,fma,prefer-vector-width=512")
#define RETORT_LANES 16
#define RETORT_ISA avx512bf16
#define RETORT_NATIVE
#include "kernels/decode/bf16_product_inc.h"
#undef RETORT_LANES
#undef RETORT_ISA
#undef RETORT_NATIVE
#pragma GCC pop_options
#endif

namespace retort::kernels {
namespace {

std::atomic<ProductPrecision> precision{ProductPrecision::FP32};

}  // namespace

void setProductPrecision(ProductPrecision chosen) { precision = chosen; }
ProductPrecision productPrecision() { return precision; }

bool nativeBf16() { return std::strcmp(bf16Kernels().name, "avx512bf16") == 0; }

std::vector<const Bf16Kernels*> bf16KernelSets() {
    std::vector<const Bf16Kernels*> sets;
#if defined(__x86_64__)
    __builtin_cpu_init();
    const bool fma = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    const bool wide = fma && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
    if (wide && __builtin_cpu_supports("avx512bf16")) sets.push_back(&avx512bf16::table);
    if (wide) sets.push_back(&avx512::table);
    if (fma) sets.push_back(&avx2::table);
#endif
    sets.push_back(&baseline::table);
    return sets;
}

const Bf16Kernels& bf16Kernels() {
    static const Bf16Kernels& chosen = []() -> const Bf16Kernels& {
        const auto sets = bf16KernelSets();
        const char* wanted = std::getenv("RETORT_CPU");
        for (const auto* set : sets)
            if (wanted && std::strcmp(wanted, set->name) == 0) return *set;
        return *sets.front();
    }();
    return chosen;
}

const Bf16Pair* pairUpRows(const float* x, std::int64_t stride, std::int64_t rows, std::int64_t count) {
    thread_local std::vector<Bf16Pair> pairs;
    const std::int64_t width = (count + 1) / 2;
    pairs.resize(std::max(pairs.size(), static_cast<std::size_t>(rows * width)));
    for (std::int64_t r = 0; r < rows; ++r) bf16Kernels().pairUp(x + r * stride, count, pairs.data() + r * width);
    return pairs.data();
}

}  // namespace retort::kernels
