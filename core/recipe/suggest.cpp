// SPDX-License-Identifier: Apache-2.0
#include "recipe/suggest.h"

#include <algorithm>
#include <cctype>
#include <numeric>

namespace retort {
namespace {

/// Optimal string alignment: insert, delete, replace, swap of neighbours cost 1 each.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
    std::iota(cost[0].begin(), cost[0].end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
            }
        }
    }
    return cost[a.size()][b.size()];
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

}  // namespace

std::string suggestion(std::string_view wrong, const std::vector<std::string>& known) {
    constexpr std::size_t longest_compared = 64;
    std::size_t best = longest_compared;
    const std::string* nearest = nullptr;
    if (wrong.size() <= longest_compared) {
        for (const std::string& name : known) {
            const std::size_t d = distance(lower(wrong), lower(name));
            if (d < best && d * 3 <= std::max(name.size(), wrong.size())) {
                best = d;
                nearest = &name;
            }
        }
    }
    if (nearest != nullptr) return "Did you mean \"" + *nearest + "\"?";
    return known.empty() ? "There are none" : "Known: " + joinNames(known);
}

std::string joinNames(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

}  // namespace retort
