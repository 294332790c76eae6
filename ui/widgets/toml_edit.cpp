// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/toml_edit.h"

#include <QSignalBlocker>
#include <QSyntaxHighlighter>
#include <QTextBlock>

#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

class Colours : public QSyntaxHighlighter {
public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

protected:
    void highlightBlock(const QString& line) override {
        const Tokens& t = tokens();
        QTextCharFormat comment, header, text, key;
        comment.setForeground(t.muted);
        comment.setFontItalic(true);
        header.setForeground(t.accent);
        header.setFontWeight(QFont::DemiBold);
        text.setForeground(t.good);
        key.setFontWeight(QFont::DemiBold);
        qsizetype first = 0;
        while (first < line.size() && line[first].isSpace()) ++first;
        if (first < line.size() && line[first] == QLatin1Char('[')) setFormat(0, static_cast<int>(line.size()), header);
        QChar quote;
        qsizetype begin = 0;
        for (qsizetype i = first; i < line.size(); ++i) {
            if (!quote.isNull()) {
                if (line[i] == QLatin1Char('\\') && quote == QLatin1Char('"')) ++i;
                else if (line[i] == quote) {
                    setFormat(static_cast<int>(begin), static_cast<int>(i - begin + 1), text);
                    quote = QChar();
                }
            } else if (line[i] == QLatin1Char('"') || line[i] == QLatin1Char('\'')) {
                quote = line[i];
                begin = i;
            } else if (line[i] == QLatin1Char('#')) {
                setFormat(static_cast<int>(i), static_cast<int>(line.size() - i), comment);
                return;
            }
        }
    }
};

}  // namespace

TomlEdit::TomlEdit(QWidget* parent) : QPlainTextEdit(parent) {
    setFont(monoFont());
    setAccessibleName(tr("recipe.toml"));
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setTabChangesFocus(true);
    document()->setDocumentMargin(size::m);
    colours_ = new Colours(document());
}

void TomlEdit::apply(const TextEdit& edit, const QString& place) {
    const QByteArray bytes = toPlainText().toUtf8();
    const auto position = [&](std::size_t byte) {
        return static_cast<int>(QString::fromUtf8(bytes.left(static_cast<qsizetype>(byte))).size());
    };
    QTextCursor cursor(document());
    cursor.setPosition(position(edit.begin));
    cursor.setPosition(position(edit.end), QTextCursor::KeepAnchor);
    const bool joins = !place.isEmpty() && place == step_place_ && document()->revision() == step_revision_;
    if (joins) cursor.joinPreviousEditBlock();
    else cursor.beginEditBlock();
    cursor.insertText(QString::fromStdString(edit.text));
    cursor.endEditBlock();
    step_place_ = place;
    step_revision_ = document()->revision();
    QTextCursor look = textCursor();
    look.setPosition(cursor.position());
    setTextCursor(look);
    centerCursor();
}

void TomlEdit::markLines(const std::set<int>& lines) {
    QList<QTextEdit::ExtraSelection> marks;
    for (const int line : lines) {
        const QTextBlock block = document()->findBlockByNumber(line - 1);
        if (!block.isValid()) continue;
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(block);
        mark.format.setBackground(tint(tokens().bad));
        mark.format.setProperty(QTextFormat::FullWidthSelection, true);
        marks << mark;
    }
    setExtraSelections(marks);
}

void TomlEdit::goToLine(int line) {
    const QTextBlock block = document()->findBlockByNumber(line - 1);
    if (!block.isValid()) return;
    setTextCursor(QTextCursor(block));
    centerCursor();
}

void TomlEdit::changeEvent(QEvent* event) {
    QPlainTextEdit::changeEvent(event);
    if (event->type() != QEvent::PaletteChange) return;
    // Other colours, the same text: whoever makes a form anew when the text changes would delete widgets that the style is
    // just being changed of.
    const QSignalBlocker quiet(this);
    colours_->rehighlight();
}

}  // namespace retort::ui
