// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/metric_chart.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QMenu>
#include <QMessageBox>
#include <QPainter>
#include <QSaveFile>
#include <QStyleOption>
#include <QSvgGenerator>
#include <cmath>

#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"

namespace retort::ui {
namespace {

constexpr double no_hover = std::numeric_limits<double>::quiet_NaN();
constexpr double zoom_step = 1.25;
constexpr double title_rows = 1.9;  // of the title font's height

}  // namespace

MetricChart::MetricChart(ChartSpec spec, ChartLink& link, const MetricSeriesStore& store, QWidget* parent)
    : QWidget(parent), link_(link), plot_(std::move(spec), link, store) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(plot_.spec().title);
    connect(&link_, &ChartLink::changed, this, &MetricChart::invalidate);
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

void MetricChart::describe() {
    const QString text = plot_.describe();
    if (text != accessibleDescription()) setAccessibleDescription(text);
}

QPointF MetricChart::pointAt(double x) const { return {plot_.toX(x), plot_.frame().center().y()}; }

void MetricChart::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    const double ratio = devicePixelRatioF();
    if (stale_ || cache_.size() != size() * ratio) {
        layoutPlot();
        cache_ = QPixmap(size() * ratio);
        cache_.setDevicePixelRatio(ratio);
        cache_.fill(Qt::transparent);
        QPainter painter(&cache_);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(t.line, size::hairline));
        painter.setBrush(t.surface);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), size::radius, size::radius);
        painter.setFont(titleFont());
        painter.setPen(t.text);
        const QFontMetricsF title(titleFont()), label(labelFont());
        const double baseline = size::s + title.ascent();
        painter.drawText(QPointF(size::m, baseline), plot_.spec().title);
        QStringList notes{plot_.spec().unit};
        if (plot_.logScale()) notes << tr("log scale");
        if (plot_.hiddenPoints() > 0) notes << tr("not shown, at or below zero: %1").arg(plot_.hiddenPoints());
        if (plot_.nonFinitePoints() > 0) notes << tr("not a number: %1").arg(plot_.nonFinitePoints());
        notes.removeAll(QString());
        painter.setFont(labelFont());
        painter.setPen(plot_.nonFinitePoints() > 0 ? t.bad : t.muted);
        const double left = size::m + title.horizontalAdvance(plot_.spec().title) + size::s;
        painter.drawText(QPointF(left, baseline), label.elidedText(notes.join(QStringLiteral(" · ")), Qt::ElideRight, width() - left - size::m));
        plot_.paint(painter);
        stale_ = false;
        describe();
    }
    QPainter painter(this);
    painter.drawPixmap(0, 0, cache_);
    plot_.paintReadout(painter, link_.hover());
    if (pressed_ && std::abs(drag_to_ - pressed_->x()) > size::mark) {
        painter.fillRect(QRectF(QPointF(pressed_->x(), plot_.frame().top()), QPointF(drag_to_, plot_.frame().bottom())), tint(t.accent));
    }
    if (showsFocus(this)) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(t.accent, size::focus_ring));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), size::radius, size::radius);
    }
}

void MetricChart::resizeEvent(QResizeEvent*) { invalidate(); }

void MetricChart::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange) invalidate();
    QWidget::changeEvent(event);
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
    if (event->button() != Qt::LeftButton || !plot_.frame().adjusted(-size::s, 0, size::s, 0).contains(event->position())) return;
    pressed_ = event->position();
    drag_to_ = pressed_->x();
}

void MetricChart::mouseReleaseEvent(QMouseEvent* event) {
    if (!pressed_ || event->button() != Qt::LeftButton) return;
    const double from = pressed_->x();
    drag_to_ = std::clamp(event->position().x(), plot_.frame().left(), plot_.frame().right());
    pressed_.reset();
    update();
    if (!plot_.hasData()) return;
    if (std::abs(drag_to_ - from) <= size::mark) {
        Q_EMIT link_.activated(plot_.fromX(from));
    } else {
        const auto [low, high] = std::minmax({plot_.fromX(from), plot_.fromX(drag_to_)});
        link_.setRange(std::pair{low, high});
    }
}

void MetricChart::leaveEvent(QEvent*) { link_.setHover(no_hover); }

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
    const double step = event->modifiers() & Qt::ShiftModifier ? one * 10 : one;
    switch (event->key()) {
        case Qt::Key_Left: link_.setHover(std::max(axis.low, at - step)); break;
        case Qt::Key_Right: link_.setHover(std::min(axis.high, at + step)); break;
        case Qt::Key_Home: link_.setHover(axis.low); break;
        case Qt::Key_End: link_.setHover(axis.high); break;
        case Qt::Key_Return: case Qt::Key_Enter: case Qt::Key_Space: if (plot_.hasData()) Q_EMIT link_.activated(at); break;
        case Qt::Key_Plus: case Qt::Key_Equal: zoom(1 / zoom_step, at); break;
        case Qt::Key_Minus: zoom(zoom_step, at); break;
        case Qt::Key_0: link_.setRange(std::nullopt); break;
        case Qt::Key_L: setLogScale(!plot_.logScale()); break;
        case Qt::Key_Escape: link_.setHover(no_hover); event->ignore(); break;
        default: QWidget::keyPressEvent(event);
    }
}

void MetricChart::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    QAction* log = menu.addAction(tr("Logarithmic scale"), QKeySequence(Qt::Key_L), [this] { setLogScale(!plot_.logScale()); });
    log->setCheckable(true);
    log->setChecked(plot_.logScale());
    menu.addAction(tr("Show everything"), QKeySequence(Qt::Key_0), [this] { link_.setRange(std::nullopt); });
    menu.addSeparator();
    menu.addAction(tr("Copy image"), [this] { QGuiApplication::clipboard()->setPixmap(grab()); });
    menu.addAction(tr("Copy values"), [this] { QGuiApplication::clipboard()->setText(toCsv(QLatin1Char('\t'))); });
    menu.addSeparator();
    for (const QString& suffix : {QStringLiteral("png"), QStringLiteral("svg"), QStringLiteral("csv")}) {
        menu.addAction(tr("Save as %1…").arg(suffix.toUpper()), [this, suffix] { chooseFile(suffix); });
    }
    menu.exec(event->globalPos());
}

void MetricChart::chooseFile(const QString& suffix) {
    const QString file = QFileDialog::getSaveFileName(this, tr("Save chart"), QStringLiteral("%1.%2").arg(plot_.spec().id, suffix),
                                                      QStringLiteral("*.%1").arg(suffix));
    if (!file.isEmpty()) saveAs(file);
}

QString MetricChart::toCsv(QChar separator) const { return plot_.toCsv(separator); }

void MetricChart::saveAs(const QString& file) {
    layoutPlot();
    auto complain = [&] {
        QMessageBox::warning(this, tr("Not saved"), tr("%1 cannot be written. Choose another folder.").arg(file));
    };
    if (file.endsWith(QStringLiteral(".svg"))) {
        QSvgGenerator generator;
        generator.setFileName(file);
        generator.setSize(size());
        generator.setViewBox(rect());
        generator.setTitle(plot_.spec().title);
        QPainter painter;
        if (!painter.begin(&generator)) return complain();
        painter.fillRect(rect(), tokens().surface);
        painter.setFont(titleFont());
        painter.setPen(tokens().text);
        painter.drawText(QPointF(size::m, size::s + QFontMetricsF(titleFont()).ascent()), plot_.spec().title);
        plot_.paint(painter);
        plot_.paintReadout(painter, no_hover);
        painter.end();
        return;
    }
    if (file.endsWith(QStringLiteral(".csv"))) {
        QSaveFile out(file);
        if (!out.open(QIODevice::WriteOnly) || out.write(toCsv(QLatin1Char(',')).toUtf8()) < 0 || !out.commit()) complain();
        return;
    }
    if (!grab().save(file)) complain();
}

}  // namespace retort::ui
