// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/stage_item.h"

#include <QPainter>

#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"

namespace retort::ui {
namespace {

int inset(StageItem::Room room) {
    return room == StageItem::Room::Full ? size::s : room == StageItem::Room::Compact ? size::xs : size::xs / 2;
}
int arrowRoom(StageItem::Room room) { return room == StageItem::Room::Full ? 2 * size::s : size::s; }
int signGap(StageItem::Room room) { return room == StageItem::Room::Tight ? size::xs / 2 : size::xs; }

}  // namespace

StageItem::StageItem(QWidget* parent) : QAbstractButton(parent) {
    setCheckable(true);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
}

void StageItem::show(const QString& name, const StateLook& look, bool active, double progress, bool first) {
    // The sign of a stage that starts takes room, and so does the name of the active one, which is bold.
    const QSize before = sizeHint();
    look_ = look;
    active_ = active;
    progress_ = progress;
    first_ = first;
    setText(name);
    setAccessibleName(QStringLiteral("%1, %2").arg(name, look.word));
    if (sizeHint() != before) updateGeometry();
    update();
}

void StageItem::setRoom(Room room) {
    if (room == room_) return;
    room_ = room;
    updateGeometry();
    update();
}

int StageItem::widthIn(Room room) const {
    QFont drawn = room == Room::Full ? bodyFont() : labelFont();
    if (active_) drawn.setWeight(QFont::DemiBold);
    const QFontMetrics metrics(drawn);
    const int sign = room != Room::Full && isPending() ? 0 : metrics.horizontalAdvance(QStringLiteral("●")) + signGap(room);
    return metrics.horizontalAdvance(text()) + sign + 2 * inset(room) + (first_ ? 0 : arrowRoom(room));
}

// Where room is short, a stage to come is told by its muted name alone.
bool StageItem::isPending() const { return look_.sign == QStringLiteral("○"); }

QSize StageItem::sizeHint() const { return {widthIn(room_), size::strip}; }

void StageItem::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QRectF body = QRectF(rect()).adjusted(0, size::xs, 0, -size::xs);
    if (!first_) {
        const int arrow = room_ == Room::Full ? size::m : size::s;
        painter.drawPixmap(QPointF((arrowRoom(room_) - arrow) / 2.0, (height() - arrow) / 2.0),
                           iconPixmap(QStringLiteral("chevron-right"), Ink::Muted, arrow, devicePixelRatioF()));
        body.setLeft(arrowRoom(room_));
    }
    if (isChecked() || underMouse()) {
        painter.setPen(isChecked() ? QPen(t.accent, size::hairline) : Qt::NoPen);
        painter.setBrush(isChecked() ? tint(t.accent) : wash(t.text));
        painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), size::radius, size::radius);
    }
    if (showsFocus(this)) {
        painter.setPen(QPen(t.accent, size::focus_ring));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(body.adjusted(1, 1, -1, -1), size::radius, size::radius);
    }
    QFont font = room_ == Room::Full ? bodyFont() : labelFont();
    if (active_) font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    const QFontMetricsF metrics(font);
    const bool signless = room_ != Room::Full && isPending();
    const double sign = signless ? 0 : metrics.horizontalAdvance(look_.sign) + signGap(room_);
    const QRectF line = body.adjusted(inset(room_), 0, -size::xs / 2.0, 0);
    painter.setPen(inkColor(look_.ink));
    if (!signless) painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, look_.sign);
    painter.setPen(look_.ink == Ink::Muted && !active_ ? t.muted : t.text);
    painter.drawText(line.adjusted(sign, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text());
    if (progress_ < 0) return;
    const QRectF track(line.left(), body.bottom() - size::underline - 1, line.width() - inset(room_), size::underline);
    painter.fillRect(track, t.line);
    painter.fillRect(QRectF(track.topLeft(), QSizeF(track.width() * std::min(progress_, 1.0), track.height())), t.good);
}

}  // namespace retort::ui
