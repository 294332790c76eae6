// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sparkline.h"

#include <QPainter>
#include <algorithm>

#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

constexpr double line_width = 1.4;

}  // namespace

void SparklineDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyledItemDelegate::paint(painter, option, index);
    const auto values = index.data(role_).value<QVector<double>>();
    if (values.size() < 2) return;
    const QRectF room = QRectF(option.rect).adjusted(size::s, size::xs, -size::s, -size::xs);
    QPolygonF line;
    for (qsizetype i = 0; i < values.size(); ++i) {
        const double x = room.left() + room.width() * static_cast<double>(i) / static_cast<double>(values.size() - 1);
        line << QPointF(x, room.bottom() - room.height() * std::clamp(values[i], 0.0, 1.0));
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(tokens().line, size::hairline));
    painter->drawLine(room.bottomLeft(), room.bottomRight());
    painter->setPen(QPen(tokens().series[0], line_width));
    painter->drawPolyline(line);
    painter->restore();
}

QSize SparklineDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {size::spark_width, size::row};
}

}  // namespace retort::ui
