// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/trace_card.h"

#include <QPainter>

#include "ui/format.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"

namespace retort::ui {
namespace {

constexpr int think_lines = 6, answer_lines = 2;

}  // namespace

TraceCard::TraceCard(QWidget* parent) : QAbstractButton(parent) {
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Trace"));
}

void TraceCard::show(const RolloutDetail& detail, const QString& stage_name) {
    const RolloutSummary& row = detail.summary;
    id_ = row.id;
    checked_ = row.correct.has_value();
    right_ = row.correct.value_or(false);
    place_ = tr("%1, step %2").arg(stage_name).arg(row.step);
    sign_ = checked_ ? (right_ ? tr("✓ right") : tr("✕ wrong")) : row.grader_error ? tr("not graded") : QString();
    QStringList facts{tr("reward %1").arg(row.grader_error ? QStringLiteral("–") : formatValue(row.reward)),
                      tr("%n tokens", nullptr, row.tokens)};
    if (row.finish_reason == FinishReason::Length) facts << tr("cut");
    facts_ = facts.join(QStringLiteral(" · "));
    prompt_ = QString::fromStdString(detail.prompt.prompt.text).simplified();
    trace_ = markTrace(detail.rollout);
    chips_.clear();
    for (const RewardTerm& term : detail.rollout.reward.terms) {
        const bool error = term.outcome == Outcome::GraderError;
        chips_.push_back({QStringLiteral("%1 %2").arg(QString::fromStdString(term.name),
                                                      error ? QStringLiteral("!") : formatValue(term.score)),
                          error});
    }
    setAccessibleName(QStringLiteral("%1, %2: %3").arg(place_, sign_, prompt_));
    width_ = -1;
    setFixedHeight(heightForWidth(width()));
    update();
}

double TraceCard::arrange(double width) const {
    if (width == width_) return height_;
    width_ = width;
    const double inner = width - 2 * size::m, label = QFontMetricsF(labelFont()).height();
    MarkedText answer = trace_.answer;
    think_.set(trace_.think, bodyFont(), inner - 2 * size::s, think_lines);
    QFont bold = bodyFont();
    bold.setWeight(QFont::DemiBold);
    answer_.set(answer, trace_.think.text.isEmpty() ? bodyFont() : bold, inner,
                trace_.think.text.isEmpty() ? think_lines : answer_lines);
    height_ = size::s + label + size::xs + QFontMetricsF(bodyFont()).height() + size::s;
    if (!trace_.think.text.isEmpty()) height_ += think_.height() + 2 * size::xs + size::s;
    height_ += answer_.height() + size::xs;
    if (!chips_.empty()) height_ += size::chip + size::xs;
    height_ += size::s;
    return height_;
}

QSize TraceCard::sizeHint() const { return {size::panel, heightForWidth(std::max(width(), size::panel))}; }
int TraceCard::heightForWidth(int width) const { return static_cast<int>(std::ceil(arrange(width))); }

// Scroll areas give a widget the height it hints at, whatever its width became.
void TraceCard::resizeEvent(QResizeEvent*) { setFixedHeight(heightForWidth(width())); }

void TraceCard::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) width_ = -1;
    QAbstractButton::changeEvent(event);
}

void TraceCard::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    arrange(width());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF body = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(QPen(showsFocus(this) || underMouse() ? t.accent : t.line, size::hairline));
    painter.setBrush(t.surface);
    painter.drawRoundedRect(body, size::radius, size::radius);

    const QFontMetricsF label(labelFont()), text(bodyFont());
    const double left = size::m, inner = width() - 2 * size::m;
    double y = size::s;
    painter.setFont(labelFont());
    painter.setPen(checked_ ? (right_ ? t.good : t.bad) : t.warn);
    painter.drawText(QPointF(left, y + label.ascent()), sign_);
    const double after_sign = sign_.isEmpty() ? 0 : label.horizontalAdvance(sign_) + size::s;
    const double facts = label.horizontalAdvance(facts_);
    painter.setPen(t.muted);
    painter.drawText(QPointF(left + after_sign, y + label.ascent()),
                     label.elidedText(place_, Qt::ElideRight, inner - after_sign - facts - size::s));
    painter.drawText(QPointF(left + inner - facts, y + label.ascent()), facts_);
    y += label.height() + size::xs;
    painter.setFont(bodyFont());
    painter.setPen(t.text);
    painter.drawText(QPointF(left, y + text.ascent()), text.elidedText(prompt_, Qt::ElideRight, inner));
    y += text.height() + size::s;
    if (!trace_.think.text.isEmpty()) {
        const double height = think_.height() + 2 * size::xs;
        painter.setPen(Qt::NoPen);
        painter.setBrush(wash(t.text));
        painter.drawRoundedRect(QRectF(left, y, inner, height), size::xs, size::xs);
        think_.paint(painter, QPointF(left + size::s, y + size::xs), t.muted);
        y += height + size::s;
    }
    answer_.paint(painter, QPointF(left, y), t.text);
    y += answer_.height() + size::xs;
    double x = left;
    painter.setFont(labelFont());
    for (const Chip& chip : chips_) {
        const double chip_width = label.horizontalAdvance(chip.text) + 2 * size::xs + 2;
        if (x + chip_width > left + inner) break;
        painter.setPen(QPen(chip.error ? t.bad : t.line, size::hairline));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(x + 0.5, y + 0.5, chip_width, size::chip - 1), size::xs, size::xs);
        painter.setPen(chip.error ? t.bad : t.muted);
        painter.drawText(QRectF(x, y, chip_width + 1, size::chip), Qt::AlignCenter, chip.text);
        x += chip_width + size::xs;
    }
}

}  // namespace retort::ui
