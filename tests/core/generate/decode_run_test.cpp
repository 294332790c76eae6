// SPDX-License-Identifier: Apache-2.0
// The whole generator over random weights: what it returns, and that nothing but the request decides it.
#include "generate/decode_run.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>
#include <thread>

#include "base/error.h"
#include "kernels/decode/decode_ref.h"
#include "kernels/decode/random_model.h"

namespace retort::test {
namespace {

using Prompts = std::vector<std::vector<std::int32_t>>;
using Results = std::vector<std::vector<Completion>>;

class DecodeRun : public testing::Test {
protected:
    static constexpr std::int64_t kContext = 96;

    Results run(const Prompts& prompts, const GenerateOptions& options, const DecodeLimits& limits = {},
                const std::atomic<bool>* cancel = nullptr) {
        return runDecode(model_.weights, kContext, prompts, options, cancel, limits, memory_);
    }

    Prompts prompts(std::size_t count) const {
        Prompts result;
        for (std::size_t i = 0; i < count; ++i) result.push_back(randomIds(model_.weights.shape.vocab, 3 + i * 5 % 23, i));
        return result;
    }

    RandomModel model_{modelCases()[0]};
    DecodeMemory memory_;
};

void expectSame(const Results& a, const Results& b) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        ASSERT_EQ(a[i].size(), b[i].size());
        for (std::size_t j = 0; j < a[i].size(); ++j) {
            EXPECT_EQ(a[i][j].ids, b[i][j].ids) << i << ", " << j;
            EXPECT_EQ(a[i][j].logprobs, b[i][j].logprobs) << i << ", " << j;
            EXPECT_EQ(a[i][j].entropies, b[i][j].entropies) << i << ", " << j;
            EXPECT_EQ(a[i][j].finish_reason, b[i][j].finish_reason) << i << ", " << j;
        }
    }
}

TEST_F(DecodeRun, LogprobsAndEntropiesMatchTheReference) {
    for (const double temperature : {1.0, 0.7}) {
        const Prompts asked = prompts(4);
        const auto results =
            run(asked, {.temperature = temperature, .max_tokens = 40, .samples = 3, .seed = 5, .entropies = true});
        for (std::size_t i = 0; i < asked.size(); ++i) {
            for (const Completion& completion : results[i]) {
                auto ids = asked[i];
                ids.insert(ids.end(), completion.ids.begin(), completion.ids.end());
                const auto logits = kernels::referenceLogits(model_.weights, ids);
                for (std::size_t t = 0; t < completion.ids.size(); ++t) {
                    const auto expected = kernels::referenceLogSoftmax(logits[asked[i].size() + t - 1], temperature);
                    double entropy = 0;
                    for (const double x : expected) entropy -= std::exp(x) * x;
                    ASSERT_NEAR(completion.logprobs[t], expected[completion.ids[t]], 5e-5);
                    ASSERT_NEAR(completion.entropies[t], entropy, 5e-5);
                }
            }
        }
    }
}

TEST_F(DecodeRun, GreedyTakesTheReferencesBest) {
    const Prompts asked = prompts(3);
    const auto results = run(asked, {.temperature = 0, .max_tokens = 30});
    for (std::size_t i = 0; i < asked.size(); ++i) {
        auto ids = asked[i];
        ids.insert(ids.end(), results[i][0].ids.begin(), results[i][0].ids.end());
        const auto logits = kernels::referenceLogits(model_.weights, ids);
        for (std::size_t t = 0; t < 30; ++t) {
            const auto& row = logits[asked[i].size() + t - 1];
            EXPECT_NEAR(row[results[i][0].ids[t]], *std::max_element(row.begin(), row.end()), 1e-4);
        }
    }
}

TEST_F(DecodeRun, ResultsDependNeitherOnBatchNorOnThreads) {
    const Prompts asked = prompts(7);
    const GenerateOptions options{
        .top_p = 0.95, .max_tokens = 50, .samples = 9, .seed = 11, .entropies = true, .stop_ids = {7, 8}};
    const auto expected = run(asked, options, {.threads = 1, .max_batch = 1});
    for (const int threads : {1, 2, 5}) {
        for (const int batch : {2, 13, 40, 256})
            expectSame(run(asked, options, {.threads = threads, .max_batch = batch}), expected);
    }
}

TEST_F(DecodeRun, ALowMemoryBoundOnlyLowersTheBatch) {
    const Prompts asked = prompts(5);
    const GenerateOptions options{.max_tokens = 20, .samples = 4};
    expectSame(run(asked, options, {.threads = 2, .cache_bytes = 1}), run(asked, options, {.threads = 2}));
}

TEST_F(DecodeRun, AGroupOfOnePromptIsSharedOut) {
    const GenerateOptions options{.max_tokens = 12, .samples = 33, .seed = 2};
    expectSame(run(prompts(1), options, {.threads = 4, .max_batch = 40}), run(prompts(1), options, {.threads = 1}));
}

TEST_F(DecodeRun, SeedsReproduceAndSamplesDiffer) {
    const Prompts asked = prompts(2);
    const auto first = run(asked, {.max_tokens = 20, .samples = 8, .seed = 3});
    expectSame(run(asked, {.max_tokens = 20, .samples = 8, .seed = 3}), first);
    EXPECT_NE(run(asked, {.max_tokens = 20, .samples = 8, .seed = 4})[0][0].ids, first[0][0].ids);
    std::set<std::vector<std::int32_t>> distinct;
    for (const auto& completion : first[0]) distinct.insert(completion.ids);
    EXPECT_GT(distinct.size(), 1u);
}

TEST_F(DecodeRun, FirstIdsFollowTheModelsDistribution) {
    const Prompts asked{randomIds(model_.weights.shape.vocab, 6, 1)};
    const auto expected = kernels::referenceLogSoftmax(kernels::referenceLogits(model_.weights, asked[0]).back(), 1);
    const std::int64_t draws = 20000;
    const auto results = run(asked, {.max_tokens = 1, .samples = draws, .seed = 1});
    std::vector<double> counts(expected.size());
    for (const auto& completion : results[0]) ++counts[completion.ids[0]];
    double statistic = 0, rest = 0, rest_count = 0;
    int cells = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double mean = static_cast<double>(draws) * std::exp(expected[i]);
        if (mean < 10) {
            rest += mean;
            rest_count += counts[i];
            continue;
        }
        ++cells;
        statistic += std::pow(counts[i] - mean, 2) / mean;
    }
    if (rest >= 10) statistic += std::pow(rest_count - rest, 2) / rest;
    // Mean plus five deviations of a chi-square variable.
    EXPECT_LT(statistic, cells + 5 * std::sqrt(2.0 * cells)) << cells << " cells";
    EXPECT_GT(cells, 3);
}

TEST_F(DecodeRun, StopIdsEndACompletionAndStayInIt) {
    const Prompts asked = prompts(3);
    const auto open = run(asked, {.max_tokens = 40, .samples = 4});
    const std::int32_t stop = open[1][2].ids[5];
    const auto results = run(asked, {.max_tokens = 40, .samples = 4, .stop_ids = {stop}});
    for (std::size_t i = 0; i < asked.size(); ++i) {
        for (std::size_t j = 0; j < 4; ++j) {
            const auto& ids = open[i][j].ids;
            const auto found = std::find(ids.begin(), ids.end(), stop);
            const bool stopped = found != ids.end();
            EXPECT_EQ(results[i][j].ids, std::vector(ids.begin(), stopped ? found + 1 : found));
            EXPECT_EQ(results[i][j].finish_reason, stopped ? FinishReason::Stop : FinishReason::Length);
            EXPECT_EQ(results[i][j].logprobs.size(), results[i][j].ids.size());
            EXPECT_TRUE(results[i][j].entropies.empty());
        }
    }
    EXPECT_EQ(results[1][2].finish_reason, FinishReason::Stop);
}

TEST_F(DecodeRun, LengthEndsAtMaxTokensAndAtTheContext) {
    const auto results = run({randomIds(160, 90, 1), randomIds(160, 4, 1)}, {.max_tokens = 1000});
    EXPECT_EQ(results[0][0].ids.size(), 6u);
    EXPECT_EQ(results[1][0].ids.size(), 92u);
    EXPECT_EQ(results[0][0].finish_reason, FinishReason::Length);
    EXPECT_EQ(run({{1}}, {.max_tokens = 1})[0][0].ids.size(), 1u);
}

TEST_F(DecodeRun, CancelReturnsWhatThereIs) {
    std::atomic<bool> cancel = true;
    const auto untouched = run(prompts(2), {.samples = 3}, {}, &cancel);
    for (const auto& completion : untouched[1]) {
        EXPECT_EQ(completion.finish_reason, FinishReason::Aborted);
        EXPECT_TRUE(completion.ids.empty());
    }
    cancel = false;
    std::jthread canceller([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(30));
        cancel = true;
    });
    const auto results = run(prompts(4), {.max_tokens = 80, .samples = 100000}, {.threads = 2}, &cancel);
    EXPECT_EQ(results[3].back().finish_reason, FinishReason::Aborted);
    for (const auto& completion : results[0]) EXPECT_EQ(completion.ids.size(), completion.logprobs.size());
}

TEST_F(DecodeRun, NoPromptsGiveNoResults) { EXPECT_TRUE(run({}, {}).empty()); }

TEST_F(DecodeRun, BadRequestsNameWhatIsWrong) {
    const auto where = [&](const Prompts& asked, const GenerateOptions& options) -> std::string {
        try {
            run(asked, options);
        } catch (const Error& error) {
            return error.code() == ErrorCode::BadInput ? error.where() : "another kind of error";
        }
        return "accepted";
    };
    EXPECT_EQ(where({{1}, {}}, {}), "prompt 1");
    EXPECT_EQ(where({{1, 160}}, {}), "prompt 0");
    EXPECT_EQ(where({{-1}}, {}), "prompt 0");
    EXPECT_EQ(where({{1}, {1}, std::vector<std::int32_t>(96, 1)}, {}), "prompt 2");
    EXPECT_EQ(where({std::vector<std::int32_t>(95, 1)}, {.max_tokens = 1}), "accepted");
    EXPECT_EQ(where({{1}}, {.temperature = -1}), "temperature");
    EXPECT_EQ(where({{1}}, {.temperature = NAN}), "temperature");
    EXPECT_EQ(where({{1}}, {.temperature = 1e-9}), "temperature");
    EXPECT_EQ(where({{1}}, {.top_p = 0}), "top_p");
    EXPECT_EQ(where({{1}}, {.top_p = 1.1}), "top_p");
    EXPECT_EQ(where({{1}}, {.max_tokens = 0}), "max_tokens");
    EXPECT_EQ(where({{1}}, {.samples = 0}), "samples");
}

TEST_F(DecodeRun, DivergedWeightsAreAnErrorAndNotGarbage) {
    std::vector<float> broken(static_cast<std::size_t>(model_.weights.shape.hidden),
                              std::numeric_limits<float>::quiet_NaN());
    model_.weights.layers[2].post_norm = broken.data();
    for (const int threads : {1, 2}) {
        try {
            run(prompts(20), {.samples = 2}, {.threads = threads});
            ADD_FAILURE() << "NaN weights were accepted";
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::RunFailed);
        }
    }
}

}  // namespace
}  // namespace retort::test
