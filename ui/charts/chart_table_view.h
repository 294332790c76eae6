// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_plot.h"
#include "ui/widgets/overlay.h"

class QTableView;

namespace retort::ui {

/// A chart's points over the window, for people who read figures or listen to them. Ctrl+C copies the selected rows.
class ChartTableView : public Overlay {
    Q_OBJECT
public:
    static ChartTableView* show(QWidget* window, const QString& title, ChartTable table, bool by_time);

protected:
    void hideEvent(QHideEvent* event) override;
    QSize wanted() const override;

private:
    ChartTableView(QWidget* window, const QString& title, ChartTable table, bool by_time);
    void copy();
    QTableView* view_;
};

}  // namespace retort::ui
