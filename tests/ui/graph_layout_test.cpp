// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/graph_layout.h"

#include <gtest/gtest.h>

#include "recipe/recipe.h"
#include "ui/widgets/recipe_graph.h"

namespace retort::ui {
namespace {

GraphNode node(const char* name, QStringList inputs = {}) { return {QString::fromLatin1(name), std::move(inputs), 0, 0}; }

TEST(GraphLayout, ReadersStandRightOfWhatTheyRead) {
    const auto layout = layoutGraph(
        {node("a"), node("b", {QStringLiteral("a")}), node("c", {QStringLiteral("a"), QStringLiteral("b")}), node("d")});
    EXPECT_EQ(layout.nodes[0].column, 0);
    EXPECT_EQ(layout.nodes[1].column, 1);
    EXPECT_EQ(layout.nodes[2].column, 2);
    ASSERT_EQ(layout.edges.size(), 3u);
    EXPECT_EQ(layout.edges[1].points.size(), 3u) << "a long line passes the layer between";
    EXPECT_EQ(layout.crossings, 0);
    EXPECT_TRUE(layoutGraph({}).nodes.empty());
}

TEST(GraphLayout, CrossingsThatCanBeAvoidedAre) {
    const auto layout =
        layoutGraph({node("a"), node("b"), node("x", {QStringLiteral("b")}), node("y", {QStringLiteral("a")})});
    EXPECT_EQ(layout.crossings, 0);
}

TEST(GraphLayout, BoxesOfAColumnDoNotOverlap) {
    std::vector<GraphNode> nodes{node("base")};
    for (int i = 0; i < 9; ++i) nodes.push_back({QStringLiteral("s%1").arg(i), {QStringLiteral("base")}, 0, 0});
    const auto layout = layoutGraph(nodes);
    for (const GraphNode& a : layout.nodes)
        for (const GraphNode& b : layout.nodes)
            if (&a != &b && a.column == b.column) {
                EXPECT_GE(std::abs(a.y - b.y), 0.999);
            }
}

TEST(GraphLayout, ASourceStandsBesideItsFirstReaderThatWaits) {
    const auto layout = layoutGraph(
        {node("base"), node("student"), node("a", {QStringLiteral("base")}), node("b", {QStringLiteral("a")}),
         node("distill", {QStringLiteral("student"), QStringLiteral("b")}), node("alone", {QStringLiteral("student")})});
    EXPECT_EQ(layout.nodes[0].column, 0);
    EXPECT_EQ(layout.nodes[1].column, 2);
    EXPECT_EQ(layout.nodes[4].column, 3);
    EXPECT_EQ(layout.nodes[5].column, 3);
    EXPECT_EQ(layout.crossings, 0);
}

TEST(GraphLayout, ANodeMovesRightWhereItsColumnForcesACrossing) {
    // Three legs of two lines each from one node: no order of two layers is without a crossing.
    const auto layout = layoutGraph(
        {node("root"), node("p", {QStringLiteral("root")}), node("q", {QStringLiteral("root")}),
         node("r", {QStringLiteral("root")}), node("hub"), node("x", {QStringLiteral("hub"), QStringLiteral("p")}),
         node("y", {QStringLiteral("hub"), QStringLiteral("q")}), node("z", {QStringLiteral("hub"), QStringLiteral("r")})});
    EXPECT_LE(layout.crossings, 1);
}

class Preset : public ::testing::TestWithParam<const char*> {};

TEST_P(Preset, IsDrawnWithoutCrossings) {
    const std::filesystem::path file =
        std::filesystem::path(RETORT_RESOURCES_FOLDER) / "projects" / GetParam() / "recipe.toml";
    RecipeGraph graph;
    graph.show(loadRecipeWith(file, {.overrides = {}, .project = {}, .check_files = false}));
    EXPECT_GT(graph.graph().nodes.size(), 1u);
    EXPECT_EQ(graph.graph().crossings, 0);
}

INSTANTIATE_TEST_SUITE_P(All, Preset, ::testing::Values("abacus", "templates/zero", "templates/r1"));

}  // namespace
}  // namespace retort::ui
