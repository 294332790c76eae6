// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>

#include "ui/pages/page.h"

class QPushButton;
class QTableView;

namespace retort::ui {

class EmptyState;
class RunListModel;

/// Where one starts: recent projects and their runs, the project that ships, any folder.
class RunsPage : public Page {
    Q_OBJECT
public:
    explicit RunsPage(QWidget* parent = nullptr);
    void setSession(RunSession*) override {}
    void setStarting(bool starting) override;
    RunListModel& model() { return *model_; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void scan();
    void chooseFolder();
    void open(int row);
    void refreshActions();

    RunListModel* model_;
    QTableView* table_;
    EmptyState* empty_;
    QPushButton* abacus_;
    QPushButton* start_;
    QTimer timer_;
    bool scanning_ = false, busy_ = false;
};

}  // namespace retort::ui
