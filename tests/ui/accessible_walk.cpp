// SPDX-License-Identifier: GPL-3.0-or-later
#include "accessible_walk.h"

#include <QAbstractItemView>
#include <QAction>
#include <QHeaderView>
#include <QRegularExpression>
#include <QTableView>
#include <QWidget>

namespace retort::test {
namespace {

constexpr int deepest = 60, rows_looked_at = 12;

/// What Chinese texts of the field leave as it is: names of methods, formats, figures, keys and the program's own.
const QSet<QString>& kept() {
    static const QSet<QString> words = [] {
        QSet<QString> all;
        for (const char* word : {"KL",       "SFT",   "GRPO",  "TOML",    "SVG",      "CSV",  "PNG",  "JSON",   "Lines",
                                 "Markdown", "TeX",   "token", "R1",      "DeepSeek", "pass", "cons", "Retort", "retort",
                                 "Ctrl",     "Shift", "Alt",   "Enter",   "Esc",      "Tab",  "Del",  "Menu",   "Space",
                                 "Home",     "End",   "Page",  "English", "logit",    "API",  "Top"})
            all << QLatin1String(word).toString().toLower();
        return all;
    }();
    return words;
}

bool isPart(const QWidget* widget) { return widget->objectName().startsWith(QStringLiteral("qt_")); }

/// A sign alone is read as nothing, or as its name in the tables of Unicode.
bool hasWords(const QString& text) {
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.isLetterOrNumber(); });
}

/// A combo box is called by what is chosen; what it is a choice of says its label.
QString nameOf(QAccessibleInterface& node) {
    if (node.role() != QAccessible::ComboBox) return node.text(QAccessible::Name);
    for (const auto& [label, relation] : node.relations(QAccessible::Label))
        if (label != nullptr && !label->text(QAccessible::Name).isEmpty()) return label->text(QAccessible::Name);
    return {};
}

}  // namespace

void AccessibleWalk::addData(const QStringList& words) {
    static const QRegularExpression gap(QStringLiteral("[^A-Za-z]+"));
    for (const QString& word : words)
        for (const QString& part : word.split(gap, Qt::SkipEmptyParts)) data_ << part.toLower();
}

void AccessibleWalk::fault(const QString& text) {
    if (!faults_.contains(text)) faults_ << text;
}

void AccessibleWalk::lookAtName(const QString& name, const QString& what) {
    if (!chinese_) return;
    static const QRegularExpression latin(QStringLiteral("[A-Za-z]{2,}"));
    static const QRegularExpression literal(
        QStringLiteral("(Ctrl|Alt|Shift|Meta)\\+\\w+|/[\\w/.-]+|[\\w-]+\\.\\w+|[KMG]i?B"));
    QStringList english;
    for (auto match = latin.globalMatch(QString(name).remove(literal)); match.hasNext();) {
        const QString word = match.next().captured().toLower();
        if (!kept().contains(word) && !data_.contains(word)) english << word;
    }
    if (!english.isEmpty())
        fault(QStringLiteral("%1 \"%2\" is still English: %3").arg(what, name, english.join(QLatin1Char(' '))));
}

void AccessibleWalk::lookAtList(const QAbstractItemView& view, const QString& where) {
    const QAbstractItemModel* model = view.model();
    if (model == nullptr || model->rowCount(view.rootIndex()) == 0) return;
    const auto* table = qobject_cast<const QTableView*>(&view);
    const auto said = [](const QModelIndex& index) {
        const QString text = index.data(Qt::AccessibleTextRole).toString();
        return text.isEmpty() ? index.data(Qt::DisplayRole).toString() : text;
    };
    if (view.accessibleName().isEmpty()) fault(where + QStringLiteral(": its list has no name"));
    lookAtName(view.accessibleName(), where + QStringLiteral(": list"));
    const QString what = QStringLiteral("%1: rows of \"%2\"").arg(where, view.accessibleName());
    const int columns = std::max(1, model->columnCount(view.rootIndex()));
    for (int column = 0; column < columns; ++column) {
        if (table != nullptr && table->isColumnHidden(column)) continue;
        if (table != nullptr && columns > 1 && table->horizontalHeader()->isVisibleTo(table)) {
            QString head = model->headerData(column, Qt::Horizontal, Qt::AccessibleTextRole).toString();
            if (head.isEmpty()) head = model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
            if (!hasWords(head)) fault(QStringLiteral("%1: column %2 has no name").arg(what).arg(column));
            lookAtName(head, what + QStringLiteral(": head"));
        }
        bool any = false;
        for (int row = 0; row < std::min(rows_looked_at, model->rowCount(view.rootIndex())); ++row) {
            const QModelIndex index = model->index(row, column, view.rootIndex());
            const QString text = said(index);
            any = any || !text.isEmpty();
            const bool shown = !index.data(Qt::DisplayRole).toString().isEmpty() || !index.data(Qt::DecorationRole).isNull();
            if (shown && !hasWords(text) && text != QStringLiteral("–"))
                fault(QStringLiteral("%1: cell %2 of row %3 is read as \"%4\"").arg(what).arg(column).arg(row).arg(text));
        }
        // What a delegate paints from other roles has to be said too.
        if (!any && view.itemDelegateForColumn(column) != nullptr)
            fault(QStringLiteral("%1: painted column %2 says nothing").arg(what).arg(column));
    }
    for (int row = 0; row < std::min(rows_looked_at, model->rowCount(view.rootIndex())); ++row) {
        QString all;
        for (int column = 0; column < columns; ++column)
            if (table == nullptr || !table->isColumnHidden(column)) all += said(model->index(row, column, view.rootIndex()));
        if (!hasWords(all)) fault(QStringLiteral("%1: row %2 says nothing").arg(what).arg(row));
    }
    seen_ += model->rowCount(view.rootIndex());
}

void AccessibleWalk::walk(QAccessibleInterface* node, int depth, const QString& where) {
    if (node == nullptr || depth > deepest) return;
    const QAccessible::State state = node->state();
    if (state.invisible) return;
    const QAccessible::Role role = node->role();
    auto* widget = qobject_cast<QWidget*>(node->object());
    const QString name = nameOf(*node);
    if (role == QAccessible::MenuItem || role == QAccessible::Separator) {
        const auto* action = qobject_cast<QAction*>(node->object());
        if (action != nullptr && !action->isSeparator()) {
            ++seen_;
            if (name.isEmpty()) fault(where + QStringLiteral(": an entry of the menu has no name"));
            lookAtName(name, where + QStringLiteral(": entry"));
        }
    } else if (widget != nullptr && !isPart(widget)) {
        // Parts of a control that Qt makes for itself have been looked at with the control.
        const bool acts = state.focusable || role == QAccessible::Button || role == QAccessible::CheckBox;
        const QString which =
            QStringLiteral("%1: %2 in %3")
                .arg(where, QLatin1String(widget->metaObject()->className()),
                     QLatin1String(widget->parentWidget() != nullptr ? widget->parentWidget()->metaObject()->className()
                                                                     : "nothing"));
        if (acts) {
            ++seen_;
            if (name.isEmpty()) fault(which + QStringLiteral(" has no name"));
            if (role == QAccessible::NoRole || role == QAccessible::Client)
                fault(QStringLiteral("%1 \"%2\" has no role").arg(which, name));
            lookAtName(name, which);
        }
        if (const auto* view = qobject_cast<QAbstractItemView*>(widget)) lookAtList(*view, where);
    }
    // Cells of tables name themselves by their text; what a menu opens is walked when it is open.
    if (role == QAccessible::Table || role == QAccessible::List || role == QAccessible::Tree ||
        role == QAccessible::MenuItem)
        return;
    for (int child = 0; child < node->childCount(); ++child) walk(node->child(child), depth + 1, where);
}

void AccessibleWalk::look(QWidget* root, const QString& where) {
    QAccessibleInterface* node = QAccessible::queryAccessibleInterface(root);
    if (node == nullptr || node->text(QAccessible::Name).isEmpty()) fault(where + QStringLiteral(": it has no name itself"));
    else lookAtName(node->text(QAccessible::Name), where);
    if (node != nullptr && (node->role() == QAccessible::NoRole || node->role() == QAccessible::Client))
        fault(where + QStringLiteral(": it has no role itself"));
    walk(node, 0, where);
}

}  // namespace retort::test
