// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/compared_runs.h"

#include <algorithm>

#include "base/error.h"
#include "run/run_label.h"
#include "ui/session/background.h"

namespace retort::ui {
namespace {

namespace fs = std::filesystem;

struct Reading {
    std::vector<ComparedRun> runs;
    std::vector<RunOffer> offers;
    QStringList others, problems;
};

fs::path projectOf(const fs::path& run) { return run.parent_path().parent_path(); }

QString titleOf(const fs::path& run, const fs::path& home) {
    const std::string name = readRunLabel(RunDirectory(run)).name;
    const QString own = name.empty() ? QString::fromStdString(run.filename().string()).section(QLatin1Char('-'), -1)
                                     : QString::fromStdString(name);
    const fs::path project = projectOf(run);
    return project == home ? own : QStringLiteral("%1 %2").arg(QString::fromStdString(project.filename().string()), own);
}

/// The run of a folder that is a run, or a project with runs.
fs::path runOf(const fs::path& folder) {
    std::error_code ignored;
    if (fs::exists(RunDirectory(folder).store(), ignored)) return folder.lexically_normal();
    const auto runs = listRuns(folder);
    if (runs.empty())
        throw Error(ErrorCode::Usage, "neither a run nor a project with runs", folder.string(),
                    "Choose a folder that `retort run` or `retort eval` made");
    return runs.front().root();
}

ComparedRun readRun(const fs::path& run, const fs::path& home) {
    return {run, titleOf(run, home), storedEvaluations(RunDirectory(run))};
}

void addOffers(const fs::path& project, Reading& reading) {
    const fs::path home = reading.runs.empty() ? project : projectOf(reading.runs.front().folder);
    for (const RunDirectory& run : listRuns(project)) {
        if (std::ranges::find(reading.runs, run.root(), &ComparedRun::folder) != reading.runs.end()) continue;
        const QString title = titleOf(run.root(), home), id = QString::fromStdString(run.id());
        reading.offers.push_back({QString::fromStdString(run.root().string()),
                                  id.endsWith(title) ? id : QStringLiteral("%1  %2").arg(title, id)});
    }
}

Reading read(const fs::path& open, const QStringList& others) {
    Reading reading;
    const fs::path home = projectOf(open);
    if (!open.empty()) reading.runs.push_back(readRun(open, home));
    for (const QString& folder : others) {
        try {
            const fs::path run = runOf(folder.toStdString());
            if (std::ranges::find(reading.runs, run, &ComparedRun::folder) != reading.runs.end()) continue;
            ComparedRun other = readRun(run, home);
            if (other.evaluations.empty())
                throw Error(ErrorCode::Usage, "nothing has been evaluated in this run", run.string(),
                            "Let it finish, or evaluate a model: retort eval MODEL --suite FILE");
            while (std::ranges::find(reading.runs, other.title, &ComparedRun::title) != reading.runs.end())
                other.title += QLatin1Char('\'');
            reading.others << QString::fromStdString(run.string());
            reading.runs.push_back(std::move(other));
        } catch (const Error& error) {
            reading.problems << QString::fromUtf8(error.what());
        }
    }
    if (open.empty()) return reading;
    addOffers(home, reading);
    std::error_code error;
    for (fs::directory_iterator entry(home / "evaluations", error), end; !error && entry != end; entry.increment(error))
        if (fs::exists(entry->path() / "runs", error)) addOffers(entry->path(), reading);
    return reading;
}

}  // namespace

void ComparedRuns::setOpen(const fs::path& run) {
    open_ = run;
    stores_.clear();
    runs_.clear();
    offers_.clear();
    read_ = false;
    refresh();
}

void ComparedRuns::setOthers(const QStringList& folders) {
    if (folders == others_) return;
    others_ = folders;
    refresh();
}

void ComparedRuns::add(const QString& folder) {
    if (!others_.contains(folder)) setOthers(others_ + QStringList{folder});
}

void ComparedRuns::remove(const QString& title) {
    const auto found = std::ranges::find(runs_, title, &ComparedRun::title);
    if (found == runs_.end()) return;
    QStringList kept = others_;
    kept.removeAll(QString::fromStdString(found->folder.string()));
    setOthers(kept);
}

void ComparedRuns::refresh() {
    const qint64 mine = ++asked_;
    if (open_.empty()) return;
    inBackground<Reading>(
        this, [open = open_, others = others_] { return ui::read(open, others); },
        [this, mine](Reading reading) {
            if (mine != asked_) return;
            runs_ = std::move(reading.runs);
            offers_ = std::move(reading.offers);
            others_ = reading.others;
            read_ = true;
            for (const QString& problem : reading.problems) Q_EMIT failed(problem);
            Q_EMIT changed();
        },
        [this, mine](const QString&) {
            // The open run's store cannot be read: the session says so.
            if (mine == asked_) Q_EMIT changed();
        });
}

StoreJobs& ComparedRuns::jobs(const fs::path& run) {
    std::unique_ptr<StoreJobs>& found = stores_[run];
    if (!found) {
        found = std::make_unique<StoreJobs>(RunDirectory(run).store());
        connect(found.get(), &StoreJobs::failed, this, &ComparedRuns::failed);
    }
    return *found;
}

}  // namespace retort::ui
