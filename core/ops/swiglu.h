// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

namespace retort {

/// silu(gate) * up (Shazeer 2020). gate_up [N, 2 I] fp32 on the CPU, gate in the left half. Gives [N, I]; differentiable
/// once.
at::Tensor swiglu(const at::Tensor& gate_up);

}  // namespace retort
