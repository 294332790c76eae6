// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/stage_item.h"

#include <QPainter>

#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"

namespace retort::ui {

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

void StageItem::setCompact(bool compact) {
    if (compact == compact_) return;
    compact_ = compact;
    updateGeometry();
    update();
}

int StageItem::widthWith(const QFont& font, int spacing) const {
    QFont drawn = font;
    if (active_) drawn.setWeight(QFont::DemiBold);
    const QFontMetrics metrics(drawn);
    const int sign = spacing == size::xs && isPending() ? 0 : metrics.horizontalAdvance(QStringLiteral("●")) + size::xs;
    return metrics.horizontalAdvance(text()) + sign + 2 * spacing + (first_ ? 0 : 2 * spacing);
}

// Where room is short, a stage to come is told by its muted name alone.
bool StageItem::isPending() const { return look_.sign == QStringLiteral("○"); }

int StageItem::fullWidth() const { return widthWith(bodyFont(), size::s); }

QSize StageItem::sizeHint() const { return {compact_ ? widthWith(labelFont(), size::xs) : fullWidth(), size::strip}; }

void StageItem::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QRectF body = QRectF(rect()).adjusted(0, size::xs, 0, -size::xs);
    if (!first_) {
        const int room = 2 * (compact_ ? size::xs : size::s), arrow = compact_ ? size::s : size::m;
        painter.drawPixmap(QPointF((room - arrow) / 2.0, (height() - arrow) / 2.0),
                           iconPixmap(QStringLiteral("chevron-right"), Ink::Muted, arrow, devicePixelRatioF()));
        body.setLeft(room);
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
    QFont font = compact_ ? labelFont() : bodyFont();
    if (active_) font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    const QFontMetricsF metrics(font);
    const bool signless = compact_ && isPending();
    const double sign = signless ? 0 : metrics.horizontalAdvance(look_.sign) + size::xs;
    const int inset = compact_ ? size::xs : size::s;
    const QRectF line = body.adjusted(inset, 0, -size::xs / 2.0, 0);
    painter.setPen(inkColor(look_.ink));
    if (!signless) painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, look_.sign);
    painter.setPen(look_.ink == Ink::Muted && !active_ ? t.muted : t.text);
    painter.drawText(line.adjusted(sign, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text());
    if (progress_ < 0) return;
    const QRectF track(line.left(), body.bottom() - size::underline - 1, line.width() - inset, size::underline);
    painter.fillRect(track, t.line);
    painter.fillRect(QRectF(track.topLeft(), QSizeF(track.width() * std::min(progress_, 1.0), track.height())), t.good);
}

}  // namespace retort::ui
