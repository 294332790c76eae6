// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QStyledItemDelegate>

#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

class Table : public QTableView {
protected:
    /// A click beside the rows chooses none of them, and takes nothing from the one that is chosen: what stands beside the
    /// table goes on showing it.
    void mousePressEvent(QMouseEvent* event) override {
        if (selectionMode() == SingleSelection && !indexAt(event->pos()).isValid()) return event->accept();
        QTableView::mousePressEvent(event);
    }
    void keyPressEvent(QKeyEvent* event) override {
        if (event->matches(QKeySequence::Copy)) {
            QStringList rows;
            for (const QModelIndex& first : selectionModel()->selectedRows()) {
                QStringList cells;
                for (int column = 0; column < model()->columnCount(); ++column)
                    cells << first.siblingAtColumn(column).data().toString();
                rows << cells.join(QLatin1Char('\t'));
            }
            QGuiApplication::clipboard()->setText(rows.join(QLatin1Char('\n')));
            return;
        }
        QTableView::keyPressEvent(event);
    }
};

QStringList cells(const QAbstractItemModel& model, int row) {
    QStringList texts;
    for (int column = 0; column < model.columnCount(); ++column) {
        texts << (row < 0 ? model.headerData(column, Qt::Horizontal).toString()
                          : model.index(row, column).data().toString());
    }
    return texts;
}

/// What is coloured keeps its colour in a chosen row.
class Delegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        if (index.data(Qt::ForegroundRole).isValid())
            option->palette.setBrush(QPalette::HighlightedText, option->palette.brush(QPalette::Text));
    }
};

}  // namespace

QTableView* makeTable(QAbstractItemModel* model, const QString& accessible_name) {
    auto* table = new Table;
    table->setModel(model);
    table->setItemDelegate(new Delegate(table));
    table->setAccessibleName(accessible_name);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(size::row);
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setMinimumSectionSize(size::xl);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    return table;
}

QString lineText(QStringList cells, QChar separator) {
    if (separator == QLatin1Char(',')) {
        for (QString& cell : cells) {
            if (cell.contains(QLatin1Char(',')) || cell.contains(QLatin1Char('"')) || cell.contains(QLatin1Char('\n'))) {
                cell = QLatin1Char('"') + cell.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
            }
        }
    }
    return cells.join(separator) + QLatin1Char('\n');
}

QString tableText(const QAbstractItemModel& model, QChar separator) {
    QString text;
    for (int row = -1; row < model.rowCount(); ++row) text += lineText(cells(model, row), separator);
    return text;
}

QString tableMarkdown(const QAbstractItemModel& model) {
    QString text;
    for (int row = -1; row < model.rowCount(); ++row) {
        QStringList line = cells(model, row);
        for (QString& cell : line) cell.replace(QLatin1Char('|'), QStringLiteral("\\|"));
        text += QStringLiteral("| %1 |\n").arg(line.join(QStringLiteral(" | ")));
        if (row < 0) text += QStringLiteral("|%1\n").arg(QStringLiteral("---|").repeated(model.columnCount()));
    }
    return text;
}

}  // namespace retort::ui
