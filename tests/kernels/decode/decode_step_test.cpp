// SPDX-License-Identifier: Apache-2.0
// The walk through the model against the double-precision reference: prefill, decoding, shared prompts, teams of threads.
#include "kernels/decode/decode_step.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <numeric>

#include "kernels/decode/decode_ref.h"
#include "kernels/decode/random_model.h"
#include "support/bf16_scope.h"

namespace retort::test {
namespace {

using namespace retort::kernels;

/// Runs rows through DecodeStep and keeps the logits of every row.
class Runner {
public:
    Runner(const DecodeWeights& weights, int threads, std::int32_t max_rows, std::int32_t max_length)
        : weights_(packWeights(weights)), team_(threads) {
        angles_.ensure(weights.shape, max_length);
        step_ = std::make_unique<DecodeStep>(weights_, angles_, team_, max_rows, max_length);
    }

    std::vector<std::vector<float>> run(const std::vector<DecodeRow>& rows) {
        std::vector<std::vector<float>> logits(rows.size());
        std::vector<std::int32_t> wanted(rows.size());
        std::iota(wanted.begin(), wanted.end(), 0);
        step_->run(rows, wanted,
                   [&](int, std::int32_t i, const float* row) { logits[i].assign(row, row + weights_.source.shape.vocab); });
        return logits;
    }

    KvSegment cache(std::int32_t capacity) {
        const KvLayout layout(weights_.source.shape, capacity);
        caches_.push_back(alignedFloats(layout.floats()));
        // A cache that was used before holds anything.
        std::memset(caches_.back().get(), 0xff, layout.floats() * sizeof(float));
        return {caches_.back().get(), layout, 0};
    }

private:
    PackedWeights weights_;
    RopeAngles angles_;
    Team team_;
    std::unique_ptr<DecodeStep> step_;
    std::vector<AlignedFloats> caches_;
};

std::vector<DecodeRow> prefillRows(const std::vector<std::int32_t>& ids, KvSegment cache) {
    std::vector<DecodeRow> rows;
    for (std::size_t t = 0; t < ids.size(); ++t) {
        cache.length = static_cast<std::int32_t>(t) + 1;
        rows.push_back({.token = ids[t], .position = static_cast<std::int32_t>(t), .prefix = {}, .own = cache});
    }
    return rows;
}

/// Largest difference of log-probabilities; logits differ by a constant without harm.
double distance(const std::vector<float>& logits, const std::vector<double>& expected) {
    const auto ours = referenceLogSoftmax({logits.begin(), logits.end()}, 1), theirs = referenceLogSoftmax(expected, 1);
    double worst = 0;
    for (std::size_t i = 0; i < ours.size(); ++i) worst = std::max(worst, std::abs(ours[i] - theirs[i]));
    return std::isnan(worst) ? 1e9 : worst;
}

/// A model of modelCases() under one of the instruction sets that this CPU has.
class DecodeStepCases : public testing::TestWithParam<std::tuple<std::string, std::size_t>> {
protected:
    void SetUp() override {
        useDecodeTarget(std::get<0>(GetParam()));
        ASSERT_EQ(decodeTarget(), std::get<0>(GetParam()));
    }
    void TearDown() override { useDecodeTarget({}); }

    RandomModel model_{modelCases()[std::get<1>(GetParam())]};
    const DecodeShape& shape_ = model_.weights.shape;
};

// Of a log-probability, over every id of the vocabulary, however unlikely; logits of these random models reach 20.
constexpr double kBound = 5e-5;
// Operands of eight significant bits: a logit of 20 is off by some hundredths.
constexpr double kBf16Bound = 0.5;

TEST_P(DecodeStepCases, PrefillMatchesTheReference) {
    const auto ids = randomIds(shape_.vocab, 40, 3);
    const auto expected = referenceLogits(model_.weights, ids);
    Runner runner(model_.weights, 1, 80, 80);
    const auto logits = runner.run(prefillRows(ids, runner.cache(40)));
    for (std::size_t t = 0; t < ids.size(); ++t) EXPECT_LT(distance(logits[t], expected[t]), kBound) << "position " << t;
}

TEST_P(DecodeStepCases, DecodingOverASharedPromptMatchesTheReference) {
    const std::size_t prompt = 21, length = 44;
    std::vector<std::vector<std::int32_t>> sequences;
    std::vector<std::vector<std::vector<double>>> expected;
    for (std::uint64_t i = 0; i < 3; ++i) {
        sequences.push_back(randomIds(shape_.vocab, length, 10 + i));
        std::copy_n(sequences[0].begin(), prompt, sequences.back().begin());
        expected.push_back(referenceLogits(model_.weights, sequences.back()));
    }
    Runner runner(model_.weights, 1, 32, 80);
    KvSegment shared = runner.cache(prompt);
    runner.run(prefillRows({sequences[0].begin(), sequences[0].begin() + prompt}, shared));
    shared.length = prompt;
    std::vector<DecodeRow> rows;
    for (std::size_t i = 0; i < 3; ++i) rows.push_back({.prefix = shared, .own = runner.cache(length - prompt)});
    for (std::size_t t = prompt; t < length; ++t) {
        for (std::size_t i = 0; i < 3; ++i) {
            rows[i].token = sequences[i][t];
            rows[i].position = static_cast<std::int32_t>(t);
            ++rows[i].own.length;
        }
        const auto logits = runner.run(rows);
        for (std::size_t i = 0; i < 3; ++i) ASSERT_LT(distance(logits[i], expected[i][t]), kBound) << "position " << t;
    }
}

TEST_P(DecodeStepCases, ARowsLogitsDependNeitherOnTheBatchNorOnTheTeam) {
    const auto ids = randomIds(shape_.vocab, 45, 5);
    Runner alone(model_.weights, 1, 50, 50), together(model_.weights, 3, 50, 50);
    const auto whole = alone.run(prefillRows(ids, alone.cache(45)));
    EXPECT_EQ(together.run(prefillRows(ids, together.cache(45))), whole);
    const auto rows = prefillRows(ids, alone.cache(45));
    for (std::size_t t = 0; t < rows.size(); ++t) ASSERT_EQ(alone.run({rows[t]}).front(), whole[t]) << "position " << t;
}

TEST_P(DecodeStepCases, Bf16ProductsAreNearAndARowsBitsAreItsOwn) {
    const Bf16Scope scope;
    const auto ids = randomIds(shape_.vocab, 45, 5);
    const auto expected = referenceLogits(model_.weights, ids);
    Runner alone(model_.weights, 1, 50, 50), together(model_.weights, 3, 50, 50);
    const auto whole = alone.run(prefillRows(ids, alone.cache(45)));
    EXPECT_EQ(together.run(prefillRows(ids, together.cache(45))), whole);
    const auto rows = prefillRows(ids, alone.cache(45));
    for (std::size_t t = 0; t < rows.size(); ++t) {
        EXPECT_LT(distance(whole[t], expected[t]), kBf16Bound) << "position " << t;
        ASSERT_EQ(alone.run({rows[t]}).front(), whole[t]) << "position " << t;
    }
}

INSTANTIATE_TEST_SUITE_P(Shapes, DecodeStepCases,
                         testing::Combine(testing::ValuesIn(decodeTargets()),
                                          testing::Range<std::size_t>(0, modelCases().size())),
                         [](const auto& test) {
                             return std::get<0>(test.param) + "_" + std::to_string(std::get<1>(test.param));
                         });

}  // namespace
}  // namespace retort::test
