// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/decode/decode_types.h"

namespace retort {

class Transformer;

/// The model's parameters as raw pointers; valid while the model lives and its storage is not replaced. Throws
/// Error(RunFailed) naming a parameter that is not a contiguous fp32 tensor on the CPU.
kernels::DecodeWeights weightsView(const Transformer& model);

}  // namespace retort
