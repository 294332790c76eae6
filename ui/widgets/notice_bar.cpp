// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/notice_bar.h"

#include <QAccessible>
#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>

#include "ui/text/core_words.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"

namespace retort::ui {

NoticeBar::NoticeBar(QWidget* pages) : QFrame(pages->parentWidget()), pages_(pages) {
    sign_ = makeLabel({});
    text_ = makeLabel({});
    text_->setWordWrap(true);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    action_ = makeButton({}, {}, "");
    copy_ = makeButton(tr("Copy"), QStringLiteral("copy"), "quiet", tr("Copy these words"));
    close_ = makeButton({}, QStringLiteral("close"), "quiet", tr("Close this message"));
    auto* all = row(size::s);
    all->setContentsMargins(size::l, size::xs, size::s, size::xs);
    all->addWidget(sign_);
    all->addWidget(text_, 1);
    all->addWidget(action_);
    all->addWidget(copy_);
    all->addWidget(close_);
    setLayout(all);
    hide();
    pages_->installEventFilter(this);
    connect(close_, &QPushButton::clicked, this, &QWidget::hide);
    connect(copy_, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(text_->text()); });
    connect(action_, &QPushButton::clicked, this, [this] {
        hide();
        if (auto run = std::exchange(run_, {})) run();
    });
    away_.setInterval(duration::notice);
    connect(&away_, &QTimer::timeout, this, [this] {
        if (!bad_ && !underMouse() && !action_->hasFocus()) hide();
    });
}

bool NoticeBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == pages_ && (event->type() == QEvent::Resize || event->type() == QEvent::Move)) place();
    return QFrame::eventFilter(watched, event);
}

void NoticeBar::place() {
    if (isHidden()) return;
    ensurePolished();
    // As wide as the words, or as the pages are.
    int beside = size::xl + size::l;
    for (QWidget* part : {static_cast<QWidget*>(sign_), static_cast<QWidget*>(action_), static_cast<QWidget*>(copy_),
                          static_cast<QWidget*>(close_)})
        if (!part->isHidden()) beside += part->sizeHint().width() + size::s;
    const int words = text_->fontMetrics().boundingRect(QRect(), 0, text_->text()).width() + size::s;
    const int wide = std::min(words + beside, pages_->width() - 2 * size::l);
    const int high = std::max(layout()->heightForWidth(wide), size::control + 2 * size::xs);
    setGeometry(pages_->x() + (pages_->width() - wide) / 2, pages_->y() + pages_->height() - high - size::xs, wide, high);
    raise();
}

QString NoticeBar::text() const { return isHidden() ? QString() : text_->text(); }

void NoticeBar::show(const QString& text, bool bad, const QString& button) {
    bad_ = bad;
    setRole(this, bad ? "banner" : "notice");
    sign_->setText(bad ? QStringLiteral("✕") : QStringLiteral("✓"));
    setRole(sign_, bad ? "bad" : "good");
    text_->setText(text);
    text_->setAccessibleName(text);
    action_->setText(button);
    action_->setAccessibleName(button);
    action_->setVisible(!button.isEmpty());
    copy_->setVisible(bad);
    setVisible(!text.isEmpty());
    if (text.isEmpty()) return;
    place();
    away_.start();
    QAccessibleEvent event(text_, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void NoticeBar::showProblem(const QString& text) {
    run_ = {};
    show(coreWords(text), true, {});
}

void NoticeBar::showNotice(const QString& text, const QString& button, std::function<void()> action) {
    run_ = std::move(action);
    show(text, false, button);
}

}  // namespace retort::ui
