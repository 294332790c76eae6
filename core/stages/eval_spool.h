// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "rollout/rollout.h"

namespace retort {

/// What an evaluation has sampled so far, in a file of its own, so that a stop costs at most one block of problems. Blocks
/// are appended whole and flushed to the disk; one that was cut off is left out when reading. Grades are not kept: they are
/// made again.
class EvalSpool {
public:
    explicit EvalSpool(std::filesystem::path file) : file_(std::move(file)) {}

    /// The blocks there are, ungraded. Each group's prompt holds only its key. Damage ends the list.
    std::vector<std::vector<RolloutGroup>> read() const;
    /// Keeps the first `blocks` and drops what follows them. Throws Error(Environment) when the disk refuses.
    void truncate(std::size_t blocks) const;
    void append(const std::vector<RolloutGroup>& block) const;
    void remove() const;

private:
    std::filesystem::path file_;
};

}  // namespace retort
