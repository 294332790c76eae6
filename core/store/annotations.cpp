// SPDX-License-Identifier: Apache-2.0
#include "store/annotations.h"

#include "base/error.h"
#include "base/log.h"
#include "store/migrations/migrations.h"

namespace retort {
namespace {

CandidateVerdict readVerdict(const Statement& row) {
    return {row.text(0), {row.integer(1)}, verdictFrom(row.text(2)).value_or(Verdict::Rejected),
            row.text(3), row.text(4),      row.real(5)};
}

constexpr const char* verdict_columns = "SELECT source_run, rollout_id, verdict, edited_text, note, time FROM verdict ";

}  // namespace

const char* name(Verdict verdict) noexcept {
    switch (verdict) {
        case Verdict::Edited: return "edited";
        case Verdict::Rejected: return "rejected";
        case Verdict::Accepted: break;
    }
    return "accepted";
}

std::optional<Verdict> verdictFrom(std::string_view text) noexcept {
    for (const Verdict verdict : {Verdict::Accepted, Verdict::Edited, Verdict::Rejected})
        if (text == name(verdict)) return verdict;
    return std::nullopt;
}

Annotations::Annotations(const std::filesystem::path& file, SqliteDb::Mode mode) : file_(file) {
    if (mode == SqliteDb::Mode::ReadOnly) {
        if (!std::filesystem::exists(file)) return;
        db_.emplace(file, mode);
        migrations::check(*db_, migrations::annotationsSchema(), 1);
        return;
    }
    db_.emplace(file, mode);
    migrations::migrate(*db_, migrations::annotationsSchema());
}

SqliteDb& Annotations::db() {
    if (!db_) throw Error(ErrorCode::RunFailed, "annotations were opened for reading only", file_.string());
    return *db_;
}

void Annotations::setVerdict(CandidateVerdict verdict) {
    db().prepare("INSERT OR REPLACE INTO verdict VALUES (?, ?, ?, ?, ?, ?)")
        .bind(1, verdict.source_run)
        .bind(2, verdict.rollout.value)
        .bind(3, std::string_view(name(verdict.verdict)))
        .bind(4, verdict.edited_text)
        .bind(5, verdict.note)
        .bind(6, verdict.time > 0 ? verdict.time : unixTime())
        .run();
}

void Annotations::clearVerdict(RolloutId rollout, const std::string& source_run) {
    db().prepare("DELETE FROM verdict WHERE source_run=? AND rollout_id=?").bind(1, source_run).bind(2, rollout.value).run();
}

std::optional<CandidateVerdict> Annotations::verdict(RolloutId rollout, const std::string& source_run) {
    if (!db_) return std::nullopt;
    Statement row = db_->prepare(std::string(verdict_columns) + "WHERE source_run=? AND rollout_id=?");
    row.bind(1, source_run).bind(2, rollout.value);
    return row.step() ? std::optional(readVerdict(row)) : std::nullopt;
}

std::vector<CandidateVerdict> Annotations::verdicts() {
    std::vector<CandidateVerdict> all;
    if (!db_) return all;
    Statement row = db_->prepare(std::string(verdict_columns) + "ORDER BY time, source_run, rollout_id");
    while (row.step()) all.push_back(readVerdict(row));
    return all;
}

std::map<Verdict, std::int64_t> Annotations::verdictCounts() {
    std::map<Verdict, std::int64_t> counts;
    for (const CandidateVerdict& verdict : verdicts()) ++counts[verdict.verdict];
    return counts;
}

std::int64_t Annotations::addBookmark(RolloutId rollout, const std::string& label) {
    db().prepare("INSERT INTO bookmark (rollout_id, label, time) VALUES (?, ?, ?)")
        .bind(1, rollout.value)
        .bind(2, label)
        .bind(3, unixTime())
        .run();
    return db().lastInsertId();
}

void Annotations::removeBookmark(std::int64_t id) { db().prepare("DELETE FROM bookmark WHERE id=?").bind(1, id).run(); }

std::vector<Bookmark> Annotations::bookmarks() {
    std::vector<Bookmark> all;
    if (!db_) return all;
    Statement row = db_->prepare("SELECT id, rollout_id, label, time FROM bookmark ORDER BY id");
    while (row.step()) all.push_back({row.integer(0), {row.integer(1)}, row.text(2), row.real(3)});
    return all;
}

std::int64_t Annotations::addNote(const std::string& text, RolloutId rollout) {
    db().prepare("INSERT INTO note (rollout_id, text, time) VALUES (?, ?, ?)")
        .bind(1, rollout.value)
        .bind(2, text)
        .bind(3, unixTime())
        .run();
    return db().lastInsertId();
}

void Annotations::removeNote(std::int64_t id) { db().prepare("DELETE FROM note WHERE id=?").bind(1, id).run(); }

std::vector<Note> Annotations::notes() {
    std::vector<Note> all;
    if (!db_) return all;
    Statement row = db_->prepare("SELECT id, rollout_id, text, time FROM note ORDER BY id");
    while (row.step()) all.push_back({row.integer(0), {row.integer(1)}, row.text(2), row.real(3)});
    return all;
}

}  // namespace retort
