// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QPointer>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "ui/models/search_hit.h"
#include "ui/session/run_session.h"

namespace retort::ui {

/// Rollouts that pass a filter, fetched page by page as the view reaches the end; nothing is read on the GUI thread. What
/// has been fetched stays as it is while the run goes on: newer rows are counted, and come with reload().
class RolloutTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Where, Problem, Answer, Verdict, Reward, Length, Language, Flags, ColumnCount };
    /// Share of words in the prompt's language (double), for the Language column's bar; invalid: no words.
    static constexpr int ShareRole = Qt::UserRole + 1;
    /// Where in the Problem column's text the search text stands (QPoint: from, size); invalid: nothing is searched. While
    /// something is, that column tells the words around it and whether they were asked or written.
    static constexpr int HitRole = Qt::UserRole + 2;
    using QAbstractTableModel::QAbstractTableModel;

    void setSession(RunSession* session);
    void setFilter(const RolloutFilter& filter, RolloutOrder order);
    /// An empty list that is still loading, while the filter is being worked out: until setFilter().
    void await();
    /// These traces in place of what the filter gives, in their order (`as_given`) or in that of the list; nothing: the
    /// filter again. Takes effect with the next reload.
    void setChosen(std::optional<std::vector<RolloutId>> traces, bool as_given = true) {
        chosen_ = std::move(traces);
        as_given_ = as_given;
    }
    /// Traces with a bookmark, and its note.
    void setMarks(std::map<RolloutId, QString> marks);
    const RolloutFilter& filter() const { return filter_; }
    RolloutOrder order() const { return order_; }
    /// What a click on a column's header asks for: its order, or that turned round when it is in force; empty: cannot be
    /// sorted by.
    std::optional<RolloutOrder> orderFor(int column) const;
    static QString nameOf(int column);
    void reload();
    /// True until the first page of the present filter is there.
    bool loading() const { return loading_ && rows_.empty(); }
    /// Whether the run has added rollouts since the first page was read.
    bool hasNewer() const;
    const RolloutSummary& at(int row) const { return rows_[static_cast<std::size_t>(row)]; }
    /// Row of a rollout among those fetched; -1: not there.
    int rowOf(RolloutId id) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

Q_SIGNALS:
    /// A page arrived; `first`: it is the first of this filter.
    void pageRead(bool first);

private:
    /// A page and, of a search, where each row has its hit.
    struct Found {
        RolloutPage page;
        std::vector<SearchHit> hits;
    };
    void clear(bool more, bool loading);
    void take(Found found);
    /// What the Problem column says of a row with a hit; `begin`: where the hit stands in it.
    QString hitText(int row, qsizetype& begin) const;
    QString text(const RolloutSummary& row, int column) const;
    /// An arrow where the list is sorted by this column.
    QString arrowOf(int column) const;

    QPointer<RunSession> session_;
    RolloutFilter filter_;
    RolloutOrder order_ = RolloutOrder::NewestFirst;
    std::optional<std::vector<RolloutId>> chosen_;
    bool as_given_ = true;
    std::map<RolloutId, QString> marks_;
    std::vector<RolloutSummary> rows_;
    std::vector<SearchHit> hits_;  ///< of each row, or empty
    bool more_ = false, loading_ = false;
    RolloutId newest_at_load_;
};

}  // namespace retort::ui
