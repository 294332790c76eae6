// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;
class QTableView;

namespace retort::ui {

class EmptyState;
class RunListModel;

/// Where one starts: recent projects and their runs, the project that ships, any folder.
class RunsPage : public QWidget {
    Q_OBJECT
public:
    explicit RunsPage(QWidget* parent = nullptr);
    /// A start or an opening that failed, in words; empty: nothing to say.
    void showProblem(const QString& text);
    void setBusy(bool starting);
    RunListModel& model() { return *model_; }

Q_SIGNALS:
    /// A project or run folder is to be opened.
    void openWanted(const QString& folder);
    /// Training of a project is to be started.
    void startWanted(const QString& project);
    void abacusWanted();

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
    QLabel* problem_;
    QPushButton* abacus_;
    QPushButton* start_;
    QTimer timer_;
    bool scanning_ = false, busy_ = false;
};

}  // namespace retort::ui
