// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/span_text.h"

#include <QPainter>
#include <cmath>

#include "ui/theme/tokens.h"

namespace retort::ui {

void SpanText::set(const MarkedText& text, const QFont& font, double width, int max_lines) {
    QString shown = text.text;
    marks_ = text.marks;
    // Tags are small letters, part of the laid-out text.
    QList<QTextLayout::FormatRange> tags;
    qsizetype added = 0;
    for (Mark& mark : marks_) {
        mark.begin += added;
        if (const QString words = mark.tag(); !words.isEmpty()) {
            const QString tag = QChar(QChar::Nbsp) + words + QChar(QChar::Nbsp);
            shown.insert(mark.begin, tag);
            QTextLayout::FormatRange range;
            range.start = static_cast<int>(mark.begin);
            range.length = static_cast<int>(tag.size());
            range.format.setFont(labelFont());
            range.format.setFontWeight(QFont::DemiBold);
            tags << range;
            added += tag.size();
        }
        mark.end += added;
    }
    shown.replace(QLatin1Char('\n'), QChar::LineSeparator);
    layout_ = std::make_unique<QTextLayout>(shown, font);
    layout_->setFormats(tags);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout_->setTextOption(option);
    const double step = std::round(QFontMetricsF(font).height() * line_height / 1.2);
    cut_ = false;
    layout_->beginLayout();
    double y = 0;
    for (int lines = 0;; ++lines) {
        if (max_lines > 0 && lines == max_lines) {
            cut_ = layout_->createLine().isValid();
            break;
        }
        QTextLine line = layout_->createLine();
        if (!line.isValid()) break;
        line.setLineWidth(width);
        line.setPosition(QPointF(0, y + (step - line.height()) / 2));
        y += step;
    }
    layout_->endLayout();
    height_ = y;
}

void SpanText::paint(QPainter& painter, QPointF top_left, const QColor& ink) const {
    if (!layout_) return;
    const int lines = layout_->lineCount() - (cut_ ? 1 : 0);
    for (const Mark& mark : marks_) {
        for (int i = 0; i < lines; ++i) {
            const QTextLine line = layout_->lineAt(i);
            const auto from = std::max<qsizetype>(mark.begin, line.textStart());
            const auto to = std::min<qsizetype>(mark.end, line.textStart() + line.textLength());
            if (from >= to) continue;
            const double left = line.cursorToX(static_cast<int>(from)), right = line.cursorToX(static_cast<int>(to));
            const QRectF box(top_left + QPointF(left, line.y()), QSizeF(right - left, line.height()));
            painter.fillRect(box, tint(markColor(mark.kind, mark.right)));
            painter.fillRect(QRectF(box.left(), box.bottom() - size::underline, box.width(), size::underline),
                             markColor(mark.kind, mark.right));
        }
    }
    painter.setPen(ink);
    for (int i = 0; i < lines; ++i) layout_->lineAt(i).draw(&painter, top_left);
    if (cut_ && lines > 0) {
        const QTextLine last = layout_->lineAt(lines - 1);
        const QPointF at = top_left + QPointF(last.naturalTextWidth(), last.y() + last.ascent());
        painter.setFont(layout_->font());
        painter.setPen(tokens().muted);
        painter.drawText(at, QStringLiteral(" …"));
    }
}

}  // namespace retort::ui
