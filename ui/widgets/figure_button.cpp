// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figure_button.h"

#include <QPainter>

#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"

namespace retort::ui {

FigureButton::FigureButton(const QString& label, QWidget* parent) : QAbstractButton(parent), figure_(QStringLiteral("–")) {
    setText(label);
    setAccessibleName(label);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void FigureButton::setLabel(const QString& label) {
    if (label == text()) return;
    setText(label);
    setAccessibleName(QStringLiteral("%1: %2").arg(label, figure_));
}

void FigureButton::setFigure(const QString& figure, const QString& trend) {
    if (figure == figure_ && trend == trend_) return;
    figure_ = figure;
    trend_ = trend;
    setAccessibleName(QStringLiteral("%1: %2").arg(text(), figure));
    update();
}

QSize FigureButton::sizeHint() const {
    return {size::card_width / 3, static_cast<int>(QFontMetrics(figureFont()).height() + QFontMetrics(labelFont()).height()) + 2 * size::s};
}

void FigureButton::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF body = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    if (underMouse() || showsFocus(this)) {
        painter.setPen(showsFocus(this) ? QPen(t.accent, size::focus_ring) : Qt::NoPen);
        painter.setBrush(underMouse() ? wash(t.text) : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(body.adjusted(1, 1, -1, -1), size::radius, size::radius);
    }
    const QFontMetricsF label(labelFont()), figure(figureFont());
    const QRectF inside = body.adjusted(size::s, size::s, 0, -size::s);
    painter.setFont(labelFont());
    painter.setPen(t.muted);
    painter.drawText(QRectF(inside.topLeft(), QSizeF(inside.width(), label.height())), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip,
                     label.elidedText(text(), Qt::ElideRight, inside.width()));
    painter.setFont(figureFont());
    painter.setPen(t.text);
    const QRectF line = inside.adjusted(0, label.height(), 0, 0);
    // On one baseline whatever the script: a face for Chinese has taller lines.
    const double baseline = line.center().y() + figure.ascent() / 2 - figure.descent() / 2;
    painter.drawText(QPointF(line.left(), baseline), figure_);
    const double used = figure.horizontalAdvance(figure_) + size::s;
    painter.setFont(labelFont());
    painter.setPen(t.muted);
    // Whole or not at all: "from 2…" says nothing. The tool tip has it then.
    const bool fits = label.horizontalAdvance(trend_) <= line.width() - used;
    if (fits) painter.drawText(QPointF(line.left() + used, baseline), trend_);
    const QString tip = fits || trend_.isEmpty() ? QString() : QStringLiteral("%1 %2").arg(figure_, trend_);
    if (toolTip() != tip) setToolTip(tip);
}

}  // namespace retort::ui
