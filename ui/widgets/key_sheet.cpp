// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/key_sheet.h"

#include <QGridLayout>

#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"

namespace retort::ui {

KeySheet::KeySheet(QWidget* window) : Overlay(window, tr("Keys")) {
    grid_ = new QGridLayout;
    grid_->setContentsMargins(size::xl, size::l, size::xl, size::l);
    grid_->setHorizontalSpacing(size::l);
    grid_->setVerticalSpacing(size::xs);
    setLayout(grid_);
}

void KeySheet::fill(int column, const QString& title, const Keys& keys) {
    grid_->addWidget(makeLabel(title, "title"), 0, column, 1, 2);
    int row = 1;
    for (const auto& [key, what] : keys) {
        QLabel* name = makeLabel(key, "keys");
        grid_->addWidget(name, row, column, Qt::AlignRight | Qt::AlignVCenter);
        QLabel* text = makeLabel(what);
        text->setAccessibleName(QStringLiteral("%1: %2").arg(key, what));
        grid_->addWidget(text, row++, column + 1);
    }
}

void KeySheet::show(const QString& page, const Keys& page_keys, const Keys& everywhere) {
    while (QLayoutItem* item = grid_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    fill(0, page, page_keys);
    fill(2, tr("Everywhere"), everywhere);
    QLabel* close = makeLabel(tr("Esc closes this sheet · Ctrl+K finds anything by name"), "label");
    grid_->addWidget(close, grid_->rowCount(), 0, 1, 4, Qt::AlignHCenter);
    setAccessibleDescription(page);
    open();
}

}  // namespace retort::ui
