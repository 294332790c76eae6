// SPDX-License-Identifier: GPL-3.0-or-later
// What is done with a run from the list. Whatever a person writes can be taken back.
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QPushButton>
#include <QStandardPaths>
#include <QTableView>
#include <QUndoCommand>
#include <QUndoStack>
#include <utility>

#include "base/error.h"
#include "project/project.h"
#include "recipe/recipe.h"
#include "run/run_directory.h"
#include "store/run_reader.h"
#include "ui/models/run_list.h"
#include "ui/pages/runs_page.h"
#include "ui/session/background.h"
#include "ui/widgets/confirm_sheet.h"
#include "ui/widgets/fork_sheet.h"
#include "ui/widgets/run_panel.h"

namespace retort::ui {
namespace {

class Edit : public QUndoCommand {
public:
    Edit(const QString& what, std::function<void()> again, std::function<void()> back)
        : QUndoCommand(what), again_(std::move(again)), back_(std::move(back)) {}
    void redo() override { again_(); }
    void undo() override { back_(); }

private:
    std::function<void()> again_, back_;
};

QString textOf(const std::filesystem::path& path) { return QString::fromStdString(path.string()); }

/// Where the trash has it. Blocks.
QString toTrash(const std::filesystem::path& run) {
    // Looked at again: a trainer may have taken it up since the list was read.
    if (RunLock::holder(RunDirectory(run)) != 0) {
        throw Error(ErrorCode::Usage, "a trainer is at work on this run", run.filename().string(), "Stop it first.");
    }
    // The trash of the home folder is in there, and is made only where that is.
    QDir().mkpath(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation));
    QString in_trash;
    if (!QFile::moveToTrash(textOf(run), &in_trash)) {
        throw Error(ErrorCode::Environment, "cannot be moved to the trash", run.string(),
                    "The disk may have no trash folder; delete it in a file manager.");
    }
    return in_trash;
}

/// Back to its place, and out of the trash's own list (freedesktop.org's Trash: files/NAME and info/NAME.trashinfo). Blocks.
bool fromTrash(const QString& in_trash, const std::filesystem::path& run) {
    if (QFile::exists(textOf(run)) || !QDir().rename(in_trash, textOf(run))) return false;
    const QFileInfo place(in_trash);
    QFile::remove(
        QDir(place.dir().filePath(QStringLiteral("../info"))).filePath(place.fileName() + QStringLiteral(".trashinfo")));
    return true;
}

}  // namespace

void RunsPage::open() {
    const RunRow* row = at();
    if (row == nullptr) return;
    if (!row->run.empty()) Q_EMIT openWanted(textOf(row->run));
    else if (row->lack == ProjectLack::Nothing) Q_EMIT startWanted(textOf(row->project), {});
    else
        Q_EMIT problem(
            row->lack == ProjectLack::Folder
                ? tr("The folder %1 is missing: moved, deleted, or on a disk that is not there.").arg(textOf(row->project))
                : tr("There is no recipe.toml in %1.").arg(textOf(row->project)));
}

void RunsPage::resume() {
    const RunRow* row = selected();
    if (row == nullptr || busy_) return;
    Q_EMIT startWanted(textOf(row->project),
                       {QStringLiteral("--resume"), QStringLiteral("--run"), textOf(row->run.filename())});
}

void RunsPage::fork(const QString& checkpoint) {
    const RunRow* row = selected();
    if (row == nullptr || busy_ || checkpoint.isEmpty()) return;
    const QString stage = checkpoint.section(QLatin1Char('/'), 0, 0);
    const Step step = checkpoint.section(QStringLiteral("/step-"), 1).toLongLong();
    struct Asked {
        Recipe recipe;
        bool finished = false;
    };
    inBackground<Asked>(
        this,
        [run = RunDirectory(row->run), project = row->project, name = stage.toStdString()] {
            const auto record = RunReader(run.store()).stage(name);
            return Asked{loadRecipeWith(run.recipe(), {.overrides = {}, .project = project, .check_files = false}),
                         record && record->state == StageState::Done};
        },
        [this, run = row->run, project = row->project, checkpoint, stage, step](Asked asked) {
            ForkSheet::ask(window(), RunDirectory(run), asked.recipe, stage, step, asked.finished,
                           [this, project, from = QStringLiteral("%1@%2").arg(textOf(run.filename()), checkpoint)](
                               const QStringList& changes) {
                               QStringList arguments{QStringLiteral("--fork"), from};
                               for (const QString& change : changes) arguments << QStringLiteral("--set") << change;
                               Q_EMIT startWanted(textOf(project), arguments);
                           });
        },
        [this](const QString& reason) { Q_EMIT problem(reason); });
}

void RunsPage::setLabel(const std::filesystem::path& run, const RunLabel& label, const QString& what) {
    const int row = model_->rowOf(run);
    if (row < 0) return;
    const RunLabel before = model_->at(row).label;
    undo_->push(new Edit(
        what, [this, run, label] { storeLabel(run, label); }, [this, run, before] { storeLabel(run, before); }));
}

void RunsPage::storeLabel(const std::filesystem::path& run, const RunLabel& label) {
    if (const int row = model_->rowOf(run); row >= 0) model_->setLabel(row, label);
    inBackground<bool>(
        this,
        [run, label] {
            writeRunLabel(RunDirectory(run), label);
            return true;
        },
        [this](bool) { scan(); },
        [this](const QString& reason) {
            Q_EMIT problem(tr("Not saved: %1").arg(reason));
            scan();
        });
}

void RunsPage::archive(bool archived) {
    const RunRow* row = selected();
    if (row == nullptr) return;
    RunLabel label = row->label;
    label.archived = archived;
    const QString name = runName(*row);
    setLabel(row->run, label, archived ? tr("Archive %1").arg(name) : tr("Take %1 out of the archive").arg(name));
    Q_EMIT notice(archived ? tr("%1 is in the archive").arg(name) : tr("%1 is in the list again").arg(name), tr("Undo"),
                  [this] { undo_->undo(); });
}

void RunsPage::forget(const std::filesystem::path& project) {
    inBackground<bool>(
        this,
        [project] {
            forgetProject(project);
            return true;
        },
        [this, project](bool) {
            scan();
            Q_EMIT notice(tr("%1 is out of the list").arg(textOf(project.filename())), tr("Undo"), [this, project] {
                inBackground<bool>(
                    this,
                    [project] {
                        rememberProject(project);
                        return true;
                    },
                    [this](bool) { scan(); }, [this](const QString& reason) { Q_EMIT this->problem(reason); });
            });
        },
        [this](const QString& reason) { Q_EMIT problem(reason); });
}

void RunsPage::askToDelete() {
    if (const RunRow* there = at(); there != nullptr && there->run.empty() && there->lack != ProjectLack::Nothing)
        return forget(there->project);
    const RunRow* row = selected();
    if (row == nullptr) return;
    const std::filesystem::path run = row->run;
    const QString id = textOf(run.filename()), name = runName(*row);
    QString text = tr("%1 goes to the trash of this desktop, with its %2 on disk. It can be brought back from there.")
                       .arg(name == id ? id : QStringLiteral("%1 (%2)").arg(name, id), formatBytes(row->bytes));
    text += QStringLiteral("\n\n") +
            tr("Runs that took stages from it keep their own results, but lose those curves and traces.");
    ConfirmSheet::ask(window(), tr("Delete this run?"), text, tr("Move to trash"),
                      [this, run, name] { moveToTrash(run, name); });
}

void RunsPage::moveToTrash(const std::filesystem::path& run, const QString& name) {
    inBackground<QString>(
        this, [run] { return toTrash(run); },
        [this, run, name](const QString& place) {
            scan();
            // Done already: what is pushed does nothing the first time.
            const auto in_trash = std::make_shared<QString>(place);
            undo_->push(new Edit(
                tr("Delete %1").arg(name),
                [this, run, in_trash, first = true]() mutable {
                    if (!std::exchange(first, false)) trashAgain(run, in_trash);
                },
                [this, run, in_trash] { bringBack(run, *in_trash); }));
            Q_EMIT notice(tr("%1 is in the trash").arg(name), tr("Undo"), [this] { undo_->undo(); });
        },
        [this](const QString& reason) { Q_EMIT problem(reason); });
}

void RunsPage::trashAgain(const std::filesystem::path& run, const std::shared_ptr<QString>& in_trash) {
    inBackground<QString>(
        this, [run] { return toTrash(run); },
        [this, in_trash](const QString& place) {
            *in_trash = place;
            scan();
        },
        [this](const QString& reason) { Q_EMIT problem(reason); });
}

void RunsPage::bringBack(const std::filesystem::path& run, const QString& in_trash) {
    inBackground<bool>(
        this, [run, in_trash] { return fromTrash(in_trash, run); },
        [this, run, in_trash](bool back) {
            if (!back) Q_EMIT problem(tr("%1 could not be brought back; it is in the trash: %2").arg(textOf(run), in_trash));
            scan();
        });
}

std::vector<PageAction> RunsPage::actions() {
    return {
        {tr("Open the selected run"), tr("Enter"), [this] { open(); }},
        {tr("Rename the selected run"), QStringLiteral("F2"), [this] { panel_->focusName(); }},
        {tr("Resume the selected run"), QStringLiteral("R"), [this] { resume(); }},
        {tr("Fork the selected run at a checkpoint, with other settings"), QStringLiteral("K"), [this] { panel_->fork(); }},
        {tr("Archive, or take out of the archive"), QStringLiteral("A"),
         [this] {
             if (const RunRow* row = selected()) archive(!row->label.archived);
         }},
        {tr("Delete the selected run…"), tr("Del"), [this] { askToDelete(); }},
        {tr("Copy the selected row"), QStringLiteral("Ctrl+C"), {}},
        {tr("Show archived runs"), {}, [this] { archived_->toggle(); }},
        {tr("Run abacus, the project that ships"), {}, [this] { Q_EMIT startWanted({}, {}); }}};
}

std::vector<PageAction> RunsPage::places() {
    std::vector<PageAction> places;
    for (int row = 0; row < model_->rowCount(); ++row) {
        const RunRow& each = model_->at(row);
        if (each.run.empty()) continue;
        places.push_back({QStringLiteral("%1 › %2").arg(textOf(each.project.filename()), runName(each)),
                          {},
                          [this, run = textOf(each.run)] { Q_EMIT openWanted(run); }});
    }
    return places;
}

}  // namespace retort::ui
