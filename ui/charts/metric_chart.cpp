// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/metric_chart.h"

#include <QPainter>
#include <QPushButton>
#include <QResizeEvent>
#include <cmath>

#include "ui/theme/tokens.h"
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
    setAccessibleName(plot_.spec().title);
    open_marked_ = makeButton(tr("Read these traces"), QStringLiteral("traces"), "chip", tr("Everything written in the marked steps (Enter)"));
    zoom_marked_ = makeButton(tr("Zoom"), QStringLiteral("search"), "chip", tr("Only the marked steps, in all charts (Z)"));
    more_ = makeButton({}, QStringLiteral("more"), "quiet", tr("Scale, table, copy, save (Menu key)"));
    for (QPushButton* button : {open_marked_, zoom_marked_, more_}) {
        button->setParent(this);
        button->setFocusPolicy(Qt::NoFocus);
        button->hide();
    }
    connect(open_marked_, &QPushButton::clicked, this, &MetricChart::openMarked);
    connect(zoom_marked_, &QPushButton::clicked, this, &MetricChart::zoomMarked);
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
    painter.setFont(labelFont());
    painter.setPen(plot_.nonFinitePoints() > 0 ? t.bad : t.muted);
    const double left = size::m + title.horizontalAdvance(plot_.spec().title) + size::s;
    painter.drawText(QPointF(left, baseline), label.elidedText(notes(), Qt::ElideRight, width() - left - size::control - size::s));
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
    plot_.paintReadout(painter, link_.hover());
    if (pressed_ && std::abs(drag_to_ - pressed_->x()) > size::mark) {
        painter.fillRect(QRectF(QPointF(pressed_->x(), plot_.frame().top()), QPointF(drag_to_, plot_.frame().bottom())), tint(t.accent));
    } else if (marked_) {
        painter.fillRect(QRectF(QPointF(plot_.toX(marked_->first), plot_.frame().top()), QPointF(plot_.toX(marked_->second), plot_.frame().bottom())),
                         tint(t.accent));
    }
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
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange) invalidate();
    QWidget::changeEvent(event);
}

void MetricChart::mark(double from, double to) {
    marked_ = std::pair{from, to};
    const int room = open_marked_->sizeHint().width() + size::xs + zoom_marked_->sizeHint().width();
    const double middle = (plot_.toX(from) + plot_.toX(to)) / 2;
    const int left = std::clamp(static_cast<int>(middle) - room / 2, size::xs, std::max(size::xs, width() - room - size::xs));
    const int top = static_cast<int>(plot_.frame().bottom()) - open_marked_->sizeHint().height() - size::xs;
    open_marked_->setGeometry(QRect(QPoint(left, top), open_marked_->sizeHint()));
    zoom_marked_->setGeometry(QRect(QPoint(left + open_marked_->width() + size::xs, top), zoom_marked_->sizeHint()));
    open_marked_->show();
    zoom_marked_->show();
    update();
}

void MetricChart::unmark() {
    marked_.reset();
    open_marked_->hide();
    zoom_marked_->hide();
    update();
}

void MetricChart::openMarked() {
    if (!marked_) return;
    const auto [low, high] = std::minmax({marked_->first, marked_->second});
    unmark();
    activate(low, high, no_hover);
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
    const double x = std::clamp(event->position().x(), frame.left(), frame.right());
    if (pressed_) {
        drag_to_ = x;
        update();
    }
    link_.setHover(frame.adjusted(-size::m, -size::m, size::m, size::m).contains(event->position()) || pressed_ ? plot_.fromX(x) : no_hover);
}

void MetricChart::mousePressEvent(QMouseEvent* event) {
    unmark();
    if (event->button() != Qt::LeftButton || !plot_.frame().adjusted(-size::s, 0, size::s, 0).contains(event->position())) return;
    pressed_ = event->position();
    drag_to_ = pressed_->x();
}

void MetricChart::mouseReleaseEvent(QMouseEvent* event) {
    if (!pressed_ || event->button() != Qt::LeftButton) return;
    const QPointF from = *pressed_;
    drag_to_ = std::clamp(event->position().x(), plot_.frame().left(), plot_.frame().right());
    pressed_.reset();
    update();
    if (!plot_.hasData()) return;
    const double x = plot_.fromX(std::clamp(from.x(), plot_.frame().left(), plot_.frame().right()));
    if (std::abs(drag_to_ - from.x()) <= size::mark) activate(x, x, from.y());
    else mark(x, plot_.fromX(drag_to_));
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
    };
    switch (event->key()) {
        case Qt::Key_Left: return move(at - step);
        case Qt::Key_Right: return move(at + step);
        case Qt::Key_Home: return move(axis.low);
        case Qt::Key_End: return move(axis.high);
        case Qt::Key_Return: case Qt::Key_Enter: case Qt::Key_Space:
            if (marked_) return openMarked();
            return activate(at, at, no_hover);
        case Qt::Key_Z: return zoomMarked();
        case Qt::Key_Plus: case Qt::Key_Equal: return zoom(1 / zoom_step, at);
        case Qt::Key_Minus: return zoom(zoom_step, at);
        case Qt::Key_0: return link_.setRange(std::nullopt);
        case Qt::Key_L: return setLogScale(!plot_.logScale());
        case Qt::Key_Escape:
            if (!marked_) event->ignore();
            unmark();
            return link_.setHover(no_hover);
        default: if (!editKey(event)) QWidget::keyPressEvent(event);
    }
}

}  // namespace retort::ui
