// SPDX-License-Identifier: Apache-2.0
#include "text/language_path.h"

#include <algorithm>
#include <cmath>

namespace retort {

LanguagePath::LanguagePath(std::vector<float> log_priors) : log_priors_(std::move(log_priors)) {}

void LanguagePath::add(std::span<const float> scores, float change) {
    const std::size_t count = log_priors_.size();
    if (totals_.empty()) {
        totals_ = log_priors_;
        for (std::size_t l = 0; l < count; ++l) {
            totals_[l] += scores[l];
            origins_.push_back(static_cast<std::uint8_t>(l));
        }
        return;
    }
    const auto best = static_cast<std::size_t>(std::ranges::max_element(totals_) - totals_.begin());
    const float entry = totals_[best] + std::log(change), stay = std::log1p(-change);
    for (std::size_t l = 0; l < count; ++l) {
        const bool changes = entry + log_priors_[l] > totals_[l] + stay;
        totals_[l] = scores[l] + (changes ? entry + log_priors_[l] : totals_[l] + stay);
        origins_.push_back(static_cast<std::uint8_t>(changes ? best : l));
    }
}

std::vector<std::uint8_t> LanguagePath::best() const {
    if (totals_.empty()) return {};
    const std::size_t count = log_priors_.size();
    std::vector<std::uint8_t> path(origins_.size() / count);
    auto at = static_cast<std::uint8_t>(std::ranges::max_element(totals_) - totals_.begin());
    for (std::size_t i = path.size(); i-- > 0; at = origins_[i * count + at]) path[i] = at;
    return path;
}

}  // namespace retort
