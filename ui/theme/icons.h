// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QString>

namespace retort::ui {

/// An icon of our own set (resources/icons/NAME.svg) in the ink of the theme in force: it follows a switch by itself.
/// Accent: for the selected thing; OnAccent: on a primary button.
enum class Ink { Text, Muted, Accent, OnAccent, Good, Bad, Warn };
QIcon icon(const QString& name, Ink ink = Ink::Text);
/// The colour behind an ink.
QColor inkColor(Ink ink);
/// The same as a pixmap for painting by hand.
QPixmap iconPixmap(const QString& name, Ink ink, int pixels, double device_ratio);

}  // namespace retort::ui
