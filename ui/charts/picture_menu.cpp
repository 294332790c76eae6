// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/picture_menu.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QPainter>
#include <QSaveFile>
#include <QShortcut>
#include <QSvgGenerator>
#include <QWidget>

#include "ui/widgets/file_question.h"

namespace retort::ui {

PictureMenu::PictureMenu(QWidget* chart, QString name, std::function<QString(QChar)> figures)
    : QObject(chart), chart_(chart), name_(std::move(name)), figures_(std::move(figures)) {
    chart_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(chart_, &QWidget::customContextMenuRequested, this, &PictureMenu::open);
    connect(new QShortcut(QKeySequence::Copy, chart_, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, this,
            &PictureMenu::copyPicture);
}

void PictureMenu::open(const QPoint& at) {
    auto* menu = new QMenu(chart_);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setAccessibleName(chart_->accessibleName());
    menu->addAction(tr("Copy picture"), this, &PictureMenu::copyPicture);
    menu->addAction(tr("Copy figures"), this, &PictureMenu::copyFigures);
    menu->addSeparator();
    for (const QString& suffix : {QStringLiteral("png"), QStringLiteral("svg"), QStringLiteral("csv")}) {
        menu->addAction(tr("Save as %1…").arg(suffix.toUpper()), this, [this, suffix] { chooseFile(suffix); });
    }
    menu->popup(chart_->mapToGlobal(at));
}

void PictureMenu::copyPicture() {
    QGuiApplication::clipboard()->setPixmap(chart_->grab());
    Q_EMIT notice(tr("The picture is copied"));
}

void PictureMenu::copyFigures() {
    QGuiApplication::clipboard()->setText(figures_(QLatin1Char('\t')));
    Q_EMIT notice(tr("The figures are copied"));
}

void PictureMenu::chooseFile(const QString& suffix) {
    askWhereToSave(chart_, tr("Save chart"), QStringLiteral("%1.%2").arg(name_, suffix), QStringLiteral("*.%1").arg(suffix),
                   [this](const QString& file) {
                       if (saveAs(file)) Q_EMIT notice(tr("Saved: %1").arg(file));
                       else Q_EMIT problem(tr("%1 cannot be written. Choose another folder.").arg(file));
                   });
}

bool PictureMenu::saveAs(const QString& file) {
    if (file.endsWith(QStringLiteral(".svg"))) {
        QSvgGenerator generator;
        generator.setFileName(file);
        generator.setSize(chart_->size());
        generator.setViewBox(chart_->rect());
        generator.setTitle(name_);
        QPainter painter;
        if (!painter.begin(&generator)) return false;
        chart_->render(&painter);
        return painter.end();
    }
    if (file.endsWith(QStringLiteral(".csv"))) {
        QSaveFile out(file);
        return out.open(QIODevice::WriteOnly) && out.write(figures_(QLatin1Char(',')).toUtf8()) >= 0 && out.commit();
    }
    return chart_->grab().save(file);
}

}  // namespace retort::ui
