// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmpxx.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace retort::math {

/// One spelling per unit of measure, for known units ("meters" and "m" are "m"); empty for other words.
std::string_view unitOf(std::string_view word);
/// Compound units in one spelling: "mi per h" and "mph" are "mi/h", "square cm" is "cm^2".
std::string canonicalUnit(std::string_view unit);

/// What a unit is made of: a factor and powers of the units that all others are told in (m, kg, s, and those that nothing
/// converts to: dollars, months, ...).
struct Measure {
    mpq_class factor = 1;
    std::map<std::string, int> powers;
};
/// Of a unit as canonicalUnit() writes it ("km/h", "m s^-1"); nothing where a word of it is no known unit.
std::optional<Measure> measureOf(std::string_view unit);

}  // namespace retort::math
