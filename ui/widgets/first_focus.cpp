// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/first_focus.h"

#include <QVariant>
#include <QWidget>

namespace retort::ui {
namespace {

constexpr const char* property = "first_focus";

}  // namespace

void setFirstFocus(QWidget* part, QWidget* first) { part->setProperty(property, QVariant::fromValue(first)); }

void focusFirst(QWidget* part) {
    auto* first = part->property(property).value<QWidget*>();
    const bool there = first != nullptr && first->isVisibleTo(part) && first->isEnabled();
    (there ? first : part)->setFocus(Qt::OtherFocusReason);
}

}  // namespace retort::ui
