// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/progress_line.h"

#include <QPainter>
#include <algorithm>

#include "ui/theme/tokens.h"

namespace retort::ui {

ProgressLine::ProgressLine(QWidget* parent) : QWidget(parent) {
    setFixedHeight(size::xs);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ProgressLine::setShare(double share) {
    share_ = std::clamp(share, 0.0, 1.0);
    update();
}

void ProgressLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens().line);
    painter.drawRoundedRect(rect(), height() / 2.0, height() / 2.0);
    painter.setBrush(share_ >= 1 ? tokens().good : tokens().accent);
    if (share_ > 0) painter.drawRoundedRect(QRectF(0, 0, width() * share_, height()), height() / 2.0, height() / 2.0);
}

}  // namespace retort::ui
