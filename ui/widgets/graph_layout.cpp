// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/graph_layout.h"

#include <QHash>
#include <algorithm>
#include <limits>

namespace retort::ui {
namespace {

constexpr int sweeps = 24, level_passes = 40;
constexpr std::size_t most_shifted = 60;  // nodes of a graph whose columns are worth trying
constexpr double line_space = 0.35;       // rows that a passing line takes

/// A node, or the place where a long line passes a layer.
struct Item {
    int node = -1;  ///< -1: a line passes
    std::vector<int> before, after;
    double order = 0, y = 0;
};

/// Inputs by index, those that are there.
std::vector<std::vector<int>> inputsOf(const std::vector<GraphNode>& nodes) {
    QHash<QString, int> index;
    std::vector<std::vector<int>> inputs(nodes.size());
    for (int i = 0; i < static_cast<int>(nodes.size()); ++i) {
        for (const QString& input : nodes[static_cast<std::size_t>(i)].inputs)
            if (index.contains(input)) inputs[static_cast<std::size_t>(i)].push_back(index[input]);
        index[nodes[static_cast<std::size_t>(i)].name] = i;
    }
    return inputs;
}

/// Column of each node by its longest path from the left, `shift` further to the right than it must be.
std::vector<int> longestPaths(const std::vector<std::vector<int>>& inputs, const std::vector<int>& shift) {
    std::vector<int> columns(inputs.size());
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        for (const int input : inputs[i]) columns[i] = std::max(columns[i], columns[static_cast<std::size_t>(input)] + 1);
        columns[i] += shift[i];
    }
    return columns;
}

/// How far a node without inputs moves to the right, so that it stands just before the first reader that waits for something
/// else as well: a student's base beside its distillation, not a line across the whole drawing.
std::vector<int> sourceShifts(const std::vector<std::vector<int>>& inputs) {
    std::vector<int> shift(inputs.size());
    const std::vector<int> columns = longestPaths(inputs, shift);
    std::vector<bool> read(inputs.size());
    for (const auto& all : inputs)
        for (const int input : all) read[static_cast<std::size_t>(input)] = true;
    for (std::size_t source = 0; source < inputs.size(); ++source) {
        if (!inputs[source].empty()) continue;
        int nearest = std::numeric_limits<int>::max();
        for (std::size_t reader = 0; reader < inputs.size(); ++reader) {
            const auto& all = inputs[reader];
            if (std::ranges::find(all, static_cast<int>(source)) == all.end()) continue;
            int others = 0;
            for (const int input : all)
                if (input != static_cast<int>(source))
                    others = std::max(others, columns[static_cast<std::size_t>(input)] + 1);
            // A reader that others read in turn and that waits for nothing else begins a path of its own.
            if (others > 0 || read[reader]) nearest = std::min(nearest, std::max(0, others - 1));
        }
        if (nearest < std::numeric_limits<int>::max()) shift[source] = nearest;
    }
    return shift;
}

class Layers {
public:
    Layers(GraphLayout& out, const std::vector<std::vector<int>>& inputs, const std::vector<int>& columns) : out_(out) {
        for (int i = 0; i < static_cast<int>(out_.nodes.size()); ++i)
            place(i, inputs[static_cast<std::size_t>(i)], columns[static_cast<std::size_t>(i)]);
    }

    void arrange() {
        std::vector<std::vector<int>> best = layers_;
        int fewest = crossings();
        for (int sweep = 0; sweep < sweeps && fewest > 0; ++sweep) {
            sortBy(sweep % 2 == 0);
            swapNeighbours();
            if (const int now = crossings(); now < fewest) {
                fewest = now;
                best = layers_;
            }
        }
        layers_ = best;
        out_.crossings = fewest;
        number();
    }

    void setPositions() {
        for (auto& layer : layers_) {
            double y = 0;
            for (const int i : layer) {
                const double half = height(i) / 2;
                items_[static_cast<std::size_t>(i)].y = y + half;
                y += 2 * half;
            }
        }
        levelAll();
        double top = std::numeric_limits<double>::max();
        for (const Item& item : items_) top = std::min(top, item.y);
        for (std::size_t column = 0; column < layers_.size(); ++column)
            for (const int i : layers_[column]) {
                Item& item = items_[static_cast<std::size_t>(i)];
                item.y += 0.5 - top;
                out_.rows = std::max(out_.rows, item.y + 0.5);
                if (item.node >= 0) out_.nodes[static_cast<std::size_t>(item.node)].y = item.y;
            }
        out_.columns = static_cast<int>(layers_.size());
        for (std::size_t e = 0; e < out_.edges.size(); ++e)
            for (const auto& [column, item] : paths_[e])
                out_.edges[e].points.emplace_back(column, items_[static_cast<std::size_t>(item)].y);
    }

private:
    double height(int i) const { return items_[static_cast<std::size_t>(i)].node >= 0 ? 1 : line_space; }

    int add(int node, int column) {
        const int item = static_cast<int>(items_.size());
        items_.push_back({node, {}, {}, 0, 0});
        if (static_cast<int>(layers_.size()) <= column) layers_.resize(static_cast<std::size_t>(column) + 1);
        layers_[static_cast<std::size_t>(column)].push_back(item);
        return item;
    }

    void place(int node, const std::vector<int>& inputs, int at) {
        GraphNode& one = out_.nodes[static_cast<std::size_t>(node)];
        one.column = at;
        const int item = add(node, at);
        item_of_.push_back(item);
        for (const int from : inputs) {
            std::vector<std::pair<int, int>> path{
                {out_.nodes[static_cast<std::size_t>(from)].column, item_of_[static_cast<std::size_t>(from)]}};
            for (int column = path.front().first + 1; column < at; ++column) path.emplace_back(column, add(-1, column));
            path.emplace_back(at, item);
            for (std::size_t i = 1; i < path.size(); ++i) {
                items_[static_cast<std::size_t>(path[i - 1].second)].after.push_back(path[i].second);
                items_[static_cast<std::size_t>(path[i].second)].before.push_back(path[i - 1].second);
            }
            out_.edges.push_back({from, node, {}});
            paths_.push_back(std::move(path));
        }
    }

    void number() {
        for (auto& layer : layers_)
            for (std::size_t i = 0; i < layer.size(); ++i)
                items_[static_cast<std::size_t>(layer[i])].order = static_cast<double>(i);
    }

    void sortBy(bool forward) {
        number();
        for (std::size_t step = 0; step < layers_.size(); ++step) {
            auto& layer = layers_[forward ? step : layers_.size() - 1 - step];
            std::vector<std::pair<double, int>> keys;
            for (const int i : layer) {
                const auto& near =
                    forward ? items_[static_cast<std::size_t>(i)].before : items_[static_cast<std::size_t>(i)].after;
                double sum = 0;
                for (const int other : near) sum += items_[static_cast<std::size_t>(other)].order;
                keys.emplace_back(
                    near.empty() ? items_[static_cast<std::size_t>(i)].order : sum / static_cast<double>(near.size()), i);
            }
            std::ranges::stable_sort(keys, {}, &std::pair<double, int>::first);
            for (std::size_t i = 0; i < layer.size(); ++i) {
                layer[i] = keys[i].second;
                items_[static_cast<std::size_t>(layer[i])].order = static_cast<double>(i);
            }
        }
    }

    /// Crossings of the lines of two neighbours of a layer, the first standing above the second.
    int crossingsOf(int above, int below) const {
        int count = 0;
        const Item &a = items_[static_cast<std::size_t>(above)], &b = items_[static_cast<std::size_t>(below)];
        for (const auto& [first, second] : {std::pair(&a.before, &b.before), std::pair(&a.after, &b.after)})
            for (const int one : *first)
                for (const int other : *second)
                    count += items_[static_cast<std::size_t>(one)].order > items_[static_cast<std::size_t>(other)].order;
        return count;
    }

    /// Exchanges neighbours as long as that takes crossings away: each exchange takes at least one, so it ends.
    void swapNeighbours() {
        number();
        for (bool better = true; better;) {
            better = false;
            for (auto& layer : layers_) {
                for (std::size_t i = 0; i + 1 < layer.size(); ++i) {
                    if (crossingsOf(layer[i + 1], layer[i]) >= crossingsOf(layer[i], layer[i + 1])) continue;
                    std::swap(layer[i], layer[i + 1]);
                    std::swap(items_[static_cast<std::size_t>(layer[i])].order,
                              items_[static_cast<std::size_t>(layer[i + 1])].order);
                    better = true;
                }
            }
        }
    }

    int crossings() {
        number();
        int count = 0;
        for (const auto& layer : layers_) {
            std::vector<std::pair<double, double>> lines;
            for (const int i : layer)
                for (const int to : items_[static_cast<std::size_t>(i)].after)
                    lines.emplace_back(items_[static_cast<std::size_t>(i)].order,
                                       items_[static_cast<std::size_t>(to)].order);
            for (std::size_t a = 0; a < lines.size(); ++a)
                for (std::size_t b = a + 1; b < lines.size(); ++b)
                    count += (lines[a].first - lines[b].first) * (lines[a].second - lines[b].second) < 0;
        }
        return count;
    }

    /// The middle of what an item is connected with on one side, or on both.
    double wanted(const Item& item, bool left, bool right) const {
        double sum = 0;
        int count = 0;
        for (const auto* near : {left ? &item.before : nullptr, right ? &item.after : nullptr}) {
            if (near == nullptr) continue;
            for (const int other : *near) sum += items_[static_cast<std::size_t>(other)].y;
            count += static_cast<int>(near->size());
        }
        return count == 0 ? item.y : sum / count;
    }

    /// Moves the items of a layer as near to where they want to be as their order and heights allow: least squares, by
    /// pooling those that would overlap (isotonic regression).
    void level(std::vector<int>& layer, bool left, bool right) {
        struct Block {
            double sum = 0;
            int count = 0;
            double mean() const { return sum / count; }
        };
        std::vector<double> offsets;
        std::vector<Block> blocks;
        double offset = 0;
        for (std::size_t i = 0; i < layer.size(); ++i) {
            if (i > 0) offset += (height(layer[i - 1]) + height(layer[i])) / 2;
            offsets.push_back(offset);
            blocks.push_back({wanted(items_[static_cast<std::size_t>(layer[i])], left, right) - offset, 1});
            while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() > blocks.back().mean()) {
                blocks[blocks.size() - 2].sum += blocks.back().sum;
                blocks[blocks.size() - 2].count += blocks.back().count;
                blocks.pop_back();
            }
        }
        std::size_t at = 0;
        for (const Block& block : blocks)
            for (int i = 0; i < block.count; ++i, ++at)
                items_[static_cast<std::size_t>(layer[at])].y = block.mean() + offsets[at];
    }

    void levelAll() {
        for (int pass = 0; pass < level_passes; ++pass)
            for (std::size_t step = 0; step < layers_.size(); ++step) {
                const bool forward = pass % 2 == 0;
                const bool both = pass + 2 >= level_passes;
                level(layers_[forward ? step : layers_.size() - 1 - step], both || forward, both || !forward);
            }
    }

    GraphLayout& out_;
    std::vector<Item> items_;
    std::vector<int> item_of_;
    std::vector<std::vector<int>> layers_;
    std::vector<std::vector<std::pair<int, int>>> paths_;
};

GraphLayout drawn(const std::vector<GraphNode>& nodes, const std::vector<std::vector<int>>& inputs,
                  const std::vector<int>& shift) {
    GraphLayout out;
    out.nodes = nodes;
    Layers layers(out, inputs, longestPaths(inputs, shift));
    layers.arrange();
    layers.setPositions();
    return out;
}

}  // namespace

GraphLayout layoutGraph(std::vector<GraphNode> nodes) {
    if (nodes.empty()) return {};
    const auto inputs = inputsOf(nodes);
    std::vector<int> shift = sourceShifts(inputs);
    GraphLayout best = drawn(nodes, inputs, shift);
    const int widest = best.columns + 1;
    // Some crossings cannot be undone within the columns: then a node goes one column to the right, if that helps.
    for (bool better = true; better && best.crossings > 0 && nodes.size() <= most_shifted;) {
        better = false;
        for (std::size_t i = nodes.size(); i-- > 0 && best.crossings > 0;) {
            if (inputs[i].empty()) continue;
            ++shift[i];
            GraphLayout other = drawn(nodes, inputs, shift);
            if (other.columns <= widest && other.crossings < best.crossings) {
                best = std::move(other);
                better = true;
            } else {
                --shift[i];
            }
        }
    }
    return best;
}

}  // namespace retort::ui
