// SPDX-License-Identifier: Apache-2.0
#include "data/prompt_source.h"

#include <cmath>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace retort::test {

namespace {

/// Data sets of so many rows each, with keys "a0", "a1", ..., "b0", ...
std::vector<PromptSet> datasets(const std::vector<int>& rows) {
    std::vector<PromptSet> sets(rows.size());
    for (std::size_t set = 0; set < rows.size(); ++set)
        for (int i = 0; i < rows[set]; ++i)
            sets[set].add({.key = static_cast<char>('a' + set) + std::to_string(i),
                           .text = {},
                           .reference = {},
                           .language = {},
                           .domain = {}});
    return sets;
}

std::vector<std::string> keys(PromptSource& source, std::int64_t count) {
    std::vector<std::string> out;
    for (const Prompt& prompt : source.next(count)) out.push_back(prompt.key);
    return out;
}

}  // namespace

TEST(PromptSource, EveryPromptExactlyOncePerEpochWhateverTheStepSize) {
    PromptSource source(datasets({7, 5}), {}, 3);
    std::vector<std::string> drawn;
    for (int i = 0; i < 12; ++i) {
        const auto step = keys(source, 5);
        drawn.insert(drawn.end(), step.begin(), step.end());
    }
    std::set<std::vector<std::string>> orders;
    for (std::size_t epoch = 0; epoch < 5; ++epoch) {
        const std::vector<std::string> part(drawn.begin() + static_cast<std::ptrdiff_t>(epoch * 12),
                                            drawn.begin() + static_cast<std::ptrdiff_t>(epoch * 12 + 12));
        EXPECT_EQ(std::set<std::string>(part.begin(), part.end()).size(), 12u) << epoch;
        orders.insert(part);
    }
    EXPECT_EQ(orders.size(), 5u) << "every epoch is shuffled anew";
    EXPECT_EQ(source.epoch(), 5);
}

TEST(PromptSource, SameSeedSameOrderOtherSeedOther) {
    PromptSource a(datasets({50}), {}, 3), b(datasets({50}), {}, 3), c(datasets({50}), {}, 4);
    const auto first = keys(a, 80);
    std::vector<std::string> second;
    for (const int count : {1, 30, 49}) {
        const auto part = keys(b, count);
        second.insert(second.end(), part.begin(), part.end());
    }
    EXPECT_EQ(first, second);
    EXPECT_NE(first, keys(c, 80));
}

TEST(PromptSource, ResumesAtEveryPoint) {
    for (const std::vector<double>& mix : {std::vector<double>{}, std::vector<double>{0.7, 0.3}}) {
        for (const int taken : {0, 1, 11, 12, 13, 40}) {
            PromptSource whole(datasets({7, 5}), mix, 9);
            whole.next(taken);
            PromptSource resumed(datasets({7, 5}), mix, 9);
            resumed.restore(whole.state());
            EXPECT_EQ(keys(resumed, 30), keys(whole, 30)) << taken;
        }
    }
}

TEST(PromptSource, MixKeepsItsSharesAtAnyTimeAndItsEpochs) {
    EpochSampler sampler({10, 4, 100}, {2, 1, 1}, 1);
    std::vector<int> drawn(3);
    std::map<std::pair<std::size_t, int>, std::set<std::size_t>> epochs;
    const std::vector<int> sizes{10, 4, 100};
    for (int i = 1; i <= 400; ++i) {
        const RowRef ref = sampler.next();
        std::set<std::size_t>& epoch = epochs[{ref.source, drawn[ref.source] / sizes[ref.source]}];
        EXPECT_TRUE(epoch.insert(ref.row).second);
        ++drawn[ref.source];
        EXPECT_LE(std::abs(drawn[0] - i * 0.5), 1.0);
        EXPECT_LE(std::abs(drawn[1] - i * 0.25), 1.0);
        EXPECT_LE(std::abs(drawn[2] - i * 0.25), 1.0);
    }
    EXPECT_EQ(drawn, (std::vector<int>{200, 100, 100}));
    EXPECT_EQ(sampler.epoch(), 25);
}

TEST(PromptSource, RowsPerEpochHonoursTheMixWithoutRepeats) {
    EXPECT_EQ(EpochSampler({10, 4}, {}, 1).rowsPerEpoch(), 14);
    EXPECT_EQ(EpochSampler({10, 4}, {0.5, 0.5}, 1).rowsPerEpoch(), 8);
    EXPECT_EQ(EpochSampler({10, 4}, {1, 0}, 1).rowsPerEpoch(), 10);
    EXPECT_EQ(EpochSampler({1, 1}, {0.999, 0.001}, 1).rowsPerEpoch(), 1);
}

TEST(PromptSource, RefusesNothingToDrawAndForeignStates) {
    EXPECT_THROW(EpochSampler({}, {}, 1), Error);
    EXPECT_THROW(EpochSampler({0, 0}, {}, 1), Error);
    EXPECT_THROW(EpochSampler({3, 0}, {0.5, 0.5}, 1), Error);
    EXPECT_THROW(EpochSampler({3}, {0.5, 0.5}, 1), Error);
    EXPECT_NO_THROW(EpochSampler({3, 0}, {1, 0}, 1).next(10));
    EpochSampler sampler({3}, {}, 1);
    EXPECT_THROW(sampler.restore({.sizes = {4}, .drawn = {0}}), Error);
    EXPECT_THROW(sampler.restore({.sizes = {3}, .drawn = {-1}}), Error);
    EXPECT_THROW(sampler.restore({.sizes = {3}, .drawn = {1, 1}}), Error);
}

TEST(PromptSource, RowsComeBackFromTheDiskAsTheyWent) {
    PromptSet set;
    const auto one = [](std::size_t i) {
        return Prompt{.key = std::to_string(i),
                      .text = std::string(i * 40, 'x'),
                      .reference = {},
                      .language = "zh",
                      .domain = std::string("a\0b", 3)};
    };
    for (std::size_t i = 0; i < 1000; ++i) set.add(one(i));  // 20 MB: most of it in the file
    const PromptSet moved = std::move(set);
    ASSERT_EQ(moved.size(), 1000u);
    for (const std::size_t i : {999u, 0u, 1u, 500u, 230u, 998u}) {
        const Prompt prompt = moved.at(i);
        EXPECT_EQ(prompt.key, one(i).key);
        EXPECT_EQ(prompt.text, one(i).text);
        EXPECT_EQ(prompt.reference + prompt.language + prompt.domain, one(i).language + one(i).domain);
    }
}

TEST(PromptSource, FirstPlacesAreUniform) {
    std::vector<int> first(10);
    for (std::uint64_t seed = 0; seed < 2000; ++seed) ++first[EpochSampler({10}, {}, seed).next().row];
    double chi = 0;
    for (const int n : first) chi += (n - 200.0) * (n - 200.0) / 200.0;
    EXPECT_LT(chi, 27.9) << "chi-square with 9 degrees of freedom, p = 0.001; the seeds are fixed";
}

}  // namespace retort::test
