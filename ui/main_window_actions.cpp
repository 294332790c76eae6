// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done anywhere in the window, its keys, and what comes back after a restart.
#include <QClipboard>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QSettings>
#include <QShortcut>
#include <QStackedWidget>
#include <QTimer>
#include <QUndoStack>

#include "ui/main_window.h"
#include "ui/widgets/command_palette.h"
#include "ui/widgets/file_question.h"
#include "ui/widgets/header_bar.h"
#include "ui/widgets/key_sheet.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/run_state_words.h"
#include "ui/widgets/scroll_memory.h"
#include "ui/widgets/stage_strip.h"

namespace retort::ui {
namespace {

const QString geometry_key = QStringLiteral("window/geometry"), page_key = QStringLiteral("window/page"),
              run_key = QStringLiteral("window/run"), theme_key = QStringLiteral("theme"),
              language_key = QStringLiteral("language");

// Not QKeySequence::Quit: some desktops have no key for it.
const QKeySequence quit(Qt::CTRL | Qt::Key_Q);
// Not QKeySequence::Back: on some desktops it is Backspace, which edits.
const QKeySequence back(Qt::ALT | Qt::Key_Left), forward(Qt::ALT | Qt::Key_Right);

QString stateKey(const QString& page) { return QStringLiteral("pages/%1").arg(page); }
QString placesKey(const QString& page) { return QStringLiteral("places/%1").arg(page); }
QString linkKey(const QString& page) { return QStringLiteral("links/%1").arg(page); }

const QString places_run_key = QStringLiteral("places_of");
constexpr int keep_state_ms = 2000;

void writeState(const QVariantMap& state) {
    QSettings settings;
    for (auto entry = state.begin(); entry != state.end(); ++entry) settings.setValue(entry.key(), entry.value());
}

}  // namespace

std::vector<PageAction> MainWindow::actions() {
    auto keys = [](const QKeySequence& sequence) { return sequence.toString(QKeySequence::NativeText); };
    std::vector<PageAction> all{
        {tr("Find anything: actions, runs, stages, metrics"), keys(Qt::CTRL | Qt::Key_K), [this] { showPalette(); }},
        {tr("Show the keys of this page"), keys(Qt::Key_F1), [this] { showKeys(); }},
        {tr("Open a project or a run…"), keys(QKeySequence::Open), [this] { chooseFolder(); }},
        {tr("Back to where one was"), keys(back), [this] { goBack(); }},
        {tr("Forward again"), keys(forward), [this] { goForward(); }},
        {tr("Undo"), keys(QKeySequence::Undo), [this] { undo(false); }},
        {tr("Redo"), keys(QKeySequence::Redo), [this] { undo(true); }},
        {tr("Copy a link to what is shown"), keys(Qt::CTRL | Qt::SHIFT | Qt::Key_L), [this] { copyLink(); }},
        {tr("Light, dark, or as the system"), keys(Qt::CTRL | Qt::SHIFT | Qt::Key_T), [this] { cycleTheme(); }},
        {otherLanguage(), keys(Qt::CTRL | Qt::SHIFT | Qt::Key_E), [this] { switchLanguage(); }},
        {tr("Close the window; training goes on"), keys(quit), [this] { close(); }}};
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        all.push_back({tr("Go to %1").arg(entries_[i].name),
                       keys(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(i))),
                       [this, i] { goTo(static_cast<int>(i)); }});
    }
    return all;
}

void MainWindow::keepStateFromNowOn() {
    saver_.setMaxThreadCount(1);  // one state after the other
    auto* timer = new QTimer(this);
    connect(timer, &QTimer::timeout, this, &MainWindow::keepState);
    timer->start(keep_state_ms);
}

void MainWindow::makeKeys() {
    auto key = [this](const QKeySequence& keys, auto action) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, action);
    };
    key(Qt::CTRL | Qt::Key_K, [this] { showPalette(); });
    key(Qt::Key_F1, [this] { showKeys(); });
    key(QKeySequence::Open, [this] { chooseFolder(); });
    key(quit, [this] { close(); });
    key(back, [this] { goBack(); });
    key(forward, [this] { goForward(); });
    key(QKeySequence::Undo, [this] { undo(false); });
    key(QKeySequence::Redo, [this] { undo(true); });
    key(Qt::CTRL | Qt::SHIFT | Qt::Key_T, [this] { cycleTheme(); });
    key(Qt::CTRL | Qt::SHIFT | Qt::Key_E, [this] { switchLanguage(); });
    key(Qt::CTRL | Qt::SHIFT | Qt::Key_L, [this] { copyLink(); });
}

std::vector<PageAction> MainWindow::stagePlaces() {
    std::vector<PageAction> places;
    if (!session_) return places;
    for (const StageRecord& stage : session_->stages()) {
        places.push_back(
            {QString::fromStdString(stage.name), stageKindWord(stage.kind), [this, id = stage.id] { chooseStage(id); }});
    }
    if (session_->gone()) return places;
    const RunState now = session_->state();
    if (now == RunState::Running) places.push_back({tr("Pause the run"), {}, [this] { header_->pause(); }});
    if (now == RunState::Paused && session_->attached())
        places.push_back({tr("Resume the run"), {}, [this] { session_->resume(); }});
    if (session_->attached()) places.push_back({tr("Stop the run and save"), {}, [this] { header_->stop(); }});
    return places;
}

void MainWindow::showPalette() {
    std::vector<Command> commands;
    const QString here = entries_[static_cast<std::size_t>(stack_->currentIndex())].name;
    for (PageAction& action : currentPage()->actions()) {
        if (action.run) commands.push_back({action.name, here, action.keys, std::move(action.run)});
    }
    for (PageAction& action : actions()) commands.push_back({action.name, {}, action.keys, std::move(action.run)});
    for (PageAction& place : stagePlaces()) commands.push_back({place.name, tr("Stage"), place.keys, std::move(place.run)});
    for (std::size_t i = 0; i < all_pages_.size(); ++i) {
        for (PageAction& place : all_pages_[i]->places())
            commands.push_back({place.name, entries_[i].name, place.keys, std::move(place.run)});
    }
    palette_->ask(std::move(commands));
}

bool MainWindow::perform(const QString& name) {
    for (const auto& list : {currentPage()->actions(), actions()})
        for (const PageAction& action : list) {
            if (action.name != name || !action.run) continue;
            action.run();
            return true;
        }
    return false;
}

void MainWindow::showKeys() {
    KeySheet::Keys here, everywhere;
    for (const PageAction& action : currentPage()->actions()) {
        if (!action.keys.isEmpty()) here.emplace_back(action.keys, action.name);
    }
    for (const PageAction& action : actions()) everywhere.emplace_back(action.keys, action.name);
    key_sheet_->show(entries_[static_cast<std::size_t>(stack_->currentIndex())].name, here, everywhere);
}

void MainWindow::copyLink() { QGuiApplication::clipboard()->setText(placeNow().link.toText()); }

void MainWindow::chooseFolder() {
    askForFolder(this, tr("Open a project or a run"), [this](const QString& folder) { open(folder); });
}

void MainWindow::undo(bool again) {
    if (currentPage()->takeBack(again)) return;
    QUndoStack* stack = currentPage()->undoStack();
    if (stack == nullptr || !(again ? stack->canRedo() : stack->canUndo())) return;
    const QString what = again ? stack->redoText() : stack->undoText();
    if (again) stack->redo();
    else stack->undo();
    notices_->showNotice(again ? tr("Done again: %1").arg(what) : tr("Taken back: %1").arg(what));
}

void MainWindow::cycleTheme() {
    const auto next = static_cast<ThemeChoice>((static_cast<int>(theme_.choice()) + 1) % 3);
    theme_.setChoice(next);
    QSettings().setValue(theme_key, static_cast<int>(next));
    notices_->showNotice(next == ThemeChoice::Light  ? tr("Light")
                         : next == ThemeChoice::Dark ? tr("Dark")
                                                     : tr("Light or dark as the system"));
}

QString MainWindow::otherLanguage() {
    return QLocale().language() == QLocale::Chinese ? QStringLiteral("English") : QStringLiteral("简体中文");
}

void MainWindow::switchLanguage() {
    const bool chinese = QLocale().language() == QLocale::Chinese;
    const QString next = chinese ? QStringLiteral("en") : QStringLiteral("zh_CN");
    QSettings().setValue(language_key, next);
    // Not from inside a widget that is about to go.
    QMetaObject::invokeMethod(
        this, [this, next] { language_.setChoice(next); }, Qt::QueuedConnection);
}

QVariantMap MainWindow::stateNow() const {
    QVariantMap state;
    state[geometry_key] = saveGeometry();
    state[page_key] = entries_[static_cast<std::size_t>(stack_->currentIndex())].id;
    state[run_key] = runOpen();
    state[places_run_key] = places_.isEmpty() ? runOpen() : places_of_;
    for (std::size_t i = 0; i < all_pages_.size(); ++i) {
        state[stateKey(entries_[i].id)] = QJsonDocument(all_pages_[i]->saveState()).toJson(QJsonDocument::Compact);
        // Those of a run that has yet to be opened again are kept.
        const QJsonObject places = places_.value(entries_[i].id, memories_[i]->save());
        state[placesKey(entries_[i].id)] = QJsonDocument(places).toJson(QJsonDocument::Compact);
        state[linkKey(entries_[i].id)] = all_pages_[i]->link().toString(QUrl::FullyEncoded);
    }
    return state;
}

void MainWindow::saveState() {
    saver_.waitForDone();  // what it writes is older
    writeState(stateNow());
}

// A window that is killed comes back as it was, too.
void MainWindow::keepState() {
    QVariantMap state = stateNow();
    if (state == kept_state_) return;
    kept_state_ = state;
    saver_.start([state = std::move(state)] { writeState(state); });
}

void MainWindow::restoreState() {
    const QSettings settings;
    if (!isVisible()) restoreGeometry(settings.value(geometry_key).toByteArray());
    for (std::size_t i = 0; i < all_pages_.size(); ++i) {
        const QJsonDocument state = QJsonDocument::fromJson(settings.value(stateKey(entries_[i].id)).toByteArray());
        if (state.isObject()) all_pages_[i]->restoreState(state.object());
        const QJsonDocument places = QJsonDocument::fromJson(settings.value(placesKey(entries_[i].id)).toByteArray());
        if (places.isObject() && !places.object().isEmpty()) places_[entries_[i].id] = places.object();
    }
    places_of_ = settings.value(places_run_key).toString();
    if (!session_) restorePlaces({});
    const int theme = settings.value(theme_key, 0).toInt();
    if (theme > 0 && theme < 3 && theme_.choice() == ThemeChoice::System) theme_.setChoice(static_cast<ThemeChoice>(theme));
}

QString MainWindow::runOpen() const {
    return session_ ? QString::fromStdString(session_->directory().root().string()) : QString();
}

void MainWindow::restorePlaces(const QString& run) {
    if (places_of_ == run)
        for (std::size_t i = 0; i < all_pages_.size(); ++i)
            if (const auto places = places_.constFind(entries_[i].id); places != places_.constEnd())
                memories_[i]->restore(*places);
    // Those of another run mean nothing in this one; without any, they are waited for.
    if (places_of_ == run || !run.isEmpty()) places_.clear();
}

void MainWindow::reopenLast() {
    const QSettings settings;
    const QString run = settings.value(run_key).toString();
    if (run.isEmpty() || !QFileInfo::exists(run)) return;
    openRun(run);
    for (std::size_t i = 0; i < all_pages_.size(); ++i) {
        const QUrlQuery link(settings.value(linkKey(entries_[i].id)).toString());
        if (!link.isEmpty()) all_pages_[i]->openLink({entries_[i].id, link});
    }
    if (Page* last = page(settings.value(page_key).toString())) bring(stack_->indexOf(last));
}

}  // namespace retort::ui
