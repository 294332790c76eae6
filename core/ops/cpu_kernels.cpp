// SPDX-License-Identifier: Apache-2.0
#include "ops/cpu_kernels.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "kernels/decode/decode_ops.h"

// The same source three times. Nothing of the standard library may be instantiated inside the target regions: an inline
// function compiled for AVX-512 could be the copy the linker keeps for everybody.
#define RETORT_LANES 4
#define RETORT_ISA baseline
#include "ops/cpu_kernels_inc.h"
#undef RETORT_LANES
#undef RETORT_ISA

#if defined(__x86_64__)
#pragma GCC push_options
#pragma GCC target("avx2,fma")
#define RETORT_LANES 8
#define RETORT_ISA avx2
#include "ops/cpu_kernels_inc.h"
#undef RETORT_LANES
#undef RETORT_ISA
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma,prefer-vector-width=512")
#define RETORT_LANES 16
#define RETORT_ISA avx512
#include "ops/cpu_kernels_inc.h"
#undef RETORT_LANES
#undef RETORT_ISA
#pragma GCC pop_options
#endif

namespace retort::cpu {

int kernelSets(const Kernels* sets[3]) {
    int count = 0;
#if defined(__x86_64__)
    __builtin_cpu_init();
    const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
        sets[count++] = &avx512::table;
    if (avx2) sets[count++] = &avx2::table;
#endif
    sets[count++] = &baseline::table;
    return count;
}

const Kernels& kernels() {
    static const Kernels& chosen = []() -> const Kernels& {
        const Kernels* sets[3];
        const int count = kernelSets(sets);
        const char* wanted = std::getenv("RETORT_CPU");
        for (int i = 0; wanted && i < count; ++i)
            if (std::strcmp(wanted, sets[i]->name) == 0) return *sets[i];
        return *sets[0];
    }();
    return chosen;
}

}  // namespace retort::cpu
