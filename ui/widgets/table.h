// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QTableView>

namespace retort::ui {

/// A table as all ours look: whole rows, no grid, 26 px rows, no row numbers. Enter activates; Ctrl+C copies the selected
/// rows as tab-separated text.
QTableView* makeTable(QAbstractItemModel* model, const QString& accessible_name);
/// Rows as text, header first, cells quoted where a comma separates and they hold one. Markdown: a pipe table; else
/// separated by `separator`.
QString lineText(QStringList cells, QChar separator);
QString tableText(const QAbstractItemModel& model, QChar separator);
QString tableMarkdown(const QAbstractItemModel& model);

}  // namespace retort::ui
