// SPDX-License-Identifier: Apache-2.0
#include "curate/sieve.h"

#include <algorithm>
#include <array>
#include <functional>

#include "text/ascii.h"
#include "text/repetition.h"

namespace retort {
namespace {

constexpr std::int64_t repeated_ngram = 4;

std::uint64_t hashOf(std::string_view text) {
    std::uint64_t hash = 0xCBF29CE484222325ull;  // FNV-1a
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
    return hash;
}

/// Calls visit(line) for every line.
template <class Visit>
void eachLine(std::string_view text, Visit&& visit) {
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        visit(text.substr(at, end - at));
        at = end + 1;
    }
}

void measure(SampleFacts& facts, std::string_view text) {
    facts.has_code = hasCodeBlock(text);
    facts.blank = trimAscii(text).empty();
    facts.repetition = static_cast<float>(repeatedShare(text, repeated_ngram));
    facts.longest_paragraph = static_cast<std::int32_t>(std::min<std::int64_t>(longestParagraph(text), INT32_MAX));
    facts.text_hash = hashOf(text);
}

}  // namespace

std::int64_t longestParagraph(std::string_view text) {
    std::int64_t longest = 0, now = 0;
    eachLine(text, [&](std::string_view line) {
        const bool blank = line.find_first_not_of(" \t\r") == std::string_view::npos;
        if (blank) now = 0;
        else
            now += std::count_if(line.begin(), line.end(),
                                 [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
        longest = std::max(longest, now);
    });
    return longest;
}

bool hasCodeBlock(std::string_view text) {
    bool found = false;
    eachLine(text, [&](std::string_view line) {
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        found = found || line.starts_with("```") || line.starts_with("~~~");
    });
    return found;
}

SampleFacts sampleFacts(const RolloutSummary& row, std::string_view text) {
    SampleFacts facts;
    facts.rollout = row.id;
    facts.group = row.group.value;
    facts.graded = !row.grader_error;
    facts.well_formed = row.well_formed;
    facts.finished = row.finish_reason == FinishReason::Stop;
    facts.reflects = row.reflects;
    facts.correct = row.correct;
    facts.language_share = static_cast<float>(row.language_share.value_or(1));
    facts.tokens = static_cast<std::int32_t>(row.tokens);
    measure(facts, text);
    return facts;
}

SampleFacts sampleFacts(const Rollout& rollout, std::int64_t group) {
    SampleFacts facts;
    facts.group = group;
    facts.graded = !rollout.reward.hasError();
    facts.well_formed = rollout.facts.well_formed;
    facts.finished = rollout.completion.finish_reason == FinishReason::Stop;
    facts.reflects = rollout.facts.reflects;
    facts.correct = rollout.reward.correct();
    facts.language_share = static_cast<float>(rollout.facts.language_share.value_or(1));
    facts.tokens = static_cast<std::int32_t>(rollout.completion.ids.size());
    measure(facts, rollout.text);
    return facts;
}

const char* name(SieveStep step) noexcept {
    switch (step) {
        case SieveStep::Parsed: return "parsed";
        case SieveStep::Correct: return "correct";
        case SieveStep::OneLanguage: return "one_language";
        case SieveStep::Readable: return "readable";
        case SieveStep::Reflecting: return "reflecting";
        case SieveStep::Distinct: return "distinct";
        case SieveStep::Wanted:
        case SieveStep::Kept: break;
    }
    return "kept";
}

const char* name(SieveFault fault) noexcept {
    switch (fault) {
        case SieveFault::Blank: return "blank";
        case SieveFault::NotGraded: return "not_graded";
        case SieveFault::Malformed: return "malformed";
        case SieveFault::Cut: return "cut";
        case SieveFault::Repetition: return "repetition";
        case SieveFault::Paragraph: return "paragraph";
        case SieveFault::Code: break;
    }
    return "code";
}

std::span<const SieveFault> faultsOf(SieveStep step) noexcept {
    static constexpr std::array parsed{SieveFault::Blank, SieveFault::NotGraded, SieveFault::Malformed, SieveFault::Cut};
    static constexpr std::array readable{SieveFault::Repetition, SieveFault::Paragraph, SieveFault::Code};
    if (step == SieveStep::Parsed) return parsed;
    if (step == SieveStep::Readable) return readable;
    return {};
}

unsigned faultsAt(SieveStep step, const SampleFacts& facts, const SampleParams& params) {
    unsigned faults = 0;
    const auto add = [&faults](SieveFault fault, bool has_it) { faults |= has_it ? static_cast<unsigned>(fault) : 0; };
    if (step == SieveStep::Parsed) {
        // An empty completion is no training row, whatever is kept.
        add(SieveFault::Blank, facts.blank);
        add(SieveFault::NotGraded, !facts.graded);
        add(SieveFault::Malformed, params.keep_well_formed && !facts.well_formed);
        add(SieveFault::Cut, params.keep_well_formed && !facts.finished);
    } else if (step == SieveStep::Readable) {
        add(SieveFault::Repetition, facts.repetition > static_cast<float>(params.max_repetition));
        add(SieveFault::Paragraph, params.max_paragraph > 0 && facts.longest_paragraph > params.max_paragraph);
        add(SieveFault::Code, facts.has_code && !params.allow_code);
    }
    return faults;
}

SieveStep Sieve::operator()(const SampleFacts& facts) {
    if (faultsAt(SieveStep::Parsed, facts, params_) != 0) return SieveStep::Parsed;
    if (params_.keep_correct && !facts.correct.value_or(true)) return SieveStep::Correct;
    if (facts.language_share < static_cast<float>(params_.min_language_share)) return SieveStep::OneLanguage;
    if (faultsAt(SieveStep::Readable, facts, params_) != 0) return SieveStep::Readable;
    if (params_.require_reflection && !facts.reflects) return SieveStep::Reflecting;
    auto& kept = kept_[facts.group];
    if (kept.contains(facts.text_hash)) return SieveStep::Distinct;
    if (params_.max_per_prompt > 0 && static_cast<std::int64_t>(kept.size()) >= params_.max_per_prompt)
        return SieveStep::Wanted;
    kept.insert(facts.text_hash);
    return SieveStep::Kept;
}

std::int64_t SieveCounts::passed(SieveStep step) const {
    std::int64_t left = sampled;
    for (std::size_t i = 0; i <= static_cast<std::size_t>(step) && i < sieve_tests; ++i) left -= ended[i];
    return left;
}

}  // namespace retort
