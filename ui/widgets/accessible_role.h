// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessible>

class QWidget;

namespace retort::ui {

/// What a widget that paints itself is to a screen reader: without it such a widget is a nameless kind of thing there.
void setAccessibleRole(QWidget* widget, QAccessible::Role role);

}  // namespace retort::ui
