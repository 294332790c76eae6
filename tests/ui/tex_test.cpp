// SPDX-License-Identifier: GPL-3.0-or-later
// The TeX that models write: parsed, laid out, painted; what is unknown stays as typed, what is hostile stays bounded.
#include <gtest/gtest.h>

#include <QImage>
#include <QPainter>

#include "ui/math/tex_layout.h"
#include "ui/math/tex_parser.h"
#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

using Kind = TexNode::Kind;

Formula formula(const char* source, bool display = false) { return Formula(QString::fromUtf8(source), bodyFont(), display); }
std::string spoken(const char* source) { return formula(source).spoken().toStdString(); }
TexNode first(const char* source) {
    TexNode row = parseTex(QString::fromUtf8(source));
    EXPECT_FALSE(row.children.empty());
    return row.children.front();
}

/// Pixels that are not the ground.
int ink(const Formula& formula) {
    QImage image(static_cast<int>(formula.width()) + 20, static_cast<int>(formula.height()) + 20, QImage::Format_ARGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    formula.paint(painter, QPointF(10, 10 + formula.ascent()), Qt::black);
    painter.end();
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) count += image.pixelColor(x, y) != QColor(Qt::white);
    return count;
}

TEST(TexParser, KnowsTheStructuresOfTheBrief) {
    EXPECT_EQ(first("\\frac{1}{2}").kind, Kind::Fraction);
    EXPECT_EQ(first("\\sqrt[3]{x}").kind, Kind::Root);
    EXPECT_EQ(first("x^2_i").kind, Kind::Script);
    EXPECT_EQ(first("\\boxed{42}").kind, Kind::Boxed);
    EXPECT_EQ(first("\\left( x \\right)").kind, Kind::Fence);
    EXPECT_EQ(first("\\overline{AB}").kind, Kind::Accent);
    const TexNode matrix = first("\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\\\ \\end{pmatrix}");
    EXPECT_EQ(matrix.kind, Kind::Matrix);
    EXPECT_EQ(matrix.columns, 2);
    EXPECT_EQ(matrix.children.size(), 4U) << "a last \\\\ begins no row";
    EXPECT_EQ(matrix.left.toStdString(), "(");
}

TEST(TexParser, ShorthandArgumentsTakeOneItem) {
    const TexNode half = first("\\frac12");
    ASSERT_EQ(half.children.size(), 2U);
    ASSERT_EQ(half.children[1].children.size(), 1U);
    EXPECT_EQ(half.children[0].children.front().text.toStdString(), "1");
    EXPECT_EQ(half.children[1].children.front().text.toStdString(), "2");
    const TexNode cubed = first("x^3y");
    EXPECT_EQ(cubed.children[2].children.front().text.toStdString(), "3");
}

TEST(TexFormula, SetsGreekOperatorsAndWords) {
    EXPECT_EQ(spoken("\\alpha+\\beta\\leq\\Gamma"), "α+β≤Γ");
    EXPECT_EQ(spoken("3\\times4=12"), "3×4=12");
    EXPECT_EQ(spoken("\\sin x"), "sinx");
    EXPECT_EQ(spoken("\\text{if } n \\in \\mathbb{N}"), "if n∈ℕ");
    EXPECT_EQ(spoken("a-b"), "a−b");
}

TEST(TexFormula, UnknownCommandsStayAsTyped) {
    EXPECT_EQ(spoken("\\frobnicate x"), "\\frobnicatex");
    EXPECT_EQ(spoken("\\begin{tikzpicture}"), "\\begin{tikzpicture}");
}

TEST(TexFormula, BoxesHaveTheShapeOfTheirParts) {
    const Formula plain = formula("x"), power = formula("x^2"), index = formula("x_i"),
                  fraction = formula("\\frac{1}{2}", true);
    EXPECT_GT(power.ascent(), plain.ascent());
    EXPECT_GT(index.descent(), plain.descent());
    EXPECT_GT(power.width(), plain.width());
    EXPECT_GT(fraction.ascent(), plain.ascent());
    EXPECT_GT(fraction.descent(), plain.descent());
    EXPECT_GT(fraction.height(), formula("\\frac{1}{2}").height()) << "a formula by itself has taller fractions";
    EXPECT_GT(formula("\\begin{matrix}1\\\\2\\\\3\\end{matrix}").height(), 2 * plain.height());
    EXPECT_GT(formula("\\sum_{i=1}^n i", true).height(), formula("\\sum_{i=1}^n i").height()) << "limits above and below";
}

TEST(TexFormula, EverythingLeavesInk) {
    for (const char* source : {"\\frac{a+b}{c}", "\\sqrt{x^2+1}", "\\sqrt[3]{8}", "\\boxed{42}", "\\left\\{\\frac12\\right.",
                               "\\begin{cases}1&x>0\\\\0\\end{cases}", "\\vec{v}\\cdot\\hat{n}", "\\int_0^1 x\\,dx",
                               "\\binom{n}{k}", "\\overline{AB}", "\\underline{x}"}) {
        EXPECT_GT(ink(formula(source)), 20) << source;
    }
}

TEST(TexFormula, HostileSourcesAreBounded) {
    const QString braces = QString(5000, u'{'), roots = QStringLiteral("\\sqrt").repeated(1500),
                  hats = QStringLiteral("\\hat").repeated(1900), scripts = QStringLiteral("x^{").repeated(2000);
    for (const QString& source :
         {braces, roots, hats, scripts, QString(9000, u'x'), QStringLiteral("}}}&&\\\\\\right)"), QStringLiteral("\\"),
          QStringLiteral("^"), QStringLiteral("_^_^"), QStringLiteral("\\left"), QStringLiteral("\\begin"),
          QStringLiteral("\\begin{"), QStringLiteral("\\frac{"), QStringLiteral("\\right"), QStringLiteral("a\\right")}) {
        const Formula laid_out(source, bodyFont(), true);
        EXPECT_GE(laid_out.width(), 0);
    }
}

}  // namespace
}  // namespace retort::ui
