// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/rail.h"

#include <QAbstractButton>
#include <QBoxLayout>
#include <QEnterEvent>
#include <QPainter>
#include <QShortcut>

#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"

namespace retort::ui {
namespace {

/// Icon above word; the current one in accent with a bar at its side.
class RailItem : public QAbstractButton {
public:
    RailItem(QString icon_name, const QString& word) : icon_name_(std::move(icon_name)) {
        setText(word);
        setAccessibleName(word);
        setFixedSize(size::rail, size::rail_item);
        setCursor(Qt::PointingHandCursor);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Tokens& t = tokens();
        const QRectF body = QRectF(rect()).adjusted(size::xs, size::xs / 2.0, -size::xs, -size::xs / 2.0);
        if (underMouse() || isDown()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(wash(t.text));
            painter.drawRoundedRect(body, size::radius, size::radius);
        }
        if (isChecked())
            painter.fillRect(QRectF(0, body.top() + size::s, size::underline, body.height() - 2 * size::s), t.accent);
        if (showsFocus(this)) {
            painter.setPen(QPen(t.accent, size::hairline));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(body, size::radius, size::radius);
        }
        const QFontMetricsF metrics(labelFont());
        const double block = size::icon_large + size::xs + metrics.height(), top = (height() - block) / 2;
        const Ink ink = isChecked() ? Ink::Accent : Ink::Muted;
        painter.drawPixmap(QPointF((width() - size::icon_large) / 2.0, top),
                           iconPixmap(icon_name_, ink, size::icon_large, devicePixelRatioF()));
        painter.setFont(labelFont());
        painter.setPen(isChecked() ? t.text : t.muted);
        painter.drawText(QRectF(0, top + size::icon_large + size::xs, width(), metrics.height()), Qt::AlignCenter,
                         metrics.elidedText(text(), Qt::ElideRight, width() - size::xs));
    }

private:
    QString icon_name_;
};

}  // namespace

Rail::Rail(QWidget* parent) : QFrame(parent) {
    setRole(this, "rail");
    setFixedWidth(size::rail + size::hairline);
    layout_ = column(0);
    layout_->setContentsMargins(0, size::s, 0, size::s);
    layout_->addStretch(1);
    setLayout(layout_);
}

QAbstractButton* Rail::makeItem(const QString& icon_name, const QString& word) { return new RailItem(icon_name, word); }

void Rail::addPage(const QString& icon_name, const QString& word) {
    const auto page = static_cast<int>(items_.size());
    QAbstractButton* item = makeItem(icon_name, word);
    const QKeySequence keys(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + page));
    item->setCheckable(true);
    item->setToolTip(QStringLiteral("%1 (%2)").arg(word, keys.toString(QKeySequence::NativeText)));
    layout_->insertWidget(page, item);
    items_ << item;
    connect(item, &QAbstractButton::clicked, this, [this, page] { Q_EMIT chosen(page); });
    auto* shortcut = new QShortcut(keys, this);
    connect(shortcut, &QShortcut::activated, this, [this, page] { Q_EMIT chosen(page); });
}

QAbstractButton* Rail::addAction(const QString& icon_name, const QString& word) {
    QAbstractButton* item = makeItem(icon_name, word);
    layout_->addWidget(item);
    return item;
}

void Rail::setCurrent(int page) {
    for (int i = 0; i < items_.size(); ++i) items_[i]->setChecked(i == page);
}

}  // namespace retort::ui
