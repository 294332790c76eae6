// SPDX-License-Identifier: Apache-2.0
#pragma once

// Rejection sampling as a sequence of tests: what the sample stage keeps, and the same over stored samples with other
// bounds.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "recipe/recipe.h"
#include "rollout/rollout.h"
#include "store/records.h"

namespace retort {

/// What the tests read of a sample; small, so that a million of them fit in memory and bounds can be tried at once.
struct SampleFacts {
    RolloutId rollout;       ///< none where it is not stored yet
    std::int64_t group = 0;  ///< samples of one prompt share it
    bool graded = true, well_formed = false, finished = false, reflects = false, has_code = false;
    bool blank = false;                  ///< nothing but white space was written
    std::optional<bool> correct;         ///< empty: nothing checks the answer
    float language_share = 1;            ///< words in the prompt's language / words; 1 without words
    float repetition = 0;                ///< share of repeated 4-grams
    std::int32_t longest_paragraph = 0;  ///< characters
    std::int32_t tokens = 0;
    std::uint64_t text_hash = 0;  ///< of the completion
};

/// `text` is the completion.
SampleFacts sampleFacts(const RolloutSummary& row, std::string_view text);
SampleFacts sampleFacts(const Rollout& rollout, std::int64_t group);

/// Characters of the longest paragraph: text between blank lines.
std::int64_t longestParagraph(std::string_view text);
/// Whether there is a fenced code block (``` or ~~~ at the start of a line).
bool hasCodeBlock(std::string_view text);

/// The tests in their order. A sample is lost at the first that it fails; Kept: at none.
enum class SieveStep { Parsed, Correct, OneLanguage, Readable, Reflecting, Distinct, Wanted, Kept };
inline constexpr std::size_t sieve_tests = static_cast<std::size_t>(SieveStep::Kept);
/// "parsed", "correct", "one_language", "readable", "reflecting", "distinct", "kept": what has passed the test; metric key
/// is "funnel/" + this. Kept has the name of the last test.
const char* name(SieveStep step) noexcept;

/// Why a sample is lost, of the tests that look at several things: bits.
enum class SieveFault : unsigned {
    Blank = 1,
    NotGraded = 2,
    Malformed = 4,
    Cut = 8,
    Repetition = 16,
    Paragraph = 32,
    Code = 64
};
inline constexpr unsigned all_sieve_faults = 127;
/// "blank", "not_graded", "malformed", "cut", "repetition", "paragraph", "code".
const char* name(SieveFault fault) noexcept;
/// Those of a test; none where it looks at one thing.
std::span<const SieveFault> faultsOf(SieveStep step) noexcept;
/// Which of them a sample has.
unsigned faultsAt(SieveStep step, const SampleFacts& facts, const SampleParams& params);
inline bool has(unsigned faults, SieveFault fault) { return (faults & static_cast<unsigned>(fault)) != 0; }

/// Tells where a sample is lost, given those before it in the same group. Feed samples in sampling order.
class Sieve {
public:
    explicit Sieve(const SampleParams& params) : params_(params) {}
    SieveStep operator()(const SampleFacts& facts);

private:
    SampleParams params_;
    std::unordered_map<std::int64_t, std::unordered_set<std::uint64_t>> kept_;
};

/// How many samples each test lost, and how many were kept.
struct SieveCounts {
    std::int64_t sampled = 0;
    std::array<std::int64_t, sieve_tests + 1> ended{};  ///< by SieveStep; the last: kept
    void add(SieveStep step) {
        ++sampled;
        ++ended[static_cast<std::size_t>(step)];
    }
    /// Samples that passed this test (and all before).
    std::int64_t passed(SieveStep step) const;
    bool operator==(const SieveCounts&) const = default;
};

}  // namespace retort
