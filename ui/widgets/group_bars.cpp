// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/group_bars.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "ui/format.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/accessible_role.h"
#include "ui/widgets/basics.h"

namespace retort::ui {

GroupBars::GroupBars(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleRole(this, QAccessible::Chart);
    setAccessibleName(tr("Siblings of this trace"));
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

QSize GroupBars::sizeHint() const { return {std::max(1, count()) * (size::group_bar + size::xs), size::group_height}; }
QSize GroupBars::minimumSizeHint() const { return {std::min(sizeHint().width(), size::panel / 4), size::group_height}; }

void GroupBars::show(std::vector<RolloutSummary> rollouts, RolloutId current) {
    rollouts_ = std::move(rollouts);
    const auto found = std::find_if(rollouts_.begin(), rollouts_.end(), [&](const auto& row) { return row.id == current; });
    current_ = found == rollouts_.end() ? -1 : static_cast<int>(found - rollouts_.begin());
    speak();
    updateGeometry();
    update();
}

QString GroupBars::words(const RolloutSummary& row) const {
    return tr("%1 · reward %2 · advantage %3 · answer %4")
        .arg(row.correct ? (*row.correct ? tr("right") : tr("wrong")) : tr("not graded"), formatValue(row.reward),
             formatValue(row.advantage), QString::fromStdString(row.answer));
}

void GroupBars::speak() {
    setAccessibleName(tr("Trace %1 of %2 to this problem").arg(current_ + 1).arg(rollouts_.size()));
    setAccessibleDescription(current_ < 0 ? QString() : words(rollouts_[static_cast<std::size_t>(current_)]));
}

double GroupBars::step() const {
    return std::min<double>(size::group_bar + size::xs,
                            static_cast<double>(width()) / std::max<std::size_t>(rollouts_.size(), 1));
}

void GroupBars::choose(int index) {
    if (index < 0 || index >= count() || index == current_) return;
    // At once, so that keys pressed faster than traces are read still count.
    current_ = index;
    speak();
    update();
    Q_EMIT chosen(rollouts_[static_cast<std::size_t>(index)].id);
}

void GroupBars::move(int by) {
    if (count() > 0) choose(((current_ + by) % count() + count()) % count());
}

int GroupBars::indexAt(double x) const {
    const int index = static_cast<int>(x / step());
    return index >= 0 && index < count() ? index : -1;
}

void GroupBars::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    QPainter painter(this);
    double low = 0, high = 0;
    for (const RolloutSummary& row : rollouts_) {
        if (row.grader_error) continue;
        low = std::min(low, row.reward);
        high = std::max(high, row.reward);
    }
    const double span = std::max(high - low, 1e-9), foot = height() - size::mark - size::xs, room = foot - size::xs;
    for (int i = 0; i < count(); ++i) {
        const RolloutSummary& row = rollouts_[static_cast<std::size_t>(i)];
        const QRectF slot(i * step(), 0, step() - size::xs, height());
        const QColor color = row.grader_error || !row.correct ? t.muted : *row.correct ? t.good : t.bad;
        const double bar = row.grader_error ? 1 : std::max(2.0, (row.reward - low) / span * room);
        QColor fill = color;
        if (i != current_) fill.setAlphaF(0.55F);
        painter.fillRect(QRectF(slot.left(), foot - bar, slot.width(), bar), fill);
        if (row.correct.value_or(false)) painter.fillRect(QRectF(slot.center().x() - 1, foot + size::xs, 2, 2), t.good);
        if (i == current_)
            painter.fillRect(QRectF(slot.left(), height() - size::underline, slot.width(), size::underline), t.accent);
    }
    if (!showsFocus(this)) return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(t.accent, size::hairline));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), size::xs, size::xs);
}

void GroupBars::mousePressEvent(QMouseEvent* event) { choose(indexAt(event->position().x())); }

void GroupBars::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Left) move(-1);
    else if (event->key() == Qt::Key_Right) move(1);
    else QWidget::keyPressEvent(event);
}

bool GroupBars::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const int index = indexAt(help->pos().x());
        if (index < 0) QToolTip::hideText();
        else {
            const RolloutSummary& row = rollouts_[static_cast<std::size_t>(index)];
            QToolTip::showText(help->globalPos(), words(row), this);
        }
        return true;
    }
    return QWidget::event(event);
}

}  // namespace retort::ui
