// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QTimer>

#include "recipe/recipe.h"
#include "rollout/rollout.h"
#include "ui/session/line_process.h"

class QLabel;
class QPushButton;
class QTableWidget;

namespace retort::ui {

class Chooser;
class TraceText;
struct ModelEntry;

/// What one model writes, as it writes it: samples side by side in a list with their answers, the vote, one of them to read.
class TalkColumn : public QFrame {
    Q_OBJECT
public:
    struct Sample {
        QString text, finish, answer;
        int tokens = 0;
        std::optional<double> score;
        QString reason;
        bool graded = false;
    };
    struct Question {
        Prompt prompt;
        QString rendered;        ///< what the model is given
        int samples = 1, max_tokens = 256;
        double temperature = 1, top_p = 1;
        qint64 seed = 0;
    };

    /// `optional`: the column can be empty ("no second model").
    explicit TalkColumn(const QString& name, bool optional, QWidget* parent = nullptr);
    void setModels(const std::vector<ModelEntry>& models, const TemplateSection& form);
    /// How `retort grade` is called; empty: no scores.
    void setGrading(const QStringList& arguments);
    bool chosen() const;
    QString modelName() const;
    void choose(const QString& model);
    void ask(const Question& question);
    void stop();
    void goOn();
    bool speaking() const { return speaking_; }
    const std::vector<Sample>& samples() const { return samples_; }
    /// The sample that is read; -1: none.
    int current() const;
    const Question& question() const { return question_; }
    /// "4 (3 of 4)": the most frequent answer.
    QString vote() const;

Q_SIGNALS:
    void changed();
    void failed(const QString& reason);

private:
    void take(const QJsonObject& line);
    void takeGrade(const QJsonObject& line);
    void finish(const QJsonObject& line);
    void refreshList();
    void refreshText();
    void begin(const QJsonObject& request);

    Chooser* model_;
    QLabel* vote_;
    QTableWidget* list_;
    TraceText* text_;
    LineProcess sampler_, grader_;
    TemplateSection form_;
    std::vector<QString> folders_;
    std::vector<Sample> samples_;
    Question question_;
    QTimer repaint_;
    QList<int> being_graded_;
    qint64 request_ = 0;
    bool speaking_ = false, optional_;
};

}  // namespace retort::ui
