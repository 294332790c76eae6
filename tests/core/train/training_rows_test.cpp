// SPDX-License-Identifier: Apache-2.0
#include "train/training_rows.h"

#include <gtest/gtest.h>

namespace retort::test {

TEST(TrainingRows, KeepsRowsOnDiskAsTheyWere) {
    // 400 rows of about 4 kB: more than stays in memory, so both ways of reading are met.
    std::vector<TrainingSample> written;
    TrainingRows rows;
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

}  // namespace retort::test
