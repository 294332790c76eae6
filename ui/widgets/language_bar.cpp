// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/language_bar.h"

#include <QPainter>

#include "ui/models/rollout_table.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/marked_text.h"

namespace retort::ui {

void LanguageBarDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyledItemDelegate::paint(painter, option, index);
    const QVariant value = index.data(RolloutTableModel::ShareRole);
    if (!value.isValid()) return;
    const double share = std::clamp(value.toDouble(), 0.0, 1.0);
    const QRectF bar(option.rect.left() + size::xs, option.rect.center().y() - size::bar_height / 2.0, size::bar_width,
                     size::bar_height);
    const QColor own = tint(tokens().text);
    painter->fillRect(QRectF(bar.topLeft(), QSizeF(bar.width() * share, bar.height())), own);
    if (share < 1)
        painter->fillRect(
            QRectF(bar.left() + bar.width() * share + 1, bar.top(), bar.width() * (1 - share) - 1, bar.height()),
            markColor(MarkKind::Foreign));
}

}  // namespace retort::ui
