// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

// What computes in this whole process. To be said before the first model is loaded.

namespace retort {

void useThreads(int threads);
int threadsInUse();

/// Of matrix products: "fp32", "bf16" or "auto", which is bf16 where the processor multiplies it itself.
void usePrecision(const std::string& precision);
/// "fp32", or "bf16" and the code that multiplies it: as a run's manifest and the bench say it.
std::string precisionInUse();

}  // namespace retort
