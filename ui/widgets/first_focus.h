// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace retort::ui {

/// What gets the keys when `part`, a page or a tab, comes to the front. No focus proxy: Tab, coming to a part with one,
/// passes over everything before the proxy, or goes round in the part without end.
void setFirstFocus(QWidget* part, QWidget* first);
/// Gives it the keys; a part without one, or whose one is hidden, gets them itself, so that Tab goes on from its beginning,
/// and hands them on when its one is shown.
void focusFirst(QWidget* part);

}  // namespace retort::ui
