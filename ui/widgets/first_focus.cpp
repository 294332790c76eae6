// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/first_focus.h"

#include <QEvent>
#include <QPointer>
#include <QVariant>
#include <QWidget>

namespace retort::ui {
namespace {

constexpr const char* property = "first_focus";

/// Waits for a first one that is not shown yet: a table whose rows are still being read.
class LateFocus : public QObject {
public:
    LateFocus(QWidget* part, QWidget* first) : QObject(first), part_(part) { first->installEventFilter(this); }
    bool eventFilter(QObject* watched, QEvent* event) override {
        // Only what the part was given in its place; whoever has gone elsewhere stays there.
        if (event->type() == QEvent::Show && part_ && part_->hasFocus())
            QMetaObject::invokeMethod(
                this,
                [this] {
                    if (part_ && part_->hasFocus()) focusFirst(part_);
                },
                Qt::QueuedConnection);
        return QObject::eventFilter(watched, event);
    }

private:
    QPointer<QWidget> part_;
};

}  // namespace

void setFirstFocus(QWidget* part, QWidget* first) {
    part->setProperty(property, QVariant::fromValue(first));
    for (QObject* child : first->children())
        if (dynamic_cast<LateFocus*>(child) != nullptr) return;
    new LateFocus(part, first);
}

void focusFirst(QWidget* part) {
    auto* first = part->property(property).value<QWidget*>();
    const bool there = first != nullptr && first->isVisibleTo(part) && first->isEnabled();
    (there ? first : part)->setFocus(Qt::OtherFocusReason);
}

}  // namespace retort::ui
