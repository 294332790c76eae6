// SPDX-License-Identifier: Apache-2.0
#pragma once

// annotations.db of a run: what people wrote. The workbench writes it (and `retort candidates`, when no workbench is open);
// the curate stage reads it. Nothing that training writes is in here, so that each database has one owner.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "store/sqlite_db.h"

namespace retort {

enum class Verdict { Accepted, Edited, Rejected };
/// "accepted", "edited", "rejected".
const char* name(Verdict verdict) noexcept;
std::optional<Verdict> verdictFrom(std::string_view text) noexcept;

/// A person's decision on a candidate.
struct CandidateVerdict {
    std::string source_run;  ///< run id whose store holds the rollout; empty: the run this file belongs to
    RolloutId rollout;
    Verdict verdict = Verdict::Accepted;
    std::string edited_text;  ///< Edited: the completion as it should be; else empty
    std::string note;
    double time = 0;  ///< Unix seconds; 0 becomes now when stored
};

struct Bookmark {
    std::int64_t id = 0;
    RolloutId rollout;
    std::string label;
    double time = 0;
};

/// A remark on the run, or on one rollout of it.
struct Note {
    std::int64_t id = 0;
    RolloutId rollout;  ///< none: on the run
    std::string text;
    double time = 0;
};

/// One connection; one thread; each call is durable when it returns. Errors as SqliteDb.
class Annotations {
public:
    /// Opens the file, creating it when `mode` is ReadWrite; ReadOnly on a missing file reads as empty.
    explicit Annotations(const std::filesystem::path& file, SqliteDb::Mode mode = SqliteDb::Mode::ReadWrite);

    /// Replaces an earlier verdict on the same candidate.
    void setVerdict(CandidateVerdict verdict);
    /// Undo: the candidate has no verdict again.
    void clearVerdict(RolloutId rollout, const std::string& source_run = {});
    std::optional<CandidateVerdict> verdict(RolloutId rollout, const std::string& source_run = {});
    /// All verdicts, oldest decision first.
    std::vector<CandidateVerdict> verdicts();
    std::map<Verdict, std::int64_t> verdictCounts();

    std::int64_t addBookmark(RolloutId rollout, const std::string& label);
    void removeBookmark(std::int64_t id);
    std::vector<Bookmark> bookmarks();

    std::int64_t addNote(const std::string& text, RolloutId rollout = {});
    void removeNote(std::int64_t id);
    std::vector<Note> notes();

private:
    SqliteDb& db();
    std::filesystem::path file_;
    std::optional<SqliteDb> db_;
};

}  // namespace retort
