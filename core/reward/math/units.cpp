// SPDX-License-Identifier: Apache-2.0
#include "reward/math/units.h"

#include <algorithm>
#include <cstdlib>
#include <unordered_map>
#include <utility>

#include "text/ascii.h"

namespace retort::math {
namespace {

/// What one unit is in others; those that are not here are themselves.
struct Definition {
    mpq_class factor;
    std::map<std::string, int> powers;
};

const Definition* definitionOf(const std::string& unit) {
    static const std::unordered_map<std::string, Definition> definitions{
        {"mm", {{1, 1000}, {{"m", 1}}}},
        {"cm", {{1, 100}, {{"m", 1}}}},
        {"dm", {{1, 10}, {{"m", 1}}}},
        {"km", {1000, {{"m", 1}}}},
        {"in", {{254, 10000}, {{"m", 1}}}},
        {"ft", {{3048, 10000}, {{"m", 1}}}},
        {"yd", {{9144, 10000}, {{"m", 1}}}},
        {"mi", {{1609344, 1000}, {{"m", 1}}}},
        {"ms", {{1, 1000}, {{"s", 1}}}},
        {"min", {60, {{"s", 1}}}},
        {"h", {3600, {{"s", 1}}}},
        {"day", {86400, {{"s", 1}}}},
        {"week", {604800, {{"s", 1}}}},
        {"year", {12, {{"month", 1}}}},
        {"mg", {{1, 1000000}, {{"kg", 1}}}},
        {"g", {{1, 1000}, {{"kg", 1}}}},
        {"t", {1000, {{"kg", 1}}}},
        {"lb", {{45359237, 100000000}, {{"kg", 1}}}},
        {"oz", {{45359237, 1600000000}, {{"kg", 1}}}},
        {"l", {{1, 1000}, {{"m", 3}}}},
        {"ml", {{1, 1000000}, {{"m", 3}}}},
        {"公顷", {10000, {{"m", 2}}}},
        {"亩", {{20000, 30}, {{"m", 2}}}},
        {"acre", {{316160658, 78125}, {{"m", 2}}}},
        {"cent", {{1, 100}, {{"dollar", 1}}}},
        {"角", {{1, 10}, {{"元", 1}}}},
        {"N", {1, {{"kg", 1}, {"m", 1}, {"s", -2}}}},
        {"J", {1, {{"kg", 1}, {"m", 2}, {"s", -2}}}},
        {"kJ", {1000, {{"kg", 1}, {"m", 2}, {"s", -2}}}},
        {"W", {1, {{"kg", 1}, {"m", 2}, {"s", -3}}}},
        {"kW", {1000, {{"kg", 1}, {"m", 2}, {"s", -3}}}},
        {"Pa", {1, {{"kg", 1}, {"m", -1}, {"s", -2}}}},
        {"kPa", {1000, {{"kg", 1}, {"m", -1}, {"s", -2}}}},
        {"Hz", {1, {{"s", -1}}}},
        {"V", {1, {{"kg", 1}, {"m", 2}, {"s", -3}, {"A", -1}}}},
        {"ohm", {1, {{"kg", 1}, {"m", 2}, {"s", -3}, {"A", -2}}}}};
    const auto found = definitions.find(unit);
    return found == definitions.end() ? nullptr : &found->second;
}

void multiply(Measure& measure, const std::string& unit, int power) {
    const Definition* definition = definitionOf(unit);
    if (definition == nullptr) {
        measure.powers[unit] += power;
        return;
    }
    for (int i = 0; i < std::abs(power); ++i)
        measure.factor =
            power > 0 ? mpq_class(measure.factor * definition->factor) : mpq_class(measure.factor / definition->factor);
    for (const auto& [base, exponent] : definition->powers) measure.powers[base] += exponent * power;
}

/// Digits with a sign at the start of `text`, at most two, taken off; 1 where there are none.
int takePower(std::string_view& text) {
    if (!text.starts_with('^')) return 1;
    text.remove_prefix(1);
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    int power = 0;
    for (int digits = 0; digits < 2 && !text.empty() && isAsciiDigit(text.front()); ++digits, text.remove_prefix(1))
        power = power * 10 + (text.front() - '0');
    return negative ? -power : power;
}

using Names = std::unordered_map<std::string_view, std::string_view>;

const Names& names() {
    static const Names units{
        {"mm", "mm"},         {"millimeter", "mm"}, {"毫米", "mm"},   {"cm", "cm"},        {"centimeter", "cm"},
        {"厘米", "cm"},       {"dm", "dm"},         {"分米", "dm"},   {"m", "m"},          {"meter", "m"},
        {"metre", "m"},       {"米", "m"},          {"km", "km"},     {"kilometer", "km"}, {"千米", "km"},
        {"公里", "km"},       {"inch", "in"},       {"inche", "in"},  {"in", "in"},        {"foot", "ft"},
        {"feet", "ft"},       {"ft", "ft"},         {"yard", "yd"},   {"yd", "yd"},        {"mile", "mi"},
        {"mi", "mi"},         {"second", "s"},      {"sec", "s"},     {"秒", "s"},         {"minute", "min"},
        {"min", "min"},       {"分钟", "min"},      {"hour", "h"},    {"hr", "h"},         {"小时", "h"},
        {"day", "day"},       {"天", "day"},        {"week", "week"}, {"month", "month"},  {"year", "year"},
        {"年", "year"},       {"mph", "mph"},       {"gram", "g"},    {"g", "g"},          {"克", "g"},
        {"kg", "kg"},         {"kilogram", "kg"},   {"千克", "kg"},   {"公斤", "kg"},      {"吨", "t"},
        {"ton", "t"},         {"pound", "lb"},      {"lb", "lb"},     {"ounce", "oz"},     {"oz", "oz"},
        {"liter", "l"},       {"litre", "l"},       {"升", "l"},      {"ml", "ml"},        {"毫升", "ml"},
        {"dollar", "dollar"}, {"元", "元"},         {"角", "角"},     {"yuan", "元"},      {"cent", "cent"},
        {"euro", "euro"},     {"L", "l"},           {"mL", "ml"},     {"kph", "kph"},      {"kmh", "kph"},
        {"s", "s"},           {"h", "h"},           {"ms", "ms"},     {"mg", "mg"},        {"milligram", "mg"},
        {"N", "N"},           {"newton", "N"},      {"J", "J"},       {"joule", "J"},      {"kJ", "kJ"},
        {"W", "W"},           {"watt", "W"},        {"kW", "kW"},     {"Pa", "Pa"},        {"pascal", "Pa"},
        {"kPa", "kPa"},       {"Hz", "Hz"},         {"hertz", "Hz"},  {"V", "V"},          {"volt", "V"},
        {"ampere", "A"},      {"amp", "A"},         {"ohm", "ohm"},   {"mol", "mol"},      {"mole", "mol"},
        {"kelvin", "K"},      {"毫克", "mg"},       {"焦耳", "J"},    {"个月", "month"},   {"公顷", "公顷"},
        {"hectare", "公顷"},  {"亩", "亩"},         {"acre", "acre"}};
    return units;
}

}  // namespace

std::string_view unitOf(std::string_view word) {
    const Names& units = names();
    if (const auto found = units.find(word); found != units.end()) return found->second;
    if (word.size() > 2 && word.ends_with('s')) {
        if (const auto found = units.find(word.substr(0, word.size() - 1)); found != units.end()) return found->second;
    }
    return {};
}

std::string canonicalUnit(std::string_view unit) {
    if (unit == "mph") return "mi/h";
    if (unit == "kph") return "km/h";
    for (const auto& [word, power] : {std::pair{"square ", "^2"}, std::pair{"sq ", "^2"}, std::pair{"cubic ", "^3"},
                                      std::pair{"平方", "^2"}, std::pair{"立方", "^3"}}) {
        if (!unit.starts_with(word)) continue;
        const std::string_view rest = unit.substr(std::string_view(word).size()), known = unitOf(rest);
        if (!known.empty()) return std::string(known) + power;
    }
    std::string out(unit);
    if (const std::size_t per = out.find(" per "); per != out.npos) out.replace(per, 5, 1, '/');
    return out;
}

std::optional<Measure> measureOf(std::string_view unit) {
    constexpr int kHighestPower = 9;
    Measure measure;
    int sign = 1;
    for (std::string_view rest = unit; !rest.empty();) {
        const std::string_view word = rest.substr(0, rest.find_first_of(" /^"));
        std::string_view known = unitOf(word);
        if (known.empty() && std::ranges::any_of(names(), [&](const auto& entry) { return entry.second == word; }))
            known = word;  // A, K
        if (known.empty()) return std::nullopt;
        rest.remove_prefix(word.size());
        const int power = takePower(rest);
        if (std::abs(power) > kHighestPower) return std::nullopt;
        // What a known word is told in may itself be compound: mph.
        if (const std::string spelled = canonicalUnit(known); spelled != known) {
            const auto inner = power == 1 && sign == 1 ? measureOf(spelled) : std::nullopt;
            if (!inner) return std::nullopt;
            measure.factor *= inner->factor;
            for (const auto& [base, exponent] : inner->powers) measure.powers[base] += exponent;
        } else {
            multiply(measure, std::string(known), sign * power);
        }
        // "a/b c" is a over b and c.
        if (rest.starts_with('/')) sign = -1;
        if (!rest.empty() && rest.front() != '/' && rest.front() != ' ') return std::nullopt;
        if (!rest.empty()) rest.remove_prefix(1);
    }
    std::erase_if(measure.powers, [](const auto& part) { return part.second == 0; });
    return measure;
}

}  // namespace retort::math
