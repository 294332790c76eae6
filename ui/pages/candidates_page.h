// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "store/annotations.h"
#include "ui/models/candidate_queue.h"
#include "ui/pages/page.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;
class QTextEdit;

namespace retort::ui {

class CandidateEditor;
class CandidateFacts;
class CandidateFilterBar;
class Chooser;
class ElidedLabel;
class EmptyState;
class DecisionChips;
class ProgressLine;
class TraceLegend;
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
    /// stage: the gate; source, candidate: the one to read.
    void openLink(const PageLink& link) override;
    QUrlQuery link() const override;
    QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    std::vector<PageAction> actions() override;
    bool takeBack(bool again) override;
    /// JSON Lines files of candidates.
    bool takeFiles(const QStringList& files) override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    enum View { Reading, Training, Rows, Editing };
    QWidget* makeTop();
    QWidget* makePane();
    QWidget* makeMargin();
    void makeKeys();
    void wire();
    void wireFilter();
    void wireQueue();
    void refresh();
    void refreshEmpty();
    void showCandidate();
    void goToWanted();
    void showTraining();
    /// In place of the text, where no candidate is left to read.
    void showNothing();
    void showOnly(CandidateFilter::Show show);
    void refreshEarly();
    /// "3 of 2 271": where the queue stands.
    QString place() const;
    void showRows();
    void showRow(int row);
    /// One candidate is before the person, as text or as training sees it: verdicts are about it.
    bool judging() const;
    void setView(int view);
    void reject();
    void beginEdit();
    void endEdit(bool save);
    void note();
    void tag();
    void decideAll(bool accept);
    /// A verdict came before its candidate was shown: says so beside the one that comes.
    void sayTooEarly();
    void askGate();
    void exportRows();
    void exportTo(const QString& file);
    void import(const QString& file);

    RunSession* session_ = nullptr;
    CandidateQueue* queue_;
    Chooser* gates_;
    ProgressLine* line_;
    ElidedLabel* progress_;
    QLabel* state_;
    QPushButton* gate_;
    QPushButton* import_;
    CandidateFilterBar* filter_;
    QStackedWidget* views_;
    QStackedWidget* reading_;
    TraceText* text_;
    EmptyState* nothing_;
    std::function<void()> fit_legend_;  ///< into the line or below it
    TraceLegend* legend_;
    QTextEdit* training_;
    QTextEdit* row_text_;  ///< of the row chosen in rows_table_
    QTableView* rows_table_;
    TrainingRowsModel* rows_;
    CandidateEditor* editor_;
    ElidedLabel* heading_;
    QList<QPushButton*> view_buttons_;
    CandidateFacts* facts_;
    QLabel* early_;
    VerdictBar* bar_;
    DecisionChips* chips_;
    QWidget* body_;
    EmptyState* empty_;
    CandidateId editing_;
    CandidateId wanted_;  ///< of a link that came before the candidates were read
    QString wanted_stage_;
    bool too_early_ = false;  ///< until the candidate that it would have been about is shown
    CandidateId unjudged_;    ///< that candidate, then
};

}  // namespace retort::ui
