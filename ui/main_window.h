// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QJsonObject>
#include <QMainWindow>
#include <QThreadPool>
#include <QVariantMap>
#include <map>
#include <memory>

#include "ui/page_history.h"
#include "ui/pages/page.h"
#include "ui/pages/page_list.h"
#include "ui/session/desktop_notifier.h"
#include "ui/session/run_session.h"
#include "ui/session/trainer_process.h"
#include "ui/theme/language.h"
#include "ui/theme/theme.h"

class QStackedWidget;

namespace retort::ui {

class CommandPalette;
class HeaderBar;
class KeySheet;
class NoticeBar;
class Rail;
class ScrollMemory;
class StageStrip;

/// The frame: rail, header, stage strip, pages. Owns the open run's session; the pages know only that.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(Theme& theme, Language& language);
    ~MainWindow() override;

    /// A run folder is opened; a project with its newest run; a project without runs is only remembered, or started if
    /// `start`. Anything else is offered to the pages.
    void open(const QString& folder, bool start = false);
    void openRun(const QString& run_folder);
    /// Trains a copy of the project that ships.
    void runAbacus();
    /// Opens the run of last time and shows what was shown. What is gone is passed over.
    void reopenLast();
    void goTo(int page);
    /// Opens the link's run when it names one, brings its page to the front and shows what it asks for. False: no such page.
    bool goTo(const PageLink& link);
    bool goTo(const QString& page) { return goTo(PageLink{page, {}}); }
    /// To the place that was left for this one, as it was, or to the one that back() left. Nothing where there is none.
    void goBack();
    void goForward();
    int pageCount() const { return static_cast<int>(all_pages_.size()); }
    Page* page(const QString& id) const;
    Page* currentPage() const;
    RunSession* session() { return session_.get(); }
    NoticeBar& notices() { return *notices_; }
    /// Does what the command palette lists under this name (the shown page's actions first). False: there is no such thing.
    bool perform(const QString& name);

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void build();
    void rebuild();
    void wire(Page* page);
    void wireFrame();
    void makeKeys();
    std::vector<PageAction> actions();
    std::vector<PageAction> stagePlaces();
    void chooseStage(StageId stage);
    void showPalette();
    void showKeys();
    void setSessionEverywhere(RunSession* session);
    void startTraining(const QString& project, const QStringList& arguments = {});
    void offerFiles(const QStringList& files, const QString& otherwise);
    void setStarting(bool starting);
    void tellNews();
    void chooseFolder();
    void undo(bool again);
    /// In front, without a trace in the history.
    void bring(int page);
    VisitedPlace placeNow() const;
    void revisit(const VisitedPlace& place);
    void cycleTheme();
    void switchLanguage();
    static QString otherLanguage();
    void copyLink();
    /// What comes back after a restart, by its key in the settings.
    QVariantMap stateNow() const;
    void saveState();
    /// Writes it in the background where it has changed.
    void keepState();
    void keepStateFromNowOn();
    void restoreState();
    /// Once the run that they are of is shown.
    void restorePlaces(const QString& run);
    QString runOpen() const;

    Theme& theme_;
    Language& language_;
    std::unique_ptr<RunSession> session_;
    TrainerProcess trainer_;
    DesktopNotifier notifier_;
    RunState last_state_ = RunState::Starting;
    Rail* rail_ = nullptr;
    HeaderBar* header_ = nullptr;
    StageStrip* strip_ = nullptr;
    NoticeBar* notices_ = nullptr;
    CommandPalette* palette_ = nullptr;
    KeySheet* key_sheet_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    std::vector<PageEntry> entries_;
    std::vector<Page*> all_pages_;
    std::vector<ScrollMemory*> memories_;  ///< one for each page
    QString places_of_;                    ///< the run whose places are in places_
    QHash<QString, QJsonObject> places_;   ///< by page, of last time, until that run is open
    PageHistory history_;
    QVariantMap kept_state_;
    QThreadPool saver_;  ///< waits for what is being written when it goes
};

}  // namespace retort::ui
