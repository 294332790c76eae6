// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>

class QWidget;

namespace retort::ui {

/// What a painted chart gives away, by its context menu and Ctrl+C: the picture to copy or to save as PNG or SVG, its
/// figures to copy or to save as CSV. A child of its chart.
class PictureMenu : public QObject {
    Q_OBJECT
public:
    /// `figures(separator)`: a table as text, header first. `name`: of files.
    PictureMenu(QWidget* chart, QString name, std::function<QString(QChar)> figures);
    /// By the file's ending: png, svg or csv. False: it cannot be written.
    bool saveAs(const QString& file);

Q_SIGNALS:
    void notice(const QString& text);
    void problem(const QString& text);

private:
    void open(const QPoint& at);
    void copyPicture();
    void copyFigures();
    void chooseFile(const QString& suffix);

    QWidget* chart_;
    QString name_;
    std::function<QString(QChar)> figures_;
};

}  // namespace retort::ui
