// SPDX-License-Identifier: Apache-2.0
#include "ops/processor.h"

#include <ATen/Parallel.h>

#include "kernels/decode/bf16_product.h"

namespace retort {

using kernels::ProductPrecision;

void useThreads(int threads) { at::set_num_threads(threads); }
int threadsInUse() { return at::get_num_threads(); }

void usePrecision(const std::string& precision) {
    const bool bf16 = precision == "bf16" || (precision == "auto" && kernels::nativeBf16());
    kernels::setProductPrecision(bf16 ? ProductPrecision::BF16 : ProductPrecision::FP32);
}

std::string precisionInUse() {
    if (kernels::productPrecision() == ProductPrecision::FP32) return "fp32";
    return std::string("bf16 (") + kernels::bf16Kernels().name + ")";
}

}  // namespace retort
