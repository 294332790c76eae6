// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "store/records.h"

namespace retort::ui {

/// The siblings of one prompt as small bars: height is reward, colour and sign are right or wrong, the framed one is shown.
/// A click or the arrow keys choose another.
class GroupBars : public QWidget {
    Q_OBJECT
public:
    explicit GroupBars(QWidget* parent = nullptr);
    void show(std::vector<RolloutSummary> rollouts, RolloutId current);
    /// Moves by so many siblings, around the ends.
    void move(int by);
    int count() const { return static_cast<int>(rollouts_.size()); }
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
    void choose(int index);
    QString words(const RolloutSummary& row) const;
    /// For a screen reader: which of them one is at.
    void speak();
    int indexAt(double x) const;

    std::vector<RolloutSummary> rollouts_;
    int current_ = -1;
};

}  // namespace retort::ui
