// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/confirm_bar.h"

#include <QApplication>
#include <QBoxLayout>
#include <QKeyEvent>

#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"

namespace retort::ui {

ConfirmBar::ConfirmBar(QWidget* parent) : QFrame(parent) {
    setRole(this, "card");
    question_ = makeLabel({});
    question_->setWordWrap(true);
    yes_ = makeButton({}, {}, "primary");
    no_ = makeButton(tr("Not yet"), {}, "");
    auto* parts = row(size::s, size::s);
    parts->addWidget(question_, 1);
    parts->addWidget(yes_);
    parts->addWidget(no_);
    setLayout(parts);
    hide();
    yes_->installEventFilter(this);
    no_->installEventFilter(this);
    connect(no_, &QPushButton::clicked, this, &ConfirmBar::leave);
    connect(yes_, &QPushButton::clicked, this, [this] {
        leave();
        if (done_) done_();
    });
}

void ConfirmBar::ask(const QString& question, const QString& yes, std::function<void()> done) {
    question_->setText(question);
    yes_->setText(yes);
    yes_->setAccessibleName(yes);
    done_ = std::move(done);
    if (!isVisible()) before_ = QApplication::focusWidget();
    show();
    yes_->setFocus(Qt::OtherFocusReason);
}

void ConfirmBar::leave() {
    // Before it hides: hidden, it would hand the keys to whatever comes next on the page.
    if (isAncestorOf(QApplication::focusWidget()) && !before_.isNull()) before_->setFocus(Qt::OtherFocusReason);
    hide();
}

bool ConfirmBar::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Escape) {
            leave();
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            static_cast<QPushButton*>(watched)->click();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

}  // namespace retort::ui
