// SPDX-License-Identifier: Apache-2.0
// Includes the file RETORT_SOURCE once per instruction set, with RETORT_LANES floats in a vector and RETORT_ISA as
// namespace, in which it is to define `table`, a struct whose `name` is RETORT_ISA; with RETORT_WANTS_BF16 once more with
// RETORT_BF16, where the processor multiplies bf16 itself. RETORT_TABLES then lists the tables, best first, for bestTable().
// No include guard on purpose.
//
// Nothing of the standard library may be instantiated inside the target regions: an inline function compiled for AVX-512
// could be the copy the linker keeps for everybody.

#define RETORT_LANES 4
#define RETORT_ISA baseline
#include RETORT_SOURCE
#undef RETORT_LANES
#undef RETORT_ISA

#if !defined(__x86_64__)
#define RETORT_TABLES &baseline::table
#else
#pragma GCC push_options
#pragma GCC target("avx2,fma")
#define RETORT_LANES 8
#define RETORT_ISA avx2
#include RETORT_SOURCE
#undef RETORT_LANES
#undef RETORT_ISA
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma,prefer-vector-width=512")
#define RETORT_LANES 16
#define RETORT_ISA avx512
#include RETORT_SOURCE
#undef RETORT_ISA
#ifndef RETORT_WANTS_BF16
#define RETORT_TABLES &avx512::table, &avx2::table, &baseline::table
#else
#pragma GCC target("avx512bf16")
#define RETORT_ISA avx512bf16
#define RETORT_BF16
#include RETORT_SOURCE
#undef RETORT_ISA
#undef RETORT_BF16
#define RETORT_TABLES &avx512bf16::table, &avx512::table, &avx2::table, &baseline::table
#endif
#undef RETORT_LANES
#pragma GCC pop_options
#endif
