// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeWidget>
#include <set>

#include "ui/models/comparison.h"

namespace retort::ui {

/// The models that can be compared, with a check mark each: those of the open run, checkpoints below the stage that made
/// them, then those of other runs below their run. Del takes another run out again.
class ModelTree : public QTreeWidget {
    Q_OBJECT
public:
    explicit ModelTree(QWidget* parent = nullptr);
    /// `hidden`: names without a check mark. What is folded stays so.
    void setModels(const std::vector<ComparedModel>& models, const std::set<QString>& hidden);

Q_SIGNALS:
    void toggled(const QString& model, bool shown);
    /// Enter or a double click on a model.
    void baselineWanted(const QString& model);
    /// The run of this title is not wanted any more.
    void removeWanted(const QString& source);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    QTreeWidgetItem* sourceItem(const QString& title);
    QTreeWidgetItem* addModel(QTreeWidgetItem* parent, const ComparedModel& model, bool shown);
    QString sourceOf(const QTreeWidgetItem* item) const;

    std::set<QString> folded_;
    bool filling_ = false;
};

}  // namespace retort::ui
