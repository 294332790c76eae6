// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/accessible_role.h"

#include <QAccessibleWidget>
#include <QVariant>
#include <QWidget>

namespace retort::ui {
namespace {

constexpr const char* role_property = "retort_accessible_role";

/// Nothing for every other widget: Qt's own factories are asked next.
QAccessibleInterface* make(const QString&, QObject* object) {
    if (object == nullptr || !object->isWidgetType()) return nullptr;
    const QVariant role = object->property(role_property);
    if (!role.isValid()) return nullptr;
    return new QAccessibleWidget(static_cast<QWidget*>(object), static_cast<QAccessible::Role>(role.toInt()));
}

}  // namespace

void setAccessibleRole(QWidget* widget, QAccessible::Role role) {
    QAccessible::installFactory(make);  // the same one again is none
    widget->setProperty(role_property, static_cast<int>(role));
    // One that was named before has been asked for by that: it is made again.
    QAccessibleInterface* before = QAccessible::queryAccessibleInterface(widget);
    if (before != nullptr && before->role() != role) QAccessible::deleteAccessibleInterface(QAccessible::uniqueId(before));
}

}  // namespace retort::ui
