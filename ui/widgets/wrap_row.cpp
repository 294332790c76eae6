// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/wrap_row.h"

#include <QWidget>
#include <algorithm>
#include <utility>

namespace retort::ui {

WrapRow::WrapRow(int spacing) {
    setSpacing(spacing);
    setContentsMargins(0, 0, 0, 0);
}

WrapRow::~WrapRow() {
    for (QLayoutItem* item : items_) delete item;
}

void WrapRow::addFiller(QWidget* widget) {
    filler_ = widget;
    addWidget(widget);
}

QLayoutItem* WrapRow::itemAt(int index) const {
    return index >= 0 && index < count() ? items_[static_cast<std::size_t>(index)] : nullptr;
}

QLayoutItem* WrapRow::takeAt(int index) {
    QLayoutItem* item = itemAt(index);
    if (item != nullptr) items_.erase(items_.begin() + index);
    return item;
}

QSize WrapRow::sizeHint() const {
    QSize size;
    for (const QLayoutItem* item : items_) {
        if (item->isEmpty() || item->widget() == filler_) continue;
        const QSize wanted = item->sizeHint();
        size = {size.width() + (size.isEmpty() ? 0 : spacing()) + wanted.width(), std::max(size.height(), wanted.height())};
    }
    return size;
}

QSize WrapRow::minimumSize() const {
    QSize size;
    for (const QLayoutItem* item : items_)
        if (!item->isEmpty() && item->widget() != filler_) size = size.expandedTo(item->sizeHint());
    return size;
}

void WrapRow::setGeometry(const QRect& area) {
    QLayout::setGeometry(area);
    place(area, true);
}

int WrapRow::place(const QRect& area, bool move) const {
    int x = area.left(), y = area.top(), line = 0;
    std::vector<std::pair<QLayoutItem*, QRect>> placed;  // in this line
    // Each in the middle of its line, whose height is known when it ends.
    const auto endLine = [&] {
        if (move)
            for (const auto& [item, at] : placed) item->setGeometry(at.translated(0, (line - at.height()) / 2));
        placed.clear();
    };
    for (QLayoutItem* item : items_) {
        if (item->isEmpty()) continue;
        const bool fills = item->widget() == filler_;
        QSize size = item->sizeHint();
        const int left = area.right() + 1 - x;
        if (fills) size.setWidth(std::max(0, left));
        else if (x > area.left() && size.width() > left) {
            endLine();
            x = area.left();
            y += line + spacing();
            line = 0;
        }
        if (!fills) size.setWidth(std::min(size.width(), area.width()));
        line = std::max(line, size.height());
        placed.emplace_back(item, QRect(QPoint(x, y), size));
        x += size.width() + spacing();
    }
    endLine();
    return y + line - area.top();
}

}  // namespace retort::ui
