// SPDX-License-Identifier: Apache-2.0
#pragma once

// Every path of a run in one place, and what makes a folder a run.

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace retort {

/// run.json: what this run was made from. Written once, before the first stage.
struct RunManifest {
    std::string run_id;
    double created_at = 0;  ///< Unix seconds
    std::vector<std::string> command_line;
    std::string recipe_sha256;  ///< of recipe.resolved.toml
    std::uint64_t seed = 0;
    std::map<std::string, std::string> inputs;    ///< path relative to the project -> SHA-256
    std::map<std::string, std::string> versions;  ///< "retort", "libtorch", ...
    std::map<std::string, std::string> hardware;  ///< "cpu", "threads", "gpu", ...
    std::string forked_from;                      ///< "RUN_ID@CHECKPOINT_PATH", or empty
};

/// PROJECT/runs/RUN_ID. A value: copies name the same folder.
class RunDirectory {
public:
    /// Makes PROJECT/runs/RUN_ID with a fresh id (20261122-164500-7f3a: local time and four random hex digits).
    /// Throws Error(Environment) when it cannot be written.
    static RunDirectory create(const std::filesystem::path& project);
    /// A folder that is there. Throws Error(Usage) when it is not a run.
    static RunDirectory open(const std::filesystem::path& run);
    /// Names the folder without touching the disk.
    explicit RunDirectory(std::filesystem::path root);

    const std::filesystem::path& root() const { return root_; }
    std::string id() const { return root_.filename().string(); }
    std::filesystem::path recipe() const { return root_ / "recipe.resolved.toml"; }
    std::filesystem::path manifest() const { return root_ / "run.json"; }
    std::filesystem::path store() const { return root_ / "run.db"; }
    std::filesystem::path annotations() const { return root_ / "annotations.db"; }
    std::filesystem::path lockFile() const { return root_ / "lock"; }
    std::filesystem::path log() const { return root_ / "log"; }
    /// Folder of a stage's checkpoints: checkpoints/STAGE.
    std::filesystem::path checkpoints(const std::string& stage) const { return root_ / "checkpoints" / stage; }
    /// Folder of what a stage makes besides checkpoints (rows.jsonl of sample and curate): outputs/STAGE.
    std::filesystem::path output(const std::string& stage) const { return root_ / "outputs" / stage; }

    /// Where the trainer listens: control.sock in the run, or, where that path is too long for a Unix socket (107 bytes), a
    /// short one in $XDG_RUNTIME_DIR (else /tmp/retort-UID, mode 0700), recorded in control.path. Creates the folder it
    /// needs.
    std::filesystem::path chooseSocket() const;
    /// Where a client connects; control.sock when nothing else is recorded.
    std::filesystem::path socket() const;

    void writeManifest(const RunManifest& manifest) const;
    /// Throws Error(BadInput) when run.json is missing or not what writeManifest wrote.
    RunManifest readManifest() const;

private:
    std::filesystem::path root_;
};

/// Runs of a project, newest id first; folders that are no runs are left out. No runs: empty.
std::vector<RunDirectory> listRuns(const std::filesystem::path& project);

/// Held by the one trainer of a run for as long as it lives; the kernel releases it however the process ends.
class RunLock {
public:
    /// Throws Error(Environment, "in use by process N") when another process holds it.
    explicit RunLock(const RunDirectory& run);
    ~RunLock();
    RunLock(const RunLock&) = delete;
    RunLock& operator=(const RunLock&) = delete;

    /// Says that the work loop is alive; cheap (no fsync), call it at every step and between decode batches.
    void beat() noexcept;

    /// Who holds the lock of a run now; 0: nobody. Never takes the lock itself.
    static long holder(const RunDirectory& run);
    /// Seconds since the last beat; a large number when there was none.
    static double beatAge(const RunDirectory& run);

private:
    int fd_ = -1;
};

}  // namespace retort
