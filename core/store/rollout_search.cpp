// SPDX-License-Identifier: Apache-2.0
#include "store/rollout_search.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "base/error.h"
#include "store/rollout_facts.h"
#include "store/rollout_list.h"
#include "store/rollout_query.h"
#include "store/search_terms.h"

namespace retort::rows {
namespace {

constexpr std::size_t max_search_bytes = 1000;
constexpr std::int64_t first_looks = 256;  // of a walk, before it is judged
constexpr std::int64_t smallest_batch = 64, largest_batch = 4096;
// One of so many has to have the text for a walk to go on, so that a page is found in a few milliseconds; more of them at
// first, so that it is the first page, which may take longer, for which the index is asked. By age texts lie together; by
// value each is in another place of the file, and the first ones tell little of those that follow.
constexpr std::int64_t seldom_by_age = 10, seldom_by_value = 6;
constexpr std::int64_t seldom_at_first_by_age = 6, seldom_at_first_by_value = 2;
constexpr double often = 0.8;  // among all rollouts, for a walk by value

std::shared_ptr<const std::vector<RolloutId>> both(const std::shared_ptr<const std::vector<RolloutId>>& hits,
                                                   const std::vector<RolloutId>* among) {
    if (among == nullptr) return hits;
    auto common = std::make_shared<std::vector<RolloutId>>();
    std::ranges::set_intersection(*hits, *among, std::back_inserter(*common));
    return common;
}

}  // namespace

/// Looks at rollouts one by one.
class TextSearch::Look {
public:
    Look(SqliteDb& db, const std::string& text, const std::vector<std::int64_t>& prompts)
        : db_(db),
          condition_("text", text),
          prompts_(prompts),
          text_(db.prepare("SELECT " + condition_.sql + " FROM rollout_body WHERE id=?")),
          prompt_(db.prepare("SELECT prompt_id FROM rollout WHERE id=?")) {
        condition_.bindTo(text_, 1);
    }
    /// Whether its completion or its problem contains the text.
    bool operator()(std::int64_t id) {
        db_.giveUpIfCancelled();
        text_.bind(static_cast<int>(condition_.parameters.size()) + 1, id);
        bool has = text_.step() && text_.integer(0) != 0;
        text_.reset();
        if (has || prompts_.empty()) return has;
        has = prompt_.bind(1, id).step() && std::ranges::binary_search(prompts_, prompt_.integer(0));
        prompt_.reset();
        return has;
    }

private:
    const SqliteDb& db_;
    TextCondition condition_;
    const std::vector<std::int64_t>& prompts_;
    Statement text_, prompt_;
};

std::vector<std::int64_t> TextSearch::page(SqliteDb& db, const SchemaFeatures& features, const RolloutFilter& filter,
                                           RolloutOrder order, RolloutId after, std::int64_t limit) {
    const Extent extent = extentOf(db);
    const auto place = [&]() -> std::optional<std::size_t> {
        if (!search_ || search_->order != order || search_->extent.generation != extent.generation ||
            search_->filter != filter)
            return std::nullopt;
        if (after == search_->start && (after || extent == search_->extent)) return 0;
        const auto at = std::ranges::find(search_->found, after.value);
        return at == search_->found.end() ? std::nullopt : std::optional<std::size_t>(at - search_->found.begin() + 1);
    };
    std::optional<std::size_t> from = place();
    if (!from) {
        begin(db, features, filter, order, after, extent);
        from = 0;
    }
    findUntil(db, features, *from + static_cast<std::size_t>(limit));
    const std::vector<std::int64_t>& found = search_->found;
    const std::size_t to = std::min(found.size(), *from + static_cast<std::size_t>(limit));
    return {found.begin() + static_cast<std::ptrdiff_t>(*from), found.begin() + static_cast<std::ptrdiff_t>(to)};
}

std::int64_t TextSearch::count(SqliteDb& db, const SchemaFeatures& features, const RolloutFilter& filter, std::int64_t cap) {
    const Extent extent = extentOf(db);
    const bool same = search_ && search_->filter == filter;
    if (!same || search_->start || search_->extent != extent)
        begin(db, features, filter, same ? search_->order : RolloutOrder::NewestFirst, {}, extent);
    findUntil(db, features, static_cast<std::size_t>(std::max<std::int64_t>(0, cap)));
    return std::min(cap, std::ssize(search_->found));
}

TextSearch::Extent TextSearch::extentOf(SqliteDb& db) {
    Statement row = db.prepare("SELECT value FROM meta WHERE key='generation'");
    return {newestId(db, "rollout"), row.step() ? row.integer(0) : 0};
}

void TextSearch::begin(SqliteDb& db, const SchemaFeatures& features, const RolloutFilter& filter, RolloutOrder order,
                       RolloutId start, const Extent& extent) {
    if (filter.text.size() > max_search_bytes) throw Error(ErrorCode::Usage, "the search text is longer than 1000 bytes");
    hits_.setText(filter.text);
    Search search;
    search.filter = search.rest = filter;
    search.rest.text.clear();
    search.order = order;
    search.start = search.last = start;
    search.extent = extent;
    // Where a walk in this order reads all rows, it is no short cut.
    const bool walks =
        !filter.among && (*sortColumn(order) == 0 || (features.facts && factsQuery(db, search.rest) &&
                                                      shareWith(db, filter.text, 0, extent.newest + 1) >= often));
    search.way = walks ? Way::First : Way::Gather;
    search_ = std::move(search);
}

void TextSearch::findUntil(SqliteDb& db, const SchemaFeatures& features, std::size_t wanted) {
    Search& search = *search_;
    if (search.ended || search.found.size() >= wanted) return;
    Look look(db, hits_.text(), hits_.prompts(db));
    while (!search.ended && (search.found.size() < wanted || search.way == Way::First)) {
        if (search.way == Way::Gather) gather(db, features);
        else if (search.way == Way::Candidates) lookAtCandidates(look, wanted);
        else walk(db, features, look, wanted);
    }
}

/// Looks at some more, in order.
void TextSearch::walk(SqliteDb& db, const SchemaFeatures& features, Look& look, std::size_t wanted) {
    Search& search = *search_;
    const auto missing = static_cast<std::int64_t>(wanted - std::min(wanted, search.found.size()));
    const bool by_age = *sortColumn(search.order) == 0, first = search.way == Way::First;
    const std::int64_t seldom =
        first ? (by_age ? seldom_at_first_by_age : seldom_at_first_by_value) : (by_age ? seldom_by_age : seldom_by_value);
    const std::int64_t one_in = std::min(seldom, (search.looked + 1) / (search.had + 1) + 1);
    const std::int64_t batch = first ? first_looks : std::clamp(missing * one_in, smallest_batch, largest_batch);
    const std::vector<std::int64_t> ids = listRollouts(db, features, search.rest, search.order, search.last, batch);
    for (const std::int64_t id : ids) {
        if (look(id)) {
            search.found.push_back(id);
            ++search.had;
        }
        search.last = {id};
        ++search.looked;
    }
    search.ended = std::ssize(ids) < batch;
    if (search.way == Way::Listed || search.looked < first_looks) return;
    search.way = search.had * seldom >= search.looked ? Way::Walk : Way::Gather;
    search.looked /= 2;
    search.had /= 2;
}

/// The index tells what is left to look at, unless that is little anyway. By age a list of that is walked over; by value it
/// is put in order.
void TextSearch::gather(SqliteDb& db, const SchemaFeatures& features) {
    Search& search = *search_;
    RolloutFilter& rest = search.rest;
    if (!rest.prompt && !isShortList(search.filter))
        rest.among = both(hits_.rollouts(db, features), search.filter.among.get());
    search.looked = search.had = 0;
    search.way = Way::Listed;
    if (*sortColumn(search.order) == 0) return;
    search.candidates.emplace(search.order, listKeys(db, features, rest, search.order, search.last));
    search.way = Way::Candidates;
}

void TextSearch::lookAtCandidates(Look& look, std::size_t wanted) {
    Search& search = *search_;
    for (; search.found.size() < wanted; search.candidates->pop()) {
        const SortKey* const next = search.candidates->peek();
        search.ended = next == nullptr;
        if (search.ended) return;
        if (look(next->id)) search.found.push_back(next->id);
    }
}

}  // namespace retort::rows
