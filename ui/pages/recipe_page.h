// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

class QLabel;
class QListWidget;
class QPushButton;
class QSplitter;
class QTableWidget;

namespace retort {
struct Recipe;
struct StageSection;
}  // namespace retort

namespace retort::ui {

class Chooser;
class ConfirmBar;
class DataCard;
class ElidedLabel;
class EmptyState;
class RecipeDocument;
class RecipeForm;
class RecipeGraph;
class TomlEdit;

/// Change one thing and run again: the stages as a graph, a form for the chosen one or for another section, the TOML beside
/// it, and what a start would do.
class RecipePage : public Page {
    Q_OBJECT
public:
    explicit RecipePage(QWidget* parent = nullptr);
    void setSession(RunSession* session) override;
    void setStage(StageId stage) override;
    void setStarting(bool starting) override;
    void openLink(const PageLink& link) override;
    QUrlQuery link() const override;
    QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    std::vector<PageAction> actions() override;
    std::vector<PageAction> places() override;
    bool takeBack(bool again) override;

    RecipeDocument& document() { return *document_; }
    TomlEdit& editor() { return *toml_; }
    RecipeGraph& graph() { return *graph_; }
    DataCard& data() { return *data_; }

private:
    QWidget* makeHead();
    QWidget* makeBody();
    QWidget* makeFoot();
    void wire();
    void loaded(const QString& text);
    void choose(const QString& stage);
    void chooseFirst();
    void chooseSection(const QString& path);
    void fillSections();
    void checked();
    void refreshForm();
    void showStage(const Recipe& recipe, const StageSection& stage);
    void showSection(const Recipe& recipe);
    void showTrouble();
    QString problemOf(const std::string& path, const std::string& key) const;
    void refreshEmpty();
    void refreshFindings();
    void refreshEstimate();
    void refreshGraph();
    void refreshLive();
    void setField(const QString& key, const QString& toml);
    void resetField(const QString& key);
    QString placeOf(const QString& key) const;
    void save();
    void askToOverwrite();
    void askRun();
    void run();
    void fillRuns();
    void compare();
    bool dirty() const;
    std::string stagePath() const;
    QString liveStage() const;

    RunSession* session_ = nullptr;
    RecipeDocument* document_;
    ElidedLabel* title_;
    QLabel* verdict_;
    Chooser* section_;
    Chooser* against_;
    QPushButton* undo_;
    QPushButton* redo_;
    QPushButton* save_;
    QPushButton* run_;
    ConfirmBar* confirm_;
    RecipeGraph* graph_;
    RecipeForm* form_;
    DataCard* data_;
    TomlEdit* toml_;
    QListWidget* findings_;
    QTableWidget* differences_;
    QLabel* estimate_;
    ElidedLabel* live_;
    QSplitter* splitter_;
    QSplitter* columns_;
    QWidget* body_;
    EmptyState* empty_;
    QString stage_;
    QString chosen_section_;    ///< "data.problems", in place of the stage; empty: the stage
    QString unreadable_;        ///< why there is no text
    QString draft_, draft_of_;  ///< unsaved text of last time and its project, until the file has been read
    qint64 draft_by_ = 0;       ///< the process that wrote it: this one after a change of language
    bool starting_ = false;
    std::ptrdiff_t finished_ = 0;  ///< stages of the session, when the text was checked last
};

}  // namespace retort::ui
