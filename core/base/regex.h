// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace retort {

struct Range {
    std::size_t begin = 0, end = 0;
    bool operator==(const Range&) const = default;
};

/// What a pattern is written in: Oniguruma's language as tokenizers use it (\s is White_Space, ^ and $ match at lines), or
/// ECMA-262's with Unicode as JSON Schema uses it (\d and \w are ASCII).
enum class RegexDialect { Oniguruma, EcmaScript };

/// A compiled regular expression (PCRE2). Matching is bounded, so that a hostile pattern ends in an error. Immutable; any
/// thread.
class Regex {
public:
    /// Throws Error(BadInput) saying what is wrong with the pattern, at `where`.
    Regex(const std::string& pattern, RegexDialect dialect, const std::string& where);

    /// The first match at or after `offset`, as byte offsets in valid UTF-8. Throws Error(BadInput) when the work limit is
    /// reached.
    std::optional<Range> find(std::string_view text, std::size_t offset) const;

private:
    RegexDialect dialect_;
    std::shared_ptr<void> code_;
    std::string where_;
};

}  // namespace retort
