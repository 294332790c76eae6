// SPDX-License-Identifier: Apache-2.0
#include "data/spooled_rows.h"

#include <gtest/gtest.h>

#include "rollout/rollout.h"
#include "train/judged_rows.h"

namespace retort::test {

TEST(SpooledRows, OfTrainingComeBackFromMemoryAndDiskAndLeaveWhatIsNotKept) {
    // 400 rows of about 4 kB: more than stays in memory, so both ways of reading are met.
    std::vector<TrainingSample> written;
    SpooledRows<TrainingSample> rows;
    for (std::int32_t i = 0; i < 400; ++i) {
        TrainingSample row;
        row.prompt_length = i % 7;
        for (std::int32_t t = 0; t <= 1000 + i; ++t) row.ids.push_back(i * 1000 + t);
        if (i % 2 == 1) row.loss_mask.assign(row.ids.size(), static_cast<std::uint8_t>(i % 4 == 1));
        rows.add(row);
        written.push_back(std::move(row));
    }
    ASSERT_EQ(rows.size(), 400u);
    for (const std::size_t i : {0u, 1u, 255u, 398u, 399u}) {
        EXPECT_EQ(rows.at(i).ids, written[i].ids) << i;
        EXPECT_EQ(rows.at(i).prompt_length, written[i].prompt_length) << i;
        EXPECT_EQ(rows.at(i).loss_mask, written[i].loss_mask) << i;
    }
    rows.keep({399, 3});
    rows.keep({1});
    ASSERT_EQ(rows.size(), 1u) << "numbers count what there is, not what there was";
    EXPECT_EQ(rows.at(0).ids, written[3].ids);
    EXPECT_THROW(rows.at(1), std::out_of_range);
}

TEST(SpooledRows, OfJudgementsComeBackAsTheyWereWhateverTheirLength) {
    SpooledRows<EncodedSteps> rows;
    std::vector<EncodedSteps> given;
    for (int i = 0; i < 3000; ++i) {  // beyond what is kept in memory
        EncodedSteps row;
        for (int j = 0; j < i % 300; ++j) row.ids.push_back(i * 7 + j);
        for (int j = 0; j < i % 4; ++j) row.ends.push_back(j), row.labels.push_back(static_cast<float>(j) / 4);
        given.push_back(row);
        rows.add(row);
    }
    ASSERT_EQ(rows.size(), given.size());
    for (const std::size_t i : {std::size_t{2999}, std::size_t{0}, std::size_t{1}, std::size_t{1234}}) {
        EXPECT_EQ(rows.at(i).ids, given[i].ids);
        EXPECT_EQ(rows.at(i).ends, given[i].ends);
        EXPECT_EQ(rows.at(i).labels, given[i].labels);
    }
    const SpooledRows<EncodedPair> pairs({{{1, 2}, {}}, {{3}, {4, 5, 6}}});
    EXPECT_EQ(pairs.at(0).chosen, (std::vector<std::int32_t>{1, 2}));
    EXPECT_TRUE(pairs.at(0).rejected.empty());
    EXPECT_EQ(pairs.at(1).rejected, (std::vector<std::int32_t>{4, 5, 6}));
}

TEST(SpooledRows, OfPromptsKeepEveryText) {
    const Prompt prompt{"k-1", "1 + 1?", "2", "en", "reasoning", R"({"choices":[]})", {{"difficulty", "easy"}, {"", "值"}}};
    const SpooledRows<Prompt> rows({prompt, Prompt{}});
    const Prompt back = rows.all().front();
    EXPECT_EQ(
        std::tie(back.key, back.text, back.reference, back.language, back.domain, back.grading, back.labels),
        std::tie(prompt.key, prompt.text, prompt.reference, prompt.language, prompt.domain, prompt.grading, prompt.labels));
    EXPECT_TRUE(rows.at(1).key.empty() && rows.at(1).labels.empty());
}

}  // namespace retort::test
