// SPDX-License-Identifier: Apache-2.0
#include "train/batcher.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "base/error.h"
#include "tiny_model.h"

namespace retort {
namespace {

using testing::ElementsAre;

std::vector<std::int64_t> ints(const at::Tensor& tensor) {
    const auto* data = tensor.const_data_ptr<std::int64_t>();
    return {data, data + tensor.numel()};
}

TrainingSample sample(std::vector<std::int32_t> ids, std::int32_t prompt, std::vector<float> old = {}, float advantage = 0) {
    return {std::move(ids), prompt, std::move(old), advantage};
}

TEST(PackSamples, EveryLossTokenIsPredictedFromThePositionBefore) {
    const std::vector<TrainingSample> samples{sample({5, 6, 7}, 2, {-0.5f}, 1.5f),
                                              sample({8, 9, 10, 11}, 1, {-1, -2, -3}, -2)};
    const std::vector<std::int64_t> order{1, 0};
    const Microbatch batch = packSamples(samples, order);
    EXPECT_THAT(ints(batch.tokens.ids), ElementsAre(8, 9, 10, 5, 6));
    EXPECT_THAT(ints(batch.tokens.positions), ElementsAre(0, 1, 2, 0, 1));
    EXPECT_THAT(batch.tokens.starts, ElementsAre(0, 3, 5));
    EXPECT_EQ(batch.sample_tokens, 7);
    EXPECT_THAT(ints(batch.rows), ElementsAre(0, 1, 2, 4));
    EXPECT_THAT(ints(batch.targets), ElementsAre(9, 10, 11, 7));
    EXPECT_THAT(batch.loss_starts, ElementsAre(0, 3, 4));
    EXPECT_THAT(batch.old_logprobs, ElementsAre(-1, -2, -3, -0.5f));
    EXPECT_THAT(batch.advantages, ElementsAre(-2, 1.5f));
    EXPECT_THAT(batch.samples, ElementsAre(1, 0));
}

TEST(PackSamples, WithoutPromptMaskEveryTokenButTheFirstIsLearned) {
    const std::vector<std::int64_t> order{0};
    const Microbatch batch = packSamples({sample({5, 6, 7}, 2)}, order, {.mask_prompt = false});
    EXPECT_THAT(ints(batch.rows), ElementsAre(0, 1));
    EXPECT_THAT(ints(batch.targets), ElementsAre(6, 7));
    const Microbatch text = packSamples({sample({5, 6, 7}, 0)}, order);
    EXPECT_THAT(ints(text.targets), ElementsAre(6, 7));
}

TEST(PackSamples, APromptOfSeveralSamplesStandsOnce) {
    const std::vector<TrainingSample> samples{sample({5, 6, 7, 8}, 2), sample({9, 6, 7}, 2), sample({5, 6, 4}, 2),
                                              sample({5, 7, 1}, 1)};
    const std::vector<std::int64_t> order{0, 1, 2, 3};
    const Microbatch batch = packSamples(samples, order, {.share_prompts = true});
    EXPECT_THAT(batch.samples, ElementsAre(0, 2, 1, 3));
    EXPECT_THAT(ints(batch.tokens.ids), ElementsAre(5, 6, 7, 9, 6, 5, 7));
    EXPECT_THAT(ints(batch.tokens.positions), ElementsAre(0, 1, 2, 0, 1, 0, 1));
    EXPECT_THAT(batch.tokens.starts, ElementsAre(0, 2, 3, 3, 5, 7));
    EXPECT_THAT(batch.tokens.parents, ElementsAre(-1, 0, 0, -1, -1));
    EXPECT_THAT(ints(batch.rows), ElementsAre(1, 2, 1, 4, 5, 6));
    EXPECT_THAT(ints(batch.targets), ElementsAre(7, 8, 4, 7, 7, 1));
    EXPECT_EQ(batch.sample_tokens, 13);
}

TEST(PackSamples, RefusesRowsThatCannotTrain) {
    const std::vector<std::int64_t> first{0};
    EXPECT_THROW(packSamples({sample({5, 6}, 2)}, first), Error);
    EXPECT_THROW(packSamples({sample({5}, 0)}, first), Error);
    EXPECT_THROW(packSamples({sample({5, 6, 7}, 1, {-1})}, first), Error);
    const std::vector<std::int64_t> both{0, 1};
    EXPECT_THROW(packSamples({sample({5, 6}, 1, {-1}), sample({5, 6}, 1)}, both), Error);
}

TEST(SplitByTokens, KeepsEverySampleOnceWithinTheBound) {
    const std::vector<TrainingSample> samples = test::countingRows(101, 4);
    std::vector<std::int64_t> indices(samples.size());
    std::iota(indices.begin(), indices.end(), 0);
    std::multiset<std::int64_t> seen;
    for (const auto& part : splitByTokens(samples, indices, 64)) {
        std::size_t tokens = 0;
        for (const std::int64_t i : part) {
            tokens += samples[static_cast<std::size_t>(i)].ids.size();
            seen.insert(i);
        }
        EXPECT_LE(tokens, 64u);
    }
    EXPECT_TRUE(std::equal(seen.begin(), seen.end(), indices.begin(), indices.end()));
}

TEST(SplitByTokens, ALongSampleStandsAlone) {
    const std::vector<TrainingSample> samples{sample(std::vector<std::int32_t>(100, 1), 1), sample({1, 2, 3}, 1)};
    EXPECT_THAT(splitByTokens(samples, {0, 1}, 10), ElementsAre(ElementsAre(1), ElementsAre(0)));
}

TEST(PlanEpoch, CoversEveryRowOnceInBatchesOfLikeLength) {
    Random random(9, 0);
    std::vector<std::int64_t> lengths(3000);
    for (auto& length : lengths) length = 4 + static_cast<std::int64_t>(random.below(120));
    const auto plan = planEpoch(lengths, 1000, 5, 0);
    std::vector<std::int64_t> seen;
    double spread = 0;
    for (const auto& batch : plan) {
        std::int64_t tokens = 0, shortest = 1000, longest = 0;
        for (const std::int64_t i : batch) {
            const std::int64_t length = lengths[static_cast<std::size_t>(i)];
            tokens += length;
            shortest = std::min(shortest, length);
            longest = std::max(longest, length);
            seen.push_back(i);
        }
        EXPECT_LE(tokens, 1000);
        spread += static_cast<double>(longest - shortest) / static_cast<double>(plan.size());
    }
    std::sort(seen.begin(), seen.end());
    ASSERT_EQ(seen.size(), lengths.size());
    for (std::size_t i = 0; i < seen.size(); ++i) ASSERT_EQ(seen[i], static_cast<std::int64_t>(i));
    EXPECT_LT(spread, 12);  // of a range of 120
}

TEST(PlanEpoch, IsAFunctionOfSeedAndEpoch) {
    const std::vector<std::int64_t> lengths(200, 10);
    EXPECT_EQ(planEpoch(lengths, 100, 1, 0), planEpoch(lengths, 100, 1, 0));
    EXPECT_NE(planEpoch(lengths, 100, 1, 0), planEpoch(lengths, 100, 1, 1));
    EXPECT_NE(planEpoch(lengths, 100, 1, 0), planEpoch(lengths, 100, 2, 0));
}

}  // namespace
}  // namespace retort
