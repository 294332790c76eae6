// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Writes a trace into a QTextDocument: headings, Markdown, formulas, marks. What is folded away is not laid out.

#include <QTextCursor>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "store/records.h"
#include "ui/widgets/marked_text.h"

class QTextDocument;

namespace retort::ui {

class FormulaObject;

struct TraceDocumentOptions {
    std::set<MarkKind> hidden;  ///< marks that are not shown
    bool rendered = true;       ///< Markdown and formulas; else as typed
    bool folded = true;         ///< a long think part: only its first and last lines
    int think_lines = 60;       ///< how many lines are long, and how many of a folded one are left
    double columns = 90;        ///< characters in a line, to estimate
};

class TraceDocument {
public:
    /// A mark's place in the document.
    struct Placed {
        int begin = 0, end = 0;
        MarkKind kind = MarkKind::Foreign;
        std::optional<bool> right;
    };
    /// Set as QTextBlock::userState of blocks that belong to the think part.
    static constexpr int think_state = 1;
    /// Text of this format is ours, not the trace's.
    static constexpr int own_property = QTextFormat::UserProperty + 1;
    /// anchorHref of the line that stands for folded lines.
    static QString foldLink();

    TraceDocument(QTextDocument& document, FormulaObject& formulas);
    /// Replaces the document's content.
    void write(const RolloutDetail& detail, const TraceDocumentOptions& options);
    /// Empties the document.
    void clear();
    const std::vector<Placed>& placed() const { return placed_; }
    /// Lines of the think part that are folded away; 0: none.
    int foldedLines() const { return folded_lines_; }
    /// Whether the think part is long enough to be folded.
    bool foldable() const { return foldable_; }
    /// How many passages of a kind the whole trace has, hidden ones included; of code and formulas, those that are not
    /// folded away.
    int count(MarkKind kind) const;
    /// Whether the marked answer is right; empty: it was not judged, or none is marked.
    std::optional<bool> answerRight() const { return answer_right_; }

private:
    struct Part;
    void heading(const QString& text);
    /// A text under its label, or beside it where it is one short paragraph.
    void labelled(const QString& label, const Part& part);
    bool isOneParagraph(const QString& text) const;
    void body(const Part& part);
    void think(const MarkedText& text, const QTextCharFormat& format);
    void markdown(const Part& part);
    void asTyped(const Part& part);
    void block(int top_margin, int indent = 0);
    void source(const Part& part, qsizetype begin, qsizetype end, const QTextCharFormat& format);
    void code(const Part& part, qsizetype begin, qsizetype end, QTextCharFormat format);
    void tag(const Mark& mark, const QTextCharFormat& format);

    QTextDocument& document_;
    FormulaObject& formulas_;
    QTextCursor cursor_;
    TraceDocumentOptions options_;
    std::vector<Placed> placed_;
    std::map<MarkKind, int> counts_;
    int folded_lines_ = 0, state_ = 0;
    bool foldable_ = false, first_ = true;
    std::optional<bool> answer_right_;
    bool run_in_ = false;  ///< a label waits for the first line of its text
};

}  // namespace retort::ui
