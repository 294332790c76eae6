// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/decode/bf16_product.h"

namespace retort::test {

/// Products packed while it lives are of bf16.
struct Bf16Scope {
    Bf16Scope() { kernels::setProductPrecision(kernels::ProductPrecision::BF16); }
    ~Bf16Scope() { kernels::setProductPrecision(kernels::ProductPrecision::FP32); }
    Bf16Scope(const Bf16Scope&) = delete;
    Bf16Scope& operator=(const Bf16Scope&) = delete;
};

}  // namespace retort::test
