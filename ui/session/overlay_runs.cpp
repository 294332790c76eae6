// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/overlay_runs.h"

namespace retort::ui {

void OverlayRuns::setRuns(const QStringList& folders) {
    folders_ = folders.mid(0, most);
    std::erase_if(sessions_, [&](const auto& entry) { return !folders_.contains(entry.first); });
    for (const QString& folder : folders_) {
        auto& session = sessions_[folder];
        if (session) continue;
        session = std::make_unique<RunSession>(RunDirectory(std::filesystem::path(folder.toStdString())));
        connect(session.get(), &RunSession::advanced, this, &OverlayRuns::advanced);
    }
}

std::vector<ChartOverlay> OverlayRuns::overlays() const {
    std::vector<ChartOverlay> all;
    for (const QString& folder : folders_) {
        const RunSession& session = *sessions_.at(folder);
        all.push_back({&session.series(), session.id().section(QLatin1Char('-'), -1), folder});
    }
    return all;
}

}  // namespace retort::ui
