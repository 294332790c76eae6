// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace retort {

/// What is stored of a run, for other programs. Each writes a new folder from the read-only store at `run_db`; a run that is
/// still going is exported up to its last whole step. Throws Error(BadInput) for no store, Error(Environment) when the disk
/// refuses.

/// metrics.jsonl {stage, step, optimizer_step, time, key, value} and rollouts.jsonl with prompt, completion, rewards,
/// advantage, ids and log-probabilities; not finite values are null.
void exportJsonl(const std::filesystem::path& run_db, const std::filesystem::path& folder);
/// metrics.csv, one row per step and one column per key, and rollouts.csv without ids and log-probabilities (RFC 4180).
void exportCsv(const std::filesystem::path& run_db, const std::filesystem::path& folder);
/// STAGE/events.out.tfevents.* for TensorBoard, with every metric over the steps of its stage.
void exportTfevents(const std::filesystem::path& run_db, const std::filesystem::path& folder);

}  // namespace retort
