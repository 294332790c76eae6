// SPDX-License-Identifier: Apache-2.0
#pragma once

// annotations.db of a run: what people wrote. The workbench writes it (and `retort candidates`, when no workbench is open);
// the curate stage reads it. Nothing that training writes is in here, so that each database has one owner.

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/ids.h"
#include "store/sqlite_db.h"

namespace retort {

enum class Verdict { Accepted, Edited, Rejected };
/// "accepted", "edited", "rejected".
const char* name(Verdict verdict) noexcept;
std::optional<Verdict> verdictFrom(std::string_view text) noexcept;

/// A candidate for cold-start data: a rollout of a run's store, or a row that was imported into annotations.db.
struct CandidateId {
    std::string source_run;  ///< run id whose store holds it; empty: the run this file belongs to; imported_source: imported
    RolloutId rollout;       ///< of an imported one: its row
    auto operator<=>(const CandidateId&) const = default;
};
inline constexpr const char* imported_source = "import";

/// Everything a person said about a candidate.
struct CandidateState {
    CandidateId id;
    std::optional<Verdict> verdict;
    std::string reason;       ///< Rejected: why; may be empty
    std::string edited_text;  ///< Edited: the completion as it should be; else empty
    std::string note;
    std::vector<std::string> tags;  ///< without line breaks
    std::optional<Verdict> second;  ///< of the blind second pass
    double time = 0;                ///< Unix seconds; 0 becomes now when stored

    /// Nothing is said: no verdict, note, tag or second verdict.
    bool blank() const { return !verdict && !second && note.empty() && tags.empty(); }
    bool kept() const { return verdict && *verdict != Verdict::Rejected; }
    bool operator==(const CandidateState&) const = default;
};

/// A candidate that came from a file.
struct ImportedCandidate {
    std::int64_t id = 0;
    std::string stage;                     ///< the curate stage that it is a candidate of
    std::string key, prompt, completion;   ///< prompt before any template
    std::string language, domain, origin;  ///< origin: "file.jsonl #12"
};

/// A rollout that somebody wants to find again; one for each rollout.
struct Bookmark {
    RolloutId rollout;
    std::string note;  ///< may be empty
    double time = 0;   ///< Unix seconds; 0 becomes now when stored
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
    /// Opens the file, creating it when `mode` is ReadWrite; ReadOnly on a missing file reads as empty. `run_id`: the run it
    /// belongs to, written into a new file; a file of another run throws Error(BadInput) and is left as it is. Empty: any.
    explicit Annotations(const std::filesystem::path& file, SqliteDb::Mode mode = SqliteDb::Mode::ReadWrite,
                         const std::string& run_id = {});

    /// Whether the file is the run's; one that nobody has claimed is anybody's.
    bool belongsTo(const std::string& run_id);

    /// One decision about one or many candidates, in one transaction: all of it can be undone, or none. Replaces what was
    /// said about each; a blank state removes it. What was undone before can no longer be done again.
    void decide(std::span<const CandidateState> states);
    void decide(const CandidateState& state) { decide(std::span(&state, 1)); }
    /// Takes the last decision back, without limit and across restarts. The candidates it was about; empty: nothing to undo.
    std::vector<CandidateId> undo();
    /// Does the decision that was undone last again.
    std::vector<CandidateId> redo();
    bool canUndo();
    bool canRedo();

    /// Blank when nothing was said.
    CandidateState candidate(const CandidateId& id);
    /// All about which something was said, oldest first.
    std::vector<CandidateState> candidates();
    std::map<Verdict, std::int64_t> verdictCounts();

    /// Another number once another connection has written to the file; costs no read of it. Means nothing over two
    /// connections.
    std::int64_t writtenByOthers();

    /// Adds candidates of a curate stage; those that are there with the same prompt and completion are left out. How many
    /// were new.
    std::int64_t import(const std::string& stage, std::span<const ImportedCandidate> rows);
    std::vector<ImportedCandidate> imported(const std::string& stage);
    std::optional<ImportedCandidate> importedRow(std::int64_t id);

    /// The person is done: a curate stage that waits goes on with what is accepted. Closing takes effect only while it
    /// waits.
    void openGate(const std::string& stage);
    void closeGate(const std::string& stage);
    /// Unix seconds; 0: closed.
    double gateOpenedAt(const std::string& stage);

    /// Replaces the rollout's bookmark where there is one.
    void putBookmark(const Bookmark& bookmark);
    void removeBookmark(RolloutId rollout);
    /// Oldest first.
    std::vector<Bookmark> bookmarks();

    std::int64_t addNote(const std::string& text, RolloutId rollout = {});
    void removeNote(std::int64_t id);
    std::vector<Note> notes();

private:
    SqliteDb& db();
    void claim(const std::string& run_id);
    void put(const CandidateState& state);
    std::vector<CandidateId> swapBatch(bool undone);
    std::filesystem::path file_;
    bool writable_;
    std::optional<SqliteDb> db_;
};

}  // namespace retort
