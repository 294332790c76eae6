// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessible>
#include <QSet>
#include <QStringList>

class QAbstractItemView;
class QWidget;

namespace retort::test {

/// Walks what a screen reader is given of a window, a panel or a menu, and keeps what is wrong with it: controls without a
/// name or a role, names that are not in the language of the window, lists whose rows say nothing.
class AccessibleWalk {
public:
    /// Words of a run, its recipe and its files: they are in every language as they are.
    void addData(const QStringList& words);
    /// From now on names have to be Chinese.
    void setChinese(bool chinese) { chinese_ = chinese; }
    void look(QWidget* root, const QString& where);
    /// A list that need not be open.
    void lookAtList(const QAbstractItemView& view, const QString& where);
    /// Controls and entries seen.
    int seen() const { return seen_; }
    const QStringList& faults() const { return faults_; }

private:
    void walk(QAccessibleInterface* node, int depth, const QString& where);
    void lookAtName(const QString& name, const QString& what);
    void fault(const QString& text);

    QSet<QString> data_;
    QStringList faults_;
    bool chinese_ = false;
    int seen_ = 0;
};

}  // namespace retort::test
