// SPDX-License-Identifier: Apache-2.0
// The answer pairs of other projects' own tests. Where they disagree with us is written down, by kind, in
// answer_disagreements.md.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "reward/answer_compare.h"
#include "reward/answer_extract.h"
#include "reward/math/evaluate.h"
#include "reward/math/reader.h"
#include "support/shared_data.h"

using namespace retort;
using Json = nlohmann::json;

namespace {

std::vector<Json> rowsOf(const std::filesystem::path& file) {
    std::vector<Json> rows;
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) rows.push_back(Json::parse(line));
    EXPECT_FALSE(rows.empty());
    return rows;
}

TemplateSection plain() {
    TemplateSection section;
    section.think_open = section.think_close = section.answer_open = section.answer_close = "";
    return section;
}

/// Cases that the suite itself marks as accidents are left out.
void expectAgreement(const std::filesystem::path& file, double share, int wrongly_equal_allowed) {
    int right = 0, all = 0, wrongly_equal = 0;
    for (const Json& row : rowsOf(file)) {
        if (row.contains("quirk")) continue;
        const std::string gold = row["gold"], pred = row["pred"];
        const Comparison comparison = compareAnswers(gold, extractAnswer(pred, plain()).text.value_or(""));
        const bool equal = comparison.match == AnswerMatch::Equal, expected = row["expected"];
        ++all;
        right += equal == expected;
        wrongly_equal += equal && !expected;
        if (equal != expected)
            std::printf("%s: %s (%s)\n", row["id"].get<std::string>().c_str(), equal ? "equal" : "different",
                        comparison.how.c_str());
    }
    std::printf("%d of %d, wrongly equal %d\n", right, all, wrongly_equal);
    EXPECT_GE(right, share * all);
    EXPECT_LE(wrongly_equal, wrongly_equal_allowed);
}

double valueOf(const math::Expr& e, math::Fuel& fuel) {
    if (const auto exact = math::exactValue(e, fuel)) return exact->get_d();
    const auto value = math::evaluate(e, {}, 192, fuel);
    return value ? mpfr_get_d(value->re.lo.get(), MPFR_RNDN) : std::nan("");
}

/// The whole answer `boxed` into a sentence must equal it.
void expectBoxedEqualsItself(const std::filesystem::path& file) {
    int unreadable = 0, all = 0;
    for (const Json& row : rowsOf(file)) {
        if (!row["answer"].is_string()) continue;
        const std::string answer = row["answer"];
        ++all;
        if (const auto problem = unreadableReference(answer)) {
            ++unreadable;
            std::printf("%s: %s: %s\n", row["id"].get<std::string>().c_str(), answer.c_str(), problem->c_str());
            continue;
        }
        const Comparison boxed =
            compareAnswers(answer, extractAnswer("So it is $\\boxed{" + answer + "}$.", plain()).text.value_or(""));
        EXPECT_EQ(boxed.match, AnswerMatch::Equal) << row["id"] << " " << answer << ": " << boxed.how;
    }
    EXPECT_LE(unreadable, all / 100);
}

}  // namespace

TEST(PublishedAnswers, MathVerify) {
    RETORT_REQUIRE_SHARED(file, "verifier/math_verify_dev.jsonl");
    expectAgreement(file, 0.97, 1);  // one: a line break within \( \)
}

TEST(PublishedAnswers, InspectAi) {
    RETORT_REQUIRE_SHARED(file, "verifier/inspect_ai_dev.jsonl");
    expectAgreement(file, 0.97, 0);
}

TEST(PublishedAnswers, NemoSkills) {
    RETORT_REQUIRE_SHARED(file, "verifier/nemo_skills.jsonl");
    expectAgreement(file, 0.97, 0);
}

TEST(PublishedAnswers, HendrycksMath) {
    RETORT_REQUIRE_SHARED(file, "verifier/hendrycks_math.jsonl");
    expectAgreement(file, 0.85, 2);  // two: it compares strings, so a list in another order is wrong there
}

TEST(PublishedAnswers, LatexHasTheValuesOfLatex2sympy) {
    RETORT_REQUIRE_SHARED(file, "verifier/latex2sympy_dev.jsonl");
    int read = 0, all = 0;
    for (const Json& row : rowsOf(file)) {
        math::Fuel fuel;
        ++all;
        try {
            const math::ExprPtr e = math::read(row["latex"].get<std::string>(), math::Commas::Thousands, fuel);
            ++read;
            if (!row["value"].is_number()) continue;
            const double expected = row["value"];
            EXPECT_NEAR(valueOf(*e, fuel), expected, 1e-9 * std::max(1.0, std::abs(expected)))
                << row["id"] << " " << row["latex"];
        } catch (const std::runtime_error& error) {
            std::printf("%s: %s\n", row["id"].get<std::string>().c_str(), error.what());
        }
    }
    std::printf("%d of %d read\n", read, all);
    EXPECT_GE(read, 0.97 * all);
}

TEST(PublishedAnswers, BoxesOfSlime) {
    RETORT_REQUIRE_SHARED(file, "verifier/slime_extract_normalise.jsonl");
    int checked = 0;
    for (const Json& row : rowsOf(file)) {
        if (row["fn"] != "last_boxed_only_string" || !row["args"][0].is_string()) continue;
        const auto boxed = lastBoxed(row["args"][0].get<std::string>());
        ++checked;
        ASSERT_EQ(boxed.has_value(), !row["expected"].is_null()) << row["id"];
        if (boxed) {
            EXPECT_EQ(boxed, lastBoxed(row["expected"].get<std::string>())) << row["id"];
        }
    }
    EXPECT_GT(checked, 5);
}

TEST(PublishedAnswers, EveryReferenceOfTheDataSetsEqualsItself) {
    for (const char* name :
         {"math/math_train.jsonl", "math/math500_dev.jsonl", "math/gsm8k_test_dev.jsonl", "math/cmath_dev.jsonl",
          "math/cn_middle_school.jsonl", "math/mgsm_dev.jsonl", "math/amc23.jsonl"}) {
        RETORT_REQUIRE_SHARED(file, name);
        expectBoxedEqualsItself(file);
    }
}
