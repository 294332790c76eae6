// SPDX-License-Identifier: Apache-2.0
#include "search/mcts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/random.h"

namespace retort {
namespace {

class Search {
public:
    Search(StepModel& model, StepValue& value, const SearchSettings& settings)
        : model_(model), value_(value), settings_(settings) {
        tree_.nodes.emplace_back();
    }

    SearchTree run() {
        expand(0);
        while (tree_.simulations < settings_.simulations && !spent() && !node(0).children.empty()) {
            simulate();
            ++tree_.simulations;
        }
        tree_.best = bestPath();
        return std::move(tree_);
    }

private:
    SearchNode& node(std::int64_t index) { return tree_.nodes[static_cast<std::size_t>(index)]; }
    bool spent() const { return settings_.max_tokens > 0 && tree_.tokens >= settings_.max_tokens; }
    std::uint64_t seedOf(const char* what, std::int64_t index) const {
        return deriveSeed(settings_.seed, fmt::format("{} {}", what, index));
    }

    void expand(std::int64_t index) {
        const std::int64_t depth = node(index).depth;
        if (node(index).terminal || depth >= settings_.max_depth) return;
        const auto proposals = model_.propose(tree_.stepsTo(index), settings_.width, seedOf("expand", index), tree_.tokens);
        double sum = 0;
        for (const StepProposal& proposal : proposals) {
            const double weight = std::exp(proposal.logprob);
            sum += weight;
            const auto& children = node(index).children;
            const auto twin = std::ranges::find_if(children, [&](std::int64_t c) {
                return node(c).step == proposal.text && node(c).terminal == proposal.terminal;
            });
            if (twin != children.end()) {
                node(*twin).prior += weight;
                continue;
            }
            SearchNode child;
            child.parent = index;
            child.step = proposal.text;
            child.prior = weight;
            child.terminal = proposal.terminal;
            child.depth = depth + 1;
            node(index).children.push_back(static_cast<std::int64_t>(tree_.nodes.size()));
            tree_.nodes.push_back(std::move(child));
        }
        for (const std::int64_t child : node(index).children) node(child).prior /= sum;
    }

    std::int64_t chosenChild(std::int64_t index) {
        const double scale =
            settings_.c_puct * std::sqrt(static_cast<double>(std::max<std::int64_t>(1, node(index).visits)));
        std::int64_t best = -1;
        double most = 0;
        for (const std::int64_t child : node(index).children) {
            const double score =
                node(child).mean() + scale * node(child).prior / (1 + static_cast<double>(node(child).visits));
            if (best < 0 || score > most) best = child, most = score;
        }
        return best;
    }

    void simulate() {
        std::int64_t at = 0;
        for (;;) {
            if (node(at).children.empty() && node(at).visits > 0) expand(at);
            if (node(at).children.empty()) break;
            at = chosenChild(at);
            if (node(at).visits == 0) break;
        }
        if (node(at).visits == 0)
            node(at).value = value_.value(tree_.stepsTo(at), node(at).terminal, seedOf("value", at), tree_.tokens);
        const double value = node(at).value;
        for (; at >= 0; at = node(at).parent) {
            ++node(at).visits;
            node(at).value_sum += value;
        }
    }

    std::vector<std::int64_t> pathTo(std::int64_t index) {
        std::vector<std::int64_t> path;
        for (; index > 0; index = node(index).parent) path.insert(path.begin(), index);
        return path;
    }

    std::vector<std::int64_t> bestPath() {
        std::int64_t at = 0;
        while (!node(at).children.empty()) {
            std::int64_t best = -1;
            for (const std::int64_t child : node(at).children)
                if (node(child).visits > 0 &&
                    (best < 0 || node(child).visits > node(best).visits ||
                     (node(child).visits == node(best).visits && node(child).mean() > node(best).mean())))
                    best = child;
            if (best < 0) break;
            at = best;
        }
        if (node(at).terminal) return pathTo(at);
        std::int64_t best = -1;
        for (std::int64_t i = 1; i < static_cast<std::int64_t>(tree_.nodes.size()); ++i)
            if (node(i).terminal && node(i).visits > 0 && (best < 0 || node(i).value > node(best).value)) best = i;
        return pathTo(best < 0 ? at : best);
    }

    StepModel& model_;
    StepValue& value_;
    const SearchSettings& settings_;
    SearchTree tree_;
};

}  // namespace

std::vector<std::string> SearchTree::stepsTo(std::int64_t node) const {
    std::vector<std::string> steps;
    for (; node > 0; node = nodes[static_cast<std::size_t>(node)].parent)
        steps.insert(steps.begin(), nodes[static_cast<std::size_t>(node)].step);
    return steps;
}

std::string SearchTree::text() const {
    std::string text;
    for (const std::int64_t node : best) text += nodes[static_cast<std::size_t>(node)].step;
    return text;
}

std::string SearchTree::toJson() const {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const SearchNode& node : nodes)
        list.push_back({{"parent", node.parent},
                        {"step", node.step},
                        {"prior", node.prior},
                        {"visits", node.visits},
                        {"value", node.value},
                        {"mean", node.mean()},
                        {"terminal", node.terminal}});
    const nlohmann::ordered_json tree{{"simulations", simulations}, {"tokens", tokens}, {"best", best}, {"nodes", list}};
    return tree.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

SearchTree searchSteps(StepModel& model, StepValue& value, const SearchSettings& settings) {
    return Search(model, value, settings).run();
}

}  // namespace retort
