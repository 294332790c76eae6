// SPDX-License-Identifier: Apache-2.0
#include "kernels/decode/bf16_product.h"

#include <algorithm>
#include <atomic>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "kernels/instruction_sets.h"

#define RETORT_SOURCE "kernels/decode/bf16_product_inc.h"
#define RETORT_WANTS_BF16
#include "kernels/each_instruction_set.h"

namespace retort::kernels {
namespace {

std::atomic<ProductPrecision> precision{ProductPrecision::FP32};

}  // namespace

void setProductPrecision(ProductPrecision chosen) { precision = chosen; }
ProductPrecision productPrecision() { return precision; }

bool nativeBf16() { return std::strcmp(bf16Kernels().name, "avx512bf16") == 0; }

std::vector<const Bf16Kernels*> bf16KernelSets() { return runnableTables<Bf16Kernels>({RETORT_TABLES}); }

const Bf16Kernels& bf16Kernels() {
    static const Bf16Kernels& chosen = bestTable(bf16KernelSets());
    return chosen;
}

const Bf16Kernels* chosenBf16() { return productPrecision() == ProductPrecision::BF16 ? &bf16Kernels() : nullptr; }

const Bf16Pair* pairUpRows(const float* x, std::int64_t stride, std::int64_t rows, std::int64_t count) {
    thread_local std::vector<Bf16Pair> pairs;
    const std::int64_t width = (count + 1) / 2;
    pairs.resize(std::max(pairs.size(), static_cast<std::size_t>(rows * width)));
    bf16Kernels().pairUp(x, stride, rows, count, pairs.data(), width);
    return pairs.data();
}

}  // namespace retort::kernels
