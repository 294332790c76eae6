// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace retort::ui {

/// A thin line that fills up; no animation.
class ProgressLine : public QWidget {
    Q_OBJECT
public:
    explicit ProgressLine(QWidget* parent = nullptr);
    void setShare(double share);
    double share() const { return share_; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double share_ = 0;
};

}  // namespace retort::ui
