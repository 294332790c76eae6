// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "template/value.h"

namespace retort::jinja {

/// The arguments of a built-in function by its parameters' names, given by position or by name. Throws TemplateFault for too
/// many, too few, or an unknown name.
class Parameters {
public:
    Parameters(std::string_view function, const Arguments& arguments, std::initializer_list<std::string_view> names,
               std::size_t required = 0);

    bool has(std::size_t i) const { return values_[i] != nullptr; }
    /// None where it was not given.
    Value value(std::size_t i) const { return has(i) ? *values_[i] : Value(None{}); }
    bool isNone(std::size_t i) const { return !has(i) || values_[i]->isNone(); }
    bool flag(std::size_t i, bool fallback = false) const { return has(i) ? truthy(*values_[i]) : fallback; }
    std::int64_t integer(std::size_t i, std::int64_t fallback) const {
        return has(i) ? toInteger(*values_[i], "an argument") : fallback;
    }
    std::string text(std::size_t i, std::string_view fallback = {}) const {
        return has(i) ? str(*values_[i]) : std::string(fallback);
    }

private:
    std::vector<const Value*> values_;
};

}  // namespace retort::jinja
