// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figure_button.h"

#include <QPainter>
#include <algorithm>

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

void FigureButton::setLabel(const QString& label, const QStringList& shorter) {
    if (label == text() && shorter == shorter_) return;
    shorter_ = shorter;
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

QString FigureButton::labelWithin(double width) const {
    const QFontMetricsF metrics(labelFont());
    QString label = text();
    for (const QString& shorter : shorter_)
        if (metrics.horizontalAdvance(label) > width) label = shorter;
    return label;
}

QSize FigureButton::sizeHint() const {
    return {size::card_width / 3,
            static_cast<int>(QFontMetrics(figureFont()).height() + QFontMetrics(labelFont()).height()) + 2 * size::s};
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
    const QRectF inside = body.adjusted(size::s, size::s, 0, -size::s);
    // Whole in a narrow window too: smaller, down to the size of its label.
    QFont font = figureFont();
    const double fits_in = inside.width() / QFontMetricsF(font).horizontalAdvance(figure_);
    if (fits_in < 1)
        font.setPixelSize(
            std::max(QFontInfo(labelFont()).pixelSize(), static_cast<int>(QFontInfo(font).pixelSize() * fits_in)));
    const QFontMetricsF label(labelFont()), figure(font);
    painter.setFont(labelFont());
    painter.setPen(t.muted);
    const QString name = labelWithin(inside.width());
    painter.drawText(QRectF(inside.topLeft(), QSizeF(inside.width(), label.height())),
                     Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip,
                     label.elidedText(name, Qt::ElideRight, inside.width()));
    painter.setFont(font);
    painter.setPen(t.text);
    const QRectF line = inside.adjusted(0, label.height(), 0, 0);
    // On one baseline whatever the script: a face for Chinese has taller lines.
    const double baseline = line.center().y() + figure.ascent() / 2 - figure.descent() / 2;
    painter.drawText(QPointF(line.left(), baseline), figure_);
    const double used = figure.horizontalAdvance(figure_) + size::s;
    painter.setFont(labelFont());
    painter.setPen(t.muted);
    // Whole or not at all: "from 2…" says nothing. The tool tip has it then, and the name where that is cut.
    const bool fits = label.horizontalAdvance(trend_) <= line.width() - used;
    if (fits) painter.drawText(QPointF(line.left() + used, baseline), trend_);
    const bool named = name == text() && label.horizontalAdvance(name) <= inside.width();
    const QString tip =
        named && (fits || trend_.isEmpty()) ? QString() : QStringLiteral("%1: %2 %3").arg(text(), figure_, trend_).trimmed();
    if (toolTip() != tip) setToolTip(tip);
}

}  // namespace retort::ui
