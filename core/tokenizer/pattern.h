// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/regex.h"
#include "tokenizer/tokenizer_spec.h"

namespace retort {

/// A PatternSpec that is ready to search.
class Pattern {
public:
    Pattern(const PatternSpec& spec, const std::string& where);
    /// All matches in order, not overlapping; empty ones included.
    void findAll(std::string_view text, std::vector<Range>& matches) const;

private:
    std::string literal_;
    std::optional<Regex> regex_;
};

/// Text with every match replaced by `content`.
std::string replaceAll(std::string_view text, const Pattern& pattern, std::string_view content);

}  // namespace retort
