// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

#include "ui/widgets/run_state_words.h"

namespace retort::ui {

/// One stage in the strip: sign, name, and a line of progress below while it runs.
class StageItem : public QAbstractButton {
    Q_OBJECT
public:
    explicit StageItem(QWidget* parent = nullptr);
    /// progress in [0, 1], or negative when there is none to show.
    void show(const QString& name, const StateLook& look, bool active, double progress, bool first);
    /// How much room there is: where many stages share a narrow window the letters are smaller, and further where even that
    /// is too much.
    enum class Room { Full, Compact, Tight };
    void setRoom(Room room);
    int widthIn(Room room) const;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    bool isPending() const;

    StateLook look_;
    bool active_ = false, first_ = true;
    Room room_ = Room::Full;
    double progress_ = -1;
};

}  // namespace retort::ui
