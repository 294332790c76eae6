// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The Markdown and TeX that models write, cut into runs that know where in the source they stand, so that spans of the
// source can be marked on what is shown. Line ends are kept: a trace is written line by line.

#include <QString>
#include <vector>

namespace retort::ui {

/// A piece of the source that is shown in one way. Markup between runs ("**", "$") is not part of any.
struct MarkdownRun {
    enum class Kind { Plain, Code, Math, DisplayMath };
    qsizetype begin = 0, end = 0;  ///< in the source; of a formula: with its dollar signs
    Kind kind = Kind::Plain;
    bool bold = false, italic = false, struck = false;
    qsizetype tex_begin = 0, tex_end = 0;  ///< Math: the formula itself
};

/// One line, or one cell of a table.
struct MarkdownBlock {
    enum class Kind { Paragraph, Heading, Bullet, Numbered, Quote, Code, Rule, Cell };
    Kind kind = Kind::Paragraph;
    int level = 0;              ///< Heading: 1 to 6; lists: depth from 0
    QString marker;             ///< Numbered: "3."
    int columns = 0;            ///< Cell: of its table; rows are consecutive cells
    bool header = false;        ///< Cell: of the first row
    bool last_row_end = false;  ///< Cell: the last of its table
    bool after_gap = false;     ///< an empty line stood before it
    std::vector<MarkdownRun> runs;
};

/// Linear in the length of the text.
std::vector<MarkdownBlock> parseMarkdown(const QString& source);

}  // namespace retort::ui
