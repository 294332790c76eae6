// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <functional>
#include <vector>

#include "store/records.h"

namespace retort::ui {

/// One problem through training: a cell each time it was drawn, filled from below by the share of its rollouts that were
/// right. The framed cell is shown; a click or the arrow keys go to another.
class PromptStrip : public QWidget {
    Q_OBJECT
public:
    explicit PromptStrip(QWidget* parent = nullptr);
    /// `stage_name`: for tooltips.
    void show(std::vector<PromptVisit> visits, GroupId current, std::function<QString(StageId)> stage_name);
    /// To an earlier (-1) or later (1) visit; stays at the ends.
    void move(int by);
    int count() const { return static_cast<int>(visits_.size()); }
    /// From 0; -1: none.
    int current() const { return current_; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void chosen(retort::RolloutId rollout);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    double step() const;
    /// First visit that is painted: where there are more than fit, those around the current one.
    int first() const;
    int indexAt(double x) const;
    void choose(int index);
    QString words(const PromptVisit& visit) const;
    /// For a screen reader: which of them one is at.
    void speak();

    std::vector<PromptVisit> visits_;
    std::function<QString(StageId)> stage_name_;
    int current_ = -1;
};

}  // namespace retort::ui
