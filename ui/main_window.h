// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <memory>

#include "ui/session/run_session.h"
#include "ui/session/trainer_process.h"
#include "ui/theme/theme.h"

class QStackedWidget;

namespace retort::ui {

class ComparePage;
class HeaderBar;
class OverviewPage;
class Rail;
class RunsPage;
class StageStrip;
class TracesPage;

/// The frame: rail, header, stage strip, pages. Owns the open run's session; the pages know only that.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    enum Page { Runs, Overview, Traces, Compare, PageCount };

    explicit MainWindow(Theme& theme);
    ~MainWindow() override;

    /// A run folder is opened; a project with its newest run; a project without runs is only remembered, or started if `start`.
    void open(const QString& folder, bool start = false);
    void openRun(const QString& run_folder);
    /// Trains a copy of the project that ships.
    void runAbacus();
    void goTo(int page);
    /// "runs", "overview", "traces" or "compare"; false for another word.
    bool goTo(const QString& name);
    RunSession* session() { return session_.get(); }

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void build();
    void wire();
    void makeMenuKeys();
    void startTraining(const std::filesystem::path& project, const QStringList& arguments = {});
    void complain(const QString& text);
    void cycleTheme();
    void restoreState();

    Theme& theme_;
    std::unique_ptr<RunSession> session_;
    TrainerProcess trainer_;
    Rail* rail_;
    HeaderBar* header_;
    StageStrip* strip_;
    QStackedWidget* pages_;
    RunsPage* runs_;
    OverviewPage* overview_;
    TracesPage* traces_;
    ComparePage* compare_;
};

}  // namespace retort::ui
