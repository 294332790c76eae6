// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tokenizer/tokenizer_spec.h"

namespace retort {

struct Range {
    std::size_t begin = 0, end = 0;
    bool operator==(const Range&) const = default;
};

/// A compiled pattern with Oniguruma's meaning where it and PCRE2 differ in what tokenizers use (\s is White_Space, ^ and $ match
/// at lines). Matching is bounded, so that a hostile pattern ends in an error. Immutable; any thread.
class Regex {
public:
    /// Throws Error(BadInput) saying what is wrong with the pattern, at `where`.
    Regex(const std::string& pattern, const std::string& where);

    /// The first match at or after `offset`, as byte offsets in valid UTF-8. Throws Error(BadInput) when the work limit is reached.
    std::optional<Range> find(std::string_view text, std::size_t offset) const;

private:
    std::shared_ptr<void> code_;
    std::string where_;
};

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
