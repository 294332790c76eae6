// SPDX-License-Identifier: Apache-2.0
#pragma once

// The stored samples of a sample stage, and where each of them ends: the one answer to it for whoever asks.

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "curate/sieve.h"
#include "store/run_reader.h"

namespace retort {

/// Where each sample ends by some bounds.
struct Sifted {
    std::vector<SieveStep> ends;  ///< by place in StageSamples::facts
    SieveCounts counts;
};
Sifted siftAll(const std::vector<SampleFacts>& samples, const SampleParams& params);

/// A sample stage's samples as the tests see them. Never changes; any thread.
class StageSamples {
public:
    /// Reads all of them from the store, but for those that `before` (null: none) has already and that are still there. The
    /// same as `before` where nothing was added.
    static std::shared_ptr<const StageSamples> read(RunReader& store, StageId stage,
                                                    std::shared_ptr<const StageSamples> before = nullptr);

    /// In sampling order, which is that of their ids.
    const std::vector<SampleFacts>& facts() const { return facts_; }
    /// What was asked, by SampleFacts::group; null: no such group.
    const std::string* problem(std::int64_t group) const;
    /// Remembered for the last bounds that were asked for.
    std::shared_ptr<const Sifted> sift(const SampleParams& params) const;
    /// Samples that end at this test (Kept: at none), ascending; for this fault, where one is given.
    std::vector<RolloutId> endingAt(SieveStep step, const SampleParams& params, std::optional<SieveFault> fault = {}) const;

private:
    std::string generation_;  ///< of the store: another one, and samples may be gone
    std::vector<SampleFacts> facts_;
    std::unordered_map<std::int64_t, std::string> problems_;

    struct Remembered {
        SampleParams params;
        std::shared_ptr<const Sifted> sifted;
    };
    mutable std::mutex guard_;
    mutable std::vector<Remembered> remembered_;  ///< the last one at the end
};

}  // namespace retort
