// SPDX-License-Identifier: Apache-2.0
#include "reward/math/chinese_number.h"

#include <array>
#include <cstdint>
#include <utility>

namespace retort::math {
namespace {

using Sign = std::pair<std::string_view, int>;
constexpr std::array<Sign, 12> kDigits{{{"零", 0},
                                        {"〇", 0},
                                        {"一", 1},
                                        {"二", 2},
                                        {"两", 2},
                                        {"三", 3},
                                        {"四", 4},
                                        {"五", 5},
                                        {"六", 6},
                                        {"七", 7},
                                        {"八", 8},
                                        {"九", 9}}};
constexpr std::array<Sign, 5> kUnits{{{"十", 1}, {"百", 2}, {"千", 3}, {"万", 4}, {"亿", 8}}};

template <std::size_t N>
int lookUp(const std::array<Sign, N>& table, std::string_view sign) {
    for (const auto& [text, value] : table) {
        if (text == sign) return value;
    }
    return -1;
}

std::uint64_t powerOfTen(int n) {
    std::uint64_t value = 1;
    while (n-- > 0) value *= 10;
    return value;
}

/// Sections of 万 and 亿, each of thousands, hundreds, tens and ones.
struct Accumulator {
    std::uint64_t total = 0, section = 0, digit = 0;
    bool has_digit = false;
    int last_power = 0;  ///< of the unit that stands right before the digit; 0: none, or a zero between

    void unit(int power) {
        if (power >= 4) {
            total = (total + section + digit) * powerOfTen(power);
            section = 0;
        } else {
            section += (has_digit ? digit : 1) * powerOfTen(power);
        }
        digit = 0;
        has_digit = false;
        last_power = power;
    }
    /// What ends in a digit behind a unit counts the next lower one: 三百五 is 350.
    void shorten() {
        if (has_digit && last_power >= 2) digit *= powerOfTen(last_power - 1);
    }
    std::uint64_t value() const { return total + section + digit; }
};

}  // namespace

std::optional<std::string> readChineseNumber(std::string_view text, std::size_t& length) {
    Accumulator sum;
    std::string plain, behind;  // "二〇二四" has digits only; what stands behind 点
    bool units = false, point = false;
    std::size_t at = 0;
    for (int signs = 0; at + 3 <= text.size() && signs < 24; at += 3, ++signs) {
        const std::string_view sign = text.substr(at, 3);
        const int digit = lookUp(kDigits, sign), unit = lookUp(kUnits, sign);
        if (digit >= 0) {
            (point ? behind : plain) += static_cast<char>('0' + digit);
            sum.digit = static_cast<std::uint64_t>(digit);
            if (digit == 0 || sum.has_digit) sum.last_power = 0;
            sum.has_digit = true;
        } else if (unit >= 0 && !point) {
            if (sum.value() >= powerOfTen(10)) return std::nullopt;
            units = true;
            sum.unit(unit);
        } else if (sign == "点" && !point && at > 0 && at + 6 <= text.size() &&
                   lookUp(kDigits, text.substr(at + 3, 3)) >= 0) {
            point = true;
            if (!units) sum.total = 0;
        } else {
            break;
        }
        if (point && digit < 0 && unit >= 0) break;
    }
    if (at == 0) return std::nullopt;
    length = at;
    std::string whole = units ? std::string() : plain;
    if (units) {
        if (point && !behind.empty() && sum.has_digit)
            sum.digit = static_cast<std::uint64_t>(plain.empty() ? 0 : plain.back() - '0');
        else if (!point) sum.shorten();
        whole = std::to_string(sum.value());
    }
    return point ? whole + "." + behind : whole;
}

int chineseScale(std::string_view text, std::size_t& length) {
    length = 3;
    if (text.starts_with("万")) return 4;
    if (text.starts_with("亿")) return 8;
    if (text == "成") return -1;  // tenths
    length = 0;
    return 0;
}

}  // namespace retort::math
