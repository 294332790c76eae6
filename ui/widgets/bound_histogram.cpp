// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/bound_histogram.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/format.h"
#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

constexpr double rounding = 1e-6;  // of a bin

}  // namespace

BoundHistogram::BoundHistogram(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setMinimumHeight(size::row * 3);
    setMaximumHeight(size::card_height);
    setCursor(Qt::SizeHorCursor);
    setAccessibleName(tr("How the samples are spread"));
}

QSize BoundHistogram::sizeHint() const { return {size::panel, size::card_height / 2}; }

void BoundHistogram::show(const FunnelDistribution& spread, const Look& look) {
    spread_ = spread;
    look_ = look;
    setAccessibleDescription(look.bounded ? tr("%1: bound at %2").arg(look.title, written(look.bound)) : look.title);
    update();
}

QString BoundHistogram::written(double value) const { return look_.share ? formatShare(value) : formatCount(value); }

QRectF BoundHistogram::plot() const {
    const double label = QFontMetricsF(labelFont()).height();
    return QRectF(rect()).adjusted(0, label + size::xs, 0, -label - size::xs);
}

double BoundHistogram::toX(double value) const {
    const QRectF area = plot();
    return area.left() +
           area.width() * std::clamp((value - spread_.low) / std::max(spread_.high - spread_.low, 1e-9), 0.0, 1.0);
}

void BoundHistogram::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    QPainter painter(this);
    painter.setFont(labelFont());
    const QFontMetricsF label(labelFont());
    const QRectF area = plot();
    painter.setPen(t.muted);
    painter.drawText(QPointF(0, label.ascent()), label.elidedText(look_.title, Qt::ElideRight, area.width()));
    if (spread_.bins.empty()) return;
    std::int64_t most = 1;
    for (const std::int64_t count : spread_.bins) most = std::max(most, count);
    const auto bins = static_cast<double>(spread_.bins.size());
    const double width = area.width() / bins, step = (spread_.high - spread_.low) / bins;
    for (std::size_t i = 0; i < spread_.bins.size(); ++i) {
        if (spread_.bins[i] == 0) continue;
        // A bin that the bound lies in passes: some of its samples do.
        const double low = spread_.low + static_cast<double>(i) * step;
        const bool passes = !look_.bounded || (look_.least ? low + step * (1 + rounding) >= look_.bound
                                                           : low - step * rounding <= look_.bound);
        // By the root: a few samples beside thousands are still to be seen.
        const double height =
            std::max(2.0, area.height() * std::sqrt(static_cast<double>(spread_.bins[i]) / static_cast<double>(most)));
        QColor color = passes ? t.series[0] : t.bad;
        if (!passes) color.setAlphaF(0.6F);
        painter.fillRect(
            QRectF(area.left() + static_cast<double>(i) * width, area.bottom() - height, std::max(1.0, width - 1), height),
            color);
    }
    painter.setPen(QPen(t.line, 0));
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    const double foot = area.bottom() + size::xs + label.ascent();
    painter.setPen(t.muted);
    const QString low = written(spread_.low), high = written(spread_.high);
    const QString bound = (look_.least ? QStringLiteral("≥ ") : QStringLiteral("≤ ")) + written(look_.bound);
    const double wide = look_.bounded ? label.horizontalAdvance(bound) : 0;
    const double left = std::clamp(toX(look_.bound) - wide / 2, area.left(), area.right() - wide);
    const double high_left = area.right() - label.horizontalAdvance(high);
    // The bound's figure takes the place of the end that it stands at.
    if (!look_.bounded || left > area.left() + label.horizontalAdvance(low) + size::s)
        painter.drawText(QPointF(area.left(), foot), low);
    if (!look_.bounded || left + wide + size::s < high_left) painter.drawText(QPointF(high_left, foot), high);
    if (!look_.bounded) return;
    const double x = std::round(toX(look_.bound));
    painter.setPen(QPen(t.text, size::hairline));
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    painter.drawText(QPointF(left, foot), bound);
}

void BoundHistogram::moveBound(double x) {
    const QRectF area = plot();
    if (area.width() > 0)
        Q_EMIT boundWanted(spread_.low +
                           (spread_.high - spread_.low) * std::clamp((x - area.left()) / area.width(), 0.0, 1.0));
}

void BoundHistogram::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) moveBound(event->position().x());
}

void BoundHistogram::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton) moveBound(event->position().x());
}

}  // namespace retort::ui
