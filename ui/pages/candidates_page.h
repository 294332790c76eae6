// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/annotations.h"
#include "ui/pages/page.h"

class QBoxLayout;
class QPushButton;
class QStackedWidget;
class QTableView;
class QTextEdit;

namespace retort::ui {

class CandidateEditor;
class CandidateFacts;
class CandidateFilterBar;
class CandidateQueue;
class Chooser;
class ElidedLabel;
class EmptyState;
class ProgressLine;
class TraceText;
class TrainingRowsModel;
class VerdictBar;

/// Cold-start data by hand: one candidate at a time, a key for each verdict, and the rows that come of it.
class CandidatesPage : public Page {
    Q_OBJECT
public:
    explicit CandidatesPage(QWidget* parent = nullptr);
    ~CandidatesPage() override;
    CandidateQueue& queue() { return *queue_; }

    void setSession(RunSession* session) override;
    void openLink(const PageLink& link) override;
    QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    std::vector<PageAction> actions() override;
    bool takeBack(bool again) override;
    /// JSON Lines files of candidates.
    bool takeFiles(const QStringList& files) override;

private:
    QWidget* makeTop();
    QWidget* makePane();
    QWidget* makeMargin();
    void makeKeys();
    void wire();
    void wireQueue();
    void refresh();
    void refreshEmpty();
    void refreshChips();
    void showCandidate();
    void showTraining();
    void showRows();
    void setView(int view);
    void reject();
    void beginEdit();
    void endEdit(bool save);
    void note();
    void tag();
    void decideAll(bool accept);
    void askGate();
    void exportRows();
    void import(const QString& file);

    RunSession* session_ = nullptr;
    CandidateQueue* queue_;
    Chooser* gates_;
    ProgressLine* line_;
    ElidedLabel* progress_;
    QPushButton* gate_;
    QPushButton* import_;
    CandidateFilterBar* filter_;
    QStackedWidget* views_;
    TraceText* text_;
    QTextEdit* training_;
    QTableView* rows_table_;
    TrainingRowsModel* rows_;
    CandidateEditor* editor_;
    ElidedLabel* heading_;
    QList<QPushButton*> view_buttons_;
    CandidateFacts* facts_;
    VerdictBar* bar_;
    QBoxLayout* chips_;
    QList<QPushButton*> chip_buttons_;
    QWidget* body_;
    EmptyState* empty_;
    CandidateId editing_;
    bool opened_ = false;
};

}  // namespace retort::ui
