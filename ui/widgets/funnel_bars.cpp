// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/funnel_bars.h"

#include <QKeyEvent>
#include <QPainter>
#include <algorithm>

#include "ui/format.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/accessible_role.h"
#include "ui/widgets/basics.h"

namespace retort::ui {
namespace {

constexpr int row_height = size::row + size::xs;
// The first row is what was sampled, the last what is kept; the tests lie between.
constexpr int rows = static_cast<int>(sieve_tests) + 2;

}  // namespace

QString FunnelBars::words(SieveStep step) {
    switch (step) {
        case SieveStep::Parsed: return tr("Parsed");
        case SieveStep::Correct: return tr("Correct");
        case SieveStep::OneLanguage: return tr("One language");
        case SieveStep::Readable: return tr("Readable");
        case SieveStep::Reflecting: return tr("Checks itself");
        case SieveStep::Distinct: return tr("Deduplicated");
        case SieveStep::Wanted: return tr("Per-problem limit");
        case SieveStep::Kept: break;
    }
    return tr("Kept");
}

QString FunnelBars::words(SieveFault fault) {
    switch (fault) {
        case SieveFault::Blank: return tr("empty");
        case SieveFault::NotGraded: return tr("not graded");
        case SieveFault::Malformed: return tr("malformed");
        case SieveFault::Cut: return tr("cut");
        case SieveFault::Repetition: return tr("repeats itself");
        case SieveFault::Paragraph: return tr("long paragraph");
        case SieveFault::Code: break;
    }
    return tr("code block");
}

FunnelBars::FunnelBars(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Funnel"));
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleRole(this, QAccessible::Chart);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize FunnelBars::sizeHint() const { return {size::panel, rows * row_height}; }

QRect FunnelBars::rowOf(SieveStep step) const { return {0, (static_cast<int>(step) + 1) * row_height, width(), row_height}; }

void FunnelBars::show(const SieveCounts& now, const SieveCounts& then, SieveStep chosen) {
    now_ = now;
    then_ = then;
    chosen_ = chosen;
    // The one that is chosen first: what moving through them changes.
    QStringList spoken;
    if (chosen_ != SieveStep::Kept)
        spoken << tr("%1, lost here: %2").arg(words(chosen_)).arg(now_.ended[static_cast<std::size_t>(chosen_)]);
    else spoken << words(chosen_);
    spoken << tr("%1 sampled").arg(now_.sampled);
    for (std::size_t i = 0; i < sieve_tests; ++i)
        spoken << QStringLiteral("%1 %2").arg(words(static_cast<SieveStep>(i))).arg(now_.passed(static_cast<SieveStep>(i)));
    setAccessibleDescription(spoken.join(QStringLiteral(", ")));
    update();
}

void FunnelBars::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens& t = tokens();
    const QFontMetrics metrics(bodyFont());
    int label = 0;
    const auto nameOf = [](int i) { return i == 0 ? tr("Sampled") : words(static_cast<SieveStep>(i - 1)); };
    for (int i = 0; i < rows; ++i) label = std::max(label, metrics.horizontalAdvance(nameOf(i)) + size::l);
    const int figures = metrics.horizontalAdvance(QStringLiteral("1 000 000")) + size::s;
    const int lost_width = metrics.horizontalAdvance(QStringLiteral("− 1 000 000")) + size::s;
    const double bar_left = label + size::s, bar_width = std::max(1.0, width() - bar_left - figures - lost_width - size::s);
    const auto all = static_cast<double>(std::max<std::int64_t>(1, now_.sampled));
    painter.setFont(bodyFont());
    for (int i = 0; i < rows; ++i) {
        const auto step = static_cast<SieveStep>(i - 1);
        const bool sampled = i == 0;
        const std::int64_t passed = sampled ? now_.sampled : now_.passed(step),
                           passed_then = sampled ? then_.sampled : then_.passed(step);
        const std::int64_t lost = sampled || step == SieveStep::Kept ? 0 : now_.ended[static_cast<std::size_t>(step)];
        const QRectF area(0, i * row_height, width(), row_height);
        if (!sampled && step == chosen_) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(tint(t.accent));
            painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), size::radius, size::radius);
        }
        painter.setPen(t.text);
        painter.drawText(area.adjusted(size::s, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, nameOf(i));
        const QRectF bar(bar_left, area.top() + size::s, std::max(1.0, bar_width * static_cast<double>(passed) / all),
                         row_height - 2 * size::s);
        painter.setPen(Qt::NoPen);
        painter.setBrush(step == SieveStep::Kept && !sampled ? t.good : t.series[0]);
        painter.drawRoundedRect(bar, size::underline, size::underline);
        if (passed_then != passed) {
            painter.setPen(QPen(t.text, size::hairline, Qt::DashLine));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(QRectF(bar_left, bar.top() - size::hairline, bar_width * static_cast<double>(passed_then) / all,
                                    bar.height() + 2 * size::hairline));
        }
        painter.setPen(t.text);
        painter.drawText(QRectF(width() - lost_width - figures, area.top(), figures - size::s, row_height),
                         Qt::AlignVCenter | Qt::AlignRight, formatCount(static_cast<double>(passed)));
        painter.setPen(lost > 0 ? t.bad : t.muted);
        if (!sampled && step != SieveStep::Kept)
            painter.drawText(
                QRectF(width() - lost_width, area.top(), lost_width - size::s, row_height),
                Qt::AlignVCenter | Qt::AlignRight,
                lost > 0 ? QStringLiteral("− %1").arg(formatCount(static_cast<double>(lost))) : QStringLiteral("0"));
    }
    if (showsFocus(this)) {
        painter.setPen(QPen(t.accent, size::hairline));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), size::radius, size::radius);
    }
}

void FunnelBars::mousePressEvent(QMouseEvent* event) {
    const int row = static_cast<int>(event->position().y()) / row_height;
    if (row >= 1 && row < rows) Q_EMIT chosen(static_cast<SieveStep>(row - 1));
}

void FunnelBars::keyPressEvent(QKeyEvent* event) {
    const int by = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    if (by == 0) return QWidget::keyPressEvent(event);
    Q_EMIT chosen(static_cast<SieveStep>(std::clamp(static_cast<int>(chosen_) + by, 0, static_cast<int>(SieveStep::Kept))));
}

}  // namespace retort::ui
