// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QTimer>

#include "recipe/recipe.h"
#include "rollout/rollout.h"
#include "ui/models/model_list.h"
#include "ui/session/line_process.h"

class QLabel;
class QPushButton;
class QTableWidget;

namespace retort::ui {

class Chooser;
class ElidedLabel;
class TokenStrip;
class TraceText;
/// What one model writes, as it writes it: samples side by side in a list with their answers, the vote, one of them to read;
/// or its tokens, with what else might have stood at each, from which the model can go on instead.
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
        QString rendered;  ///< what the model is given; filled in by its column
        int samples = 1, max_tokens = 256;
        double temperature = 1, top_p = 1;
        qint64 seed = 0;
    };

    /// `optional`: the column can be empty ("no second model").
    explicit TalkColumn(const QString& name, bool optional, QWidget* parent = nullptr);
    /// What somebody chose or asked stays chosen while it is among them; else `preset`, an index into them, is.
    void setModels(const std::vector<ModelEntry>& models, int preset = 0);
    /// Whether it is somebody's choice.
    bool picked() const { return picked_; }
    /// How `retort grade` is called; empty: no scores. What is written already is scored anew.
    void setGrading(const QStringList& arguments);
    bool chosen() const;
    QString modelName() const;
    /// By name or folder.
    void choose(const QString& model);
    /// What the chosen model would be given for this question; empty: none is chosen.
    QString rendered(const std::string& question) const;
    QString folder() const;
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
    /// The tokens of the sample that is read instead of its text.
    void showTokens(bool shown);
    bool tokensShown() const;
    TokenStrip& strip() const { return *strip_; }
    /// A new sample: the one that is read up to this token, then `instead`, and on from there.
    void fork(int token, const QString& instead);
    /// What might have stood at a token, likeliest first.
    QStringList alternatives(int token) const;

Q_SIGNALS:
    void changed();
    void failed(const QString& reason);

private:
    void take(const QJsonObject& line);
    void takeGrade(const QJsonObject& line);
    void finish(const QJsonObject& line);
    void grade(int sample);
    void refreshList();
    void refreshText();
    void refreshWhy();
    void askTokens();
    void takeTokens(const QJsonObject& line);
    void offerFork();
    bool eventFilter(QObject* watched, QEvent* event) override;
    void begin(const QJsonObject& request);
    const ModelEntry* model() const;
    void fillSteps();
    void select(std::size_t entry);

    Chooser* model_;
    Chooser* step_;  ///< which checkpoint of a stage
    QLabel* vote_;
    QTableWidget* list_;
    QLabel* why_;  ///< what each term says about the sample that is read
    TraceText* text_;
    QPushButton* tokens_;
    TokenStrip* strip_;
    QLabel* told_;
    std::vector<QStringList> alternatives_;    ///< of each token of the strip
    std::vector<std::vector<double>> likely_;  ///< the probability of each of them
    LineProcess sampler_, grader_;
    TemplateSection form_;                        ///< of the model that was asked
    std::vector<ModelEntry> models_;              ///< without a folder: none
    std::vector<std::vector<std::size_t>> kept_;  ///< of models_, for each line of model_ its checkpoints
    std::vector<Sample> samples_;
    std::vector<int> streams_;  ///< sample that each stream of the request writes
    QString inspected_;         ///< text whose tokens are in the strip, or asked for
    Question question_;
    QTimer repaint_;
    QList<int> being_graded_;
    qint64 request_ = 0;
    bool speaking_ = false, picked_ = false, optional_;
};

}  // namespace retort::ui
