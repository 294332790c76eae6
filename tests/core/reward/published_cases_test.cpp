// SPDX-License-Identifier: Apache-2.0
// Cases of TRL and Open-R1, for the rewards whose meaning we share.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "reward/format_reward.h"
#include "reward/length_reward.h"
#include "reward/repetition_reward.h"
#include "support/shared_data.h"
#include "text/analyse.h"

using namespace retort;
using Json = nlohmann::json;

namespace {

std::vector<Json> rowsOf(const std::filesystem::path& file, const std::string& function) {
    std::vector<Json> rows;
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
        Json row = Json::parse(line);
        if (row["fn"] == function) rows.push_back(std::move(row));
    }
    EXPECT_FALSE(rows.empty()) << function;
    return rows;
}

double expectedAt(const Json& row, std::size_t i) {
    return row["expected"].is_array() ? row["expected"].at(i).get<double>() : row["expected"].get<double>();
}

void checkFormat(const Json& row, const TemplateSection& section) {
    const auto completions = row["inputs"]["completions"].get<std::vector<std::string>>();
    for (std::size_t i = 0; i < completions.size(); ++i) {
        Rollout rollout;
        rollout.text = completions[i];
        rollout.facts = analyse(rollout.text, "en", section);
        EXPECT_EQ(FormatReward().score({}, rollout).score, expectedAt(row, i)) << row["id"] << ": " << completions[i];
    }
}

}  // namespace

TEST(PublishedCases, OpenR1Format) {
    RETORT_REQUIRE_SHARED(file, "rewards/open_r1_cases_dev.jsonl");
    for (const Json& row : rowsOf(file, "format_reward")) checkFormat(row, {});
}

TEST(PublishedCases, TrlThinkFormat) {
    RETORT_REQUIRE_SHARED(file, "rewards/trl_cases.jsonl");
    TemplateSection section;
    section.answer_open = section.answer_close = "";
    for (const Json& row : rowsOf(file, "think_format_reward")) checkFormat(row, section);
}

TEST(PublishedCases, TrlSoftOverlong) {
    RETORT_REQUIRE_SHARED(file, "rewards/trl_cases.jsonl");
    for (const Json& row : rowsOf(file, "soft_overlong_punishment")) {
        const double most = row["params"]["max_completion_len"], cache = row["params"]["soft_punish_cache"];
        const LengthReward reward(most - cache, most);
        const auto lengths = row["inputs"]["completion_lengths"].get<std::vector<std::size_t>>();
        for (std::size_t i = 0; i < lengths.size(); ++i) {
            Rollout rollout;
            rollout.completion.ids.resize(lengths[i]);
            EXPECT_DOUBLE_EQ(reward.score({}, rollout).score, expectedAt(row, i)) << row["id"];
        }
    }
}

TEST(PublishedCases, TrlRepetitionPenalty) {
    RETORT_REQUIRE_SHARED(file, "rewards/trl_cases.jsonl");
    for (const Json& row : rowsOf(file, "repetition_penalty_reward")) {
        const RepetitionReward reward(row["params"].value("ngram_size", 3));
        const double most = row["params"].value("max_penalty", -1.0);
        const auto completions = row["inputs"]["completion_ids"].get<std::vector<std::vector<std::int32_t>>>();
        for (std::size_t i = 0; i < completions.size(); ++i) {
            Rollout rollout;
            rollout.completion.ids = completions[i];
            EXPECT_NEAR(-most * reward.score({}, rollout).score, expectedAt(row, i), 1e-12) << row["id"];
        }
    }
}
