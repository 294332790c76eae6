// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/interval_chart.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/charts/chart_axis.h"
#include "ui/format.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/accessible_role.h"

namespace retort::ui {
namespace {

constexpr double tallest_row = size::control, shortest_row = size::chip, bar_share = 0.55, whisker_width = 1.6,
                 dot_radius = 4.5;
constexpr int tick_room = 90;

}  // namespace

IntervalChart::IntervalChart(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setAccessibleRole(this, QAccessible::Chart);
    setAccessibleName(tr("Scores with intervals"));
}

void IntervalChart::setRows(std::vector<IntervalRow> rows) {
    rows_ = std::move(rows);
    describe();
    updateGeometry();
    update();
}

void IntervalChart::describe() {
    QStringList spoken;
    for (const IntervalRow& row : rows_) spoken << QStringLiteral("%1 %2").arg(row.name, formatShare(row.value));
    for (const ReferenceLine& line : references_) spoken << tr("published: %1, %2").arg(line.name, formatShare(line.value));
    setAccessibleDescription(spoken.join(QStringLiteral(", ")));
}

void IntervalChart::setBars(bool bars) {
    bars_ = bars;
    update();
}

void IntervalChart::setReferences(std::vector<ReferenceLine> references) {
    references_ = std::move(references);
    describe();
    updateGeometry();
    update();
}

double IntervalChart::referenceHeight() const {
    return static_cast<double>(references_.size()) * (QFontMetricsF(labelFont()).height() + size::xs);
}

void IntervalChart::paintReferences(QPainter& painter, const QRectF& frame) const {
    const Tokens& t = tokens();
    const QFontMetricsF label(labelFont());
    double y = frame.bottom() + size::chart_bottom + size::xs;
    painter.setFont(labelFont());
    for (const ReferenceLine& line : references_) {
        const double at = std::round(frame.left() + line.value * frame.width()) + 0.5;
        painter.setPen(QPen(t.muted, size::hairline, Qt::DashLine));
        painter.drawLine(QPointF(at, frame.top()), QPointF(at, frame.bottom()));
        // Not through the axis' figures.
        painter.drawLine(QPointF(at, frame.bottom() + size::xs + label.height()), QPointF(at, y + label.height() / 2));
        const QString text =
            (line.same_problems ? tr("published: %1, %2") : tr("published: %1, %2 (other problems than these)"))
                .arg(line.name, formatShare(line.value));
        const double width = label.horizontalAdvance(text);
        painter.setPen(t.muted);
        painter.drawText(QPointF(std::max(frame.left(), at - width - size::s), y + label.ascent()), text);
        y += label.height() + size::xs;
    }
}

void IntervalChart::setHighlighted(int row) {
    if (row == highlighted_) return;
    highlighted_ = row;
    update();
}

int IntervalChart::heightWith(double row) const {
    return static_cast<int>(std::ceil(static_cast<double>(rows_.size()) * row + referenceHeight())) + size::chart_bottom +
           2 * size::m;
}

QSize IntervalChart::sizeHint() const { return {size::card_width * 2, heightWith(tallest_row)}; }
QSize IntervalChart::minimumSizeHint() const { return {size::card_width, heightWith(shortest_row)}; }

double IntervalChart::rowHeight() const {
    const double room = (height() - heightWith(0)) / std::max<double>(1, static_cast<double>(rows_.size()));
    return std::clamp(room, shortest_row, tallest_row);
}

void IntervalChart::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    const double row_height = rowHeight();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QFontMetricsF body(bodyFont()), label(labelFont());
    double names = 0;
    ValueRange range{.low = 0, .high = 1, .valid = true};
    for (const IntervalRow& row : rows_)
        names = std::max(names, body.horizontalAdvance(row.name) + label.horizontalAdvance(row.note) + size::s);
    names = std::min(names, width() * 0.4);
    const double figures = body.horizontalAdvance(QStringLiteral("100.0%")) +
                           label.horizontalAdvance(QStringLiteral("100.0 – 100.0")) + 2 * size::s;
    const QRectF frame(size::l + names + size::m, size::m, width() - names - figures - 4 * size::l,
                       static_cast<double>(rows_.size()) * row_height);
    if (frame.width() < size::xl) return;
    const AxisScale axis = valueAxis(range, false, std::max(2, static_cast<int>(frame.width() / tick_room)));
    auto x = [&](double value) { return axis.toPixel(value, frame.left(), frame.right()); };

    painter.setFont(labelFont());
    for (const Tick& tick : axis.ticks) {
        const double at = std::round(x(tick.position)) + 0.5;
        painter.setPen(QPen(t.line, 0));
        painter.drawLine(QPointF(at, frame.top()), QPointF(at, frame.bottom()));
        painter.setPen(t.muted);
        painter.drawText(QRectF(at - tick_room / 2.0, frame.bottom() + size::xs, tick_room, label.height()), Qt::AlignCenter,
                         QStringLiteral("%1%").arg(tick.position * 100));
    }
    paintReferences(painter, frame);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const IntervalRow& row = rows_[i];
        const double top = frame.top() + static_cast<double>(i) * row_height, middle = top + row_height / 2;
        if (static_cast<int>(i) == highlighted_) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(wash(t.accent));
            painter.drawRoundedRect(QRectF(size::s, top, width() - 2 * size::s, row_height), size::xs, size::xs);
        }
        const QColor color = t.series[static_cast<std::size_t>(row.color) % t.series.size()];
        if (bars_) {
            QColor fill = color;
            fill.setAlphaF(0.75F);
            painter.fillRect(QRectF(QPointF(x(0), middle - row_height * bar_share / 2),
                                    QPointF(x(row.value), middle + row_height * bar_share / 2)),
                             fill);
        }
        const QColor ink = bars_ ? t.text : color;
        painter.setPen(QPen(ink, whisker_width));
        painter.drawLine(QPointF(x(row.low), middle), QPointF(x(row.high), middle));
        for (double end : {row.low, row.high})
            painter.drawLine(QPointF(x(end), middle - size::xs), QPointF(x(end), middle + size::xs));
        if (!bars_) {
            painter.setPen(QPen(t.surface, whisker_width));
            painter.setBrush(color);
            painter.drawEllipse(QPointF(x(row.value), middle), dot_radius, dot_radius);
        }
        const QRectF name(size::l, top, names, row_height);
        painter.setFont(bodyFont());
        painter.setPen(t.text);
        painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter, body.elidedText(row.name, Qt::ElideRight, names));
        const double used = body.horizontalAdvance(row.name) + size::s;
        const QRectF figure(frame.right() + size::l, top, figures, row_height);
        painter.drawText(figure, Qt::AlignLeft | Qt::AlignVCenter, formatShare(row.value));
        painter.setFont(labelFont());
        painter.setPen(t.muted);
        if (used < names)
            painter.drawText(name.adjusted(used, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                             label.elidedText(row.note, Qt::ElideRight, names - used));
        painter.drawText(
            figure, Qt::AlignRight | Qt::AlignVCenter,
            QStringLiteral("%1 – %2").arg(QString::number(row.low * 100, 'f', 1), QString::number(row.high * 100, 'f', 1)));
    }
}

void IntervalChart::mousePressEvent(QMouseEvent* event) {
    const int row = static_cast<int>((event->position().y() - size::m) / rowHeight());
    if (row >= 0 && row < static_cast<int>(rows_.size())) Q_EMIT clicked(row);
}

}  // namespace retort::ui
