// SPDX-License-Identifier: Apache-2.0
#pragma once

// Monte Carlo tree search over the steps of a completion, which DeepSeek-R1's authors tried and dropped (v1, section 4.2). A
// node is a beginning of a completion; its children are steps that the model proposes behind it.

#include <cstdint>
#include <string>
#include <vector>

namespace retort {

struct SearchSettings {
    std::int64_t simulations = 32;  ///< walks from the root
    std::int64_t width = 4;         ///< steps proposed where a node is expanded; equal ones become one child
    double c_puct = 1;              ///< weight of the prior against the value
    std::int64_t max_depth = 32;    ///< steps; a node that deep is not expanded
    std::int64_t max_tokens = 0;    ///< tokens that the whole search may draw, those of its values included; 0: no bound
    std::uint64_t seed = 0;
};

/// A step that the model proposes.
struct StepProposal {
    std::string text;
    double logprob = 0;     ///< mean over its tokens: its prior is the softmax of this over the siblings
    bool terminal = false;  ///< the completion ends with it
};

/// The model as the search sees it. `steps` are those from the root on.
class StepModel {
public:
    virtual ~StepModel() = default;
    /// `width` steps that may come next, drawn with `seed`; adds to `tokens` what was drawn.
    virtual std::vector<StepProposal> propose(const std::vector<std::string>& steps, std::int64_t width, std::uint64_t seed,
                                              std::int64_t& tokens) = 0;
};

/// What a beginning of a completion is worth, in [0, 1].
class StepValue {
public:
    virtual ~StepValue() = default;
    virtual double value(const std::vector<std::string>& steps, bool terminal, std::uint64_t seed, std::int64_t& tokens) = 0;
};

struct SearchNode {
    std::int64_t parent = -1;  ///< -1: the root, which has no step
    std::string step;
    double prior = 1;
    std::int64_t visits = 0;
    double value = 0;      ///< its own, of its first visit
    double value_sum = 0;  ///< of all visits to it and below
    bool terminal = false;
    std::int64_t depth = 0;
    std::vector<std::int64_t> children;

    double mean() const { return visits > 0 ? value_sum / static_cast<double>(visits) : 0; }
};

struct SearchTree {
    std::vector<SearchNode> nodes;   ///< parents before their children; nodes[0] is the root
    std::vector<std::int64_t> best;  ///< nodes of the answer, without the root
    std::int64_t simulations = 0, tokens = 0;

    /// Steps from the root to a node.
    std::vector<std::string> stepsTo(std::int64_t node) const;
    std::string text() const;  ///< of the best path
    bool finished() const { return !best.empty() && nodes[static_cast<std::size_t>(best.back())].terminal; }
    /// {"simulations", "tokens", "best", "nodes": [{"parent", "step", "prior", "visits", "value", "mean", "terminal"}]}.
    std::string toJson() const;
};

/// Each simulation walks down by PUCT (Silver et al. 2017: the child with the largest mean + c_puct * prior * sqrt(visits of
/// the parent) / (1 + visits), unvisited ones at mean 0, ties to the first), values what it comes to, and adds the value to
/// all nodes of the walk. A node is expanded at its second visit, the root before the first. The answer is the most visited
/// path; where that does not end the completion, the terminal node of the largest value, and where there is none, the
/// deepest end of that path. The same seed, model and value give the same tree.
SearchTree searchSteps(StepModel& model, StepValue& value, const SearchSettings& settings);

}  // namespace retort
