// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/hit_delegate.h"

#include <QApplication>
#include <QPainter>

#include "ui/models/rollout_table.h"
#include "ui/theme/tokens.h"

namespace retort::ui {

void HitDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyledItemDelegate::paint(painter, option, index);
    const QVariant value = index.data(RolloutTableModel::HitRole);
    if (!value.isValid()) return;
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QStyle* style = cell.widget == nullptr ? QApplication::style() : cell.widget->style();
    const int margin = style->pixelMetric(QStyle::PM_FocusFrameHMargin, &cell, cell.widget) + 1;
    const QRect room =
        style->subElementRect(QStyle::SE_ItemViewItemText, &cell, cell.widget).adjusted(margin, 0, -margin, 0);
    const QPoint hit = value.toPoint();
    const QFontMetricsF metrics(cell.font);
    const double left = room.left() + metrics.horizontalAdvance(cell.text.left(hit.x()));
    const double right = std::min(left + metrics.horizontalAdvance(cell.text.mid(hit.x(), hit.y())), room.right() + 1.0);
    if (right <= left) return;
    const QRectF box(left, room.center().y() - metrics.height() / 2, right - left, metrics.height());
    painter->fillRect(box, tint(tokens().accent));
    painter->fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), size::underline), tokens().accent);
}

}  // namespace retort::ui
