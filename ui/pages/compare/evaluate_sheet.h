// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/evaluation_list.h"
#include "ui/widgets/overlay.h"

class QPushButton;
class QTreeWidget;

namespace retort::ui {

/// Which evaluations a run lacks, to be checked and started together.
class EvaluateSheet : public Overlay {
    Q_OBJECT
public:
    using Start = std::function<void(const std::vector<MissingEvaluation>&)>;
    /// `busy`: why none can start now; empty: they can. Deletes itself when it is closed.
    static void ask(QWidget* window, std::vector<MissingEvaluation> missing, const QString& busy, Start start);

protected:
    QSize wanted() const override;
    void hideEvent(QHideEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    EvaluateSheet(QWidget* window, std::vector<MissingEvaluation> missing, const QString& busy, Start start);
    void fill();
    std::vector<MissingEvaluation> checked() const;
    void refresh();
    void go();

    std::vector<MissingEvaluation> missing_;
    Start start_;
    bool busy_;
    QTreeWidget* tree_;
    QPushButton* go_;
};

}  // namespace retort::ui
