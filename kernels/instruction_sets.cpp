// SPDX-License-Identifier: Apache-2.0
#include "kernels/instruction_sets.h"

#include <cstdlib>

namespace retort::kernels {

bool runsInstructionSet(std::string_view name) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    const bool fma = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    const bool wide = fma && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
    if (name == "avx512bf16") return wide && __builtin_cpu_supports("avx512bf16");
    if (name == "avx512") return wide;
    if (name == "avx2") return fma;
#endif
    return name == "baseline";
}

std::string_view wantedInstructionSet() {
    const char* wanted = std::getenv("RETORT_CPU");
    return wanted ? wanted : "";
}

}  // namespace retort::kernels
