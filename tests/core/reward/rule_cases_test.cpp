// SPDX-License-Identifier: Apache-2.0
// Hand-made answers to rule rewards, as rows of a data file hold them: tests/data/rule_cases.jsonl.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "reward/rubric.h"
#include "support/shared_data.h"

using namespace retort;
using Json = nlohmann::json;

TEST(RuleCases, EveryAnswerIsJudgedAsItShould) {
    TemplateSection form;
    form.answer_open = form.answer_close = "";
    std::map<std::string, Rubric> rubrics;
    std::map<std::string, int> counts;
    std::ifstream lines(test::testData("rule_cases.jsonl"));
    for (std::string line; std::getline(lines, line);) {
        const Json row = Json::parse(line);
        const std::string kind = row["reward"];
        if (!rubrics.contains(kind)) {
            RewardTermSection term;
            term.name = term.kind = kind;
            rubrics.emplace(kind, Rubric({"one", {term}}, form));
        }
        Json grading = Json::object();
        for (const std::string_view column : kGradingColumns)
            if (row.contains(column)) grading[std::string(column)] = row.at(std::string(column));
        const Prompt prompt{"p/0", "", row.value("reference", ""), "en", "reasoning", grading.empty() ? "" : grading.dump()};
        Rollout rollout;
        rollout.text = row["completion"];
        const RewardTerm term = rubrics.at(kind).grade(prompt, rollout).terms.at(0);
        EXPECT_EQ(term.outcome, row["pass"].get<bool>() ? Outcome::Pass : Outcome::Fail) << line << "\n" << term.reason;
        ++counts[kind + (row["pass"].get<bool>() ? " passes" : " fails")];
    }
    EXPECT_EQ(counts.size(), 10u) << "five kinds, both ways";
}
