// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the Overview says about a run before any curve: its figures, and what is wrong with it.

#include <QStringList>
#include <vector>

#include "base/ids.h"
#include "metrics/health.h"

namespace retort::ui {

class RunSession;

struct OverviewFigure {
    QString label, value, trend;
    QString chart;        ///< id of the chart that shows it
    QStringList shorter;  ///< labels for less and less room
};

/// Five figures. Of the stage chosen, by its kind: a supervised stage has no right answers but a loss. Else, while the run
/// works, of the last stage that has the metric; else of the finished run: its best evaluated model beside the first one
/// evaluated, or without evaluations its best stage. The means of five steps, never of one.
std::vector<OverviewFigure> overviewFigures(const RunSession& session, StageId chosen);

/// Health of the stage chosen, or of all stages, the newest first; and a trainer that has gone silent before everything.
std::vector<HealthFinding> overviewHealth(const RunSession& session, StageId chosen);

}  // namespace retort::ui
