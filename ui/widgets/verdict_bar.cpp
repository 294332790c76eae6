// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/verdict_bar.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>

#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"

namespace retort::ui {
namespace {

enum Page { Verdicts, Reasons, Text, Confirm, Editing };

QPushButton* bigButton(const QString& word, const QString& key, const char* role, const QString& tip) {
    auto* button = makeButton(QStringLiteral("%1   %2").arg(word, key), {}, role, tip);
    button->setAccessibleName(word);
    button->setMinimumHeight(size::header - size::s);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    return button;
}

}  // namespace

VerdictBar::VerdictBar(QWidget* parent) : QStackedWidget(parent) {
    reasons_ = {tr("mixes languages"), tr("wrong reasoning"), tr("unreadable"),
                tr("too long"),        tr("guesses"),         tr("repeats itself")};
    addWidget(makeVerdicts());
    addWidget(makeReasons());
    addWidget(makeText());
    addWidget(makeConfirm());
    addWidget(makeEditing());
    // Whatever it asks, what stands above it stays where it is.
    setFixedHeight(size::header - size::s);
}

QWidget* VerdictBar::makeVerdicts() {
    auto* page = new QWidget;
    auto* buttons = row(size::s);
    auto* accept = bigButton(tr("✓ Accept"), QStringLiteral("A"), "primary", tr("Trains on it as it is (A)"));
    auto* reject =
        bigButton(tr("✕ Reject"), QStringLiteral("R"), "", tr("Leaves it out, with a reason (R; R again without one)"));
    edit_ = bigButton(tr("Edit"), QStringLiteral("E"), "", tr("Trains on it as you change it (E)"));
    auto* skip = bigButton(tr("Skip"), QStringLiteral("S"), "", tr("Decide later: it comes again at the end (S)"));
    auto* undo =
        bigButton(tr("Undo"), QStringLiteral("Z"), "quiet", tr("Takes the last decision back, as far as you like (Z)"));
    undo->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    verdicts_ = {accept, reject, edit_, skip};
    for (QPushButton* button : verdicts_) buttons->addWidget(button);
    buttons->addWidget(undo);
    page->setLayout(buttons);
    connect(accept, &QPushButton::clicked, this, &VerdictBar::accepted);
    connect(reject, &QPushButton::clicked, this, &VerdictBar::rejected);
    connect(edit_, &QPushButton::clicked, this, &VerdictBar::editWanted);
    connect(skip, &QPushButton::clicked, this, &VerdictBar::skipped);
    connect(undo, &QPushButton::clicked, this, &VerdictBar::undoWanted);
    return page;
}

QWidget* VerdictBar::makeReasons() {
    auto* page = new QWidget;
    auto* buttons = row(size::xs);
    buttons->addWidget(makeLabel(tr("Why?")));
    for (int i = 0; i < reasons_.size(); ++i) {
        auto* button = makeButton(QStringLiteral("%1  %2").arg(reasons_[i]).arg(i + 1), {}, "", {});
        button->setAccessibleName(reasons_[i]);
        connect(button, &QPushButton::clicked, this, [this, i] { giveReason(reasons_[i]); });
        buttons->addWidget(button);
    }
    reason_ = new QLineEdit;
    reason_->setAccessibleName(tr("Reason in your own words"));
    reason_->setPlaceholderText(tr("or your own words; Enter"));
    reason_->installEventFilter(this);
    buttons->addWidget(reason_, 1);
    connect(reason_, &QLineEdit::returnPressed, this, [this] { giveReason(reason_->text().trimmed()); });
    page->setLayout(buttons);
    return page;
}

QWidget* VerdictBar::makeText() {
    auto* page = new QWidget;
    auto* parts = row(size::s);
    text_label_ = makeLabel({});
    text_ = new QLineEdit;
    text_->installEventFilter(this);
    auto* save = makeButton(tr("Save"), {}, "primary");
    auto* leave = makeButton(tr("Leave"), {}, "");
    parts->addWidget(text_label_);
    parts->addWidget(text_, 1);
    parts->addWidget(save);
    parts->addWidget(leave);
    page->setLayout(parts);
    const auto done = [this] {
        const auto given = text_given_;
        const QString text = text_->text().trimmed();
        showVerdicts();
        if (given) given(text);
    };
    connect(save, &QPushButton::clicked, this, done);
    connect(text_, &QLineEdit::returnPressed, this, done);
    connect(leave, &QPushButton::clicked, this, &VerdictBar::showVerdicts);
    return page;
}

QWidget* VerdictBar::makeConfirm() {
    auto* page = new QWidget;
    auto* parts = row(size::s);
    question_ = makeLabel({}, "title");
    question_->setWordWrap(true);
    yes_ = makeButton({}, {}, "primary");
    auto* no = makeButton(tr("Not yet"), {}, "");
    yes_->installEventFilter(this);
    no->installEventFilter(this);
    parts->addWidget(question_, 1);
    parts->addWidget(yes_);
    parts->addWidget(no);
    page->setLayout(parts);
    connect(yes_, &QPushButton::clicked, this, [this] {
        const auto done = confirmed_;
        showVerdicts();
        if (done) done();
    });
    connect(no, &QPushButton::clicked, this, &VerdictBar::showVerdicts);
    return page;
}

QWidget* VerdictBar::makeEditing() {
    auto* page = new QWidget;
    auto* parts = row(size::s);
    auto* save =
        bigButton(tr("✓ Accept as edited"), QStringLiteral("Ctrl+Enter"), "primary", tr("Trains on the changed text"));
    auto* leave = bigButton(tr("Leave"), QStringLiteral("Esc"), "", tr("Forgets the changes"));
    parts->addWidget(save, 2);
    parts->addWidget(leave, 1);
    page->setLayout(parts);
    connect(save, &QPushButton::clicked, this, &VerdictBar::saveWanted);
    connect(leave, &QPushButton::clicked, this, &VerdictBar::cancelled);
    return page;
}

void VerdictBar::setBlind(bool blind) { edit_->setVisible(!blind); }

void VerdictBar::setActive(bool active) {
    for (QPushButton* button : verdicts_) button->setEnabled(active);
}

void VerdictBar::giveReason(const QString& reason) {
    const auto given = reason_given_;
    showVerdicts();
    if (given) given(reason);
}

void VerdictBar::askReason(std::function<void(const QString&)> chosen) {
    reason_given_ = std::move(chosen);
    reason_->clear();
    setCurrentIndex(Reasons);
    reason_->setFocus(Qt::OtherFocusReason);
}

void VerdictBar::askText(const QString& label, const QString& present, std::function<void(const QString&)> done) {
    text_given_ = std::move(done);
    text_label_->setText(label);
    text_->setAccessibleName(label);
    text_->setText(present);
    setCurrentIndex(Text);
    text_->setFocus(Qt::OtherFocusReason);
}

void VerdictBar::confirm(const QString& question, const QString& yes, std::function<void()> done) {
    confirmed_ = std::move(done);
    question_->setText(question);
    yes_->setText(yes);
    yes_->setAccessibleName(yes);
    setCurrentIndex(Confirm);
    yes_->setFocus(Qt::OtherFocusReason);
}

void VerdictBar::showEditing() { setCurrentIndex(Editing); }

void VerdictBar::showVerdicts() {
    setCurrentIndex(Verdicts);
    Q_EMIT settled();
}

bool VerdictBar::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Escape) {
            showVerdicts();
            return true;
        }
        // The digits choose as long as nothing is written; R again rejects without a reason.
        if (watched == reason_ && reason_->text().isEmpty()) {
            const int chosen = key->key() - Qt::Key_1;
            if (chosen >= 0 && chosen < reasons_.size()) {
                giveReason(reasons_[chosen]);
                return true;
            }
            if (key->key() == Qt::Key_R) {
                giveReason({});
                return true;
            }
        }
        if (watched == yes_ && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)) {
            yes_->click();
            return true;
        }
    }
    return QStackedWidget::eventFilter(watched, event);
}

}  // namespace retort::ui
