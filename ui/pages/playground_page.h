// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "rollout/rollout.h"
#include "ui/models/model_list.h"
#include "ui/pages/page.h"

class QDoubleSpinBox;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;
class QSplitter;

namespace retort::ui {

class Chooser;
class ElidedLabel;
class EmptyState;
class TalkColumn;

/// Let me talk to it: one or two checkpoints on the same input, as it streams, with a vote over samples and the run's own
/// scores.
class PlaygroundPage : public Page {
    Q_OBJECT
public:
    explicit PlaygroundPage(QWidget* parent = nullptr);
    ~PlaygroundPage() override;
    void setSession(RunSession* session) override;
    void openLink(const PageLink& link) override;
    QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    std::vector<PageAction> actions() override;
    /// A model folder: one more model to talk to.
    bool takeFiles(const QStringList& files) override;

    TalkColumn& first() { return *first_; }
    TalkColumn& second() { return *second_; }

private:
    QWidget* makeAsk();
    void makeKeys();
    void loadChoices();
    bool stillShown(const std::optional<RunDirectory>& run) const;
    void takeChoices(PlaygroundChoices choices);
    void chooseModel();
    void loadProblems();
    void showProblem(int index);
    void anyProblem();
    void render();
    void send();
    /// How what is written is scored: `retort grade` with these arguments; none: not at all.
    QStringList grading() const;
    void gradeBy();
    void offerTerms();
    const RubricSection* rubric() const;
    QStringList countedTerms() const;
    void applyState();
    void toggleTokens();
    void toCandidates();
    /// The one where a sample was read last; a click on a button below takes the focus out of it.
    TalkColumn* columnRead() const;
    /// Says whose sample would be sent.
    void tellCandidates();
    void refresh();

    RunSession* session_ = nullptr;
    QStringList extra_;   ///< model folders from elsewhere
    QString pick_;        ///< one of them that is to be chosen
    QJsonObject wanted_;  ///< state of last time, until there is something to choose from
    std::optional<PlaygroundChoices> choices_;
    QString unreadable_;  ///< why there are no choices
    std::vector<Prompt> problems_;
    Prompt prompt_;
    Chooser* data_;
    QSpinBox* problem_;
    QPlainTextEdit* text_;
    QPlainTextEdit* rendered_;
    QPushButton* show_template_;
    ElidedLabel* expected_;
    Chooser* rubric_;
    QPushButton* terms_;
    QStringList left_out_;  ///< terms of the rubric
    QStringList beside_;    ///< rewards that it does not have
    QSpinBox* samples_;
    QSpinBox* max_tokens_;
    QDoubleSpinBox* temperature_;
    QDoubleSpinBox* top_p_;
    QPushButton* send_;
    QPushButton* stop_;
    QPushButton* go_on_;
    QPushButton* candidates_;
    TalkColumn* first_;
    const TalkColumn* read_ = nullptr;
    TalkColumn* second_;
    QSplitter* splitter_;
    QWidget* body_;
    EmptyState* empty_;
    qint64 asked_ = 0;
    bool setting_ = false;
};

}  // namespace retort::ui
