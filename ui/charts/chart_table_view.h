// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_plot.h"
#include "ui/widgets/overlay.h"

class QLabel;
class QPushButton;
class QTableView;

namespace retort::ui {

/// A chart's points over the window, for people who read figures or listen to them. Ctrl+C copies the selected rows.
class ChartTableView : public Overlay {
    Q_OBJECT
public:
    /// `chart`: the chart's id, by which setTitle() is told whose words have changed.
    static ChartTableView* show(QWidget* window, const QString& chart, const QString& title, ChartTable table, bool by_time);
    const QString& chart() const { return chart_; }
    /// The chart's title in another language.
    void setTitle(const QString& title);

protected:
    void changeEvent(QEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    QSize wanted() const override;

private:
    ChartTableView(QWidget* window, const QString& chart, ChartTable table, bool by_time);
    void copy();
    /// Its own words: it stays open while the pages are made anew in another language.
    void nameParts();
    QString chart_;
    QTableView* view_;
    QLabel *title_, *about_;
    QPushButton *copy_all_, *close_;
};

}  // namespace retort::ui
