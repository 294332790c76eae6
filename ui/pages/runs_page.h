// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>
#include <QTimer>
#include <memory>

#include "ui/models/run_scanner.h"
#include "ui/pages/page.h"

class QPushButton;
class QSplitter;
class QTableView;

namespace retort::ui {

class EmptyState;
class RunListModel;
class RunPanel;

/// Where one starts: recent projects and their runs, the project that ships, any folder; and what a run is called, whether
/// it is kept, and where a new one begins.
class RunsPage : public Page {
    Q_OBJECT
public:
    explicit RunsPage(QWidget* parent = nullptr);
    void setSession(RunSession* session) override;
    void setStarting(bool starting) override;
    QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    std::vector<PageAction> actions() override;
    std::vector<PageAction> places() override;
    QUndoStack* undoStack() override { return undo_; }
    RunListModel& model() { return *model_; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void scan();
    void take(std::vector<RunRow> rows);
    void chooseFolder();
    void open();
    void resume();
    void fork(const QString& checkpoint);
    void refreshActions();
    void showRow();
    /// The selected run or project; nullptr: none.
    const RunRow* at() const;
    /// nullptr: nothing, or a project without runs, is selected.
    const RunRow* selected() const;
    /// Writes a label with a way back.
    void setLabel(const std::filesystem::path& run, const RunLabel& label, const QString& what);
    void storeLabel(const std::filesystem::path& run, const RunLabel& label);
    void archive(bool archived);
    void askToDelete();
    /// Out of the list; what is on the disk stays.
    void forget(const std::filesystem::path& project);
    void moveToTrash(const std::filesystem::path& run, const QString& name);
    void trashAgain(const std::filesystem::path& run, const std::shared_ptr<QString>& in_trash);
    void bringBack(const std::filesystem::path& run, const QString& in_trash);
    void showArchived(bool shown);

    std::shared_ptr<RunScanner> scanner_ = std::make_shared<RunScanner>();
    RunListModel* model_;
    QSortFilterProxyModel* listed_;
    QTableView* table_;
    RunPanel* panel_;
    QSplitter* splitter_;
    EmptyState* empty_;
    QPushButton* start_;
    QPushButton* archived_;
    QUndoStack* undo_;
    std::filesystem::path wanted_;             ///< to be selected when it is listed
    std::filesystem::path open_;               ///< the run of the session
    std::filesystem::path was_at_, was_open_;  ///< of last time
    QTimer timer_;
    bool scanning_ = false, busy_ = false, again_ = false;
};

}  // namespace retort::ui
