// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/graph_layout.h"

#include <QHash>
#include <algorithm>
#include <limits>

namespace retort::ui {
namespace {

constexpr int sweeps = 24;
constexpr double line_space = 0.35;  // rows that a passing line takes

/// A node, or the place where a long line passes a layer.
struct Item {
    int node = -1;                 ///< -1: a line passes
    std::vector<int> before, after;
    double order = 0, y = 0;
};

class Layers {
public:
    explicit Layers(GraphLayout& out) : out_(out) {
        QHash<QString, int> index;
        for (int i = 0; i < static_cast<int>(out_.nodes.size()); ++i) place(i, index);
    }

    void arrange() {
        std::vector<std::vector<int>> best = layers_;
        int fewest = crossings();
        for (int sweep = 0; sweep < sweeps && fewest > 0; ++sweep) {
            sortBy(sweep % 2 == 0);
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
        for (int pass = 0; pass < 8; ++pass) level(pass % 2 == 0);
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
            for (const auto& [column, item] : paths_[e]) out_.edges[e].points.emplace_back(column, items_[static_cast<std::size_t>(item)].y);
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

    void place(int node, QHash<QString, int>& index) {
        GraphNode& one = out_.nodes[static_cast<std::size_t>(node)];
        for (const QString& input : one.inputs)
            if (index.contains(input)) one.column = std::max(one.column, out_.nodes[static_cast<std::size_t>(index[input])].column + 1);
        const int item = add(node, one.column);
        item_of_.push_back(item);
        for (const QString& input : one.inputs) {
            if (!index.contains(input)) continue;
            const int from = index[input];
            std::vector<std::pair<int, int>> path{{out_.nodes[static_cast<std::size_t>(from)].column, item_of_[static_cast<std::size_t>(from)]}};
            for (int column = path.front().first + 1; column < one.column; ++column) path.emplace_back(column, add(-1, column));
            path.emplace_back(one.column, item);
            for (std::size_t i = 1; i < path.size(); ++i) {
                items_[static_cast<std::size_t>(path[i - 1].second)].after.push_back(path[i].second);
                items_[static_cast<std::size_t>(path[i].second)].before.push_back(path[i - 1].second);
            }
            out_.edges.push_back({from, node, {}});
            paths_.push_back(std::move(path));
        }
        index[one.name] = node;
    }

    void number() {
        for (auto& layer : layers_)
            for (std::size_t i = 0; i < layer.size(); ++i) items_[static_cast<std::size_t>(layer[i])].order = static_cast<double>(i);
    }

    void sortBy(bool forward) {
        number();
        for (std::size_t step = 0; step < layers_.size(); ++step) {
            auto& layer = layers_[forward ? step : layers_.size() - 1 - step];
            std::vector<std::pair<double, int>> keys;
            for (const int i : layer) {
                const auto& near = forward ? items_[static_cast<std::size_t>(i)].before : items_[static_cast<std::size_t>(i)].after;
                double sum = 0;
                for (const int other : near) sum += items_[static_cast<std::size_t>(other)].order;
                keys.emplace_back(near.empty() ? items_[static_cast<std::size_t>(i)].order : sum / static_cast<double>(near.size()), i);
            }
            std::ranges::stable_sort(keys, {}, &std::pair<double, int>::first);
            for (std::size_t i = 0; i < layer.size(); ++i) {
                layer[i] = keys[i].second;
                items_[static_cast<std::size_t>(layer[i])].order = static_cast<double>(i);
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
                    lines.emplace_back(items_[static_cast<std::size_t>(i)].order, items_[static_cast<std::size_t>(to)].order);
            for (std::size_t a = 0; a < lines.size(); ++a)
                for (std::size_t b = a + 1; b < lines.size(); ++b)
                    count += (lines[a].first - lines[b].first) * (lines[a].second - lines[b].second) < 0;
        }
        return count;
    }

    /// Moves items towards the middle of their neighbours as far as the order and their heights allow.
    void level(bool forward) {
        for (std::size_t step = 0; step < layers_.size(); ++step) {
            auto& layer = layers_[forward ? step : layers_.size() - 1 - step];
            double lowest = -std::numeric_limits<double>::max();
            for (const int i : layer) {
                Item& item = items_[static_cast<std::size_t>(i)];
                const auto& near = forward ? item.before : item.after;
                double wanted = item.y;
                if (!near.empty()) {
                    wanted = 0;
                    for (const int other : near) wanted += items_[static_cast<std::size_t>(other)].y;
                    wanted /= static_cast<double>(near.size());
                }
                item.y = std::max(wanted, lowest + height(i) / 2);
                lowest = item.y + height(i) / 2;
            }
        }
    }

    GraphLayout& out_;
    std::vector<Item> items_;
    std::vector<int> item_of_;
    std::vector<std::vector<int>> layers_;
    std::vector<std::vector<std::pair<int, int>>> paths_;
};

}  // namespace

GraphLayout layoutGraph(std::vector<GraphNode> nodes) {
    GraphLayout out;
    out.nodes = std::move(nodes);
    if (out.nodes.empty()) return out;
    Layers layers(out);
    layers.arrange();
    layers.setPositions();
    return out;
}

}  // namespace retort::ui
