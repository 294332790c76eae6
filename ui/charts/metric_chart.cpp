// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/metric_chart.h"

#include <QPainter>
#include <QPushButton>
#include <QResizeEvent>
#include <cmath>

#include "ui/theme/tokens.h"
#include "ui/widgets/accessible_role.h"
#include "ui/widgets/basics.h"

namespace retort::ui {
namespace {

constexpr double no_hover = std::numeric_limits<double>::quiet_NaN();
constexpr double zoom_step = 1.25;
constexpr double title_rows = 1.7;  // of the title font's height

}  // namespace

MetricChart::MetricChart(ChartSpec spec, ChartLink& link, const MetricSeriesStore& store, QWidget* parent)
    : QWidget(parent), link_(link), plot_(std::move(spec), link, store) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleRole(this, QAccessible::Chart);
    setAccessibleName(plot_.spec().title);
    more_ = makeButton({}, QStringLiteral("more"), "quiet", tr("Scale, table, copy, save (Menu key)"));
    more_->setParent(this);
    more_->setFocusPolicy(Qt::NoFocus);
    more_->hide();
    connect(more_, &QPushButton::clicked, this, [this] { openMenu(more_->mapToGlobal(QPoint(0, more_->height()))); });
    connect(&link_, &ChartLink::changed, this, [this] {
        unmark();
        invalidate();
    });
    connect(&link_, &ChartLink::overlaysChanged, this, &MetricChart::layoutPlot);
    connect(&link_, &ChartLink::hoverChanged, this, qOverload<>(&QWidget::update));
}

QSize MetricChart::sizeHint() const { return {size::card_width, size::card_height}; }
QSize MetricChart::minimumSizeHint() const { return {size::card_width / 2, size::card_height}; }

void MetricChart::invalidate() {
    stale_ = true;
    update();
}

void MetricChart::setLogScale(bool log_scale) {
    if (log_scale == plot_.logScale()) return;
    plot_.setLogScale(log_scale);
    invalidate();
    Q_EMIT logScaleChanged(log_scale);
}

void MetricChart::layoutPlot() {
    const int title = static_cast<int>(QFontMetrics(titleFont()).height() * title_rows);
    plot_.update(QRectF(rect()).adjusted(size::xs, title, -size::s, -size::xs));
}

QPointF MetricChart::pointAt(double x) const { return {plot_.toX(x), plot_.frame().center().y()}; }

QString MetricChart::notes() const {
    // What is missing stands first: the end has no room in a narrow card.
    QStringList notes;
    if (plot_.hiddenPoints() > 0) notes << tr("not shown, at or below zero: %1").arg(plot_.hiddenPoints());
    if (plot_.nonFinitePoints() > 0) notes << tr("not a number: %1").arg(plot_.nonFinitePoints());
    if (plot_.gaps() > 0) notes << tr("gaps: %1").arg(plot_.gaps());
    if (plot_.logScale()) notes << tr("log scale");
    notes << plot_.spec().unit;
    notes.removeAll(QString());
    return notes.join(QStringLiteral(" · "));
}

void MetricChart::paintCard(QPainter& painter) {
    const Tokens& t = tokens();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(t.line, size::hairline));
    painter.setBrush(t.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), size::radius, size::radius);
    painter.setFont(titleFont());
    painter.setPen(t.text);
    const QFontMetricsF title(titleFont()), label(labelFont());
    const double baseline = size::s + title.ascent();
    painter.drawText(QPointF(size::m, baseline), plot_.spec().title);
    const double left = size::m + title.horizontalAdvance(plot_.spec().title) + size::s;
    const double end = width() - size::control - size::s;
    // Of the two the unit goes first where both have no room; what is missing from the curves stays.
    const bool told = plot_.hiddenPoints() + plot_.nonFinitePoints() + plot_.gaps() > 0;
    const double needed = told ? label.horizontalAdvance(notes()) : 0;
    const double legend = plot_.paintLegend(painter, end, baseline, end - left - needed);
    painter.setFont(labelFont());
    painter.setPen(plot_.nonFinitePoints() > 0 ? t.bad : t.muted);
    const QString words = label.elidedText(notes(), Qt::ElideRight, end - left - legend);
    if (told || legend == 0 || words == notes()) painter.drawText(QPointF(left, baseline), words);
    plot_.paint(painter);
}

void MetricChart::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    const double ratio = devicePixelRatioF();
    if (stale_ || cache_.size() != size() * ratio) {
        layoutPlot();
        if (cache_.size() != size() * ratio) cache_ = QImage(size() * ratio, QImage::Format_ARGB32_Premultiplied);
        cache_.setDevicePixelRatio(ratio);
        cache_.fill(Qt::transparent);
        QPainter painter(&cache_);
        paintCard(painter);
        stale_ = false;
        if (const QString text = plot_.describe(); text != accessibleDescription()) setAccessibleDescription(text);
    }
    QPainter painter(this);
    painter.drawImage(0, 0, cache_);
    plot_.paintReadout(painter, link_.hover(), marked_ && marked_->second == link_.hover() ? marked_ : std::nullopt);
    paintMarked(painter);
    if (showsFocus(this)) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(t.accent, size::focus_ring));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), size::radius, size::radius);
    }
}

void MetricChart::resizeEvent(QResizeEvent*) {
    more_->setGeometry(width() - size::control - size::xs, size::xs, size::control, size::control);
    unmark();
    invalidate();
}

void MetricChart::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange ||
        event->type() == QEvent::FontChange)
        invalidate();
    QWidget::changeEvent(event);
}

void MetricChart::paintMarked(QPainter& painter) {
    if (!marked_) return;
    const QRectF& frame = plot_.frame();
    const QRectF range =
        QRectF(QPointF(plot_.toX(marked_->first), frame.top()), QPointF(plot_.toX(marked_->second), frame.bottom()))
            .normalized();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.fillRect(range, tint(tokens().accent));
    if (!pressed_ || !zooms_) return;
    // The edges of what will be all that is shown.
    painter.setPen(QPen(tokens().accent, size::focus_ring));
    for (const double x : {range.left(), range.right()})
        painter.drawLine(QPointF(x, range.top()), QPointF(x, range.bottom()));
}

double MetricChart::positionAt(double pixel) const {
    return plot_.fromX(std::clamp(pixel, plot_.frame().left(), plot_.frame().right()));
}

void MetricChart::mark(double from, double to) {
    marked_ = std::pair{from, to};
    update();
}

void MetricChart::unmark() {
    pressed_.reset();
    marked_.reset();
    update();
}

void MetricChart::zoomMarked() {
    if (!marked_) return;
    const auto [low, high] = std::minmax({marked_->first, marked_->second});
    unmark();
    link_.setRange(std::pair{low, high});
}

void MetricChart::activate(double from, double to, double y) {
    if (!plot_.hasData()) return;
    if (const auto place = plot_.place(from, to, y)) Q_EMIT link_.activated(*place);
}

void MetricChart::mouseMoveEvent(QMouseEvent* event) {
    const QRectF& frame = plot_.frame();
    const double x = event->position().x();
    if (pressed_ && (marked_ || std::abs(x - pressed_->x()) > size::mark)) mark(positionAt(pressed_->x()), positionAt(x));
    const bool inside = frame.adjusted(-size::m, -size::m, size::m, size::m).contains(event->position());
    link_.setHover(inside || pressed_ ? positionAt(x) : no_hover);
}

void MetricChart::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return event->ignore();
    unmark();
    if (!plot_.frame().adjusted(-size::s, 0, size::s, 0).contains(event->position())) return;
    pressed_ = event->position();
    zooms_ = event->modifiers() & Qt::ShiftModifier;
}

void MetricChart::mouseReleaseEvent(QMouseEvent* event) {
    if (!pressed_ || event->button() != Qt::LeftButton) return event->ignore();
    const QPointF from = *pressed_;
    const double x = positionAt(from.x()), to = positionAt(event->position().x());
    const bool dragged = marked_ || std::abs(event->position().x() - from.x()) > size::mark, zooms = zooms_;
    unmark();
    if (!plot_.hasData()) return;
    if (!dragged) return activate(x, x, from.y());
    if (!zooms) return activate(x, to, from.y());
    mark(x, to);
    zoomMarked();
}

void MetricChart::enterEvent(QEnterEvent*) { more_->show(); }

void MetricChart::leaveEvent(QEvent*) {
    more_->setVisible(hasFocus());
    link_.setHover(no_hover);
}

void MetricChart::focusInEvent(QFocusEvent* event) {
    more_->show();
    QWidget::focusInEvent(event);
}

void MetricChart::focusOutEvent(QFocusEvent* event) {
    more_->setVisible(underMouse());
    QWidget::focusOutEvent(event);
}

void MetricChart::wheelEvent(QWheelEvent* event) {
    // Plain turning scrolls the page.
    if (!(event->modifiers() & Qt::ControlModifier) || event->angleDelta().y() == 0) return event->ignore();
    zoom(event->angleDelta().y() > 0 ? 1 / zoom_step : zoom_step, plot_.fromX(event->position().x()));
}

void MetricChart::zoom(double factor, double around) {
    const AxisScale& axis = plot_.xAxis();
    link_.setRange(std::pair{around - (around - axis.low) * factor, around + (axis.high - around) * factor});
}

void MetricChart::keyPressEvent(QKeyEvent* event) {
    const AxisScale& axis = plot_.xAxis();
    const double one = link_.byTime() ? (axis.high - axis.low) / plot_.frame().width() : 1;
    const double at = std::isnan(link_.hover()) ? axis.high : link_.hover();
    const double step = event->modifiers() & Qt::ControlModifier ? one * 10 : one;
    auto move = [&](double to) {
        const double there = std::clamp(to, axis.low, axis.high);
        if (event->modifiers() & Qt::ShiftModifier) mark(marked_ ? marked_->first : at, there);
        else unmark();
        link_.setHover(there);
        setAccessibleDescription(plot_.describe(there));
    };
    switch (event->key()) {
        case Qt::Key_Left: return move(at - step);
        case Qt::Key_Right: return move(at + step);
        case Qt::Key_Home: return move(axis.low);
        case Qt::Key_End: return move(axis.high);
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Space:
            if (marked_) return activate(marked_->first, marked_->second, no_hover);
            return activate(at, at, no_hover);
        case Qt::Key_Z: return zoomMarked();
        case Qt::Key_Plus:
        case Qt::Key_Equal: return zoom(1 / zoom_step, at);
        case Qt::Key_Minus: return zoom(zoom_step, at);
        case Qt::Key_0: return link_.setRange(std::nullopt);
        case Qt::Key_L: return setLogScale(!plot_.logScale());
        case Qt::Key_Escape:
            if (!marked_) event->ignore();
            unmark();
            setAccessibleDescription(plot_.describe());
            return link_.setHover(no_hover);
        default:
            if (!editKey(event)) QWidget::keyPressEvent(event);
    }
}

}  // namespace retort::ui
