// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include <QAbstractButton>
#include <QBoxLayout>
#include <QCloseEvent>
#include <QDir>
#include <QMimeData>
#include <QSettings>
#include <QStackedWidget>
#include <QStandardPaths>

#include "base/error.h"
#include "project/project.h"
#include "ui/charts/chart_table_view.h"
#include "ui/session/background.h"
#include "ui/text/core_words.h"
#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/command_palette.h"
#include "ui/widgets/first_focus.h"
#include "ui/widgets/header_bar.h"
#include "ui/widgets/key_sheet.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/overlay.h"
#include "ui/widgets/rail.h"
#include "ui/widgets/scroll_memory.h"
#include "ui/widgets/stage_strip.h"

namespace retort::ui {
namespace {

/// What a folder turned out to be.
struct Opened {
    std::filesystem::path project, run;
    bool live = false;     ///< a trainer is at work on the run
    bool foreign = false;  ///< neither a project nor a run
    QString why;           ///< foreign: what is missing
};

Opened resolve(const std::filesystem::path& folder) {
    Opened opened;
    std::error_code ignored;
    if (std::filesystem::exists(RunDirectory(folder).store(), ignored) ||
        std::filesystem::exists(RunDirectory(folder).manifest(), ignored)) {
        opened.run = std::filesystem::absolute(folder).lexically_normal();
        if (opened.run.filename().empty()) opened.run = opened.run.parent_path();
        const std::filesystem::path project = opened.run.parent_path().parent_path();
        if (std::filesystem::exists(project / "recipe.toml", ignored)) rememberProject(project);
        return opened;
    }
    // Any other file would be taken for a recipe of a strange name, and its folder for a project.
    if (std::filesystem::is_regular_file(folder, ignored) && folder.extension() != ".toml") {
        opened.foreign = true;
        opened.why =
            MainWindow::tr("These files are neither a project, a run nor a JSON Lines file that a page here can take.");
        return opened;
    }
    try {
        opened.project = openProject(folder).folder;
    } catch (const Error& error) {
        opened.foreign = true;
        opened.why = QString::fromUtf8(error.what());
        return opened;
    }
    rememberProject(opened.project);
    const std::vector<RunDirectory> runs = listRuns(opened.project);
    if (runs.empty()) return opened;
    opened.run = runs.front().root();
    opened.live = RunLock::holder(runs.front()) != 0;
    return opened;
}

std::filesystem::path abacusFolder() {
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return std::filesystem::path(data.toStdString()) / "retort" / "projects" / "abacus";
}

}  // namespace

MainWindow::MainWindow(Theme& theme, Language& language) : theme_(theme), language_(language) {
    setWindowTitle(tr("Retort"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/retort.svg")));
    setMinimumSize(size::window_min_width, size::window_min_height);
    resize(size::window_width, size::window_height);
    setAcceptDrops(true);
    theme_.buildUnstyled([this] { build(); });
    makeKeys();
    restoreState();
    bring(0);
    keepStateFromNowOn();
    connect(&trainer_, &TrainerProcess::started, this, [this](const QString& run) {
        setStarting(false);
        // Who started it to compare models waits for figures, not for curves.
        const bool comparing = currentPage() == page(QStringLiteral("compare"));
        openRun(run);
        if (!comparing) goTo(QStringLiteral("overview"));
    });
    connect(&trainer_, &TrainerProcess::failed, this, [this](const QString& reason) {
        setStarting(false);
        notices_->showProblem(coreWords(reason));
    });
    connect(&notifier_, &DesktopNotifier::opened, this, [this] {
        // A window that was minimised stays so through show().
        setWindowState((windowState() & ~Qt::WindowMinimized) | Qt::WindowActive);
        show();
        raise();
        activateWindow();
        if (last_state_ == RunState::Waiting) goTo(QStringLiteral("candidates"));
    });
    connect(&language_, &Language::changed, this, &MainWindow::rebuild);
}

// Pages let go of the session before it dies.
MainWindow::~MainWindow() { setSessionEverywhere(nullptr); }

void MainWindow::build() {
    rail_ = new Rail;
    header_ = new HeaderBar;
    strip_ = new StageStrip;
    // Shown before it has a parent it would be a window of its own, which takes the keys with it when it goes.
    if (session_ == nullptr) strip_->hide();
    stack_ = new QStackedWidget;
    entries_ = pageList();
    all_pages_.clear();
    memories_.clear();
    for (const PageEntry& entry : entries_) {
        Page* made = entry.make();
        all_pages_.push_back(made);
        memories_.push_back(new ScrollMemory(made));
        stack_->addWidget(made);
        rail_->addPage(entry.id, entry.name);
        wire(made);
    }
    // The other language by its own name, for whoever cannot read this one.
    QAbstractButton* language = rail_->addAction(QStringLiteral("language"), otherLanguage());
    language->setToolTip(otherLanguage() + QStringLiteral(" (Ctrl+Shift+E)"));
    connect(language, &QAbstractButton::clicked, this, &MainWindow::switchLanguage);
    QAbstractButton* theme = rail_->addAction(QStringLiteral("theme"), tr("Theme"));
    theme->setToolTip(tr("Light, dark, or as the system (Ctrl+Shift+T)"));
    connect(theme, &QAbstractButton::clicked, this, &MainWindow::cycleTheme);

    auto* right = column(0);
    right->addWidget(header_);
    right->addWidget(strip_);
    right->addWidget(stack_, 1);
    auto* all = row(0);
    all->addWidget(rail_);
    all->addLayout(right, 1);
    auto* central = new QWidget;
    central->setLayout(all);
    notices_ = new NoticeBar(stack_);
    // A sheet asks for the page that opened it, which goes now. A table of a chart has all its rows.
    for (Overlay* sheet : findChildren<Overlay*>(QString(), Qt::FindDirectChildrenOnly))
        if (sheet->isVisible() && qobject_cast<ChartTableView*>(sheet) == nullptr) sheet->shut();
    // At once: its pages hold keys that the new ones want.
    delete takeCentralWidget();
    setCentralWidget(central);
    // Children of the window, above everything; made anew with the words.
    delete palette_;
    delete key_sheet_;
    palette_ = new CommandPalette(this);
    key_sheet_ = new KeySheet(this);
    wireFrame();
}

void MainWindow::wire(Page* page) {
    connect(page, &Page::linkWanted, this, [this](const PageLink& link) { goTo(link); });
    connect(page, &Page::openWanted, this, [this](const QString& folder) { open(folder); });
    connect(page, &Page::startWanted, this, &MainWindow::startTraining);
    connect(page, &Page::problem, this, [this](const QString& text) { notices_->showProblem(text); });
    connect(page, &Page::notice, this,
            [this](const QString& text, const QString& button, const std::function<void()>& action) {
                notices_->showNotice(text, button, action);
            });
}

void MainWindow::wireFrame() {
    connect(rail_, &Rail::chosen, this, qOverload<int>(&MainWindow::goTo));
    connect(strip_, &StageStrip::stageChosen, this, [this](StageId stage) {
        for (Page* each : all_pages_) each->setStage(stage);
    });
    connect(strip_, &StageStrip::evaluationsWanted, this, [this] { goTo(QStringLiteral("compare")); });
    connect(header_, &HeaderBar::backWanted, this, &MainWindow::goBack);
    connect(header_, &HeaderBar::forwardWanted, this, &MainWindow::goForward);
    connect(header_, &HeaderBar::titled, this, &QWidget::setWindowTitle);
    connect(header_, &HeaderBar::resumeWanted, this, [this] {
        if (session_)
            startTraining(QString::fromStdString(session_->projectFolder().string()),
                          {QStringLiteral("--resume"), QStringLiteral("--run"), session_->id()});
    });
}

void MainWindow::chooseStage(StageId stage) {
    strip_->choose(stage);
    for (Page* each : all_pages_) each->setStage(stage);
    if (stack_->currentIndex() == 0) goTo(QStringLiteral("overview"));
}

void MainWindow::rebuild() {
    saveState();
    const QString shown = placeNow().link.page;
    std::vector<QUrlQuery> links;
    for (Page* page : all_pages_) links.push_back(page->link());
    setSessionEverywhere(nullptr);
    theme_.buildUnstyled([this] { build(); });
    restoreState();
    if (session_) setSessionEverywhere(session_.get());
    for (std::size_t i = 0; i < all_pages_.size(); ++i) {
        if (!links[i].isEmpty()) all_pages_[i]->openLink({entries_[i].id, links[i]});
    }
    bring(stack_->indexOf(page(shown)));
    // What stayed open keeps the keys, and gives them to the new page.
    if (auto* table = findChild<ChartTableView*>(); table != nullptr && table->isVisible()) table->open();
}

void MainWindow::setSessionEverywhere(RunSession* session) {
    for (Page* page : all_pages_) page->setSession(session);
    strip_->setSession(session);
    header_->setSession(session);
    strip_->setVisible(session != nullptr);
    restorePlaces(session == nullptr ? QString() : QString::fromStdString(session->directory().root().string()));
}

void MainWindow::open(const QString& folder, bool start) {
    inBackground<Opened>(
        this, [folder] { return resolve(folder.toStdString()); },
        [this, start, folder](Opened opened) {
            if (opened.foreign) return offerFiles({folder}, opened.why);
            // Two trainers of one project would only slow each other down: the one at work is shown instead.
            if (start && !opened.project.empty() && !opened.live)
                return startTraining(QString::fromStdString(opened.project.string()));
            setStarting(false);
            if (opened.run.empty()) return goTo(0);
            openRun(QString::fromStdString(opened.run.string()));
            if (stack_->currentIndex() == 0) goTo(QStringLiteral("overview"));
        },
        [this](const QString& reason) { notices_->showProblem(reason); });
}

void MainWindow::offerFiles(const QStringList& files, const QString& otherwise) {
    setStarting(false);
    std::vector<Page*> asked{currentPage()};
    asked.insert(asked.end(), all_pages_.begin(), all_pages_.end());
    for (Page* page : asked) {
        if (!page->takeFiles(files)) continue;
        goTo(stack_->indexOf(page));
        return;
    }
    notices_->showProblem(otherwise);
}

void MainWindow::openRun(const QString& run_folder) {
    const RunDirectory run{std::filesystem::path(run_folder.toStdString())};
    if (session_ && session_->directory().root() == run.root()) return;
    auto fresh = std::make_unique<RunSession>(run);
    setSessionEverywhere(fresh.get());
    session_ = std::move(fresh);
    notices_->showProblem({});
    connect(session_.get(), &RunSession::replied, this, [this](bool ok, const QString& message) {
        if (!ok) notices_->showProblem(message);
    });
    last_state_ = session_->state();
    connect(session_.get(), &RunSession::stateChanged, this, &MainWindow::tellNews);
}

void MainWindow::tellNews() {
    const RunState now = session_->state();
    const auto news = newsOf(session_->projectName(), std::exchange(last_state_, now), now, session_->problem());
    // Whoever has the window in front of them sees it there.
    if (news && !isActiveWindow())
        notifier_.tell(tr("Retort"), *news, now == RunState::Failed || now == RunState::Crashed || now == RunState::Waiting);
}

void MainWindow::runAbacus() {
    setStarting(true);
    inBackground<QString>(
        this,
        [] {
            const std::filesystem::path folder = abacusFolder();
            if (!std::filesystem::exists(folder)) {
                std::filesystem::create_directories(folder.parent_path());
                createFromTemplate("abacus", folder);
            }
            return QString::fromStdString(folder.string());
        },
        [this](const QString& project) { open(project, true); },
        [this](const QString& reason) {
            setStarting(false);
            notices_->showProblem(reason);
        });
}

void MainWindow::startTraining(const QString& project, const QStringList& arguments) {
    if (project.isEmpty()) return runAbacus();
    setStarting(true);
    notices_->showProblem({});
    trainer_.start(std::filesystem::path(project.toStdString()), arguments);
}

void MainWindow::setStarting(bool starting) {
    for (Page* page : all_pages_) page->setStarting(starting);
}

Page* MainWindow::page(const QString& id) const {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (entries_[i].id == id) return all_pages_[i];
    }
    return nullptr;
}

Page* MainWindow::currentPage() const { return all_pages_[static_cast<std::size_t>(stack_->currentIndex())]; }

void MainWindow::bring(int page) {
    stack_->setCurrentIndex(page);
    // Keys belong to the page one has gone to.
    focusFirst(stack_->currentWidget());
    rail_->setCurrent(page);
    header_->setWays(history_.canGoBack(), history_.canGoForward());
}

void MainWindow::goTo(int page) {
    if (page != stack_->currentIndex()) history_.leave(placeNow());
    bring(page);
}

bool MainWindow::goTo(const PageLink& link) {
    Page* target = page(link.page);
    if (target == nullptr) return false;
    if (target != currentPage() || !link.parameters.isEmpty()) history_.leave(placeNow());
    if (const QString run = link.value(QStringLiteral("run")); !run.isEmpty()) openRun(QDir::cleanPath(run));
    bring(stack_->indexOf(target));
    if (link.parameters.isEmpty()) return true;
    memories_[static_cast<std::size_t>(stack_->indexOf(target))]->forget();
    target->openLink(link);
    return true;
}

VisitedPlace MainWindow::placeNow() const {
    const int at = stack_->currentIndex();
    PageLink link{entries_[static_cast<std::size_t>(at)].id, currentPage()->link()};
    if (session_) link.set(QStringLiteral("run"), QString::fromStdString(session_->directory().root().string()));
    QWidget* focus = focusWidget();
    return {link, focus != nullptr && currentPage()->isAncestorOf(focus) ? focus : nullptr};
}

void MainWindow::goBack() {
    if (history_.canGoBack()) revisit(history_.back(placeNow()));
}

void MainWindow::goForward() {
    if (history_.canGoForward()) revisit(history_.forward(placeNow()));
}

void MainWindow::revisit(const VisitedPlace& place) {
    if (const QString run = place.link.value(QStringLiteral("run")); !run.isEmpty()) openRun(run);
    Page* target = page(place.link.page);
    bring(stack_->indexOf(target));
    // A page keeps what it shows while others are in front: its lists stay where they were scrolled to.
    if (placeNow().link.toText() != place.link.toText()) target->openLink(place.link);
    if (place.focus && place.focus->isVisibleTo(this) && place.focus->isEnabled())
        place.focus->setFocus(Qt::OtherFocusReason);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!event->mimeData()->hasUrls() || !event->mimeData()->urls().front().isLocalFile() ||
        !(event->possibleActions() & Qt::CopyAction))
        return;
    // Never moved: whoever drags a file would take it away from where it was.
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void MainWindow::dropEvent(QDropEvent* event) {
    QStringList files;
    for (const QUrl& url : event->mimeData()->urls()) {
        if (url.isLocalFile()) files << url.toLocalFile();
    }
    event->setDropAction(Qt::CopyAction);
    event->accept();
    if (files.size() == 1) open(files.front());
    else if (!files.isEmpty())
        offerFiles(files, tr("These files are neither a project, a run nor a JSON Lines file that a page here can take."));
}

void MainWindow::closeEvent(QCloseEvent* event) {
    saveState();
    QMainWindow::closeEvent(event);
}

}  // namespace retort::ui
