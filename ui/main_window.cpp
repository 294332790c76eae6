// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include <QAbstractButton>
#include <QBoxLayout>
#include <QCloseEvent>
#include <QFileDialog>
#include <QMimeData>
#include <QSettings>
#include <QShortcut>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QStatusBar>

#include "base/error.h"
#include "project/project.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/runs_page.h"
#include "ui/pages/traces_page.h"
#include "ui/session/background.h"
#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/header_bar.h"
#include "ui/widgets/rail.h"
#include "ui/widgets/stage_strip.h"

namespace retort::ui {
namespace {

const QString geometry_key = QStringLiteral("window/geometry"), overview_key = QStringLiteral("overview/splitter"),
              traces_key = QStringLiteral("traces/splitter"), theme_key = QStringLiteral("theme");

/// What a folder turned out to be.
struct Opened {
    std::filesystem::path project, run;
    bool live = false;   ///< a trainer is at work on the run
};

Opened resolve(const std::filesystem::path& folder) {
    Opened opened;
    std::error_code ignored;
    if (std::filesystem::exists(RunDirectory(folder).store(), ignored) || std::filesystem::exists(RunDirectory(folder).manifest(), ignored)) {
        opened.run = std::filesystem::absolute(folder).lexically_normal();
        if (opened.run.filename().empty()) opened.run = opened.run.parent_path();
        const std::filesystem::path project = opened.run.parent_path().parent_path();
        if (std::filesystem::exists(project / "recipe.toml", ignored)) rememberProject(project);
        return opened;
    }
    opened.project = openProject(folder).folder;
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

MainWindow::MainWindow(Theme& theme) : theme_(theme) {
    setWindowTitle(tr("Retort"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/retort.svg")));
    setMinimumSize(size::window_min_width, size::window_min_height);
    resize(size::window_width, size::window_height);
    setAcceptDrops(true);
    build();
    wire();
    makeMenuKeys();
    restoreState();
    goTo(Runs);
}

MainWindow::~MainWindow() {
    // Pages let go of the session before it dies.
    overview_->setSession(nullptr);
    traces_->setSession(nullptr);
    compare_->setSession(nullptr);
    strip_->setSession(nullptr);
    header_->setSession(nullptr);
}

void MainWindow::build() {
    rail_ = new Rail;
    header_ = new HeaderBar;
    strip_ = new StageStrip;
    strip_->hide();
    pages_ = new QStackedWidget;
    runs_ = new RunsPage;
    overview_ = new OverviewPage;
    traces_ = new TracesPage;
    compare_ = new ComparePage;
    for (QWidget* page : {static_cast<QWidget*>(runs_), static_cast<QWidget*>(overview_), static_cast<QWidget*>(traces_), static_cast<QWidget*>(compare_)}) {
        pages_->addWidget(page);
    }
    rail_->addPage(QStringLiteral("runs"), tr("Runs"));
    rail_->addPage(QStringLiteral("overview"), tr("Overview"));
    rail_->addPage(QStringLiteral("traces"), tr("Traces"));
    rail_->addPage(QStringLiteral("compare"), tr("Compare"));
    QAbstractButton* theme = rail_->addAction(QStringLiteral("theme"), tr("Theme"));
    theme->setToolTip(tr("Light, dark, or as the system"));
    connect(theme, &QAbstractButton::clicked, this, &MainWindow::cycleTheme);

    auto* right = column(0);
    right->addWidget(header_);
    right->addWidget(strip_);
    right->addWidget(pages_, 1);
    auto* all = row(0);
    all->addWidget(rail_);
    all->addLayout(right, 1);
    auto* central = new QWidget;
    central->setLayout(all);
    setCentralWidget(central);
}

void MainWindow::wire() {
    connect(rail_, &Rail::chosen, this, qOverload<int>(&MainWindow::goTo));
    connect(runs_, &RunsPage::openWanted, this, [this](const QString& folder) { open(folder); });
    connect(runs_, &RunsPage::startWanted, this, [this](const QString& project) { open(project, true); });
    connect(runs_, &RunsPage::abacusWanted, this, &MainWindow::runAbacus);
    connect(overview_, &OverviewPage::runsWanted, this, [this] { goTo(Runs); });
    connect(overview_, &OverviewPage::tracesWanted, this, [this](StageId stage, Step step) {
        traces_->showStep(stage, step);
        goTo(Traces);
    });
    connect(overview_, &OverviewPage::traceWanted, this, [this](RolloutId rollout) {
        traces_->showRollout(rollout);
        goTo(Traces);
    });
    connect(strip_, &StageStrip::stageChosen, this, [this](StageId stage) {
        overview_->setStage(stage);
        traces_->setStage(stage);
    });
    connect(strip_, &StageStrip::evaluationsWanted, this, [this] { goTo(Compare); });
    connect(header_, &HeaderBar::resumeWanted, this, [this] {
        if (session_) startTraining(session_->projectFolder(), {QStringLiteral("--resume")});
    });
    connect(&trainer_, &TrainerProcess::started, this, [this](const QString& run) {
        runs_->setBusy(false);
        openRun(run);
        goTo(Overview);
    });
    connect(&trainer_, &TrainerProcess::failed, this, [this](const QString& reason) {
        runs_->setBusy(false);
        complain(reason);
    });
}

void MainWindow::makeMenuKeys() {
    auto key = [this](const QKeySequence& keys, auto action) { connect(new QShortcut(keys, this), &QShortcut::activated, this, action); };
    key(QKeySequence::Open, [this] {
        const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a project or a run"));
        if (!folder.isEmpty()) open(folder);
    });
    key(QKeySequence::Quit, [this] { close(); });
    key(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T), [this] { cycleTheme(); });
}

void MainWindow::open(const QString& folder, bool start) {
    inBackground<Opened>(this, [folder] { return resolve(folder.toStdString()); }, [this, start](Opened opened) {
        // Two trainers of one project would only slow each other down: the one at work is shown instead.
        if (start && !opened.project.empty() && !opened.live) return startTraining(opened.project);
        runs_->setBusy(false);
        if (!opened.run.empty()) {
            openRun(QString::fromStdString(opened.run.string()));
            if (pages_->currentIndex() == Runs) goTo(Overview);
            return;
        }
        goTo(Runs);
    }, [this](const QString& reason) { complain(reason); });
}

void MainWindow::openRun(const QString& run_folder) {
    const RunDirectory run{std::filesystem::path(run_folder.toStdString())};
    if (session_ && session_->directory().root() == run.root()) return;
    auto fresh = std::make_unique<RunSession>(run);
    overview_->setSession(fresh.get());
    traces_->setSession(fresh.get());
    compare_->setSession(fresh.get());
    strip_->setSession(fresh.get());
    header_->setSession(fresh.get());
    session_ = std::move(fresh);
    strip_->show();
    runs_->showProblem({});
    connect(session_.get(), &RunSession::replied, this, [this](bool ok, const QString& message) { if (!ok) complain(message); });
    setWindowTitle(tr("%1 › %2 – Retort").arg(session_->projectName(), session_->id()));
}

void MainWindow::runAbacus() {
    runs_->setBusy(true);
    inBackground<QString>(this, [] {
        const std::filesystem::path folder = abacusFolder();
        if (!std::filesystem::exists(folder)) {
            std::filesystem::create_directories(folder.parent_path());
            createFromTemplate("abacus", folder);
        }
        return QString::fromStdString(folder.string());
    }, [this](const QString& project) { open(project, true); }, [this](const QString& reason) {
        runs_->setBusy(false);
        complain(reason);
    });
}

void MainWindow::startTraining(const std::filesystem::path& project, const QStringList& arguments) {
    runs_->setBusy(true);
    runs_->showProblem({});
    trainer_.start(project, arguments);
}

void MainWindow::complain(const QString& text) {
    runs_->showProblem(text);
    goTo(Runs);
}

void MainWindow::goTo(int page) {
    pages_->setCurrentIndex(page);
    // Keys belong to the page one has gone to.
    if (pages_->currentWidget()->focusProxy() != nullptr) pages_->currentWidget()->setFocus(Qt::OtherFocusReason);
    rail_->setCurrent(page);
}

bool MainWindow::goTo(const QString& name) {
    static const QStringList names{QStringLiteral("runs"), QStringLiteral("overview"), QStringLiteral("traces"), QStringLiteral("compare")};
    const auto page = static_cast<int>(names.indexOf(name));
    if (page < 0) return false;
    goTo(page);
    return true;
}

void MainWindow::cycleTheme() {
    const auto next = static_cast<ThemeChoice>((static_cast<int>(theme_.choice()) + 1) % 3);
    theme_.setChoice(next);
    QSettings().setValue(theme_key, static_cast<int>(next));
}

void MainWindow::restoreState() {
    const QSettings settings;
    restoreGeometry(settings.value(geometry_key).toByteArray());
    overview_->restoreState(settings.value(overview_key).toByteArray());
    traces_->restoreState(settings.value(traces_key).toByteArray());
    const int theme = settings.value(theme_key, 0).toInt();
    if (theme > 0 && theme < 3) theme_.setChoice(static_cast<ThemeChoice>(theme));
}

void MainWindow::closeEvent(QCloseEvent* event) {
    QSettings settings;
    settings.setValue(geometry_key, saveGeometry());
    settings.setValue(overview_key, overview_->saveState());
    settings.setValue(traces_key, traces_->saveState());
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls() && event->mimeData()->urls().front().isLocalFile()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) { open(event->mimeData()->urls().front().toLocalFile()); }

}  // namespace retort::ui
