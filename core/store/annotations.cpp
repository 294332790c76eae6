// SPDX-License-Identifier: Apache-2.0
#include "store/annotations.h"

#include "base/error.h"
#include "base/log.h"
#include "store/migrations/migrations.h"

namespace retort {

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

Annotations::Annotations(const std::filesystem::path& file, SqliteDb::Mode mode, const std::string& run_id)
    : file_(file), writable_(mode == SqliteDb::Mode::ReadWrite) {
    if (!writable_) {
        if (!std::filesystem::exists(file)) return;
        db_.emplace(file, mode);
        // Its owner has only just made it: nothing is said yet.
        if (db_->pragma("application_id") == 0 && db_->pragma("schema_version") == 0) {
            db_.reset();
            return;
        }
        migrations::check(*db_, migrations::annotationsSchema(), 2);
    } else {
        db_.emplace(file, mode);
        migrations::migrate(*db_, migrations::annotationsSchema());
    }
    if (!run_id.empty()) claim(run_id);
}

void Annotations::claim(const std::string& run_id) {
    Statement row = db_->prepare("SELECT run_id FROM origin");
    if (!row.step()) {
        // A reader leaves the claim to the owner.
        if (!writable_) return;
        db_->prepare("INSERT INTO origin VALUES (?)").bind(1, run_id).run();
        return;
    }
    if (const std::string other = row.text(0); other != run_id)
        throw Error(ErrorCode::BadInput, "holds the verdicts of run " + other + ", not of " + run_id, file_.string(),
                    "Move it back to its run; this run then starts with a file of its own");
}

bool Annotations::belongsTo(const std::string& run_id) {
    if (!db_) return true;
    Statement row = db_->prepare("SELECT run_id FROM origin");
    return !row.step() || row.text(0) == run_id;
}

SqliteDb& Annotations::db() {
    if (!writable_) throw Error(ErrorCode::RunFailed, "annotations were opened for reading only", file_.string());
    return *db_;
}

std::int64_t Annotations::writtenByOthers() { return db_ ? db_->pragma("data_version") : 0; }

std::int64_t Annotations::import(const std::string& stage, std::span<const ImportedCandidate> rows) {
    Transaction transaction(db());
    std::int64_t added = 0;
    for (const ImportedCandidate& row : rows) {
        {
            Statement known = db().prepare("SELECT 1 FROM imported WHERE stage=? AND prompt=? AND completion=?");
            if (known.bind(1, stage).bind(2, row.prompt).bind(3, row.completion).step()) continue;
        }
        db().prepare(
                "INSERT INTO imported (stage, key, prompt, completion, language, domain, origin) VALUES (?, ?, ?, ?, ?, ?, "
                "?)")
            .bind(1, stage)
            .bind(2, row.key)
            .bind(3, row.prompt)
            .bind(4, row.completion)
            .bind(5, row.language)
            .bind(6, row.domain)
            .bind(7, row.origin)
            .run();
        ++added;
    }
    transaction.commit();
    return added;
}

namespace {
constexpr const char* imported_columns =
    "SELECT id, stage, key, prompt, completion, language, domain, origin FROM imported ";

ImportedCandidate readImported(const Statement& row) {
    return {row.integer(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6), row.text(7)};
}
}  // namespace

std::vector<ImportedCandidate> Annotations::imported(const std::string& stage) {
    std::vector<ImportedCandidate> all;
    if (!db_) return all;
    Statement row = db_->prepare(std::string(imported_columns) + "WHERE stage=? ORDER BY id");
    row.bind(1, stage);
    while (row.step()) all.push_back(readImported(row));
    return all;
}

std::optional<ImportedCandidate> Annotations::importedRow(std::int64_t id) {
    if (!db_) return std::nullopt;
    Statement row = db_->prepare(std::string(imported_columns) + "WHERE id=?");
    row.bind(1, id);
    return row.step() ? std::optional(readImported(row)) : std::nullopt;
}

void Annotations::openGate(const std::string& stage) {
    db().prepare("INSERT OR REPLACE INTO gate VALUES (?, ?)").bind(1, stage).bind(2, unixTime()).run();
}

void Annotations::closeGate(const std::string& stage) {
    db().prepare("DELETE FROM gate WHERE stage=?").bind(1, stage).run();
}

double Annotations::gateOpenedAt(const std::string& stage) {
    if (!db_) return 0;
    Statement row = db_->prepare("SELECT opened_at FROM gate WHERE stage=?");
    row.bind(1, stage);
    return row.step() ? row.real(0) : 0;
}

void Annotations::putBookmark(const Bookmark& bookmark) {
    Transaction transaction(db());
    removeBookmark(bookmark.rollout);
    db().prepare("INSERT INTO bookmark (rollout_id, label, time) VALUES (?, ?, ?)")
        .bind(1, bookmark.rollout.value)
        .bind(2, bookmark.note)
        .bind(3, bookmark.time > 0 ? bookmark.time : unixTime())
        .run();
    transaction.commit();
}

void Annotations::removeBookmark(RolloutId rollout) {
    db().prepare("DELETE FROM bookmark WHERE rollout_id=?").bind(1, rollout.value).run();
}

std::vector<Bookmark> Annotations::bookmarks() {
    std::vector<Bookmark> all;
    if (!db_) return all;
    Statement row = db_->prepare("SELECT rollout_id, label, time FROM bookmark ORDER BY time, id");
    while (row.step()) all.push_back({{row.integer(0)}, row.text(1), row.real(2)});
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
