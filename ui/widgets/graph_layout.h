// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QString>
#include <QStringList>
#include <vector>

namespace retort::ui {

/// A box of a graph that reads from left to right.
struct GraphNode {
    QString name;
    QStringList inputs;  ///< names of nodes before it; unknown ones are left out
    int column = 0;      ///< filled in: 0 at the left
    double y = 0;        ///< filled in: the middle, in rows
};

/// A line from an input to its reader, by the points it passes: column and row of each.
struct GraphEdge {
    int from = 0, to = 0;
    std::vector<QPointF> points;
};

struct GraphLayout {
    std::vector<GraphNode> nodes;
    std::vector<GraphEdge> edges;
    int columns = 0;
    double rows = 0;
    int crossings = 0;
};

/// Layers by the longest path from the left, nodes without inputs beside their first reader; order within layers by
/// barycentres (Sugiyama 1981) and exchanges of neighbours, long lines through places of their own; where lines still cross,
/// nodes are tried one layer further to the right. Nodes must come after their inputs. Deterministic.
GraphLayout layoutGraph(std::vector<GraphNode> nodes);

}  // namespace retort::ui
