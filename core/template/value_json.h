// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "template/value.h"

namespace retort::jinja {

/// How json.dumps() writes.
struct JsonStyle {
    bool ensure_ascii = false, sort_keys = false;
    std::optional<std::string> indent;  ///< of one level; nothing: all on one line
    std::string item_separator = ", ", key_separator = ": ";
};

/// Throws TemplateFault for what is not JSON (undefined, a macro, a generator).
std::string toJson(const Value& value, const JsonStyle& style);

/// Objects keep their order; of a key given twice the last value counts. Throws Error(BadInput) for damage, nesting above
/// the budget and integers above 64 bits.
Value fromJson(std::string_view text);

}  // namespace retort::jinja
