// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/token_strip.h"

#include <QHash>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/format.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/accessible_role.h"
#include "ui/widgets/basics.h"

namespace retort::ui {
namespace {

constexpr double strongest = 0.75;        // opacity of the ground at full measure
constexpr double full_entropy = 2.0;      // nats: as uncertain as among seven tokens
constexpr double full_surprise = 5.0;     // nats: one in 150
constexpr double full_advantage = 2.0;    // standard deviations of the group
const double full_ratio = std::log(2.0);  // twice or half as probable

double lineStep() { return std::round(QFontMetricsF(monoFont()).height() * line_height); }

}  // namespace

TokenStrip::TokenStrip(QWidget* parent) : QAbstractScrollArea(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Tokens of this trace"));
    setAccessibleRole(this, QAccessible::Chart);
    viewport()->setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void TokenStrip::show(TokenFacts facts) {
    facts_ = std::move(facts);
    current_ = -1;
    arrange();
    verticalScrollBar()->setValue(0);
    viewport()->update();
}

void TokenStrip::setFacts(TokenFacts facts) {
    facts_ = std::move(facts);
    viewport()->update();
    if (current_ >= 0) Q_EMIT told(current_);
}

void TokenStrip::setMeasure(TokenMeasure measure) {
    measure_ = measure;
    viewport()->update();
}

/// Blanks are made visible where they would be lost.
QString TokenStrip::shown(const QString& text) {
    QString visible = text;
    visible.replace(u'\n', QChar(0x21B5)).replace(u'\t', QChar(0x21E5)).replace(u'\r', QChar(0x240D));
    return visible.isEmpty() ? QStringLiteral("·") : visible;
}

void TokenStrip::arrange() {
    places_.clear();
    line_starts_.assign(1, 0);
    const QFontMetricsF metrics(monoFont());
    const double right = viewport()->width() - size::l;
    QHash<QString, float> widths;
    double x = size::l;
    for (int i = 0; i < facts_.texts.size(); ++i) {
        const QString& text = facts_.texts[i];
        auto width = widths.find(text);
        if (width == widths.end()) width = widths.insert(text, static_cast<float>(metrics.horizontalAdvance(shown(text))));
        if (x + *width > right && x > size::l) {
            line_starts_.push_back(i);
            x = size::l;
        }
        places_.push_back({static_cast<float>(x), *width, static_cast<int>(line_starts_.size()) - 1});
        x += *width + 1;
        if (text.contains(u'\n') && i + 1 < facts_.texts.size()) {
            line_starts_.push_back(i + 1);
            x = size::l;
        }
    }
    const int height = static_cast<int>(static_cast<double>(line_starts_.size()) * lineStep()) + 2 * size::m;
    verticalScrollBar()->setRange(0, std::max(0, height - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(static_cast<int>(lineStep()));
}

QColor TokenStrip::ground(std::size_t token) const {
    const std::optional<double> value = facts_.value(measure_, token);
    if (!value) return {};
    QColor color;
    double amount = 0;
    switch (measure_) {
        case TokenMeasure::Entropy:
            color = tokens().series[0];
            amount = *value / full_entropy;
            break;
        case TokenMeasure::LogProb:
            color = tokens().series[1];
            amount = -*value / full_surprise;
            break;
        case TokenMeasure::Ratio:
            color = tokens().series[*value < 1 ? 1 : 0];
            amount = std::abs(std::log(std::max(*value, std::numeric_limits<double>::min()))) / full_ratio;
            break;
        case TokenMeasure::Advantage:
            color = *value < 0 ? tokens().bad : tokens().good;
            amount = std::abs(*value) / full_advantage;
            break;
    }
    color.setAlphaF(static_cast<float>(std::clamp(amount, 0.0, 1.0) * strongest));
    return color;
}

void TokenStrip::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    QPainter painter(viewport());
    if (!facts_.problem.isEmpty()) {
        painter.setPen(t.muted);
        painter.drawText(viewport()->rect().adjusted(size::l, size::l, -size::l, -size::l),
                         static_cast<int>(Qt::AlignTop) | Qt::TextWordWrap, facts_.problem);
        return;
    }
    const QFontMetricsF metrics(monoFont());
    const double step = lineStep(), scroll = verticalScrollBar()->value() - size::m;
    const auto lines = static_cast<int>(line_starts_.size());
    const int first = std::clamp(static_cast<int>(scroll / step), 0, lines - 1);
    const int last = std::clamp(static_cast<int>((scroll + viewport()->height()) / step), 0, lines - 1);
    painter.setFont(monoFont());
    const int begin = line_starts_[static_cast<std::size_t>(first)];
    const int end = last + 1 < lines ? line_starts_[static_cast<std::size_t>(last) + 1] : static_cast<int>(places_.size());
    for (int i = begin; i < end; ++i) {
        const Place& place = places_[static_cast<std::size_t>(i)];
        const QRectF box(place.x, place.line * step - scroll, place.width, step - 2);
        const QColor color = ground(static_cast<std::size_t>(i));
        if (color.isValid()) painter.fillRect(box, color);
        if (i == current_) {
            painter.setPen(QPen(t.accent, size::focus_ring));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(box.adjusted(-1, 0, 1, 0));
        }
        painter.setPen(t.text);
        painter.drawText(QPointF(place.x, box.top() + (step - 2 - metrics.height()) / 2 + metrics.ascent()),
                         shown(facts_.texts[i]));
    }
}

int TokenStrip::tokenAt(QPoint at) const {
    if (places_.empty()) return -1;
    const int line = static_cast<int>((at.y() + verticalScrollBar()->value() - size::m) / lineStep());
    if (line < 0 || line >= static_cast<int>(line_starts_.size())) return -1;
    const auto from = places_.begin() + line_starts_[static_cast<std::size_t>(line)];
    for (auto place = from; place != places_.end() && place->line == line; ++place)
        if (at.x() >= place->x && at.x() <= place->x + place->width) return static_cast<int>(place - places_.begin());
    return -1;
}

QPoint TokenStrip::below(int token) const {
    if (token < 0 || token >= static_cast<int>(places_.size())) return viewport()->rect().center();
    const Place& place = places_[static_cast<std::size_t>(token)];
    const double bottom = (place.line + 1) * lineStep() + size::m - verticalScrollBar()->value();
    return {static_cast<int>(place.x), std::clamp(static_cast<int>(bottom), 0, viewport()->height())};
}

QString TokenStrip::words(int token) const {
    if (token < 0 || token >= facts_.texts.size()) return {};
    const auto index = static_cast<std::size_t>(token);
    QStringList lines{tr("token %1 of %2: “%3”").arg(token + 1).arg(facts_.texts.size()).arg(shown(facts_.texts[token]))};
    const auto logprob = facts_.value(TokenMeasure::LogProb, index), entropy = facts_.value(TokenMeasure::Entropy, index);
    lines << (logprob ? tr("log-probability %1 (probability %2)").arg(formatValue(*logprob), formatShare(std::exp(*logprob)))
                      : tr("log-probability not stored"));
    lines << (entropy ? tr("entropy %1 nats").arg(formatValue(*entropy)) : tr("entropy not stored"));
    if (facts_.advantage) lines << tr("advantage %1 (of the whole trace)").arg(formatValue(*facts_.advantage));
    if (const auto ratio = facts_.value(TokenMeasure::Ratio, index))
        lines
            << tr("ratio %1 (%2 by %3)").arg(formatValue(*ratio), formatShare(std::exp(facts_.scored[index])), facts_.asked);
    if (token < facts_.alternatives.size())
        lines << (facts_.asked.isEmpty() ? tr("likeliest here: %1").arg(facts_.alternatives[token])
                                         : tr("likeliest by %1: %2").arg(facts_.asked, facts_.alternatives[token]));
    return lines.join(QLatin1Char('\n'));
}

void TokenStrip::choose(int token) {
    if (token == current_) return;
    current_ = token;
    setAccessibleDescription(words(token));
    viewport()->update();
    Q_EMIT told(token);
}

void TokenStrip::mouseMoveEvent(QMouseEvent* event) { choose(tokenAt(event->pos())); }
void TokenStrip::leaveEvent(QEvent* event) {
    QAbstractScrollArea::leaveEvent(event);
    if (!hasFocus()) choose(-1);
}

void TokenStrip::keyPressEvent(QKeyEvent* event) {
    const int count = static_cast<int>(places_.size());
    int next = current_;
    if (event->key() == Qt::Key_Left) next = std::max(0, current_ - 1);
    else if (event->key() == Qt::Key_Right) next = std::min(count - 1, current_ + 1);
    else if ((event->key() == Qt::Key_Up || event->key() == Qt::Key_Down) && count > 0) {
        // The token of the next line that begins nearest.
        const Place& from = places_[static_cast<std::size_t>(std::max(0, current_))];
        const int line = from.line + (event->key() == Qt::Key_Up ? -1 : 1);
        if (line < 0 || line >= static_cast<int>(line_starts_.size())) return;
        next = line_starts_[static_cast<std::size_t>(line)];
        for (int i = next; i < count && places_[static_cast<std::size_t>(i)].line == line; ++i)
            if (std::abs(places_[static_cast<std::size_t>(i)].x - from.x) <
                std::abs(places_[static_cast<std::size_t>(next)].x - from.x))
                next = i;
    } else return QAbstractScrollArea::keyPressEvent(event);
    choose(next);
    if (next < 0 || next >= count) return;
    const double top = places_[static_cast<std::size_t>(next)].line * lineStep() + size::m;
    if (top < verticalScrollBar()->value()) verticalScrollBar()->setValue(static_cast<int>(top));
    else if (top + lineStep() > verticalScrollBar()->value() + viewport()->height())
        verticalScrollBar()->setValue(static_cast<int>(top + lineStep()) - viewport()->height());
}

bool TokenStrip::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const int token = tokenAt(help->pos());
        if (token < 0) QToolTip::hideText();
        else QToolTip::showText(help->globalPos(), words(token), this);
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void TokenStrip::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    arrange();
}

void TokenStrip::changeEvent(QEvent* event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange) arrange();
    if (event->type() == QEvent::PaletteChange) viewport()->update();
}

}  // namespace retort::ui
