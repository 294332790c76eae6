// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>
#include <map>

#include "base/ids.h"

class QAbstractButton;
class QBoxLayout;

namespace retort::ui {

class RunSession;
class StageItem;

/// The recipe's stages in order of execution with state and progress; evaluations are one item at the end. A click shows
/// only that stage everywhere, a second click all of them again.
class StageStrip : public QScrollArea {
    Q_OBJECT
public:
    explicit StageStrip(QWidget* parent = nullptr);
    void setSession(RunSession* session);
    StageId chosen() const { return chosen_; }
    /// None: no stage is chosen.
    void choose(StageId stage);

Q_SIGNALS:
    void stageChosen(retort::StageId stage);
    void evaluationsWanted();

protected:
    void wheelEvent(QWheelEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    StageItem* item(std::int64_t key);
    /// Full size where all stages fit, else compact; what does not fit even then is reached by the arrows.
    void fit();

    QAbstractButton* makeArrow(const QString& icon, const QString& tip, int direction);
    QAbstractButton* back_;
    QAbstractButton* forth_;

    RunSession* session_ = nullptr;
    QBoxLayout* layout_;
    std::map<std::int64_t, StageItem*> items_;
    StageId chosen_;
    std::int64_t revealed_ = 0;
};

}  // namespace retort::ui
