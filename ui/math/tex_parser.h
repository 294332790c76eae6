// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The TeX math that models write, as a tree. Never fails: what is not understood is kept as typed.

#include <QString>
#include <vector>

namespace retort::ui {

struct TexNode {
    enum class Kind {
        Row,       ///< children one after another
        Symbol,    ///< text: one or more characters, set by `style`
        Space,     ///< width in em
        Fraction,  ///< children: numerator, denominator; `text` "binom" without rule
        Root,      ///< children: radicand, degree (may be an empty row)
        Script,    ///< children: base, below, above (empty rows where there is none)
        Fence,     ///< left, right; children: inside
        Matrix,    ///< children row by row, `columns` of them in each; left, right: its delimiters
        Accent,    ///< text: the mark above; children: base
        Under,     ///< text: the mark below; children: base
        Boxed,     ///< children: inside
        Typed,     ///< text: an unknown command, as typed
    };
    enum class Style { Italic, Upright, Bold, Operator, Relation, Big, Word };

    Kind kind = Kind::Row;
    Style style = Style::Italic;
    QString text, left, right;
    double width = 0;
    int columns = 0;
    bool left_aligned = false;  ///< Matrix: cases and aligned
    std::vector<TexNode> children;
};

/// Parses the inside of a formula, without its dollar signs. Depth is bounded; deeper parts, and all of a formula above 8000
/// characters, are Typed.
TexNode parseTex(const QString& source);

}  // namespace retort::ui
