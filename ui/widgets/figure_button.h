// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace retort::ui {

/// A large figure with its label and how it moved; pressing it goes to its chart.
class FigureButton : public QAbstractButton {
    Q_OBJECT
public:
    explicit FigureButton(const QString& label, QWidget* parent = nullptr);
    void setLabel(const QString& label);
    /// `trend`: like "+0.31 since step 1"; empty for none.
    void setFigure(const QString& figure, const QString& trend);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString figure_, trend_;
};

}  // namespace retort::ui
