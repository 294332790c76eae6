// SPDX-License-Identifier: Apache-2.0
#include "reward/reasoning_gym_reward.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "reward/puzzle_checks.h"
#include "support/shared_data.h"

namespace retort::test {
namespace {

using Json = nlohmann::json;

RewardTerm score(const std::string& task, const Json& answer, const Json& meta, const std::string& completion,
                 const std::string& problem = {}) {
    TemplateSection section;
    section.answer_open.clear();
    section.answer_close.clear();
    Prompt prompt;
    prompt.text = problem;
    prompt.reference = Json{{"task", task}, {"answer", answer}, {"meta", meta}}.dump();
    Rollout rollout;
    rollout.text = completion;
    return ReasoningGymReward(section).score(prompt, rollout);
}

bool right(const std::string& task, const Json& answer, const Json& meta, const std::string& completion) {
    const RewardTerm term = score(task, answer, meta, completion);
    EXPECT_NE(term.outcome, Outcome::GraderError) << term.reason;
    return term.outcome == Outcome::Pass;
}

}  // namespace

TEST(ReasoningGym, AnswersAreFoundInEveryForm) {
    for (const char* completion : {"<think>\nhm\n</think>\n<answer>42</answer>", "so \\boxed{42}.",
                                   "Sums up.\nThe answer is 42", "```\n42\n```", "42", "<think>a</think>\nsome words\n42"})
        EXPECT_TRUE(right("gcd", "42", Json::object(), completion)) << completion;
    EXPECT_FALSE(right("gcd", "42", Json::object(), "<think>42")) << "the thinking never ends";
    EXPECT_FALSE(right("gcd", "42", Json::object(), "43"));
}

TEST(ReasoningGym, CountdownTakesEverySolution) {
    const Json meta{{"numbers", {36, 29, 95, 32, 4, 15}}, {"target", 139}};
    EXPECT_TRUE(right("countdown", "15 - 4 + 95 + 36 - 32 + 29", meta, "36 + 29 + 95 - 32 - 4 + 15"));
    EXPECT_FALSE(right("countdown", nullptr, meta, "139"));
    EXPECT_FALSE(right("countdown", nullptr, meta, "15 - 4 + 95 + 36 - 32 + 29 + 0")) << "a number that was not given";
    EXPECT_FALSE(right("countdown", nullptr, meta, "15 + 95 + 29")) << "makes 139 with some of the numbers";
    EXPECT_TRUE(checkExpression("(3 + 3/7) × 7", {3, 3, 7, 7}, 24).right) << "exact fractions";
    EXPECT_TRUE(checkExpression("8 / (3 - 8/3)", {8, 3, 8, 3}, 24).right);
    EXPECT_FALSE(checkExpression("8 / (3 - 3)", {8, 3, 3}, 24).right);
    EXPECT_FALSE(checkExpression(std::string(5000, '('), {1}, 1).right);
    EXPECT_FALSE(checkExpression("99999999999999999999", {1}, 1).right);
}

TEST(ReasoningGym, MovesAreMade) {
    const Json jugs{{"puzzle", {{"jug_capacities", {3, 5}}, {"target", 4}}}};
    EXPECT_TRUE(right("jugs", nullptr, jugs, R"(["fill B", "pour B->A", "empty A", "pour B->A", "fill B", "pour B->A"])"));
    EXPECT_FALSE(right("jugs", nullptr, jugs, R"(["fill B", "pour B->C"])"));
    EXPECT_FALSE(right("jugs", nullptr, jugs, R"(["fill B"])"));
    const Json hanoi{{"num_disks", 2}, {"num_pegs", 3}, {"start_peg", 1}, {"target_peg", 3}};
    EXPECT_TRUE(right(
        "tower_of_hanoi", nullptr, hanoi,
        "```\nMove disk 1 from Peg 1 to Peg 2\nMove disk 2 from Peg 1 to Peg 3\nMove disk 1 from Peg 2 to Peg 3\n```"));
    EXPECT_FALSE(right("tower_of_hanoi", nullptr, hanoi,
                       "```\nMove disk 1 from Peg 1 to Peg 3\nMove disk 2 from Peg 1 to Peg 3\n```"));
    const Json path{{"matrix", {{"*", "O", "#"}, {"O", "X", "O"}, {"O", "O", "O"}}}};
    EXPECT_TRUE(right("shortest_path", "right right", path, "right right"));
    EXPECT_FALSE(right("shortest_path", "right right", path, "down down right right up up")) << "not the shortest";
    EXPECT_FALSE(right("shortest_path", "right right", path, "infeasible"));
    const Json sokoban{{"gamestr", "+ + + + +\n+ * @ X +\n+ + + + +"}};
    EXPECT_TRUE(right("sokoban", "R", sokoban, "R"));
    EXPECT_FALSE(right("sokoban", "R", sokoban, "RR"));
    const std::string board = "Board:\nAA.B\n...B\nCC..\n";
    EXPECT_EQ(score("rush_hour", nullptr, Json::object(), "B+1 A+2", board).outcome, Outcome::Pass);
    EXPECT_EQ(score("rush_hour", nullptr, Json::object(), "A+2", board).outcome, Outcome::Fail);
}

TEST(ReasoningGym, ConstraintsAreChecked) {
    const Json graph{{"puzzle", {{"vertices", {0, 1, 2}}, {"edges", {{0, 1}, {1, 2}}}, {"color_options", {1, 2}}}}};
    EXPECT_TRUE(right("graph_color", nullptr, graph, R"({"0": 1, "1": 2, "2": 1})"));
    EXPECT_FALSE(right("graph_color", nullptr, graph, R"({"0": 1, "1": 1, "2": 2})"));
    EXPECT_FALSE(right("graph_color", nullptr, graph, R"({"0": 1, "1": 2})")) << "a vertex is missing";
    EXPECT_FALSE(right("graph_color", nullptr, graph, R"({"0": 1, "1": 3, "2": 1})")) << "a colour that is not allowed";
    const Json logic{{"variables", {"P", "Q", "R"}}, {"premises", {"(P → Q)", "P"}}};
    EXPECT_TRUE(right("propositional_logic", nullptr, logic, "(Q ∨ R)"));
    EXPECT_FALSE(right("propositional_logic", nullptr, logic, "R"));
    EXPECT_FALSE(right("propositional_logic", nullptr, logic, "(R ∨ ¬R)")) << "follows from nothing";
    EXPECT_FALSE(right("propositional_logic", nullptr, logic, "P")) << "repeats a premise";
    const Json sum{{"words_letters", {"AB", "A"}}, {"result_letters", "BC"}};  // 89 + 8 = 97
    EXPECT_TRUE(right("cryptarithm", nullptr, sum, "A=8,B=9,C=7"));
    EXPECT_FALSE(right("cryptarithm", nullptr, sum, "A=8,B=9,C=8"));
}

TEST(ReasoningGym, LikenessByTask) {
    EXPECT_TRUE(right("acre", "undetermined", Json::object(), "Undetermined."));
    EXPECT_TRUE(right("mini_sudoku", "1 2\n2 1", Json::object(), "1 2\n2 1"));
    EXPECT_TRUE(right("game_of_life", "[[1,0],[0,1]]", Json::object(), "[[1, 0], [0, 1]]"));
    EXPECT_TRUE(right("group_anagrams", R"([["a", "b"], ["c"]])", Json::object(), R"([["c"], ["b", "a"]])"));
    EXPECT_FALSE(right("palindrome_partitioning", R"([["a", "b"]])", Json::object(), R"([["b", "a"]])"));
    EXPECT_TRUE(right("number_sorting", "['-1.0', '2']", Json::object(), "[-1.0, 2]"));
    EXPECT_FALSE(right("number_sorting", "['-1.0', '2']", Json::object(), "[2, -1.0]"));
    EXPECT_TRUE(right("prime_factorization", "2 × 3", Json::object(), "3 * 2"));
    EXPECT_FALSE(right("prime_factorization", "2 × 3", Json::object(), "6"));
    EXPECT_FALSE(right("fraction_simplification", "23/131", Json::object(), "46/262")) << "not in lowest terms";
    EXPECT_TRUE(right("simple_integration", "x**2 + C", {{"variable", "x"}}, "x**2 + 7 + C"));
    EXPECT_FALSE(right("simple_integration", "x**2 + C", {{"variable", "x"}}, "x**3 + C"));
    EXPECT_FALSE(right("polynomial_multiplication", "x**2 - 1", Json::object(), "(x - 1)*(x + 1)"))
        << "nothing multiplied out";
    EXPECT_TRUE(right("advanced_geometry", "17.10°", Json::object(), "17.103°"));
    EXPECT_FALSE(right("advanced_geometry", "17.10°", Json::object(), "18.10°"));
}

TEST(ReasoningGym, WhatCannotBeScoredIsSaid) {
    EXPECT_EQ(score("rubiks_cube", nullptr, Json::object(), "U").outcome, Outcome::GraderError);
    EXPECT_EQ(score("never_heard_of", nullptr, Json::object(), "x").outcome, Outcome::GraderError);
    EXPECT_EQ(score("countdown", nullptr, Json::object(), "1").outcome, Outcome::GraderError) << "meta lacks the numbers";
}

/// Every example with its own answer passes, and with another example's answer fails.
TEST(ReasoningGym, PublishedExamples) {
    RETORT_REQUIRE_SHARED(file, "math/reasoning_gym_examples.jsonl");
    std::ifstream in(file);
    std::map<std::string, std::vector<Json>> tasks;
    for (std::string line; std::getline(in, line);) {
        Json row = Json::parse(line);
        for (const char* example : {"possible_answer", "example_answer"})
            if (row["answer"].is_null() && row["meta"].contains(example))
                row["solution"] =
                    row["meta"][example].is_string() ? row["meta"][example].get<std::string>() : row["meta"][example].dump();
        if (row["answer"].is_string()) row["solution"] = row["answer"];
        tasks[row["task"]].push_back(row);
    }
    std::int64_t passed = 0, wrong = 0;
    for (const auto& [task, rows] : tasks)
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const Json& row = rows[i];
            if (unscorablePuzzle(task) || !row.contains("solution")) continue;
            const auto judge = [&](const std::string& answer) {
                return score(task, row["answer"], row["meta"], "<think>\n\n</think>\n<answer>" + answer + "</answer>",
                             row["problem"]);
            };
            const RewardTerm own = judge(row["solution"]);
            EXPECT_EQ(own.outcome, Outcome::Pass) << row["id"] << ": " << own.reason;
            passed += own.outcome == Outcome::Pass;
            const Json& other = rows[(i + 1) % rows.size()];
            if (!other.contains("solution") || other["solution"] == row["solution"]) continue;
            if (puzzleCheck(task) != nullptr) continue;  // what solves one may solve another too
            const RewardTerm swapped = judge(other["solution"]);
            EXPECT_EQ(swapped.outcome, Outcome::Fail) << row["id"] << ": " << other["solution"];
            ++wrong;
        }
    EXPECT_GT(passed, 250);
    EXPECT_GT(wrong, 150);
}

}  // namespace retort::test
