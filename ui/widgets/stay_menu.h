// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>
#include <functional>
#include <limits>

namespace retort::ui {

/// A menu of things to tick: it stays open while one ticks, by pointer or by Space and Enter, and goes with Escape or a
/// click elsewhere. Deletes itself when it closes.
class StayMenu : public QMenu {
    Q_OBJECT
public:
    explicit StayMenu(QWidget* parent);
    /// `most`: how many may be ticked at once; the others cannot be ticked then.
    void setMost(int most) { most_ = most; }
    /// How many have to stay ticked; those can be taken away only after another was ticked.
    void setLeast(int least) { least_ = least; }
    QAction* addTick(const QString& text, bool ticked, const std::function<void(bool)>& toggled);
    /// A line between groups, with their name.
    void addHeading(const QString& text);
    void openBelow(QWidget* button);

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    bool tick(QAction* action);
    void limit();
    int most_ = std::numeric_limits<int>::max(), least_ = 0;
};

}  // namespace retort::ui
