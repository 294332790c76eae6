// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>
#include <map>
#include <memory>

#include "ui/charts/chart_link.h"
#include "ui/session/run_session.h"

namespace retort::ui {

/// Other runs whose curves are laid over: each read like the run that is open, and followed while it is live. GUI thread.
class OverlayRuns : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    static constexpr int most = 5;

    /// Run folders, at most `most`; those already read stay.
    void setRuns(const QStringList& folders);
    const QStringList& runs() const { return folders_; }
    std::vector<ChartOverlay> overlays() const;

Q_SIGNALS:
    /// A store of overlays() has more.
    void advanced();
    /// What people call a run became known.
    void renamed();

private:
    QStringList folders_;
    std::map<QString, std::unique_ptr<RunSession>> sessions_;
    std::map<QString, QString> names_;  ///< by folder; those that people gave
};

}  // namespace retort::ui
