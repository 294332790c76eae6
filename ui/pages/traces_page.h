// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <optional>

#include "ui/models/rollout_link.h"
#include "ui/pages/page.h"
#include "ui/session/bookmarks.h"
#include "ui/session/run_session.h"

class QPushButton;
class QSplitter;
class QTableView;

namespace retort::ui {

class EmptyState;
class RolloutFilterBar;
class RolloutTableModel;
class TraceReader;

/// Everything the model wrote: filters, a table that never loads more than it shows, and the reading pane.
class TracesPage : public Page {
    Q_OBJECT
public:
    explicit TracesPage(QWidget* parent = nullptr);
    void setSession(RunSession* session) override;
    void setStage(StageId stage) override;
    /// A RolloutView (ui/models/rollout_link.h), and `rollout`: the one to read; `view=tokens`: token by token.
    void openLink(const PageLink& link) override;
    QUrlQuery link() const override;
    QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    std::vector<PageAction> actions() override;
    RolloutTableModel& model() { return *model_; }
    TraceReader& reader() { return *reader_; }

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeLeft();
    void wire();
    void makeKeys();
    void openView(const QUrlQuery& query);
    void copyLink();
    void fitColumns();
    void fitColumn(int column, const QStringList& samples);
    void fitPlaceColumn();
    void askNames();
    void apply();
    void list(const RolloutFilter& filter);
    /// Empty: of none.
    QString stageName(StageId id) const;
    void sift();
    void sifted(const QString& stage, const Ending& asked, const EndedTraces& answer, const QString& reason);
    void showEmpty();
    void leaveEmpty();
    void pageRead(bool first);
    void count();
    void bookmark(bool marked);
    void toggleBookmark();
    void note(const QString& text);
    void showBookmark();
    void showBookmarks();
    void openBookmarks();
    void refreshNewer();
    void placeNewer();

    RunSession* session_ = nullptr;
    RolloutFilterBar* filter_;
    RolloutTableModel* model_;
    QTableView* table_;
    TraceReader* reader_;
    QSplitter* splitter_;
    EmptyState* empty_;
    QPushButton* newer_;
    RolloutId wanted_;
    EndedTraces ended_;           ///< of the present filter
    QString no_recipe_;           ///< why nobody can say where samples end; empty: it can be said
    bool sifting_ = false;        ///< where samples end is being found out
    bool seen_ = false;           ///< since the session was set
    std::uint64_t sessions_ = 0;  ///< an answer for another session is none
    std::unique_ptr<Bookmarks> bookmarks_;
    std::optional<QUrlQuery> pending_;  ///< a link that came before the run's stages were known
    QTimer newer_tick_;
};

}  // namespace retort::ui
