// SPDX-License-Identifier: Apache-2.0
#include "curate/sieve.h"

#include <gtest/gtest.h>

namespace retort::test {
namespace {

SampleFacts good(std::uint64_t text, std::int64_t group = 1) {
    SampleFacts facts;
    facts.group = group;
    facts.well_formed = facts.finished = facts.reflects = true;
    facts.correct = true;
    facts.text_hash = text;
    return facts;
}

SampleParams strict() {
    SampleParams params;
    params.min_language_share = 1;
    params.max_repetition = 0.3;
    params.max_paragraph = 100;
    params.allow_code = false;
    params.require_reflection = true;
    params.max_per_prompt = 2;
    return params;
}

TEST(Sieve, LosesASampleAtTheFirstTestThatItFails) {
    Sieve sieve(strict());
    SampleFacts sample = good(1);
    EXPECT_EQ(sieve(sample), SieveStep::Kept);
    EXPECT_EQ(sieve(sample), SieveStep::Distinct);
    EXPECT_EQ(sieve(good(1, 2)), SieveStep::Kept) << "another prompt's samples do not count";
    sample = good(2);
    sample.reflects = false;
    EXPECT_EQ(sieve(sample), SieveStep::Reflecting);
    sample.has_code = true;
    EXPECT_EQ(sieve(sample), SieveStep::Readable);
    sample.language_share = 0.9F;
    EXPECT_EQ(sieve(sample), SieveStep::OneLanguage);
    sample.correct = false;
    EXPECT_EQ(sieve(sample), SieveStep::Correct);
    sample.finished = false;
    EXPECT_EQ(sieve(sample), SieveStep::Parsed);
    EXPECT_EQ(sieve(good(3)), SieveStep::Kept);
    EXPECT_EQ(sieve(good(4)), SieveStep::Wanted) << "two of a prompt are enough";
}

TEST(Sieve, ReadableHasThreeBounds) {
    for (int bound = 0; bound < 3; ++bound) {
        SampleFacts sample = good(1);
        if (bound == 0) sample.repetition = 0.31F;
        if (bound == 1) sample.longest_paragraph = 101;
        if (bound == 2) sample.has_code = true;
        EXPECT_EQ(Sieve(strict())(sample), SieveStep::Readable) << bound;
        const SieveFault fault = faultsOf(SieveStep::Readable)[static_cast<std::size_t>(bound)];
        EXPECT_EQ(faultsAt(SieveStep::Readable, sample, strict()), static_cast<unsigned>(fault)) << name(fault);
        SampleParams loose = strict();
        loose.max_repetition = 1;
        loose.max_paragraph = 0;
        loose.allow_code = true;
        EXPECT_EQ(Sieve(loose)(sample), SieveStep::Kept) << bound;
    }
}

TEST(Sieve, WhatNothingChecksIsNotLostForBeingWrong) {
    SampleFacts sample = good(1);
    sample.correct.reset();
    EXPECT_EQ(Sieve(strict())(sample), SieveStep::Kept);
    sample.graded = false;
    EXPECT_EQ(Sieve(strict())(sample), SieveStep::Parsed);
}

TEST(Sieve, AnEmptyCompletionIsKeptByNoBounds) {
    SampleParams all;
    all.keep_correct = all.keep_well_formed = false;
    RolloutSummary row;
    EXPECT_EQ(Sieve(all)(sampleFacts(row, "9")), SieveStep::Kept);
    EXPECT_EQ(Sieve(all)(sampleFacts(row, "")), SieveStep::Parsed);
    EXPECT_EQ(Sieve(all)(sampleFacts(row, " \n")), SieveStep::Parsed);
}

TEST(Sieve, CountsAddUp) {
    SieveCounts counts;
    for (const SieveStep step :
         {SieveStep::Parsed, SieveStep::Correct, SieveStep::Correct, SieveStep::Wanted, SieveStep::Kept})
        counts.add(step);
    EXPECT_EQ(counts.sampled, 5);
    EXPECT_EQ(counts.passed(SieveStep::Parsed), 4);
    EXPECT_EQ(counts.passed(SieveStep::Correct), 2);
    EXPECT_EQ(counts.passed(SieveStep::Distinct), 2);
    EXPECT_EQ(counts.passed(SieveStep::Wanted), 1);
    EXPECT_EQ(counts.passed(SieveStep::Kept), 1);
}

TEST(SampleText, ParagraphsEndAtBlankLinesAndCountCharacters) {
    EXPECT_EQ(longestParagraph(""), 0);
    EXPECT_EQ(longestParagraph("abc\ndef\n\nxy"), 6);
    EXPECT_EQ(longestParagraph("中文字\n \t\nab"), 3);
}

TEST(SampleText, CodeBlocksAreFencesAtTheStartOfALine) {
    EXPECT_TRUE(hasCodeBlock("so\n```python\nprint(1)\n```"));
    EXPECT_TRUE(hasCodeBlock("  ~~~\nx"));
    EXPECT_FALSE(hasCodeBlock("use `x` and a ``` b"));
    EXPECT_FALSE(hasCodeBlock(""));
}

}  // namespace
}  // namespace retort::test
