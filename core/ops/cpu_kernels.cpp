// SPDX-License-Identifier: Apache-2.0
#include "ops/cpu_kernels.h"

#include <cstdint>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "kernels/decode/decode_ops.h"
#include "kernels/instruction_sets.h"

#define RETORT_SOURCE "ops/cpu_kernels_inc.h"
#include "kernels/each_instruction_set.h"

namespace retort::cpu {

std::vector<const Kernels*> kernelSets() { return kernels::runnableTables<Kernels>({RETORT_TABLES}); }

const Kernels& kernels() {
    static const Kernels& chosen = kernels::bestTable(kernelSets());
    return chosen;
}

}  // namespace retort::cpu
