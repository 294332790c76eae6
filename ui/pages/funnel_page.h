// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include "ui/models/funnel_model.h"
#include "ui/pages/page.h"
#include "ui/session/store_jobs.h"

class QCheckBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QSplitter;
class QTableView;

namespace retort::ui {

class BoundHistogram;
class Chooser;
class ElidedLabel;
class EmptyState;
class FunnelBars;
class TraceLegend;
class TraceText;

/// Why so few samples are kept: what each filter loses, the traces behind every loss, and other bounds tried on what is
/// stored.
class FunnelPage : public Page {
    Q_OBJECT
public:
    explicit FunnelPage(QWidget* parent = nullptr);
    void setSession(RunSession* session) override;
    void openLink(const PageLink& link) override;
    QUrlQuery link() const override;
    QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    std::vector<PageAction> actions() override;
    FunnelModel& model() { return *model_; }

private:
    QWidget* makeBounds();
    void makeKeys();
    void refresh();
    void showBounds();
    void showHistogram();
    void moveBound(double bound);
    void tryBounds();
    void read(RolloutId rollout);
    void openInTraces();
    QWidget* makeReading();
    QWidget* makeFaults();
    void showFaults();
    bool eventFilter(QObject* watched, QEvent* event) override;
    void goToWanted();
    /// To the recipe page, with the bounds that differ from the run's.
    PageLink recipeLink() const;
    void toRecipe();

    RunSession* session_ = nullptr;
    FunnelModel* model_;
    std::unique_ptr<StoreJobs> jobs_;
    std::filesystem::path jobs_of_;
    Chooser* stage_;
    ElidedLabel* summary_;
    FunnelBars* bars_;
    QCheckBox* well_formed_;
    QCheckBox* correct_;
    QDoubleSpinBox* language_;
    QDoubleSpinBox* repetition_;
    QSpinBox* paragraph_;
    QCheckBox* code_;
    QCheckBox* reflection_;
    QSpinBox* per_prompt_;
    BoundHistogram* histogram_;
    FunnelMeasure measure_ = FunnelMeasure::Language;  ///< whose histogram is shown
    QPushButton* back_;
    QPushButton* apply_;
    ElidedLabel* list_title_;
    std::map<SieveFault, QPushButton*> faults_;
    QWidget* faults_row_;
    QTableView* table_;
    TraceText* text_;
    TraceLegend* legend_;
    QPushButton* open_;
    QSplitter* splitter_;
    QSplitter* halves_;
    QWidget* body_;
    EmptyState* empty_;
    RolloutId reading_;
    QString wanted_stage_;  ///< of a link that came before the samples were known
    bool setting_ = false;
};

}  // namespace retort::ui
