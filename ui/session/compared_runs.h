// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>
#include <filesystem>
#include <map>
#include <memory>
#include <vector>

#include "ui/models/evaluation_list.h"
#include "ui/session/store_jobs.h"

namespace retort::ui {

/// A run whose evaluations are compared.
struct ComparedRun {
    std::filesystem::path folder;
    QString title;  ///< its name, or the end of its id; with its project's where that is another one
    std::vector<StoredEvaluation> evaluations;
};

/// A run that could be compared with.
struct RunOffer {
    QString folder, title;
};

/// The evaluations of the open run and of other runs, of its project or elsewhere (what `retort eval` wrote is a project
/// too), and readers of their stores. Everything is read in the background. GUI thread; never blocks.
class ComparedRuns : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// The run that is open; empty: none. Other runs stay.
    void setOpen(const std::filesystem::path& run);
    /// Run or project folders (a project: its newest run); one that cannot be read is left out, with failed().
    void setOthers(const QStringList& folders);
    void add(const QString& folder);
    void remove(const QString& title);
    const QStringList& others() const { return others_; }
    /// Reads everything again.
    void refresh();

    /// The open run first. As of the last changed().
    const std::vector<ComparedRun>& runs() const { return runs_; }
    bool read() const { return read_; }
    /// Runs of the project, and of its folder "evaluations", that are not compared yet.
    const std::vector<RunOffer>& offers() const { return offers_; }
    /// A thread for each store, made when first asked for.
    StoreJobs& jobs(const std::filesystem::path& run);

Q_SIGNALS:
    void changed();
    void failed(const QString& reason);

private:
    std::filesystem::path open_;
    QStringList others_;
    std::vector<ComparedRun> runs_;
    std::vector<RunOffer> offers_;
    std::map<std::filesystem::path, std::unique_ptr<StoreJobs>> stores_;
    qint64 asked_ = 0;
    bool read_ = false;
};

}  // namespace retort::ui
