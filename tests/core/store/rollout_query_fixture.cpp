// SPDX-License-Identifier: Apache-2.0
#include "core/store/rollout_query_fixture.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace retort::test {
namespace {

bool passes(const RolloutSummary& row, const RolloutFilter& f, RunReader& reader) {
    if (f.among && std::ranges::find(*f.among, row.id) == f.among->end()) return false;
    if (f.stage && row.stage != f.stage) return false;
    if (f.step_from && row.step < *f.step_from) return false;
    if (f.step_to && row.step > *f.step_to) return false;
    if (f.correctness == Correctness::Right && row.correct != true) return false;
    if (f.correctness == Correctness::Wrong && row.correct != false) return false;
    if (f.correctness == Correctness::GraderError && !row.grader_error) return false;
    if (f.reflects && row.reflects != *f.reflects) return false;
    if (f.well_formed && row.well_formed != *f.well_formed) return false;
    if (f.language_below && !(row.language_share && *row.language_share < *f.language_below)) return false;
    if (f.finish_reason && row.finish_reason != *f.finish_reason) return false;
    if (!f.language.empty() && row.language != f.language) return false;
    if (f.term.empty()) return true;
    const RewardBreakdown reward = reader.rollout(row.id)->rollout.reward;
    const RewardTerm* term = reward.find(f.term);
    return term != nullptr && term->outcome == f.term_outcome;
}

double sortValue(const RolloutSummary& row, RolloutOrder order) {
    const double infinite = std::numeric_limits<double>::infinity();
    switch (order) {
        case RolloutOrder::RewardHighFirst: return std::isnan(row.reward) ? infinite : -row.reward;
        case RolloutOrder::RewardLowFirst: return std::isnan(row.reward) ? -infinite : row.reward;
        case RolloutOrder::LongestFirst: return -static_cast<double>(row.tokens);
        case RolloutOrder::ShortestFirst: return static_cast<double>(row.tokens);
        case RolloutOrder::MostMixedFirst: return row.language_share.value_or(2);
        default: return 0;
    }
}

}  // namespace

std::shared_ptr<const std::vector<RolloutId>> listOf(std::int64_t first, std::int64_t last, std::int64_t step) {
    std::vector<RolloutId> ids;
    for (std::int64_t id = first; id <= last; id += step) ids.push_back({id});
    return std::make_shared<const std::vector<RolloutId>>(std::move(ids));
}

StepCommit stepWithFacts(StageId stage, Step step) {
    StepCommit commit = stepOf(stage, step, 3, 5);
    std::size_t i = 0;
    for (RolloutGroup& group : commit.groups) {
        group.prompt.prompt.language = step % 2 == 0 ? "en" : "zh";
        for (Rollout& rollout : group.rollouts) {
            if (++i % 7 == 0) rollout.completion.finish_reason = FinishReason::Length;
            if (i % 5 == 0 && !rollout.reward.terms.empty()) rollout.reward.terms.back().outcome = Outcome::GraderError;
            rollout.completion.ids.assign(1 + (i * 13 + static_cast<std::size_t>(step)) % 9, 1);
        }
    }
    return commit;
}

std::vector<std::int64_t> byLooking(const std::vector<RolloutSummary>& all, const RolloutFilter& filter, RolloutOrder order,
                                    RunReader& reader) {
    std::vector<RolloutSummary> expected;
    for (const RolloutSummary& row : all)
        if (passes(row, filter, reader)) expected.push_back(row);
    const bool down =
        order == RolloutOrder::NewestFirst || order == RolloutOrder::RewardHighFirst || order == RolloutOrder::LongestFirst;
    std::sort(expected.begin(), expected.end(), [&](const RolloutSummary& a, const RolloutSummary& b) {
        const double x = sortValue(a, order), y = sortValue(b, order);
        return x != y ? x < y : down ? a.id > b.id : a.id < b.id;
    });
    std::vector<std::int64_t> ids;
    for (const RolloutSummary& row : expected) ids.push_back(row.id.value);
    return ids;
}

}  // namespace retort::test
