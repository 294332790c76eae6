// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "curate/gate.h"
#include "curate/sieve.h"
#include "data/dataset.h"
#include "store/annotations.h"
#include "store/run_reader.h"
#include "tokenizer/tokenizer.h"

namespace retort {

/// What a queue or a filter needs to know of a candidate.
struct CandidateItem {
    CandidateId id;
    SampleFacts facts;
    SieveStep lost = SieveStep::Kept;  ///< where the sample stage's own bounds lost it
    std::string language;              ///< of the prompt
    /// In the queue unless what was lost is asked for too: kept, or somebody has said something of it (`known`).
    bool queued(bool known) const { return known || lost == SieveStep::Kept; }
};

/// One candidate to be read.
struct CandidateText {
    CandidateId id;
    RolloutDetail detail;  ///< of an imported one: prompt, text and facts; no ids, no reward
    SampleFacts facts;
    std::string origin;  ///< imported: "file.jsonl #12", its row
};

/// All candidates of a gate, sampled ones in sampling order, then imported ones; `stopped` is asked between batches.
std::vector<CandidateItem> listCandidates(const Gate& gate, Annotations& annotations,
                                          const std::function<bool()>& stopped = {});

/// Reads candidates of one gate. One thread.
class CandidateReader {
public:
    CandidateReader(const Gate& gate, Annotations& annotations);
    /// Empty when there is no such candidate (any more).
    std::optional<CandidateText> read(const CandidateId& id);
    /// The row that an accepted or edited candidate becomes; empty for the others, and for those that are gone.
    std::optional<SftRow> row(const CandidateState& state);

private:
    Gate gate_;
    Annotations& annotations_;
    std::optional<RunReader> store_;
};

/// What a gate hands on: the rows of all accepted candidates of the gate, oldest decision first.
std::vector<SftRow> acceptedRows(const Gate& gate, Annotations& annotations);
/// States of this gate's candidates only: annotations.db holds those of all gates of a run.
std::vector<CandidateState> statesOf(const Gate& gate, Annotations& annotations);

/// Candidates from JSON Lines with `prompt` and `completion` (and `id`, `language`, `domain` where there are). Throws as
/// readSftRows.
std::vector<ImportedCandidate> readImport(const std::filesystem::path& file);

/// A row as training will see it.
struct TrainingText {
    std::string prompt;      ///< template applied, BOS spelled out
    std::string completion;  ///< with the end-of-text token spelled out
    std::int64_t prompt_tokens = 0, completion_tokens = 0;
    bool too_long = false;  ///< above the reader's max_length: it would be refused
};
TrainingText trainingText(const Gate& gate, const Tokenizer& tokenizer, const SftRow& row);

}  // namespace retort
