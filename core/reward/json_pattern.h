// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace retort {

/// A regular expression in JSON Schema's dialect (ECMA-262, Unicode), unanchored, with bounds on the work of a match.
class JsonPattern {
public:
    /// Throws Error(BadInput) where the pattern cannot be read.
    JsonPattern(const std::string& pattern, const std::string& where);
    /// Whether it matches somewhere. Throws Error(BadInput) where that takes too long. Any thread.
    bool matches(std::string_view text) const;

private:
    std::shared_ptr<void> code_;
    std::string where_;
};

}  // namespace retort
