// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

#include "store/records.h"
#include "ui/models/model_list.h"
#include "ui/models/token_facts.h"
#include "ui/session/line_process.h"

class QLabel;

namespace retort::ui {

class Chooser;
class RunSession;
class TokenStrip;

/// A trace token by token: coloured by what the run stored, or by what a checkpoint says of the same tokens now. The
/// checkpoint is asked by a child `retort`, of itself where it is small, else when somebody chooses it.
class TokenPane : public QWidget {
    Q_OBJECT
public:
    explicit TokenPane(QWidget* parent = nullptr);
    /// None: nobody is asked any more.
    void setSession(RunSession* session);
    void show(const RolloutDetail& detail);
    /// The child ends; what it holds of the machine is free again.
    void rest();
    void setMeasure(TokenMeasure measure);
    const TokenStrip& strip() const { return *strip_; }
    /// What colours the tokens and who is asked about them: for the head of a reader, which becomes its parent.
    QWidget* choices() { return choices_row_; }
    /// What the colours or the chosen token say.
    QString told() const;

private:
    void takeFacts(TokenFacts facts);
    void takeChoices(ScorerChoices choices);
    void ask();
    void take(const QJsonObject& line);
    void fail(const QString& reason);
    void tell();
    QString ratioWords() const;

    RunSession* session_ = nullptr;
    QWidget* choices_row_;
    Chooser* measure_;
    Chooser* scorer_;
    TokenStrip* strip_;
    QLabel* told_;
    std::optional<RolloutDetail> detail_;
    ScorerChoices choices_;
    QString chosen_;   ///< folder that a person chose for all traces; empty: each trace's preset
    QString problem_;  ///< why nothing is known of the asked model
    bool asking_ = false;
    int request_ = 0;
    LineProcess process_;
};

}  // namespace retort::ui
