// SPDX-License-Identifier: Apache-2.0
// Decisions about candidates, and taking them back.

#include "base/log.h"
#include "store/annotations.h"

namespace retort {
namespace {

constexpr const char* state_columns = "source_run, rollout_id, verdict, reason, edited_text, note, tags, second, time";

std::string joined(const std::vector<std::string>& tags) {
    std::string text;
    for (const std::string& tag : tags) text += (text.empty() ? "" : "\n") + tag;
    return text;
}

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> tags;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (end > at) tags.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return tags;
}

CandidateState readState(const Statement& row, int first) {
    return {.id = {row.text(first), {row.integer(first + 1)}},
            .verdict = verdictFrom(row.text(first + 2)),
            .reason = row.text(first + 3),
            .edited_text = row.text(first + 4),
            .note = row.text(first + 5),
            .tags = split(row.text(first + 6)),
            .second = verdictFrom(row.text(first + 7)),
            .time = row.real(first + 8)};
}

/// Binds the nine columns of a state from `first` on.
struct BoundState {
    std::string verdict, tags, second;
    explicit BoundState(const CandidateState& state)
        : verdict(state.verdict ? name(*state.verdict) : ""),
          tags(joined(state.tags)),
          second(state.second ? name(*state.second) : "") {}
    void bind(Statement& statement, int first, const CandidateState& state) const {
        statement.bind(first, std::string_view(state.id.source_run))
            .bind(first + 1, state.id.rollout.value)
            .bind(first + 2, std::string_view(verdict))
            .bind(first + 3, std::string_view(state.reason))
            .bind(first + 4, std::string_view(state.edited_text))
            .bind(first + 5, std::string_view(state.note))
            .bind(first + 6, std::string_view(tags))
            .bind(first + 7, std::string_view(second))
            .bind(first + 8, state.time);
    }
};

/// The newest decision that stands, or the oldest that was undone; 0: none.
std::int64_t nextBatch(SqliteDb& db, bool undone) {
    Statement row = db.prepare(undone ? "SELECT min(batch) FROM journal WHERE undone=1"
                                      : "SELECT max(batch) FROM journal WHERE undone=0");
    return row.step() && !row.isNull(0) ? row.integer(0) : 0;
}

}  // namespace

void Annotations::put(const CandidateState& state) {
    if (state.blank()) {
        db().prepare("DELETE FROM candidate WHERE source_run=? AND rollout_id=?")
            .bind(1, std::string_view(state.id.source_run))
            .bind(2, state.id.rollout.value)
            .run();
        return;
    }
    const BoundState bound(state);
    Statement statement = db().prepare("INSERT OR REPLACE INTO candidate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    bound.bind(statement, 1, state);
    statement.run();
}

void Annotations::decide(std::span<const CandidateState> states) {
    if (states.empty()) return;
    Transaction transaction(db());
    db().prepare("DELETE FROM journal WHERE undone=1").run();
    const std::int64_t batch = nextBatch(db(), false) + 1;
    const double now = unixTime();
    for (CandidateState state : states) {
        const CandidateState before = candidate(state.id);
        {
            const BoundState bound(before);
            Statement entry = db().prepare(
                "INSERT INTO journal (batch, undone, source_run, rollout_id, verdict, reason, edited_text, note, tags, "
                "second, time) VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
            entry.bind(1, batch);
            bound.bind(entry, 2, before);
            entry.run();
        }
        if (state.time <= 0) state.time = now;
        put(state);
    }
    transaction.commit();
}

std::vector<CandidateId> Annotations::swapBatch(bool undone) {
    Transaction transaction(db());
    const std::int64_t batch = nextBatch(db(), undone);
    if (batch == 0) return {};
    std::vector<std::pair<std::int64_t, CandidateState>> entries;
    {
        Statement row = db().prepare(std::string("SELECT id, ") + state_columns +
                                     " FROM journal WHERE undone=? AND batch=? ORDER BY id");
        row.bind(1, static_cast<std::int64_t>(undone)).bind(2, batch);
        while (row.step()) entries.emplace_back(row.integer(0), readState(row, 1));
    }
    std::vector<CandidateId> ids;
    for (const auto& [entry, state] : entries) {
        const CandidateState now = candidate(state.id);
        const BoundState bound(now);
        Statement swap = db().prepare(
            "UPDATE journal SET undone=?, source_run=?, rollout_id=?, verdict=?, reason=?, edited_text=?, note=?, "
            "tags=?, second=?, time=? WHERE id=?");
        swap.bind(1, static_cast<std::int64_t>(!undone));
        bound.bind(swap, 2, now);
        swap.bind(11, entry);
        swap.run();
        put(state);
        ids.push_back(state.id);
    }
    transaction.commit();
    return ids;
}

std::vector<CandidateId> Annotations::undo() { return swapBatch(false); }
std::vector<CandidateId> Annotations::redo() { return swapBatch(true); }
bool Annotations::canUndo() { return db_ && nextBatch(*db_, false) != 0; }
bool Annotations::canRedo() { return db_ && nextBatch(*db_, true) != 0; }

CandidateState Annotations::candidate(const CandidateId& id) {
    if (db_) {
        Statement row =
            db_->prepare(std::string("SELECT ") + state_columns + " FROM candidate WHERE source_run=? AND rollout_id=?");
        row.bind(1, std::string_view(id.source_run)).bind(2, id.rollout.value);
        if (row.step()) return readState(row, 0);
    }
    return {.id = id, .verdict = {}, .reason = {}, .edited_text = {}, .note = {}, .tags = {}, .second = {}, .time = 0};
}

std::vector<CandidateState> Annotations::candidates() {
    std::vector<CandidateState> all;
    if (!db_) return all;
    Statement row =
        db_->prepare(std::string("SELECT ") + state_columns + " FROM candidate ORDER BY time, source_run, rollout_id");
    while (row.step()) all.push_back(readState(row, 0));
    return all;
}

std::map<Verdict, std::int64_t> Annotations::verdictCounts() {
    std::map<Verdict, std::int64_t> counts;
    if (!db_) return counts;
    Statement row = db_->prepare("SELECT verdict, count(*) FROM candidate WHERE verdict<>'' GROUP BY verdict");
    while (row.step())
        if (const auto verdict = verdictFrom(row.text(0))) counts[*verdict] = row.integer(1);
    return counts;
}

}  // namespace retort
