// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/prompt_strip.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "ui/theme/tokens.h"
#include "ui/widgets/accessible_role.h"
#include "ui/widgets/basics.h"

namespace retort::ui {
namespace {

constexpr int cell_width = size::s, cell_gap = 2;

}  // namespace

PromptStrip::PromptStrip(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleRole(this, QAccessible::Chart);
    setAccessibleName(tr("This problem through training"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize PromptStrip::sizeHint() const { return {size::panel / 2, size::chip + size::xs}; }
QSize PromptStrip::minimumSizeHint() const { return {size::panel / 4, size::chip + size::xs}; }

void PromptStrip::show(std::vector<PromptVisit> visits, GroupId current, std::function<QString(StageId)> stage_name) {
    visits_ = std::move(visits);
    stage_name_ = std::move(stage_name);
    const auto found =
        std::find_if(visits_.begin(), visits_.end(), [&](const PromptVisit& visit) { return visit.group == current; });
    current_ = found == visits_.end() ? -1 : static_cast<int>(found - visits_.begin());
    speak();
    update();
}

void PromptStrip::speak() {
    setAccessibleName(
        tr("This problem was drawn %n times; this is time %1", nullptr, static_cast<int>(visits_.size())).arg(current_ + 1));
    setAccessibleDescription(current_ < 0 ? QString() : words(visits_[static_cast<std::size_t>(current_)]));
}

QString PromptStrip::words(const PromptVisit& visit) const {
    return tr("%1, step %2: %3 of %4 right")
        .arg(stage_name_ ? stage_name_(visit.stage) : QString())
        .arg(visit.step)
        .arg(visit.right)
        .arg(visit.size);
}

double PromptStrip::step() const { return cell_width + cell_gap; }

int PromptStrip::first() const {
    const int fit = std::max(1, static_cast<int>(width() / step()));
    return std::clamp(current_ - fit / 2, 0, std::max(0, count() - fit));
}

int PromptStrip::indexAt(double x) const {
    const int index = first() + static_cast<int>(x / step());
    return x >= 0 && index < count() ? index : -1;
}

void PromptStrip::choose(int index) {
    if (index < 0 || index >= count() || index == current_) return;
    // At once, so that keys pressed faster than traces are read still count.
    current_ = index;
    speak();
    update();
    Q_EMIT chosen(visits_[static_cast<std::size_t>(index)].first);
}

void PromptStrip::move(int by) { choose(std::clamp(current_ + by, 0, count() - 1)); }

void PromptStrip::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    QPainter painter(this);
    const double top = size::underline, room = height() - 2 * size::underline - size::xs;
    StageId stage;
    for (int i = first(); i < count(); ++i) {
        const PromptVisit& visit = visits_[static_cast<std::size_t>(i)];
        const double left = (i - first()) * step();
        if (left > width()) break;
        if (i > first() && visit.stage != stage)
            painter.fillRect(QRectF(left - cell_gap, top, size::hairline, room), t.muted);
        stage = visit.stage;
        const double share = visit.size > 0 ? static_cast<double>(visit.right) / static_cast<double>(visit.size) : 0;
        const QRectF cell(left, top, cell_width, room);
        painter.fillRect(cell, tint(t.bad));
        painter.fillRect(QRectF(cell.left(), cell.bottom() - room * share, cell.width(), room * share), t.good);
        if (share == 0)
            painter.fillRect(QRectF(cell.left(), cell.bottom() - size::underline, cell.width(), size::underline), t.bad);
        if (i == current_) painter.fillRect(QRectF(left, height() - size::underline, cell_width, size::underline), t.accent);
    }
    if (!showsFocus(this)) return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(t.accent, size::hairline));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), size::xs, size::xs);
}

void PromptStrip::mousePressEvent(QMouseEvent* event) { choose(indexAt(event->position().x())); }

void PromptStrip::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Left) move(-1);
    else if (event->key() == Qt::Key_Right) move(1);
    else QWidget::keyPressEvent(event);
}

bool PromptStrip::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    auto* help = static_cast<QHelpEvent*>(event);
    const int index = indexAt(help->pos().x());
    if (index < 0) QToolTip::hideText();
    else QToolTip::showText(help->globalPos(), words(visits_[static_cast<std::size_t>(index)]), this);
    return true;
}

}  // namespace retort::ui
