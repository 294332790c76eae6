// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QStringList>

namespace retort::ui {

/// A large figure with its label and how it moved; pressing it goes to its chart.
class FigureButton : public QAbstractButton {
    Q_OBJECT
public:
    explicit FigureButton(const QString& label, QWidget* parent = nullptr);
    /// `shorter`: what to write instead where the label has no room, each shorter than the one before it.
    void setLabel(const QString& label, const QStringList& shorter = {});
    /// What is written of the label in this many pixels; the shortest may have to be cut all the same.
    QString labelWithin(double width) const;
    /// `trend`: like "+0.31 since step 1"; empty for none.
    void setFigure(const QString& figure, const QString& trend);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString figure_, trend_;
    QStringList shorter_;
};

}  // namespace retort::ui
