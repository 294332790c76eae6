// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "curate/sieve.h"

namespace retort::ui {

/// What passes each test as a bar, and what is lost there as a figure; where other bounds are tried, what passed then as an
/// outline. A click or the arrow keys choose a test.
class FunnelBars : public QWidget {
    Q_OBJECT
public:
    explicit FunnelBars(QWidget* parent = nullptr);
    void show(const SieveCounts& now, const SieveCounts& then, SieveStep chosen);
    QRect rowOf(SieveStep step) const;
    QSize sizeHint() const override;
    static QString words(SieveStep step);
    static QString words(SieveFault fault);

Q_SIGNALS:
    void chosen(retort::SieveStep step);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    SieveCounts now_, then_;
    SieveStep chosen_ = SieveStep::Correct;
};

}  // namespace retort::ui
