// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/flip_matrix.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/theme/tokens.h"
#include "ui/widgets/accessible_role.h"
#include "ui/widgets/basics.h"

namespace retort::ui {
namespace {

constexpr int widest_cell = 84, narrowest_cell = 44, head = 96;

}  // namespace

FlipMatrix::FlipMatrix(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleRole(this, QAccessible::Chart);
    setAccessibleName(tr("Flips between models"));
}

void FlipMatrix::setModels(QStringList names, std::vector<Cell> cells) {
    names_ = std::move(names);
    cells_ = std::move(cells);
    row_ = column_ = -1;
    updateGeometry();
    update();
}

double FlipMatrix::namesWidth() const {
    double widest = 0;
    for (const QString& name : names_) widest = std::max(widest, QFontMetricsF(bodyFont()).horizontalAdvance(name));
    return std::min(widest, width() / 4.0) + size::l;
}

double FlipMatrix::cellWidth() const {
    return std::clamp((width() - namesWidth() - size::l) / std::max<double>(1, static_cast<double>(names_.size())),
                      static_cast<double>(narrowest_cell), static_cast<double>(widest_cell));
}

QSize FlipMatrix::minimumSizeHint() const {
    return {size::panel + static_cast<int>(names_.size()) * narrowest_cell,
            head + static_cast<int>(names_.size()) * size::control + size::m};
}
QSize FlipMatrix::sizeHint() const { return minimumSizeHint(); }

QRectF FlipMatrix::cellRect(int row, int column) const {
    return {namesWidth() + column * cellWidth(), static_cast<double>(head + row * size::control), cellWidth() - 2,
            size::control - 2.0};
}

std::pair<int, int> FlipMatrix::cellAt(QPointF at) const {
    const int column = static_cast<int>(std::floor((at.x() - namesWidth()) / cellWidth())),
              row = static_cast<int>(std::floor((at.y() - head) / size::control));
    const int count = static_cast<int>(names_.size());
    if (row < 0 || column < 0 || row >= count || column >= count ||
        !cells_[static_cast<std::size_t>(row * count + column)].filled)
        return {-1, -1};
    return {row, column};
}

QString FlipMatrix::words(int row, int column) const {
    const Cell& cell = cells_[static_cast<std::size_t>(row * names_.size() + column)];
    return tr("%1 to %2: %3 became right, %4 became wrong%5")
        .arg(names_[row], names_[column])
        .arg(cell.flips.wrong_to_right)
        .arg(cell.flips.right_to_wrong)
        .arg(cell.significant ? tr("; pass@1 differs by more than chance") : tr("; pass@1 differs within what chance does"));
}

void FlipMatrix::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QFontMetricsF body(bodyFont()), label(labelFont());
    const int count = static_cast<int>(names_.size());
    for (int i = 0; i < count; ++i) {
        painter.setFont(bodyFont());
        painter.setPen(t.text);
        const QRectF name(size::s, head + i * size::control, namesWidth() - size::l, size::control);
        painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter, body.elidedText(names_[i], Qt::ElideRight, name.width()));
        painter.save();
        painter.setFont(labelFont());
        painter.translate(cellRect(0, i).left() + cellWidth() / 2, head - size::xs);
        painter.rotate(-40);
        painter.drawText(QPointF(0, 0), label.elidedText(names_[i], Qt::ElideRight, head * 1.3));
        painter.restore();
    }
    painter.setFont(labelFont());
    for (int row = 0; row < count; ++row) {
        for (int column = 0; column < count; ++column) {
            const Cell& cell = cells_[static_cast<std::size_t>(row * count + column)];
            if (!cell.filled) continue;
            const QRectF box = cellRect(row, column);
            const std::int64_t gained = cell.flips.wrong_to_right, lost = cell.flips.right_to_wrong;
            const double balance =
                static_cast<double>(gained - lost) / static_cast<double>(std::max<std::int64_t>(1, cell.flips.total()));
            QColor ground = balance < 0 ? t.bad : t.good;
            ground.setAlphaF(static_cast<float>(std::min(0.06 + std::abs(balance), 0.6)));
            painter.fillRect(box, gained + lost == 0 ? wash(t.text) : ground);
            painter.setPen(t.text);
            painter.drawText(box, Qt::AlignCenter, QStringLiteral("+%1 −%2").arg(gained).arg(lost));
            if (cell.significant) {
                painter.setPen(Qt::NoPen);
                painter.setBrush(t.text);
                painter.drawEllipse(QPointF(box.right() - size::xs, box.top() + size::xs), 1.8, 1.8);
            }
            if (row == row_ && column == column_) {
                painter.setBrush(Qt::NoBrush);
                painter.setPen(QPen(t.accent, size::focus_ring));
                painter.drawRect(box);
            }
        }
    }
}

void FlipMatrix::select(int row, int column) {
    const int count = static_cast<int>(names_.size());
    if (row < 0 || column < 0 || row >= count || column >= count ||
        !cells_[static_cast<std::size_t>(row * count + column)].filled)
        return;
    row_ = row;
    column_ = column;
    setAccessibleDescription(words(row, column));
    update();
}

void FlipMatrix::mousePressEvent(QMouseEvent* event) {
    const auto [row, column] = cellAt(event->position());
    if (row < 0) return;
    select(row, column);
    Q_EMIT chosen(row, column);
}

void FlipMatrix::keyPressEvent(QKeyEvent* event) {
    if (row_ < 0 && names_.size() > 1) return select(0, 1);
    switch (event->key()) {
        case Qt::Key_Left: return select(row_, column_ - 1);
        case Qt::Key_Right: return select(row_, column_ + 1);
        case Qt::Key_Up: return select(row_ - 1, column_);
        case Qt::Key_Down: return select(row_ + 1, column_);
        case Qt::Key_Return:
        case Qt::Key_Enter: Q_EMIT chosen(row_, column_); return;
        default: QWidget::keyPressEvent(event);
    }
}

bool FlipMatrix::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    auto* help = static_cast<QHelpEvent*>(event);
    const auto [row, column] = cellAt(help->pos());
    if (row < 0) QToolTip::hideText();
    else QToolTip::showText(help->globalPos(), words(row, column), this);
    return true;
}

}  // namespace retort::ui
