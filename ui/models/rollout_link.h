// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A filter of traces as the parameters of a link, and back: what is copied, saved and opened.

#include <QUrlQuery>
#include <optional>

#include "store/records.h"
#include "ui/session/stage_samples.h"

namespace retort::ui {

struct RolloutView {
    RolloutFilter filter;
    RolloutOrder order = RolloutOrder::NewestFirst;
    /// Only samples that end here; `filter.among` is what findEnded() says of it.
    std::optional<Ending> ends;
    /// Only traces with a bookmark, whatever the filter says.
    bool bookmarked = false;
    /// In the order in which they were bookmarked, the last first, in place of `order`.
    bool by_bookmark = false;
};

/// Stages go by name, so that a saved filter fits any run of the recipe. Keys: stage, from, to, verdict (right, wrong,
/// ungraded), finish (stop, length, aborted), lang, mixed, reflects, malformed, term (NAME:pass, NAME:fail,
/// NAME:grader_error), text, ends (a test of the funnel, or kept) with why (what it lost them for) and tried.BOUND (a value
/// as the recipe writes it), sort, prompt, evaluation, bookmarked (1; sort=bookmark: as they were bookmarked).
QUrlQuery toQuery(const RolloutView& view, const std::vector<StageRecord>& stages);
/// Its part of such a link.
void addEnding(QUrlQuery& query, const Ending& ending);
/// Unknown keys and values are passed over; so is a stage that the run does not have.
RolloutView viewFrom(const QUrlQuery& query, const std::vector<StageRecord>& stages);

}  // namespace retort::ui
