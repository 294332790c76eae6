// SPDX-License-Identifier: Apache-2.0
// Each rule holds where it should and is silent just beside it.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "metrics/health.h"
#include "metrics/metric_keys.h"

namespace retort {
namespace {

/// A stage of forty steps in which all is well, to be spoilt.
class Health : public ::testing::Test {
protected:
    Health() {
        steps_.resize(40);
        std::iota(steps_.begin(), steps_.end(), 101.0);
        for (const auto& [key, from, to] : {std::tuple{"reward", 0.2, 1.1},
                                            {"pass_rate", 0.1, 0.6},
                                            {"entropy", 1.2, 0.4},
                                            {"kl", 0.0, 0.05},
                                            {"frac_reward_zero_std", 0.3, 0.2},
                                            {"completions/clipped_ratio", 0.05, 0.02},
                                            {"grad_norm", 0.4, 0.5},
                                            {"sampling/sampling_logp_difference/mean", 1e-6, 1e-6},
                                            {"verify/grader_error", 0.0, 0.0},
                                            {"loss", 0.01, 0.0}}) {
            for (std::size_t i = 0; i < steps_.size(); ++i)
                values_[key].push_back(from + (to - from) * static_cast<double>(i) / 39.0);
        }
    }
    void tail(const std::string& key, double value) { std::fill(values_[key].end() - 5, values_[key].end(), value); }
    void all(const std::string& key, double value) { std::fill(values_[key].begin(), values_[key].end(), value); }

    std::vector<HealthFinding> check() const {
        std::vector<std::string> keys;
        for (const auto& [key, values] : values_) keys.push_back(key);
        return checkHealth("zero", keys, [&](std::string_view key) -> HealthSeries {
            const auto found = values_.find(std::string(key));
            if (found == values_.end()) return {};
            return {found->second, std::span(steps_).first(found->second.size()), 100, 1, false};
        });
    }
    std::set<std::string> ids() const {
        std::set<std::string> ids;
        for (const HealthFinding& finding : check()) ids.emplace(finding.rule->id);
        return ids;
    }

    std::map<std::string, std::vector<double>> values_;
    std::vector<double> steps_;
};

TEST_F(Health, AHealthyStageGetsNoAdvice) { EXPECT_EQ(ids(), std::set<std::string>{}); }

TEST_F(Health, NothingIsJudgedBeforeTenSteps) {
    for (auto& [key, values] : values_) values.assign(9, 50);
    EXPECT_EQ(ids(), std::set<std::string>{});
}

TEST_F(Health, ANanIsNamedWithItsFirstStep) {
    values_["loss"][17] = std::nan("");
    const auto found = check();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].metric, "loss");
    EXPECT_EQ(found[0].from, 18);
    EXPECT_NE(found[0].text(found[0].rule->headline).find("loss at step 18"), std::string::npos);
}

TEST_F(Health, EachRuleHoldsPastItsThresholdOnly) {
    const struct {
        const char* id;
        const char* key;
        double well, ill;
    } cases[] = {{"kl_blow_up", "kl", 0.9, 1.1},
                 {"entropy_collapse", "entropy", 0.15, 0.05},
                 {"truncation", "completions/clipped_ratio", 0.19, 0.21},
                 {"sampler_mismatch", "sampling/sampling_logp_difference/mean", 0.04, 0.06},
                 {"gradient_spike", "grad_norm", 4.0, 5.0},
                 {"grader_errors", "verify/grader_error", 0.015, 0.03},
                 {"reward_fall", "reward", 0.9, 0.5}};
    for (const auto& one : cases) {
        const auto before = values_;
        tail(one.key, one.well);
        EXPECT_EQ(ids(), std::set<std::string>{}) << one.id;
        tail(one.key, one.ill);
        EXPECT_EQ(ids(), std::set<std::string>{one.id}) << one.id;
        values_ = before;
    }
}

TEST_F(Health, DeadGroupsAreSolvedOrTooHard) {
    tail("frac_reward_zero_std", 0.95);
    EXPECT_EQ(ids(), std::set<std::string>{}) << "half right: alike by chance";
    tail("pass_rate", 0.99);
    EXPECT_EQ(ids(), std::set<std::string>{"dead_groups_solved"});
    tail("pass_rate", 0.01);
    EXPECT_EQ(ids(), std::set<std::string>{"dead_groups_hard"});
}

TEST_F(Health, LowEntropyIsNoFaultOnceTheProblemsAreSolved) {
    tail("entropy", 0.001);
    tail("pass_rate", 0.97);
    EXPECT_EQ(ids(), std::set<std::string>{});
    values_.erase("pass_rate");
    EXPECT_EQ(ids(), std::set<std::string>{}) << "a supervised stage is meant to become sure";
}

TEST_F(Health, ASmallGainThatWaversIsNoFall) {
    all("reward", 1.5);
    values_["reward"][20] = 1.9;
    tail("reward", 1.52);
    EXPECT_EQ(ids(), std::set<std::string>{});
}

TEST_F(Health, WhatHasRecoveredIsWell) {
    for (std::size_t i = 10; i < 20; ++i) values_["kl"][i] = 30;
    EXPECT_EQ(ids(), std::set<std::string>{});
}

TEST_F(Health, TheWorstComesFirstAndNamesItsSteps) {
    tail("completions/clipped_ratio", 0.8);
    tail("kl", 12);
    const auto found = check();
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].rule->id, "kl_blow_up");
    EXPECT_EQ(found[0].from, 36);
    EXPECT_EQ(found[0].to, 40);
    EXPECT_NE(found[0].text(found[0].rule->headline).find("12"), std::string::npos);
}

TEST(HealthLife, SilenceIsAFindingAfterItsLimit) {
    EXPECT_TRUE(checkLife("zero", 29).empty());
    ASSERT_EQ(checkLife("zero", 90).size(), 1u);
    EXPECT_EQ(checkLife("zero", 90)[0].rule->id, "stalled");
}

TEST(HealthRules, NameKnownMetricsAndSayWhatToDo) {
    std::set<std::string_view> ids;
    for (const HealthRule& rule : healthRules()) {
        EXPECT_TRUE(ids.insert(rule.id).second) << rule.id;
        EXPECT_TRUE(rule.metric.empty() || findMetricInfo(rule.metric) != nullptr) << rule.metric;
        EXPECT_GT(std::string_view(rule.remedy).size(), 20u);
        EXPECT_GT(std::string_view(rule.why).size(), 20u);
    }
}

}  // namespace
}  // namespace retort
