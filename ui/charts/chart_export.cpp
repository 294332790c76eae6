// SPDX-License-Identifier: GPL-3.0-or-later
// What a chart gives away: picture, vector drawing, points.
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QImage>
#include <QMenu>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>

#include "ui/charts/chart_table_view.h"
#include "ui/charts/metric_chart.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/file_question.h"

namespace retort::ui {

bool MetricChart::editKey(QKeyEvent* event) {
    const bool control = event->modifiers() & Qt::ControlModifier, shift = event->modifiers() & Qt::ShiftModifier;
    if (event->key() == Qt::Key_C && control && !shift) copyPicture();
    else if (event->key() == Qt::Key_C && control) copyPoints();
    else if (event->key() == Qt::Key_T && !control) showTable();
    else return false;
    return true;
}

void MetricChart::contextMenuEvent(QContextMenuEvent* event) {
    // From the keyboard the menu opens at the crosshair, not where the pointer happens to be.
    const bool by_key = event->reason() == QContextMenuEvent::Keyboard;
    openMenu(by_key ? mapToGlobal(plot_.frame().center().toPoint()) : event->globalPos());
}

void MetricChart::openMenu(const QPoint& at) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setAccessibleName(accessibleName());
    if (marked_) {
        menu->addAction(tr("Read the marked traces"), QKeySequence(Qt::Key_Return), [this] {
            if (marked_) activate(marked_->first, marked_->second, std::numeric_limits<double>::quiet_NaN());
        });
        menu->addAction(tr("Zoom to the marked range"), QKeySequence(Qt::Key_Z), [this] { zoomMarked(); });
        menu->addSeparator();
    }
    QAction* log =
        menu->addAction(tr("Logarithmic scale"), QKeySequence(Qt::Key_L), [this] { setLogScale(!plot_.logScale()); });
    log->setCheckable(true);
    log->setChecked(plot_.logScale());
    menu->addAction(tr("Show everything"), QKeySequence(Qt::Key_0), [this] { link_.setRange(std::nullopt); });
    menu->addAction(tr("Show as table"), QKeySequence(Qt::Key_T), [this] { showTable(); });
    menu->addSeparator();
    menu->addAction(tr("Copy picture"), QKeySequence(Qt::CTRL | Qt::Key_C), [this] { copyPicture(); });
    menu->addAction(tr("Copy points"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), [this] { copyPoints(); });
    menu->addSeparator();
    for (const QString& suffix : {QStringLiteral("png"), QStringLiteral("svg"), QStringLiteral("csv")}) {
        menu->addAction(tr("Save as %1…").arg(suffix.toUpper()), [this, suffix] { chooseFile(suffix); });
    }
    menu->popup(at);
}

QImage MetricChart::picture() {
    constexpr int ratio = 2;
    layoutPlot();
    QImage image(size() * ratio, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    paintCard(painter);
    plot_.paintReadout(painter, std::numeric_limits<double>::quiet_NaN());
    return image;
}

void MetricChart::copyPicture() {
    QGuiApplication::clipboard()->setImage(picture());
    Q_EMIT notice(tr("Copied: a picture of “%1”").arg(plot_.spec().title));
}

void MetricChart::copyPoints() {
    QGuiApplication::clipboard()->setText(toCsv(QLatin1Char('\t')));
    Q_EMIT notice(tr("Copied: the points of “%1”").arg(plot_.spec().title));
}

void MetricChart::showTable() {
    layoutPlot();
    ChartTableView::show(window(), plot_.spec().id, plot_.spec().title, plot_.table(), link_.byTime());
}

void MetricChart::chooseFile(const QString& suffix) {
    askWhereToSave(this, tr("Save chart"), QStringLiteral("%1.%2").arg(plot_.spec().id, suffix),
                   QStringLiteral("*.%1").arg(suffix), [this](const QString& file) {
                       if (saveAs(file)) Q_EMIT notice(tr("Saved: %1").arg(file));
                       else Q_EMIT problem(tr("%1 cannot be written. Choose another folder.").arg(file));
                   });
}

bool MetricChart::saveAs(const QString& file) {
    layoutPlot();
    if (file.endsWith(QStringLiteral(".svg"))) {
        QSvgGenerator generator;
        generator.setFileName(file);
        generator.setSize(size());
        generator.setViewBox(rect());
        generator.setTitle(plot_.spec().title);
        QPainter painter;
        if (!painter.begin(&generator)) return false;
        paintCard(painter);
        plot_.paintReadout(painter, std::numeric_limits<double>::quiet_NaN());
        return painter.end();
    }
    if (file.endsWith(QStringLiteral(".csv"))) {
        QSaveFile out(file);
        return out.open(QIODevice::WriteOnly) && out.write(toCsv(QLatin1Char(',')).toUtf8()) >= 0 && out.commit();
    }
    return picture().save(file);
}

}  // namespace retort::ui
