// SPDX-License-Identifier: Apache-2.0
#include "search/mcts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "generate/fake_generator.h"

namespace retort {
namespace {

/// Proposals by the text so far; what is not listed has none.
class ScriptedModel : public StepModel {
public:
    explicit ScriptedModel(std::map<std::string, std::vector<StepProposal>> script) : script_(std::move(script)) {}
    std::vector<StepProposal> propose(const std::vector<std::string>& steps, std::int64_t, std::uint64_t,
                                      std::int64_t& tokens) override {
        std::string text;
        for (const std::string& step : steps) text += step;
        asked.push_back(text);
        tokens += 10;
        return script_[text];
    }
    std::vector<std::string> asked;

private:
    std::map<std::string, std::vector<StepProposal>> script_;
};

class ScriptedValue : public StepValue {
public:
    explicit ScriptedValue(std::map<std::string, double> values) : values_(std::move(values)) {}
    double value(const std::vector<std::string>& steps, bool, std::uint64_t, std::int64_t& tokens) override {
        std::string text;
        for (const std::string& step : steps) text += step;
        valued.push_back(text);
        tokens += 1;
        return values_.at(text);
    }
    std::vector<std::string> valued;

private:
    std::map<std::string, double> values_;
};

/// Two steps with priors 3/4 and 1/4, and two ends behind each.
std::map<std::string, std::vector<StepProposal>> smallTree() {
    return {{"", {{"a", std::log(3.0), false}, {"b", 0, false}}},
            {"a", {{"x", 0, true}, {"y", 0, true}}},
            {"b", {{"z", 0, true}}}};
}

std::int64_t indexOf(const SearchTree& tree, const std::string& step) {
    for (std::size_t i = 0; i < tree.nodes.size(); ++i)
        if (tree.nodes[i].step == step) return static_cast<std::int64_t>(i);
    return -1;
}

}  // namespace

// Worked by hand with c_puct = 1. Root's score is sqrt(max(1, N)) * P / (1 + n) + mean:
// 1: a 0.75, b 0.25 -> a, worth 0.2.
// 2: N = 1: a 0.2 + 0.375 = 0.575, b 0.25 -> a, second visit: expanded to x, y (priors 1/2); x first, worth 0.
// 3: N = 2: a 0.1 + 0.3536 = 0.4536, b 0.3536 -> a; within, N = 2: x 0 + 0.3536, y 0.7071 -> y, worth 1.
// 4: N = 3: a 0.4 + 0.3248 = 0.7248, b 0.4330 -> a; N = 3: x 0.4330, y 1 + 0.4330 -> y again, worth 1.
// 5: N = 4: a 0.55 + 0.3 = 0.85, b 0.5 -> a; y again.
TEST(Mcts, FollowsTheWalkWorkedByHand) {
    ScriptedModel model(smallTree());
    ScriptedValue value({{"a", 0.2}, {"ax", 0}, {"ay", 1}, {"b", 0.9}, {"bz", 0}});
    const SearchTree tree = searchSteps(model, value, {.simulations = 5, .width = 2, .c_puct = 1});
    EXPECT_EQ(value.valued, (std::vector<std::string>{"a", "ax", "ay"})) << "a terminal node is valued once";
    EXPECT_EQ(model.asked, (std::vector<std::string>{"", "a"}));
    const SearchNode& a = tree.nodes[static_cast<std::size_t>(indexOf(tree, "a"))];
    EXPECT_DOUBLE_EQ(a.prior, 0.75);
    EXPECT_EQ(a.visits, 5);
    EXPECT_NEAR(a.value_sum, 3.2, 1e-12);
    EXPECT_EQ(tree.nodes[static_cast<std::size_t>(indexOf(tree, "y"))].visits, 3);
    EXPECT_EQ(tree.nodes[static_cast<std::size_t>(indexOf(tree, "x"))].visits, 1);
    EXPECT_EQ(tree.nodes[0].visits, 5);
    EXPECT_EQ(tree.text(), "ay");
    EXPECT_TRUE(tree.finished());
    EXPECT_EQ(tree.tokens, 2 * 10 + 3);
}

TEST(Mcts, APriorOfOneStepDoesNotHideABetterOne) {
    ScriptedModel model(smallTree());
    ScriptedValue value({{"a", 0.1}, {"ax", 0}, {"ay", 0}, {"b", 0.9}, {"bz", 1}});
    const SearchTree tree = searchSteps(model, value, {.simulations = 30, .width = 2, .c_puct = 1});
    EXPECT_EQ(tree.text(), "bz");
}

TEST(Mcts, EqualStepsAreOneChildAndBudgetsHold) {
    ScriptedModel model({{"", {{"a", 0, false}, {"a", 0, false}, {"b", 0, true}}}});
    ScriptedValue value({{"a", 0.5}, {"b", 0.1}});
    const SearchTree tree =
        searchSteps(model, value, {.simulations = 100, .width = 3, .c_puct = 1, .max_depth = 1, .max_tokens = 11});
    ASSERT_EQ(tree.nodes[0].children.size(), 2u);
    EXPECT_NEAR(tree.nodes[1].prior, 2.0 / 3, 1e-12);
    EXPECT_EQ(tree.simulations, 1) << "ten tokens for the steps, one for the first value";
    ScriptedModel other({{"", {{"a", 0, false}, {"b", 0, true}}}});
    const SearchTree deep = searchSteps(other, value, {.simulations = 9, .width = 2, .c_puct = 1, .max_depth = 1});
    EXPECT_EQ(deep.nodes.size(), 3u) << "nothing below max_depth";
    EXPECT_EQ(deep.text(), "b") << "the most visited path does not end, so the terminal node of the largest value";
}

TEST(Mcts, NothingToProposeIsNoAnswer) {
    ScriptedModel model({});
    ScriptedValue value({});
    const SearchTree tree = searchSteps(model, value, {});
    EXPECT_TRUE(tree.best.empty());
    EXPECT_FALSE(tree.finished());
    EXPECT_EQ(tree.text(), "");
}

TEST(Mcts, TheTreeIsJson) {
    ScriptedModel model(smallTree());
    ScriptedValue value({{"a", 0.2}, {"ax", 0}, {"ay", 1}, {"b", 0.9}, {"bz", 0}});
    const SearchTree tree = searchSteps(model, value, {.simulations = 5, .width = 2, .c_puct = 1});
    const auto json = nlohmann::json::parse(tree.toJson());
    EXPECT_EQ(json["nodes"].size(), tree.nodes.size());
    EXPECT_EQ(json["nodes"][0]["parent"], -1);
    EXPECT_EQ(json["best"].size(), 2u);
}

}  // namespace retort
