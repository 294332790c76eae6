// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page_history.h"

namespace retort::ui {
namespace {

constexpr std::size_t most = 100;

}  // namespace

void PageHistory::leave(VisitedPlace now) {
    ahead_.clear();
    behind_.push_back(std::move(now));
    if (behind_.size() > most) behind_.erase(behind_.begin());
}

VisitedPlace PageHistory::move(std::vector<VisitedPlace>& from, std::vector<VisitedPlace>& to, VisitedPlace now) {
    VisitedPlace place = std::move(from.back());
    from.pop_back();
    to.push_back(std::move(now));
    return place;
}

}  // namespace retort::ui
