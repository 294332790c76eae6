// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/trace_document.h"

#include <QCoreApplication>
#include <QTextBlock>
#include <QTextDocument>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/text/markdown.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/formula_object.h"

namespace retort::ui {
namespace {

constexpr qsizetype longest_shown = 2'000'000;  // characters; a completion is never near it, a damaged store may be
constexpr double font_line_height = 1.15;       // what the fonts bring already
constexpr int beside_label = 3;                 // lines of a text that stands beside its label

struct Words {
    Q_DECLARE_TR_FUNCTIONS(retort::ui::TraceDocument)
};

QTextBlockFormat blockFormat(int top_margin, int indent) {
    QTextBlockFormat format;
    format.setLineHeight(line_height * 100 / font_line_height, QTextBlockFormat::ProportionalHeight);
    format.setTopMargin(top_margin);
    format.setLeftMargin(indent);
    return format;
}

/// Where texts beside their labels begin.
int labelWidth() {
    const QFontMetrics metrics(labelFont());
    int widest = 0;
    for (const QString& label : {Words::tr("Asked"), Words::tr("Expected"), Words::tr("Answer"), Words::tr("Response")})
        widest = std::max(widest, metrics.horizontalAdvance(label));
    return widest + size::m;
}

/// Where a text has had so many lines, counting from its start; its size when it has fewer.
qsizetype afterLines(const QString& text, int lines, double columns) {
    double seen = 0;
    qsizetype line_start = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const double in_line = static_cast<double>(i - line_start) / columns;
        if (text[i] == u'\n') {
            seen += 1 + std::floor(in_line);
            line_start = i + 1;
            if (seen >= lines) return i + 1;
        } else if (seen + in_line >= lines && (text[i].isSpace() || text[i].unicode() > 0x2E80)) {
            return i;
        }
    }
    return text.size();
}

int countLines(const QString& text, double columns) {
    double lines = 1;
    qsizetype line_start = 0;
    for (qsizetype i = 0; i <= text.size(); ++i) {
        if (i < text.size() && text[i] != u'\n') continue;
        lines += 1 + std::floor(static_cast<double>(i - line_start) / columns);
        line_start = i + 1;
    }
    return static_cast<int>(lines) - 1;
}

/// Where the last `lines` lines begin.
qsizetype beforeLines(const QString& text, int lines, double columns, qsizetype not_before) {
    double seen = 0;
    qsizetype line_end = text.size();
    for (qsizetype i = text.size() - 1; i > not_before; --i) {
        const double in_line = static_cast<double>(line_end - i) / columns;
        if (text[i] == u'\n') {
            seen += 1 + std::floor(in_line);
            line_end = i;
            if (seen >= lines) return i + 1;
        } else if (seen + in_line >= lines && (text[i].isSpace() || text[i].unicode() > 0x2E80)) {
            return i;
        }
    }
    return not_before;
}

MarkedText piece(const MarkedText& text, qsizetype begin, qsizetype end) {
    MarkedText part;
    part.text = text.text.mid(begin, end - begin);
    for (Mark mark : text.marks) {
        if (mark.begin < begin || mark.end > end) continue;
        mark.begin -= begin;
        mark.end -= begin;
        part.marks.push_back(mark);
    }
    return part;
}

}  // namespace

struct TraceDocument::Part {
    MarkedText text;
    QTextCharFormat format;
};

QString TraceDocument::foldLink() { return QStringLiteral("fold"); }

TraceDocument::TraceDocument(QTextDocument& document, FormulaObject& formulas) : document_(document), formulas_(formulas) {}

void TraceDocument::clear() {
    placed_.clear();
    counts_.clear();
    folded_lines_ = 0;
    foldable_ = false;
    answer_right_.reset();
    run_in_ = false;
    first_ = true;
    state_ = 0;
    document_.clear();
}

void TraceDocument::write(const RolloutDetail& detail, const TraceDocumentOptions& options) {
    clear();
    options_ = options;
    cursor_ = QTextCursor(&document_);
    const Tokens& t = tokens();
    MarkedTrace trace = markTrace(detail.rollout, detail.prompt.prompt.reference);
    for (MarkedText* part : {&trace.think, &trace.answer}) {
        for (const Mark& mark : part->marks) {
            ++counts_[mark.kind];
            if (mark.kind == MarkKind::Answer) answer_right_ = mark.right;
        }
        if (part->text.size() <= longest_shown) continue;
        *part = piece(*part, 0, longest_shown);
    }
    QTextCharFormat format, muted;
    format.setFont(bodyFont());
    format.setForeground(t.text);
    muted = format;
    muted.setForeground(t.muted);
    cursor_.beginEditBlock();
    labelled(Words::tr("Asked"), {{QString::fromStdString(detail.prompt.prompt.text), {}}, format});
    if (!detail.prompt.prompt.reference.empty())
        labelled(Words::tr("Expected"), {{QString::fromStdString(detail.prompt.prompt.reference), {}}, format});
    const bool thought = !trace.think.text.isEmpty();
    if (thought) {
        heading(Words::tr("Thinking"));
        state_ = think_state;
        think(trace.think, format);
        state_ = 0;
    }
    const QString label = thought ? Words::tr("Answer") : Words::tr("Response");
    const bool cut = detail.rollout.completion.finish_reason == FinishReason::Length;
    QTextCharFormat answer = format;
    if (thought) answer.setFontWeight(QFont::DemiBold);
    if (trace.answer.text.isEmpty())
        labelled(label, {{cut ? Words::tr("none: cut at the token limit") : Words::tr("none"), {}}, muted});
    else labelled(label, {trace.answer, answer});
    cursor_.endEditBlock();
}

void TraceDocument::block(int top_margin, int indent) {
    if (std::exchange(run_in_, false)) return;
    // The think part's ground reaches above its first line.
    if (state_ == think_state && cursor_.block().userState() != think_state) top_margin += size::xs;
    if (first_) cursor_.setBlockFormat(blockFormat(top_margin, indent));
    else cursor_.insertBlock(blockFormat(top_margin, indent), QTextCharFormat());
    first_ = false;
    cursor_.block().setUserState(state_);
}

void TraceDocument::heading(const QString& text) {
    QTextCharFormat format;
    format.setFont(labelFont());
    format.setForeground(tokens().muted);
    format.setProperty(own_property, true);
    block(first_ ? 0 : size::m);
    cursor_.insertText(text, format);
}

bool TraceDocument::isOneParagraph(const QString& text) const {
    if (text.contains(u'\n') || countLines(text, options_.columns) > beside_label) return false;
    if (!options_.rendered) return true;
    const std::vector<MarkdownBlock> blocks = parseMarkdown(text);
    return blocks.size() == 1 && blocks.front().kind == MarkdownBlock::Kind::Paragraph &&
           std::ranges::none_of(blocks.front().runs,
                                [](const MarkdownRun& run) { return run.kind == MarkdownRun::Kind::DisplayMath; });
}

void TraceDocument::labelled(const QString& label, const Part& part) {
    heading(label);
    if (isOneParagraph(part.text.text)) {
        // The text's lines hang beside the label.
        const int width = labelWidth();
        QTextBlockFormat hanging = cursor_.blockFormat();
        hanging.setTopMargin(cursor_.block().blockNumber() == 0 ? 0 : size::s);
        hanging.setLeftMargin(width);
        hanging.setTextIndent(-width);
        hanging.setTabPositions({QTextOption::Tab(width, QTextOption::LeftTab)});
        cursor_.setBlockFormat(hanging);
        QTextCharFormat own;
        own.setProperty(own_property, true);
        cursor_.insertText(QStringLiteral("\t"), own);
        run_in_ = true;
    }
    body(part);
}

void TraceDocument::think(const MarkedText& text, const QTextCharFormat& format) {
    const int lines = countLines(text.text, options_.columns);
    foldable_ = lines > options_.think_lines;
    if (!foldable_ || !options_.folded) return body({text, format});
    const qsizetype head = afterLines(text.text, options_.think_lines / 3, options_.columns);
    const qsizetype tail = beforeLines(text.text, options_.think_lines / 6, options_.columns, head);
    body({piece(text, 0, head), format});
    folded_lines_ = countLines(text.text.mid(head, tail - head), options_.columns);
    QTextCharFormat link = format;
    link.setAnchor(true);
    link.setAnchorHref(foldLink());
    link.setForeground(tokens().accent);
    link.setProperty(own_property, true);
    block(size::s);
    cursor_.insertText(Words::tr("… about %n more lines", nullptr, folded_lines_), link);
    body({piece(text, tail, text.text.size()), format});
}

void TraceDocument::body(const Part& part) {
    if (options_.rendered) markdown(part);
    else asTyped(part);
}

void TraceDocument::asTyped(const Part& part) {
    const QString& text = part.text.text;
    for (qsizetype begin = 0; begin <= text.size();) {
        qsizetype end = text.indexOf(u'\n', begin);
        if (end < 0) end = text.size();
        block(0);
        source(part, begin, end, part.format);
        begin = end + 1;
    }
}

void TraceDocument::markdown(const Part& part) {
    const std::vector<MarkdownBlock> blocks = parseMarkdown(part.text.text);
    if (blocks.empty()) block(0);
    int cell = 0;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const MarkdownBlock& now = blocks[i];
        QTextCharFormat format = part.format;
        int indent = 0, margin = now.after_gap ? size::s : 0;
        switch (now.kind) {
            case MarkdownBlock::Kind::Heading:
                format.setFontWeight(QFont::DemiBold);
                if (now.level <= 2) format.setFont(titleFont());
                margin = size::s;
                break;
            case MarkdownBlock::Kind::Bullet:
            case MarkdownBlock::Kind::Numbered: indent = size::l * (now.level + 1); break;
            case MarkdownBlock::Kind::Quote:
                indent = size::l;
                format.setForeground(tokens().muted);
                break;
            case MarkdownBlock::Kind::Code: indent = size::m; break;
            default: break;
        }
        const bool table = now.kind == MarkdownBlock::Kind::Cell;
        if (!table) block(margin, indent);
        if (now.kind == MarkdownBlock::Kind::Rule) {
            QTextCharFormat own = format;
            own.setForeground(tokens().line);
            cursor_.insertText(QString(24, QChar(0x2500)), own);
        }
        QTextCharFormat marker = format;
        marker.setForeground(tokens().muted);
        if (now.kind == MarkdownBlock::Kind::Bullet) cursor_.insertText(QStringLiteral("•\u2002"), marker);
        if (now.kind == MarkdownBlock::Kind::Numbered) cursor_.insertText(now.marker + QChar(0x2002), marker);
        // A table's row is one line with its cells apart: it stays text that can be selected and marked.
        if (table) {
            const bool begins = i == 0 || blocks[i - 1].kind != MarkdownBlock::Kind::Cell || blocks[i - 1].last_row_end;
            cell = begins ? 0 : cell + 1;
            if (cell % std::max(now.columns, 1) == 0) block(begins ? size::s : 0, size::m);
            else cursor_.insertText(QStringLiteral("\u2003│\u2003"), marker);
            if (now.header) format.setFontWeight(QFont::DemiBold);
        }
        for (const MarkdownRun& run : now.runs) {
            QTextCharFormat styled = format;
            if (run.bold) styled.setFontWeight(QFont::Bold);
            if (run.italic) styled.setFontItalic(true);
            if (run.struck) styled.setFontStrikeOut(true);
            if (run.kind == MarkdownRun::Kind::Code) {
                code(part, run.begin, run.end, styled);
                continue;
            }
            if (run.kind == MarkdownRun::Kind::Plain) {
                source(part, run.begin, run.end, styled);
                continue;
            }
            ++counts_[MarkKind::Formula];
            const QString& text = part.text.text;
            const auto marked = std::find_if(part.text.marks.begin(), part.text.marks.end(), [&](const Mark& mark) {
                return mark.begin < run.end && mark.end > run.begin && !options_.hidden.contains(mark.kind);
            });
            if (marked != part.text.marks.end() && !marked->tag().isEmpty() && marked->begin >= run.begin) {
                styled.setBackground(tint(markColor(marked->kind, marked->right)));
                tag(*marked, styled);
            }
            const int begin = cursor_.position();
            const bool tinted = marked == part.text.marks.end() && !options_.hidden.contains(MarkKind::Formula);
            if (tinted) styled.setBackground(tint(markColor(MarkKind::Formula)));
            if (marked != part.text.marks.end()) styled.setBackground(tint(markColor(marked->kind, marked->right)));
            formulas_.insert(cursor_, text.mid(run.tex_begin, run.tex_end - run.tex_begin),
                             text.mid(run.begin, run.end - run.begin), run.kind == MarkdownRun::Kind::DisplayMath, styled);
            if (marked != part.text.marks.end()) placed_.push_back({begin, cursor_.position(), marked->kind, marked->right});
            else if (tinted) placed_.push_back({begin, cursor_.position(), MarkKind::Formula, {}});
        }
    }
}

int TraceDocument::count(MarkKind kind) const {
    const auto found = counts_.find(kind);
    return found == counts_.end() ? 0 : found->second;
}

void TraceDocument::code(const Part& part, qsizetype begin, qsizetype end, QTextCharFormat format) {
    ++counts_[MarkKind::Code];
    const bool marked = !options_.hidden.contains(MarkKind::Code);
    const QBrush ink = format.foreground();
    format.setFont(monoFont());
    format.setForeground(ink);
    format.setBackground(marked ? tint(markColor(MarkKind::Code)) : wash(tokens().text));
    const int from = cursor_.position();
    source(part, begin, end, format);
    // After the marks within it: places are in order of their ends.
    if (marked) placed_.push_back({from, cursor_.position(), MarkKind::Code, {}});
}

void TraceDocument::tag(const Mark& mark, const QTextCharFormat& format) {
    QTextCharFormat small = format;
    small.setFont(labelFont());
    small.setForeground(tokens().text);
    small.setFontWeight(QFont::DemiBold);
    small.setProperty(own_property, true);
    cursor_.insertText(QChar(QChar::Nbsp) + mark.tag() + QChar(QChar::Nbsp), small);
}

void TraceDocument::source(const Part& part, qsizetype begin, qsizetype end, const QTextCharFormat& format) {
    const QString& text = part.text.text;
    auto mark = std::lower_bound(part.text.marks.begin(), part.text.marks.end(), begin,
                                 [](const Mark& one, qsizetype at) { return one.end <= at; });
    for (; mark != part.text.marks.end() && mark->begin < end; ++mark) {
        if (options_.hidden.contains(mark->kind)) continue;
        const qsizetype from = std::max(mark->begin, begin), to = std::min(mark->end, end);
        if (from > begin) cursor_.insertText(text.mid(begin, from - begin), format);
        QTextCharFormat marked = format;
        marked.setBackground(tint(markColor(mark->kind, mark->right)));
        Placed placed{cursor_.position(), 0, mark->kind, mark->right};
        if (!mark->tag().isEmpty() && from == mark->begin) tag(*mark, marked);
        cursor_.insertText(text.mid(from, to - from), marked);
        placed.end = cursor_.position();
        placed_.push_back(placed);
        begin = to;
    }
    if (begin < end) cursor_.insertText(text.mid(begin, end - begin), format);
}

}  // namespace retort::ui
