// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/trace_text.h"

#include <QAbstractTextDocumentLayout>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocument>
#include <algorithm>

#include "ui/theme/tokens.h"
#include "ui/widgets/formula_object.h"

namespace retort::ui {
namespace {

constexpr int most_search_marks = 2000, fewest_lines = 24;

}  // namespace

TraceText::TraceText(QWidget* parent)
    : QTextEdit(parent), formulas_(new FormulaObject(QTextEdit::document())), document_(*QTextEdit::document(), *formulas_) {
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setUndoRedoEnabled(false);
    setAccessibleName(tr("Trace"));
    setTabChangesFocus(true);
    document()->setDocumentMargin(size::l);
    // The caret shows only while text is being selected with the keys: who reads needs none.
    setCursorWidth(0);
    options_.hidden.insert(MarkKind::Formula);
}

void TraceText::show(const RolloutDetail& detail) {
    detail_ = detail;
    setCursorWidth(0);
    build();
    verticalScrollBar()->setValue(0);
    findAgain(1);
}

void TraceText::clearTrace() {
    detail_.reset();
    document_.clear();
    Q_EMIT written();
}

void TraceText::findAgain(int by) {
    if (search_.isEmpty()) return;
    const QTextDocument::FindFlags way = by < 0 ? QTextDocument::FindBackward : QTextDocument::FindFlags{};
    QTextCursor hit = document()->find(search_, textCursor(), way);
    if (hit.isNull()) {
        QTextCursor end(document());
        if (by < 0) end.movePosition(QTextCursor::End);
        hit = document()->find(search_, end, way);
    }
    if (hit.isNull()) return;
    setTextCursor(hit);
    ensureCursorVisible();
}

void TraceText::turnPage(int by) {
    QScrollBar& bar = *verticalScrollBar();
    const int line = static_cast<int>(QFontMetricsF(bodyFont()).height() * line_height);
    bar.setValue(bar.value() + by * std::max(line, viewport()->height() - 2 * line));
}

void TraceText::keyPressEvent(QKeyEvent* event) {
    if (event->modifiers() & Qt::ShiftModifier && event->key() != Qt::Key_Space) {
        // Selecting: the caret shows where one is.
        const bool moves = event->key() >= Qt::Key_Home && event->key() <= Qt::Key_PageDown;
        if (moves) setCursorWidth(size::hairline);
        return QTextEdit::keyPressEvent(event);
    }
    QScrollBar& bar = *verticalScrollBar();
    const int line = static_cast<int>(QFontMetricsF(bodyFont()).height() * line_height);
    switch (event->key()) {
        case Qt::Key_Up: return bar.setValue(bar.value() - line);
        case Qt::Key_Down: return bar.setValue(bar.value() + line);
        case Qt::Key_PageUp: return turnPage(-1);
        case Qt::Key_PageDown: return turnPage(1);
        case Qt::Key_Space: return turnPage(event->modifiers() & Qt::ShiftModifier ? -1 : 1);
        case Qt::Key_Home: return bar.setValue(0);
        case Qt::Key_End: return bar.setValue(bar.maximum());
        default: return QTextEdit::keyPressEvent(event);
    }
}

void TraceText::setShown(MarkKind kind, bool shown) {
    if (shown) options_.hidden.erase(kind);
    else options_.hidden.insert(kind);
    rebuildInPlace();
}

void TraceText::setRendered(bool rendered) {
    if (options_.rendered == rendered) return;
    options_.rendered = rendered;
    rebuildInPlace();
}

void TraceText::setFolded(bool folded) {
    if (options_.folded == folded) return;
    options_.folded = folded;
    rebuildInPlace();
    Q_EMIT foldChanged(folded);
}

void TraceText::setSearch(const QString& text) {
    if (search_ == text) return;
    search_ = text;
    markSearch();
    if (!detail_) return;
    moveCursor(QTextCursor::Start);
    findAgain(1);
}

void TraceText::rebuildInPlace() {
    const int at = verticalScrollBar()->value();
    build();
    verticalScrollBar()->setValue(at);
}

void TraceText::build() {
    if (!detail_) return;
    // Two screens, and a line's width, as they are now.
    const QFontMetricsF metrics(bodyFont());
    options_.think_lines =
        std::max(fewest_lines, static_cast<int>(2 * viewport()->height() / (metrics.height() * line_height / 1.15)));
    fitWidth();
    options_.columns = std::max(20.0, (lineWrapColumnOrWidth() - 2 * size::l) / metrics.averageCharWidth());
    document_.write(*detail_, options_);
    moveCursor(QTextCursor::Start);
    markSearch();
    Q_EMIT written();
}

void TraceText::markSearch() {
    QList<QTextEdit::ExtraSelection> found;
    if (!search_.isEmpty()) {
        for (QTextCursor hit = document()->find(search_); !hit.isNull() && found.size() < most_search_marks;
             hit = document()->find(search_, hit)) {
            QTextEdit::ExtraSelection selection;
            selection.cursor = hit;
            selection.format.setBackground(tint(tokens().accent));
            selection.format.setFontUnderline(true);
            found << selection;
        }
        // What was searched for may lie in the folded part.
        if (found.isEmpty() && document_.foldedLines() > 0) return setFolded(false);
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
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) {
        formulas_->clear();
        if (detail_) rebuildInPlace();
    }
}

void TraceText::mouseMoveEvent(QMouseEvent* event) {
    QTextEdit::mouseMoveEvent(event);
    viewport()->setCursor(anchorAt(event->pos()).isEmpty() ? Qt::IBeamCursor : Qt::PointingHandCursor);
}

void TraceText::mouseReleaseEvent(QMouseEvent* event) {
    QTextEdit::mouseReleaseEvent(event);
    if (!textCursor().hasSelection() && anchorAt(event->pos()) == TraceDocument::foldLink()) setFolded(false);
}

QRectF TraceText::rectOf(const QTextBlock& block) const {
    const QPointF scroll(horizontalScrollBar()->value(), verticalScrollBar()->value());
    return document()->documentLayout()->blockBoundingRect(block).translated(-scroll);
}

void TraceText::paintGround(QPainter& painter) const {
    // Only blocks in sight: asking for the place of a later one would lay everything before it out.
    const QColor ground = wash(tokens().text);
    const double left = size::l / 2.0, width = lineWrapColumnOrWidth() - size::l;
    for (QTextBlock block = cursorForPosition(QPoint(0, 0)).block(); block.isValid(); block = block.next()) {
        const QRectF place = rectOf(block);
        if (place.top() > viewport()->height()) break;
        if (block.userState() != TraceDocument::think_state) continue;
        const bool begins = block.previous().userState() != TraceDocument::think_state,
                   ends = block.next().userState() != TraceDocument::think_state;
        const double top = begins ? place.top() - size::xs : rectOf(block.previous()).bottom();
        painter.fillRect(QRectF(left, top, width, place.bottom() + (ends ? size::xs : 0) - top), ground);
    }
}

void TraceText::paintUnderlines(QPainter& painter) const {
    const auto& placed = document_.placed();
    const int first = cursorForPosition(QPoint(0, 0)).position();
    const int last = cursorForPosition(QPoint(viewport()->width(), viewport()->height())).position();
    auto mark = std::lower_bound(placed.begin(), placed.end(), first,
                                 [](const TraceDocument::Placed& one, int at) { return one.end < at; });
    for (; mark != placed.end() && mark->begin <= last; ++mark) {
        for (QTextBlock block = document()->findBlock(mark->begin); block.isValid() && block.position() < mark->end;
             block = block.next()) {
            const QPointF origin = rectOf(block).topLeft();
            for (int i = 0; i < block.layout()->lineCount(); ++i) {
                const QTextLine line = block.layout()->lineAt(i);
                const int from = std::max(mark->begin - block.position(), line.textStart());
                const int to = std::min(mark->end - block.position(), line.textStart() + line.textLength());
                if (from >= to) continue;
                const double left = origin.x() + line.cursorToX(from), right = origin.x() + line.cursorToX(to);
                const double bottom = origin.y() + line.y() + line.ascent() + line.descent();
                painter.fillRect(QRectF(left, bottom - size::hairline, right - left, size::underline),
                                 markColor(mark->kind, mark->right));
            }
        }
    }
}

void TraceText::paintEvent(QPaintEvent* event) {
    {
        QPainter painter(viewport());
        paintGround(painter);
    }
    QTextEdit::paintEvent(event);
    QPainter painter(viewport());
    paintUnderlines(painter);
}

QMimeData* TraceText::createMimeDataFromSelection() const {
    QString text;
    const QTextCursor selection = textCursor();
    for (QTextBlock block = document()->findBlock(selection.selectionStart());
         block.isValid() && block.position() < selection.selectionEnd(); block = block.next()) {
        if (!text.isEmpty()) text += QLatin1Char('\n');
        for (auto part = block.begin(); !part.atEnd(); ++part) {
            const QTextFragment fragment = part.fragment();
            const QTextCharFormat format = fragment.charFormat();
            if (format.hasProperty(TraceDocument::own_property)) continue;
            const int from = std::max(selection.selectionStart() - fragment.position(), 0);
            const int to = std::min(selection.selectionEnd() - fragment.position(), fragment.length());
            if (to <= from) continue;
            if (format.objectType() == FormulaObject::type)
                text += format.stringProperty(FormulaObject::source_property).repeated(to - from);
            else text += fragment.text().mid(from, to - from);
        }
    }
    text.replace(QChar::LineSeparator, QLatin1Char('\n'));
    auto* copied = new QMimeData;
    copied->setText(text);
    return copied;
}

}  // namespace retort::ui
