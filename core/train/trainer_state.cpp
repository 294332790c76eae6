// SPDX-License-Identifier: Apache-2.0
#include "train/trainer_state.h"

#include "base/error.h"

namespace retort {

std::uint64_t TrainerState::counter(const std::string& name) const {
    const auto found = counters.find(name);
    if (found == counters.end())
        throw Error(ErrorCode::BadInput, "the trainer state lacks this counter", name, "Resume from another checkpoint");
    return found->second;
}

}  // namespace retort
