// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/stay_menu.h"

#include <QAbstractButton>
#include <QKeyEvent>
#include <QMouseEvent>
#include <algorithm>

namespace retort::ui {

StayMenu::StayMenu(QWidget* parent) : QMenu(parent) { setAttribute(Qt::WA_DeleteOnClose); }

QAction* StayMenu::addTick(const QString& text, bool ticked, const std::function<void(bool)>& toggled) {
    // A lone "&" would make a mnemonic of the next letter.
    QAction* action = addAction(QString(text).replace(QLatin1Char('&'), QStringLiteral("&&")));
    action->setCheckable(true);
    action->setChecked(ticked);
    connect(action, &QAction::toggled, this, [this, toggled](bool on) {
        limit();
        toggled(on);
    });
    return action;
}

void StayMenu::addHeading(const QString& text) {
    addSeparator();
    addAction(text)->setEnabled(false);
}

void StayMenu::openBelow(QWidget* button) {
    limit();
    const auto* named = qobject_cast<QAbstractButton*>(button);
    setAccessibleName(named != nullptr && !named->text().isEmpty() ? named->text() : button->accessibleName());
    popup(button->mapToGlobal(QPoint(0, button->height())));
    for (QAction* action : actions()) {
        if (action->isEnabled() && action->isCheckable()) return setActiveAction(action);
    }
}

void StayMenu::limit() {
    const QList<QAction*> all = actions();
    const auto ticked = std::count_if(all.begin(), all.end(), [](const QAction* action) { return action->isChecked(); });
    for (QAction* action : all) {
        if (action->isCheckable()) action->setEnabled(action->isChecked() ? ticked > least_ : ticked < most_);
    }
}

bool StayMenu::tick(QAction* action) {
    if (action == nullptr || !action->isEnabled() || !action->isCheckable()) return false;
    action->toggle();
    return true;
}

void StayMenu::mouseReleaseEvent(QMouseEvent* event) {
    if (!tick(actionAt(event->pos()))) QMenu::mouseReleaseEvent(event);
}

void StayMenu::keyPressEvent(QKeyEvent* event) {
    const bool chooses = event->key() == Qt::Key_Space || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!chooses || !tick(activeAction())) QMenu::keyPressEvent(event);
}

}  // namespace retort::ui
