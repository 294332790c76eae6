// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFontMetricsF>
#include <QString>
#include <vector>

namespace retort::ui {

/// The part of a chart that a stage takes, in pixels.
struct StageBand {
    QString name;
    double begin = 0, end = 0;
};

/// A stage's name beside a chart's axis.
struct StageName {
    QString text;   ///< shortened in the middle where it has to be: what tells stages apart is often at the end
    double at = 0;  ///< where its band begins; the text stands a little right of it
    int row = 0;
};

/// Names of bands, in the first row where there is room, else in the next of `rows`; by `at`. The widest bands choose first.
/// A band too narrow to be pointed at, or without room for a few letters, has none: the crosshair names it. Nothing reaches
/// beyond `right`.
std::vector<StageName> placeStageNames(const std::vector<StageBand>& bands, double right, int rows,
                                       const QFontMetricsF& metrics);

}  // namespace retort::ui
