// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "generate/decode_request.h"
#include "kernels/decode/packed_weights.h"

namespace retort {

struct DecodeLimits {
    int threads = 1;
    std::int32_t max_batch = 256;                      ///< sequences decoded together, over all threads
    std::int64_t cache_bytes = std::int64_t{4} << 30;  ///< of all sequences' own key-value caches
};

/// Memory that is worth keeping from one call to the next: fresh pages cost as much as many decoding steps.
struct DecodeMemory {
    std::vector<std::int64_t> sizes;
    std::vector<kernels::AlignedFloats> caches;  ///< one per lane
    kernels::RopeAngles angles;
    std::optional<kernels::PackedWeights> packed;
    std::vector<std::uint64_t> packed_of;  ///< the `identity` that `packed` was made for

    float* cache(std::size_t lane, std::int64_t floats);
};

/// generate() over weights given as raw pointers. `context`: positions the model knows. `identity` names the weights'
/// values: a call with that of the call before uses the matrices packed then; empty: nothing is known. Blocks; errors as
/// Generator::generate.
std::vector<std::vector<Completion>> runDecode(const kernels::DecodeWeights& weights, std::int64_t context,
                                               const std::vector<std::vector<std::int32_t>>& prompts,
                                               const GenerateOptions& options, const std::atomic<bool>* cancel,
                                               const DecodeLimits& limits, DecodeMemory& memory,
                                               const std::vector<std::uint64_t>& identity = {});

}  // namespace retort
