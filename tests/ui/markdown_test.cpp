// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "ui/text/markdown.h"

namespace retort::ui {
namespace {

using BlockKind = MarkdownBlock::Kind;
using RunKind = MarkdownRun::Kind;

std::vector<MarkdownBlock> parse(const char* text) { return parseMarkdown(QString::fromUtf8(text)); }

/// "text|B:bold|M:formula|..." of a block.
std::string runs(const char* text, std::size_t block = 0) {
    const QString source = QString::fromUtf8(text);
    const auto blocks = parseMarkdown(source);
    if (block >= blocks.size()) return "no such block";
    QStringList words;
    for (const MarkdownRun& run : blocks[block].runs) {
        const bool math = run.kind == RunKind::Math || run.kind == RunKind::DisplayMath;
        QString word =
            math ? source.mid(run.tex_begin, run.tex_end - run.tex_begin) : source.mid(run.begin, run.end - run.begin);
        const char* mark = run.kind == RunKind::DisplayMath ? "D:"
                           : math                           ? "M:"
                           : run.kind == RunKind::Code      ? "C:"
                           : run.bold                       ? "B:"
                           : run.italic                     ? "I:"
                                                            : "";
        words << QString::fromLatin1(mark) + word;
    }
    return words.join(QLatin1Char('|')).toStdString();
}

TEST(Markdown, CutsLinesIntoRuns) {
    EXPECT_EQ(runs("so **x = 3** and *y* in `code`."), "so |B:x = 3| and |I:y| in |C:code|.");
    EXPECT_EQ(runs("we get $x^2$ and \\(y\\)"), "we get |M:x^2| and |M:y");
    EXPECT_EQ(runs("Thus \\boxed{\\frac{1}{2}}."), "Thus |M:\\boxed{\\frac{1}{2}}|.");
    EXPECT_EQ(runs("\\[ a+b \\]"), "D: a+b ");
}

TEST(Markdown, ArithmeticAndNamesAreNoEmphasis) {
    EXPECT_EQ(runs("3*4*5=60"), "3*4*5=60");
    EXPECT_EQ(runs("2 * 3 * 4"), "2 * 3 * 4");
    EXPECT_EQ(runs("snake_case_name"), "snake_case_name");
    EXPECT_EQ(runs("a ** b"), "a ** b");
}

TEST(Markdown, PricesAreNoFormulas) {
    EXPECT_EQ(runs("costs $5 and $7 more"), "costs $5 and $7 more");
    EXPECT_EQ(runs("an opening $ without end"), "an opening $ without end");
}

TEST(Markdown, KnowsTheKindsOfLines) {
    const auto blocks = parse("# Title\ntext\n- one\n  - two\n3. three\n> said\n---\n```py\nx = 1\n```\nend");
    const BlockKind expected[] = {BlockKind::Heading, BlockKind::Paragraph, BlockKind::Bullet,
                                  BlockKind::Bullet,  BlockKind::Numbered,  BlockKind::Quote,
                                  BlockKind::Rule,    BlockKind::Code,      BlockKind::Paragraph};
    ASSERT_EQ(blocks.size(), std::size(expected));
    for (std::size_t i = 0; i < blocks.size(); ++i) EXPECT_EQ(blocks[i].kind, expected[i]) << i;
    EXPECT_EQ(blocks[3].level, 1);
    EXPECT_EQ(blocks[4].marker.toStdString(), "3.");
}

TEST(Markdown, FormulasMaySpanLines) {
    const char* text = "so\n$$\nx = 1\n$$\ndone";
    const auto blocks = parse(text);
    ASSERT_EQ(blocks.size(), 3U);
    EXPECT_EQ(runs(text, 1), "D:\nx = 1\n");
    EXPECT_EQ(runs(text, 2), "done");
}

TEST(Markdown, TablesHaveCells) {
    const auto blocks = parse("| a | b |\n|---|---|\n| 1 | 2 |\nafter");
    ASSERT_EQ(blocks.size(), 5U);
    EXPECT_EQ(blocks[0].kind, BlockKind::Cell);
    EXPECT_TRUE(blocks[0].header);
    EXPECT_FALSE(blocks[2].header);
    EXPECT_TRUE(blocks[3].last_row_end);
    EXPECT_EQ(blocks[4].kind, BlockKind::Paragraph);
}

TEST(Markdown, RunsAreInOrderAndInsideWhateverComes) {
    for (const char* text : {"**", "***", "$$", "`", "``` ", "\\", "\\[", "\\boxed{", "|a|\n|-|", "# ", "**a *b** c*", "~~x",
                             "$a$b$c$", "\\(", "1. ", "- "}) {
        const QString source = QString::fromUtf8(text);
        qsizetype at = 0;
        for (const MarkdownBlock& block : parseMarkdown(source)) {
            for (const MarkdownRun& run : block.runs) {
                EXPECT_GE(run.begin, at) << text;
                EXPECT_LE(run.end, source.size()) << text;
                at = run.end;
            }
        }
    }
}

}  // namespace
}  // namespace retort::ui
