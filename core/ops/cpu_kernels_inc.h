// SPDX-License-Identifier: Apache-2.0
// Included by cpu_kernels.cpp once per instruction set: see kernels/each_instruction_set.h.

// First: the others are written with its vectors.
#include "ops/cpu_vector_inc.h"

#include "ops/cpu_attention_inc.h"
#include "ops/cpu_rows_inc.h"

namespace retort::cpu::RETORT_ISA {

#define RETORT_STRING2(x) #x
#define RETORT_STRING(x) RETORT_STRING2(x)
static const Kernels table = {RETORT_STRING(RETORT_ISA), gemm,     attentionScratch, attentionForward,
                              attentionBackward,         ropeRows, swigluBackward,   add,
                              logitRowBackward};
#undef RETORT_STRING
#undef RETORT_STRING2

}  // namespace retort::cpu::RETORT_ISA
