// SPDX-License-Identifier: Apache-2.0
#include "base/sentence.h"

namespace retort {

std::string Sentence::text() const {
    std::string said;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const std::size_t value =
            pattern[i] == '%' && i + 1 < pattern.size() ? static_cast<std::size_t>(pattern[i + 1] - '1') : values.size();
        if (value < values.size()) {
            said += values[value];
            ++i;
        } else {
            said += pattern[i];
        }
    }
    return said;
}

}  // namespace retort
