// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <vector>

#include "generate/generator.h"

namespace retort {

class Transformer;

/// Whether the decoding kernels compute this model: plain layers, unscaled rotary frequencies, no window that a completion
/// could reach, no adapters.
bool kernelsDecode(const Transformer& model);

struct ReferenceDecodeLimits {
    std::int64_t max_batch = 64;  ///< sequences decoded together
    std::int64_t cache_bytes = std::int64_t{4} << 30;
};

/// generate() for every architecture: the trainer's own layers over a key-value cache, sequences that finish replaced by
/// waiting ones. Repeats for the same request and thread count; another batch may change the last bits of a log-probability.
/// Blocks; errors as Generator::generate.
std::vector<std::vector<Completion>> referenceDecode(const Transformer& model,
                                                     const std::vector<std::vector<std::int32_t>>& prompts,
                                                     const GenerateOptions& options, const std::atomic<bool>* cancel,
                                                     const ReferenceDecodeLimits& limits);

}  // namespace retort
