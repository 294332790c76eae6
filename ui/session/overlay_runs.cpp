// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/overlay_runs.h"

#include "run/run_label.h"
#include "ui/session/background.h"

namespace retort::ui {

void OverlayRuns::setRuns(const QStringList& folders) {
    folders_ = folders.mid(0, most);
    std::erase_if(sessions_, [&](const auto& entry) { return !folders_.contains(entry.first); });
    for (const QString& folder : folders_) {
        auto& session = sessions_[folder];
        if (session) continue;
        session = std::make_unique<RunSession>(RunDirectory(std::filesystem::path(folder.toStdString())));
        connect(session.get(), &RunSession::advanced, this, &OverlayRuns::advanced);
        inBackground<QString>(
            this, [run = session->directory()] { return QString::fromStdString(readRunLabel(run).name); },
            [this, folder](QString name) {
                if (name.isEmpty()) return;
                names_[folder] = name;
                Q_EMIT renamed();
            });
    }
}

std::vector<ChartOverlay> OverlayRuns::overlays() const {
    std::vector<ChartOverlay> all;
    for (const QString& folder : folders_) {
        const RunSession& session = *sessions_.at(folder);
        const auto name = names_.find(folder);
        all.push_back(
            {&session.series(), name != names_.end() ? name->second : session.id().section(QLatin1Char('-'), -1), folder});
    }
    return all;
}

}  // namespace retort::ui
