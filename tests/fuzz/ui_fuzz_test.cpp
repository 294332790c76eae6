// SPDX-License-Identifier: Apache-2.0
// What models write, as the workbench shows it: Markdown and TeX. They refuse nothing.
#include <gtest/gtest.h>

#include <QString>

#include "fuzz/fuzz.h"
#include "ui/math/tex_parser.h"
#include "ui/text/markdown.h"

namespace retort {
namespace {

using namespace retort::test;

TEST(FuzzUi, Markdown) {
    fuzzText({"# Title\n\n1. **a** *b* `c` ~~d~~\n   - nested\n> quote $x^2$ costs $5\n\n| a | b |\n|---|:-:|\n| 1 | "
              "$\\frac12$ |\n\n```cpp\nint x;\n```\n---\n$$\n\\sum_i\n$$\n\\(a\\) \\[b\\]"},
             [](const std::string& text) {
                 const QString source = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
                 for (const auto& block : ui::parseMarkdown(source))
                     for (const auto& run : block.runs) {
                         ASSERT_LE(0, run.begin);
                         ASSERT_LE(run.begin, run.end);
                         ASSERT_LE(run.end, source.size());
                     }
             });
}

TEST(FuzzUi, Tex) {
    fuzzText(
        {"\\frac{3\\sqrt[3]{2}}{4} \\left( x_1^{2} \\right] \\begin{pmatrix} 1 & -2 \\\\ \\frac12 & 4 \\end{pmatrix}",
         "\\overline{ab} \\underbrace{x+y}_{n} \\text{if } x \\ge 0 \\boxed{42} \\unknown{a} \\sum_{k=1}^{\\infty} "
         "\\binom{n}{k}"},
        [](const std::string& text) { ui::parseTex(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))); });
}

}  // namespace
}  // namespace retort
