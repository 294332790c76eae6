// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/scatter_chart.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "ui/charts/chart_axis.h"
#include "ui/format.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/accessible_role.h"

namespace retort::ui {
namespace {

constexpr double dot_radius = 5, reach = 10, whisker_width = 1.4;
constexpr int tick_room = 90;

}  // namespace

ScatterChart::ScatterChart(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleRole(this, QAccessible::Chart);
    setAccessibleName(tr("Accuracy against response length"));
}

QString ScatterChart::words(const ScatterPoint& point) const {
    return tr("%1: %2 at %3 tokens").arg(point.name, formatShare(point.y), formatValue(point.x));
}

void ScatterChart::setPoints(std::vector<ScatterPoint> points) {
    points_ = std::move(points);
    if (highlighted_ >= static_cast<int>(points_.size())) highlighted_ = -1;
    describe();
    update();
}

void ScatterChart::describe() {
    if (highlighted_ >= 0) return setAccessibleDescription(words(points_[static_cast<std::size_t>(highlighted_)]));
    QStringList spoken;
    for (const ScatterPoint& point : points_) spoken << words(point);
    setAccessibleDescription(spoken.join(QStringLiteral(", ")));
}

void ScatterChart::setHighlighted(int point) {
    highlighted_ = point;
    describe();
    update();
}

void ScatterChart::move(int by) {
    if (points_.empty()) return;
    std::vector<int> order(points_.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, {}, [this](int i) { return points_[static_cast<std::size_t>(i)].x; });
    const auto at = std::ranges::find(order, highlighted_) - order.begin();
    const auto last = static_cast<std::ptrdiff_t>(order.size()) - 1;
    setHighlighted(order[static_cast<std::size_t>(highlighted_ < 0 ? (by > 0 ? 0 : last)
                                                                   : std::clamp<std::ptrdiff_t>(at + by, 0, last))]);
}

void ScatterChart::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Down: return move(-1);
        case Qt::Key_Right:
        case Qt::Key_Up: return move(1);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (highlighted_ >= 0) Q_EMIT clicked(highlighted_);
            return;
        default: QWidget::keyPressEvent(event);
    }
}

void ScatterChart::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    if (highlighted_ < 0 && event->reason() != Qt::MouseFocusReason) move(1);
}

QSize ScatterChart::sizeHint() const { return {size::card_width * 2, size::card_height * 2}; }

QRectF ScatterChart::frame() const {
    return QRectF(rect()).adjusted(size::chart_left + size::l, size::l, -size::xl, -size::chart_bottom - size::xl - size::s);
}

double ScatterChart::highestX() const {
    double high = 1;
    for (const ScatterPoint& point : points_) high = std::max(high, point.x);
    return high * 1.12;
}

QPointF ScatterChart::place(const ScatterPoint& point) const {
    const QRectF area = frame();
    const AxisScale x = valueAxis({.low = 0, .high = highestX(), .valid = true}, false,
                                  std::max(2, static_cast<int>(area.width() / tick_room)));
    return {x.toPixel(point.x, area.left(), area.right()), area.bottom() - point.y * area.height()};
}

void ScatterChart::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = frame();
    if (area.width() < size::xl || area.height() < size::xl) return;
    painter.setFont(labelFont());
    paintAxes(painter, area);
    for (std::size_t i = 0; i < points_.size(); ++i) {
        const ScatterPoint& point = points_[i];
        const QPointF at = place(point);
        const QColor color = t.series[static_cast<std::size_t>(point.color) % t.series.size()];
        const bool chosen = static_cast<int>(i) == highlighted_;
        painter.setPen(QPen(color, whisker_width));
        painter.drawLine(QPointF(at.x(), area.bottom() - point.low * area.height()),
                         QPointF(at.x(), area.bottom() - point.high * area.height()));
        painter.setPen(QPen(chosen ? t.accent : t.surface, chosen ? size::focus_ring : 1));
        painter.setBrush(color);
        painter.drawEllipse(at, dot_radius, dot_radius);
    }
    paintNames(painter, area);
}

void ScatterChart::paintAxes(QPainter& painter, const QRectF& area) const {
    const Tokens& t = tokens();
    const QFontMetricsF label(labelFont());
    const AxisScale x = valueAxis({.low = 0, .high = highestX(), .valid = true}, false,
                                  std::max(2, static_cast<int>(area.width() / tick_room)));
    for (const Tick& tick : x.ticks) {
        const double at = std::round(x.toPixel(tick.position, area.left(), area.right())) + 0.5;
        painter.setPen(QPen(t.line, 0));
        painter.drawLine(QPointF(at, area.top()), QPointF(at, area.bottom()));
        painter.setPen(t.muted);
        painter.drawText(QRectF(at - tick_room / 2.0, area.bottom() + size::xs, tick_room, label.height()), Qt::AlignCenter,
                         tick.text);
    }
    for (int percent = 0; percent <= 100; percent += 20) {
        const double at = std::round(area.bottom() - area.height() * percent / 100) + 0.5;
        painter.setPen(QPen(t.line, 0));
        painter.drawLine(QPointF(area.left(), at), QPointF(area.right(), at));
        painter.setPen(t.muted);
        painter.drawText(QRectF(0, at - label.height() / 2, area.left() - size::s, label.height()),
                         Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("%1%").arg(percent));
    }
    painter.drawText(QRectF(area.left(), height() - label.height() - size::xs, area.width(), label.height()),
                     Qt::AlignCenter, tr("mean tokens of a response"));
}

void ScatterChart::paintNames(QPainter& painter, const QRectF& area) const {
    const Tokens& t = tokens();
    const QFontMetricsF label(labelFont());
    std::vector<QRectF> taken;
    std::vector<std::size_t> order(points_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    // Where there is no room for all, the chosen one and the best keep theirs.
    std::ranges::stable_sort(order, std::greater{},
                             [this](std::size_t i) { return static_cast<int>(i) == highlighted_ ? 2.0 : points_[i].y; });
    for (const ScatterPoint& point : points_) {
        const QPointF at = place(point);
        taken.emplace_back(at.x() - reach, at.y() - reach / 2, 2 * reach, reach);
        // Nor does a name lie over a whisker.
        taken.emplace_back(QPointF(at.x() - 1, area.bottom() - point.high * area.height()),
                           QPointF(at.x() + 1, area.bottom() - point.low * area.height()));
    }
    for (const std::size_t i : order) {
        const ScatterPoint& point = points_[i];
        const QPointF at = place(point);
        const double width = label.horizontalAdvance(point.name), tall = label.height(), middle = at.y() - tall / 2;
        // Beside the point, else a line higher or lower beside it, else nowhere.
        const double right = at.x() + reach, left = at.x() - reach - width;
        const QPointF corners[] = {{right, middle},       {left, middle},         {right, middle - tall},
                                   {left, middle - tall}, {right, middle + tall}, {left, middle + tall}};
        for (const QPointF& corner : corners) {
            const QRectF box(corner, QSizeF(width, tall));
            if (box.left() < area.left() || box.right() > this->width() || box.top() < 0 ||
                box.bottom() > area.bottom() + tall / 2)
                continue;
            if (std::ranges::any_of(taken, [&](const QRectF& other) { return other.intersects(box); })) continue;
            painter.fillRect(box, t.surface);
            painter.setPen(t.text);
            painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, point.name);
            taken.push_back(box);
            break;
        }
    }
}

int ScatterChart::pointAt(QPointF at) const {
    for (std::size_t i = 0; i < points_.size(); ++i) {
        const QPointF away = place(points_[i]) - at;
        if (std::hypot(away.x(), away.y()) <= reach) return static_cast<int>(i);
    }
    return -1;
}

void ScatterChart::mousePressEvent(QMouseEvent* event) {
    if (const int point = pointAt(event->position()); point >= 0) Q_EMIT clicked(point);
}

bool ScatterChart::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    auto* help = static_cast<QHelpEvent*>(event);
    const int index = pointAt(help->pos());
    if (index < 0) QToolTip::hideText();
    else QToolTip::showText(help->globalPos(), words(points_[static_cast<std::size_t>(index)]), this);
    return true;
}

}  // namespace retort::ui
