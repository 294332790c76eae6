// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>

#include "ui/math/tex_parser.h"

namespace retort::ui {

struct TexSymbol {
    QString text;
    TexNode::Style style = TexNode::Style::Upright;
};

/// "\alpha" (given as "alpha") and its like: Greek, operators, relations, arrows, named functions. Empty: not one of these.
std::optional<TexSymbol> texSymbol(const QString& command);
/// Letters in another alphabet: "mathbb", "mathcal", "mathfrak"; the letter itself where it has none.
QString texAlphabet(const QString& alphabet, const QString& text);

}  // namespace retort::ui
