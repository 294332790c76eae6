// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/confirm_sheet.h"

#include <QBoxLayout>
#include <QKeyEvent>

#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"

namespace retort::ui {

ConfirmSheet::ConfirmSheet(QWidget* window, const QString& title, const QString& text, const QString& act,
                           std::function<void()> run)
    : Overlay(window, title) {
    QLabel* what = makeLabel(text);
    what->setWordWrap(true);
    what->setFixedWidth(size::card_width + size::xl);
    setAccessibleDescription(text);
    auto* cancel = makeButton(tr("Cancel"), {}, "");
    auto* go = makeButton(act, {}, "primary");
    auto* buttons = row(size::s);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(go);
    auto* all = column(size::m, size::l);
    all->addWidget(makeLabel(title, "title"));
    all->addWidget(what);
    all->addLayout(buttons);
    setLayout(all);
    setFocusProxy(cancel);
    connect(cancel, &QPushButton::clicked, this, &Overlay::shut);
    connect(go, &QPushButton::clicked, this, [this, run = std::move(run)] {
        shut();
        run();
    });
}

void ConfirmSheet::ask(QWidget* window, const QString& title, const QString& text, const QString& act,
                       std::function<void()> run) {
    (new ConfirmSheet(window, title, text, act, std::move(run)))->open();
}

void ConfirmSheet::keyPressEvent(QKeyEvent* event) {
    // Enter does what the button says that has the keys, as Space does.
    auto* button = qobject_cast<QPushButton*>(focusWidget());
    if (button != nullptr && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) return button->click();
    Overlay::keyPressEvent(event);
}

void ConfirmSheet::hideEvent(QHideEvent* event) {
    Overlay::hideEvent(event);
    deleteLater();
}

}  // namespace retort::ui
