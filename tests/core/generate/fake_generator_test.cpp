// SPDX-License-Identifier: Apache-2.0
#include "generate/fake_generator.h"

#include <gtest/gtest.h>

namespace retort::test {
namespace {

TEST(FakeGenerator, CutsItsScriptAsARealGeneratorWould) {
    FakeGenerator generator([](const auto& prompt, std::size_t, std::size_t sample) {
        return std::vector<std::int32_t>{prompt.front(), static_cast<std::int32_t>(sample), 9, 5};
    });
    const auto stopped = generator.generate({{3}, {4}}, {.samples = 2, .entropies = true, .stop_ids = {9}});
    ASSERT_EQ(stopped.size(), 2u);
    EXPECT_EQ(stopped[1][1].ids, (std::vector<std::int32_t>{4, 1, 9}));
    EXPECT_EQ(stopped[1][1].logprobs.size(), 3u);
    EXPECT_EQ(stopped[1][1].entropies.size(), 3u);
    EXPECT_EQ(stopped[1][1].finish_reason, FinishReason::Stop);

    const auto cut = generator.generate({{3}}, {.max_tokens = 2});
    EXPECT_EQ(cut[0][0].ids, (std::vector<std::int32_t>{3, 0}));
    EXPECT_EQ(cut[0][0].finish_reason, FinishReason::Length);
    EXPECT_TRUE(cut[0][0].entropies.empty());
    EXPECT_EQ(generator.calls, 2u);
    EXPECT_EQ(generator.last_options.max_tokens, 2);
}

TEST(FakeGenerator, StopsWhenCancelled) {
    FakeGenerator generator(std::vector<std::int32_t>{1, 2});
    const std::atomic<bool> cancel = true;
    EXPECT_EQ(generator.generate({{3}}, {}, &cancel)[0][0].finish_reason, FinishReason::Aborted);
}

}  // namespace
}  // namespace retort::test
