// SPDX-License-Identifier: Apache-2.0
// The loss and its gradient against TRL's own code on the same tensors (tests/golden/make_grpo_golden.py).
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "support/shared_data.h"
#include "train/grpo_loss.h"

namespace retort {
namespace {

using nlohmann::json;

struct Case {
    std::vector<float> logprobs, old, ref, advantages;
    std::vector<std::int32_t> starts{0};
    GrpoLossOptions options;

    explicit Case(const json& item)
        : logprobs(item.at("logprobs")),
          old(item.at("old_logprobs")),
          ref(item.at("ref_logprobs")),
          advantages(item.at("advantages")) {
        for (const std::int32_t length : item.at("lengths")) starts.push_back(starts.back() + length);
        options = {aggregationFrom(item.at("aggregation")), item.at("clip_low"), item.at("clip_high"), item.at("kl_beta"),
                   item.at("max_tokens")};
    }
    GrpoTotals totals() const { return {static_cast<std::int64_t>(advantages.size()), starts.back()}; }
};

TEST(GrpoGolden, LossGradientAndMetricsAreTrls) {
    const json golden = json::parse(readFile(test::testData("grpo_golden.json")));
    ASSERT_GE(golden.at("cases").size(), 20u);
    for (const json& item : golden.at("cases")) {
        SCOPED_TRACE(item.at("loss_type").get<std::string>() + " beta " + item.at("kl_beta").dump() + " clip " +
                     item.at("clip_high").dump());
        const Case c(item);
        std::vector<float> gradient(c.logprobs.size());
        const GrpoSums sums = grpoLoss({c.logprobs, c.old, c.ref, c.advantages, c.starts}, c.totals(), c.options, gradient);
        EXPECT_NEAR(sums.loss, item.at("loss").get<double>(), 1e-5);
        const std::vector<double> expected = item.at("gradient");
        ASSERT_EQ(expected.size(), gradient.size());
        for (std::size_t t = 0; t < expected.size(); ++t) EXPECT_NEAR(gradient[t], expected[t], 1e-6) << t;
        const auto tokens = static_cast<double>(sums.tokens);
        if (c.options.kl_beta > 0) {
            EXPECT_NEAR(sums.kl / tokens, item.at("kl").get<double>(), 1e-5);
        }
        EXPECT_NEAR(sums.clipped_low / tokens, item.at("clip_ratio/low_mean").get<double>(), 1e-6);
        EXPECT_NEAR(sums.clipped_high / tokens, item.at("clip_ratio/high_mean").get<double>(), 1e-6);
    }
}

}  // namespace
}  // namespace retort
