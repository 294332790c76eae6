// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QPushButton>
#include <QTimer>

#include "ui/models/run_scanner.h"

class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace retort::ui {

class Chooser;
class ElidedLabel;

/// The selected run: its name and note to write, what is known of it, and what can be done with it.
class RunPanel : public QFrame {
    Q_OBJECT
public:
    explicit RunPanel(QWidget* parent = nullptr);
    /// What is being written is not overwritten by a newer look at the same run.
    void show(const RunRow& row);
    /// No trainer can be started now.
    void setBusy(bool busy);
    void focusName();
    /// As its button does, where there is a checkpoint to fork from.
    void fork() { fork_->click(); }

Q_SIGNALS:
    /// A person has finished writing.
    void labelWritten(const std::filesystem::path& run, const retort::RunLabel& label);
    void openWanted();
    void resumeWanted();
    /// STAGE/step-000020.
    void forkWanted(const QString& checkpoint);
    void archiveWanted(bool archived);
    void deleteWanted();

private:
    void write();
    QString facts() const;

    RunRow row_;
    ElidedLabel* id_;
    QLineEdit* name_;
    QPlainTextEdit* note_;
    QLabel* facts_;
    QLabel* problem_;
    QLabel* fork_from_;
    Chooser* checkpoints_;
    QPushButton* open_;
    QPushButton* resume_;
    QPushButton* fork_;
    QPushButton* archive_;
    QPushButton* delete_;
    QTimer soon_;
    bool busy_ = false;
};

}  // namespace retort::ui
