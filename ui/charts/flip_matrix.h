// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "eval/paired.h"

namespace retort::ui {

/// Flips between every earlier and every later model: a row for the earlier, a column for the later. Green: more became
/// right; red: more became wrong; a dot where it is more than chance. A click or Enter opens the pair.
class FlipMatrix : public QWidget {
    Q_OBJECT
public:
    struct Cell {
        FlipTable flips;
        bool significant = false, filled = false;
    };
    explicit FlipMatrix(QWidget* parent = nullptr);
    /// cells[row * names.size() + column].
    void setModels(QStringList names, std::vector<Cell> cells);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void chosen(int before, int after);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    double namesWidth() const;
    double cellWidth() const;
    QRectF cellRect(int row, int column) const;
    /// Empty rectangle: none.
    std::pair<int, int> cellAt(QPointF at) const;
    QString words(int row, int column) const;
    void select(int row, int column);

    QStringList names_;
    std::vector<Cell> cells_;
    int row_ = -1, column_ = -1;
};

}  // namespace retort::ui
