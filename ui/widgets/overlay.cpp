// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/overlay.h"

#include <QApplication>
#include <QKeyEvent>

#include "ui/theme/tokens.h"
#include "ui/widgets/accessible_role.h"
#include "ui/widgets/basics.h"

namespace retort::ui {

Overlay::Overlay(QWidget* window, const QString& name) : QFrame(window) {
    setRole(this, "overlay");
    setAccessibleRole(this, QAccessible::Dialog);
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
    hide();
}

void Overlay::place() {
    const QSize room = parentWidget()->size() - QSize(2 * size::xl, 2 * size::xl);
    resize(wanted().boundedTo(room));
    move((parentWidget()->width() - width()) / 2, std::max(size::xl, (parentWidget()->height() - height()) / 4));
}

void Overlay::open() {
    before_ = QApplication::focusWidget();
    place();
    show();
    raise();
    setFocus(Qt::PopupFocusReason);
    qApp->installEventFilter(this);
}

void Overlay::shut() {
    qApp->removeEventFilter(this);
    const bool mine = isAncestorOf(QApplication::focusWidget()) || hasFocus();
    hide();
    if (mine && !before_.isNull()) before_->setFocus(Qt::PopupFocusReason);
}

bool Overlay::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize) place();
    if (event->type() != QEvent::MouseButtonPress && event->type() != QEvent::WindowDeactivate) return false;
    auto* widget = qobject_cast<QWidget*>(watched);
    if (widget == nullptr || widget == this || isAncestorOf(widget)) return false;
    // The list of a chooser in it is a window of its own.
    if (QApplication::activePopupWidget() != nullptr) return false;
    if (event->type() == QEvent::MouseButtonPress || widget == window()) shut();
    return false;
}

bool Overlay::event(QEvent* event) {
    // While it is open, Esc is the overlay's, whatever the page below does with it.
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return QFrame::event(event);
}

void Overlay::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return shut();
    QFrame::keyPressEvent(event);
}

}  // namespace retort::ui
