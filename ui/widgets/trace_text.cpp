// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/trace_text.h"

#include <QAbstractTextDocumentLayout>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextFrame>

#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

constexpr int tag_property = QTextFormat::UserProperty + 1;
constexpr qsizetype longest_shown = 2'000'000;  // characters; a completion is never near it, a damaged store may be

QTextBlockFormat blockFormat(int top_margin) {
    QTextBlockFormat format;
    format.setLineHeight(line_height * 100 / 1.15, QTextBlockFormat::ProportionalHeight);
    format.setTopMargin(top_margin);
    return format;
}

}  // namespace

TraceText::TraceText(QWidget* parent) : QTextEdit(parent) {
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setUndoRedoEnabled(false);
    setAccessibleName(tr("Trace"));
    setTabChangesFocus(true);
    document()->setDocumentMargin(size::l);
}

void TraceText::show(const RolloutDetail& detail) {
    detail_ = detail;
    build();
    verticalScrollBar()->setValue(0);
}

void TraceText::clearTrace() {
    detail_.reset();
    placed_.clear();
    clear();
}

void TraceText::setShown(MarkKind kind, bool shown) {
    if (shown) hidden_.erase(kind);
    else hidden_.insert(kind);
    const int at = verticalScrollBar()->value();
    build();
    verticalScrollBar()->setValue(at);
}

void TraceText::setSearch(const QString& text) {
    search_ = text;
    markSearch();
}

void TraceText::heading(QTextCursor& cursor, const QString& text) {
    QTextCharFormat format;
    format.setFont(labelFont());
    format.setForeground(tokens().muted);
    if (!document()->isEmpty() || cursor.position() > 0) cursor.insertBlock(blockFormat(size::m), format);
    else cursor.setBlockFormat(blockFormat(0));
    cursor.insertText(text, format);
}

void TraceText::paragraph(QTextCursor& cursor, const MarkedText& text, const QTextCharFormat& format) {
    cursor.setBlockFormat(blockFormat(0));
    const QString shown = text.text.left(longest_shown);
    qsizetype done = 0;
    for (const Mark& mark : text.marks) {
        if (mark.begin < done || mark.end > shown.size() || hidden_.contains(mark.kind)) continue;
        cursor.insertText(shown.mid(done, mark.begin - done), format);
        const QColor color = markColor(mark.kind);
        QTextCharFormat marked = format;
        marked.setBackground(tint(color));
        Placed placed{cursor.position(), 0, mark.kind};
        if (mark.kind == MarkKind::Foreign && !mark.label.isEmpty()) {
            QTextCharFormat tag = marked;
            tag.setFont(labelFont());
            tag.setForeground(tokens().text);
            tag.setFontWeight(QFont::DemiBold);
            tag.setProperty(tag_property, true);
            cursor.insertText(QChar(QChar::Nbsp) + mark.label + QChar(QChar::Nbsp), tag);
        }
        cursor.insertText(shown.mid(mark.begin, mark.end - mark.begin), marked);
        placed.end = cursor.position();
        placed_.push_back(placed);
        done = mark.end;
    }
    cursor.insertText(shown.mid(done), format);
}

void TraceText::build() {
    placed_.clear();
    document()->clear();
    if (!detail_) return;
    const Tokens& t = tokens();
    const MarkedTrace trace = markTrace(detail_->rollout);
    QTextCursor cursor(document());
    QTextCharFormat body;
    body.setFont(bodyFont());
    body.setForeground(t.text);
    cursor.beginEditBlock();
    heading(cursor, tr("Asked"));
    cursor.insertBlock();
    paragraph(cursor, {QString::fromStdString(detail_->prompt.prompt.text), {}}, body);
    if (!detail_->prompt.prompt.reference.empty()) {
        heading(cursor, tr("Expected"));
        cursor.insertBlock();
        paragraph(cursor, {QString::fromStdString(detail_->prompt.prompt.reference), {}}, body);
    }
    if (!trace.think.text.isEmpty()) {
        heading(cursor, tr("Thinking"));
        QTextFrameFormat frame;
        frame.setBackground(wash(t.text));
        frame.setPadding(size::m);
        frame.setBorder(0);
        frame.setTopMargin(size::xs);
        cursor.insertFrame(frame);
        paragraph(cursor, trace.think, body);
        cursor.movePosition(QTextCursor::End);
    }
    const bool cut = detail_->rollout.completion.finish_reason == FinishReason::Length;
    QTextCharFormat bold = body;
    if (!trace.think.text.isEmpty()) bold.setFontWeight(QFont::DemiBold);
    heading(cursor, trace.think.text.isEmpty() ? tr("Response") : tr("Answer"));
    cursor.insertBlock();
    if (trace.answer.text.isEmpty()) {
        QTextCharFormat none = body;
        none.setForeground(t.muted);
        paragraph(cursor, {cut ? tr("none: cut at the token limit") : tr("none"), {}}, none);
    } else {
        paragraph(cursor, trace.answer, bold);
    }
    cursor.endEditBlock();
    moveCursor(QTextCursor::Start);
    fitWidth();
    markSearch();
}

void TraceText::markSearch() {
    QList<QTextEdit::ExtraSelection> found;
    if (!search_.isEmpty()) {
        for (QTextCursor hit = document()->find(search_); !hit.isNull(); hit = document()->find(search_, hit)) {
            QTextEdit::ExtraSelection selection;
            selection.cursor = hit;
            selection.format.setBackground(tint(tokens().accent));
            selection.format.setFontUnderline(true);
            found << selection;
        }
    }
    setExtraSelections(found);
}

void TraceText::fitWidth() {
    const int widest = static_cast<int>(QFontMetricsF(bodyFont()).averageCharWidth() * size::text_columns) + 2 * size::l;
    setLineWrapMode(QTextEdit::FixedPixelWidth);
    setLineWrapColumnOrWidth(std::min(viewport()->width(), widest));
}

void TraceText::resizeEvent(QResizeEvent* event) {
    QTextEdit::resizeEvent(event);
    fitWidth();
}

void TraceText::changeEvent(QEvent* event) {
    QTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && detail_) {
        const int at = verticalScrollBar()->value();
        build();
        verticalScrollBar()->setValue(at);
    }
}

void TraceText::paintEvent(QPaintEvent* event) {
    QTextEdit::paintEvent(event);
    if (placed_.empty()) return;
    QPainter painter(viewport());
    const int first = cursorForPosition(QPoint(0, 0)).position();
    const int last = cursorForPosition(QPoint(viewport()->width(), viewport()->height())).position();
    const QPointF scroll(horizontalScrollBar()->value(), verticalScrollBar()->value());
    for (const Placed& mark : placed_) {
        if (mark.end < first || mark.begin > last) continue;
        for (QTextBlock block = document()->findBlock(mark.begin); block.isValid() && block.position() < mark.end; block = block.next()) {
            const QPointF origin = document()->documentLayout()->blockBoundingRect(block).topLeft() - scroll;
            for (int i = 0; i < block.layout()->lineCount(); ++i) {
                const QTextLine line = block.layout()->lineAt(i);
                const int from = std::max(mark.begin - block.position(), line.textStart());
                const int to = std::min(mark.end - block.position(), line.textStart() + line.textLength());
                if (from >= to) continue;
                const double left = origin.x() + line.cursorToX(from), right = origin.x() + line.cursorToX(to);
                const double bottom = origin.y() + line.y() + line.ascent() + line.descent();
                painter.fillRect(QRectF(left, bottom - size::hairline, right - left, size::underline), markColor(mark.kind));
            }
        }
    }
}

QMimeData* TraceText::createMimeDataFromSelection() const {
    QString text;
    const QTextCursor selection = textCursor();
    for (QTextBlock block = document()->findBlock(selection.selectionStart()); block.isValid() && block.position() < selection.selectionEnd(); block = block.next()) {
        if (!text.isEmpty()) text += QLatin1Char('\n');
        for (auto part = block.begin(); !part.atEnd(); ++part) {
            const QTextFragment fragment = part.fragment();
            if (fragment.charFormat().hasProperty(tag_property)) continue;
            const int from = std::max(selection.selectionStart() - fragment.position(), 0);
            const int to = std::min(selection.selectionEnd() - fragment.position(), fragment.length());
            if (to > from) text += fragment.text().mid(from, to - from);
        }
    }
    text.replace(QChar::LineSeparator, QLatin1Char('\n'));
    auto* copied = new QMimeData;
    copied->setText(text);
    return copied;
}

}  // namespace retort::ui
