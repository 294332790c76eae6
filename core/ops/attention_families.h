// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ops/cpu_kernels.h"

namespace retort::ops {

/// Packed sequences as families; one without tokens is none. Not to be copied: families point into `children`.
struct AttentionFamilies {
    std::vector<cpu::TokenRange> children;  ///< those of one root stand together
    std::vector<cpu::AttentionFamily> families;
    std::int64_t longest = 0;

    /// starts [S + 1] and parents [S] or none, as in PackedTokens: a sequence without a parent is a root.
    AttentionFamilies(std::span<const std::int32_t> starts, std::span<const std::int32_t> parents);
    AttentionFamilies(const AttentionFamilies&) = delete;
    AttentionFamilies& operator=(const AttentionFamilies&) = delete;
};

}  // namespace retort::ops
