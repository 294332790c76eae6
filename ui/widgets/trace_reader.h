// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

#include "store/annotations.h"
#include "store/records.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace retort::ui {

class ElidedLabel;
class EmptyState;
class GroupBars;
class PromptStrip;
class RewardTermsModel;
class RunSession;
class TokenPane;
class TraceLegend;
class TraceText;

/// The reading pane: one trace as text or token by token, its rewards with reasons, its siblings, and the same problem
/// through training.
class TraceReader : public QWidget {
    Q_OBJECT
public:
    explicit TraceReader(QWidget* parent = nullptr);
    void setSession(RunSession* session);
    /// None: nothing to read.
    void show(RolloutId rollout);
    RolloutId shown() const { return shown_; }
    void setSearch(const QString& text);
    /// Another sibling, around the ends.
    void sibling(int by);
    /// The same problem the next or last time it was drawn.
    void visit(int by);
    void setTokens(bool tokens);
    bool tokensShown() const;
    TokenPane& tokens() { return *tokens_; }
    /// A page of the text on (1) or back (-1).
    void turnPage(int by);
    /// To another occurrence of what is searched.
    void findAgain(int by);
    TraceLegend& legend() { return *legend_; }
    void toggleFold();
    void toggleTyped();
    /// The shown trace's bookmark; nullptr: it has none.
    void setBookmark(const Bookmark* mark);
    /// To the note of the bookmark, which is made with it where there is none.
    void editNote();
    /// The trace that is shown, as it was written.
    QString plainText() const;

Q_SIGNALS:
    /// The person went to another trace from here.
    void moved(retort::RolloutId rollout);
    /// Another trace is shown, or none.
    void changed();
    void bookmarkWanted(bool marked);
    void noteWritten(const QString& note);
    /// The note is written, or left as it was: the keys belong to the list again.
    void noteLeft();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Reading;
    QWidget* makeHead();
    QWidget* makeFoot();
    void wire();
    void go(RolloutId rollout);
    void fill(const Reading& reading);
    void fitTerms();
    void leaveNote(bool keep);
    void refreshFacts();
    void refreshTokens();

    RunSession* session_ = nullptr;
    RolloutId shown_;
    std::optional<RolloutDetail> detail_;
    QWidget* body_;
    EmptyState* empty_;
    ElidedLabel* title_;
    QLabel* verdict_;
    ElidedLabel* facts_;
    QPushButton* previous_;
    QPushButton* next_;
    QPushButton* earlier_;
    QPushButton* later_;
    TraceLegend* legend_;
    QPushButton* fold_;
    QPushButton* bookmark_;
    QLineEdit* note_;
    QString kept_note_;
    QPushButton* typed_;
    QPushButton* as_tokens_;
    QStackedWidget* tools_;  ///< the legend, or the choices of the token view: the head keeps its size
    QStackedWidget* views_;
    TraceText* text_;
    TokenPane* tokens_;
    GroupBars* group_;
    PromptStrip* visits_;
    QLabel* visits_label_;
    RewardTermsModel* terms_;
    QTableView* table_;
};

}  // namespace retort::ui
