// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/markdown.h"

#include <QStringView>
#include <algorithm>
#include <tuple>

namespace retort::ui {
namespace {

using Run = MarkdownRun;
using Block = MarkdownBlock;

constexpr qsizetype longest_emphasis = 1000,
                    longest_formula = 8000;  // an opening sign without its closing one is not looked for further

struct Range {
    qsizetype begin = 0, end = 0;
    QStringView in(const QString& text) const { return QStringView(text).mid(begin, end - begin); }
};

bool punctuation(QChar c) { return c.unicode() < 128 && c.isPrint() && !c.isLetterOrNumber() && !c.isSpace(); }

/// The runs of one line.
class Inline {
public:
    Inline(const QString& source, Range range) : source_(source), range_(range), at_(range.begin), plain_(range.begin) {}

    std::vector<Run> runs() {
        while (at_ < range_.end) {
            const QChar c = source_[at_];
            if (c == u'\\') backslash();
            else if (c == u'`') code();
            else if (c == u'$') dollar();
            else if (c == u'*' || c == u'_' || c == u'~') emphasis(c);
            else ++at_;
        }
        flush(at_);
        return std::move(runs_);
    }

private:
    QChar charAt(qsizetype at) const { return at >= range_.begin && at < range_.end ? source_[at] : QChar(u' '); }
    bool has(qsizetype at, QLatin1StringView text) const {
        return QStringView(source_).mid(at, std::min<qsizetype>(text.size(), range_.end - at)) == text;
    }
    qsizetype find(QLatin1StringView text, qsizetype from) const {
        const qsizetype limit = std::min(range_.end, from + longest_formula);
        const qsizetype found = QStringView(source_).mid(0, limit).indexOf(text, from);
        return found;
    }

    void flush(qsizetype end) {
        if (end > plain_) {
            Run run;
            run.begin = plain_;
            run.end = end;
            run.bold = bold_;
            run.italic = italic_;
            run.struck = struck_;
            runs_.push_back(run);
        }
        plain_ = at_;
    }

    void formula(qsizetype end, qsizetype tex_begin, qsizetype tex_end, Run::Kind kind) {
        flush(at_);
        Run run;
        run.begin = at_;
        run.end = end;
        run.tex_begin = tex_begin;
        run.tex_end = tex_end;
        run.kind = kind;
        run.bold = bold_;
        runs_.push_back(run);
        plain_ = at_ = end;
    }

    void backslash() {
        for (const auto& [open, close, kind] :
             {std::tuple{QLatin1StringView("\\("), QLatin1StringView("\\)"), Run::Kind::Math},
              std::tuple{QLatin1StringView("\\["), QLatin1StringView("\\]"), Run::Kind::DisplayMath}}) {
            if (!has(at_, open)) continue;
            const qsizetype end = find(close, at_ + 2);
            if (end >= 0) return formula(end + 2, at_ + 2, end, kind);
        }
        if (has(at_, QLatin1StringView("\\boxed{")) || has(at_, QLatin1StringView("\\frac{"))) {
            if (const qsizetype end = closing(); end > 0) return formula(end, at_, end, Run::Kind::Math);
        }
        if (punctuation(charAt(at_ + 1))) {
            flush(at_);
            plain_ = ++at_;
            ++at_;
        } else {
            ++at_;
        }
    }

    /// End of the command at at_ with all its braces; 0: they do not close.
    qsizetype closing() const {
        int depth = 0;
        for (qsizetype i = at_; i < std::min(range_.end, at_ + longest_formula); ++i) {
            if (source_[i] == u'{') ++depth;
            else if (source_[i] == u'}' && --depth == 0 && charAt(i + 1) != u'{') return i + 1;
        }
        return 0;
    }

    void code() {
        qsizetype ticks = at_;
        while (ticks < range_.end && source_[ticks] == u'`') ++ticks;
        const QString fence(ticks - at_, u'`');
        const qsizetype end = QStringView(source_).mid(0, range_.end).indexOf(fence, ticks);
        if (end < 0 || end == ticks) {
            at_ = ticks;
            return;
        }
        flush(at_);
        Run run;
        run.begin = ticks;
        run.end = end;
        run.kind = Run::Kind::Code;
        runs_.push_back(run);
        plain_ = at_ = end + fence.size();
    }

    /// As in Pandoc: no space after the opening sign, none before the closing one, no digit after it; so prices stay prose.
    void dollar() {
        if (has(at_, QLatin1StringView("$$"))) {
            const qsizetype end = find(QLatin1StringView("$$"), at_ + 2);
            if (end > at_ + 2) return formula(end + 2, at_ + 2, end, Run::Kind::DisplayMath);
            at_ += 2;
            return;
        }
        if (!charAt(at_ + 1).isSpace()) {
            for (qsizetype end = at_ + 1; end < std::min(range_.end, at_ + longest_formula); ++end) {
                if (source_[end] == u'\\') ++end;
                else if (source_[end] == u'$') {
                    if (end > at_ + 1 && !source_[end - 1].isSpace() && !charAt(end + 1).isDigit())
                        return formula(end + 1, at_ + 1, end, Run::Kind::Math);
                    break;
                }
            }
        }
        ++at_;
    }

    /// Stricter than CommonMark: a mark opens only at the beginning of a word and closes only at an end, so that "3*4*5" and
    /// "snake_case_name" stay what they are.
    void emphasis(QChar mark) {
        const bool twice = charAt(at_ + 1) == mark;
        if (mark == u'~' && !twice) {
            ++at_;
            return;
        }
        const qsizetype length = twice ? 2 : 1;
        const QChar before = charAt(at_ - 1), after = charAt(at_ + length);
        bool& on = mark == u'~' ? struck_ : twice ? bold_ : italic_;
        const bool opens = !on && !after.isSpace() &&
                           (before.isSpace() || (punctuation(before) && before != mark) || before.unicode() > 0x2E80);
        const bool closes = on && !before.isSpace() && (after.isSpace() || punctuation(after) || after.unicode() > 0x2E80);
        if (!closes && !(opens && closesLater(mark, length))) {
            at_ += length;
            return;
        }
        flush(at_);
        on = !on;
        plain_ = at_ += length;
    }

    bool closesLater(QChar mark, qsizetype length) const {
        for (qsizetype i = at_ + length; i < std::min(range_.end, at_ + longest_emphasis); ++i) {
            if (source_[i] != mark) continue;
            const bool whole = length == 1 ? charAt(i + 1) != mark && charAt(i - 1) != mark : charAt(i + 1) == mark;
            const QChar after = charAt(i + length);
            if (whole && !charAt(i - 1).isSpace() && (after.isSpace() || punctuation(after) || after.unicode() > 0x2E80))
                return true;
        }
        return false;
    }

    const QString& source_;
    Range range_;
    qsizetype at_, plain_;
    bool bold_ = false, italic_ = false, struck_ = false;
    std::vector<Run> runs_;
};

class Blocks {
public:
    explicit Blocks(const QString& source) : source_(source) {}

    std::vector<Block> all() {
        while (at_ < source_.size()) {
            const Range line = nextLine();
            if (line.in(source_).trimmed().isEmpty()) {
                gap_ = true;
                continue;
            }
            if (!fence(line) && !table(line) && !display(line)) plainLine(line);
        }
        return std::move(blocks_);
    }

private:
    Range nextLine() {
        qsizetype end = source_.indexOf(u'\n', at_);
        if (end < 0) end = source_.size();
        const Range line{at_, end};
        at_ = std::min(end + 1, source_.size());
        return line;
    }

    Block& push(Block::Kind kind) {
        Block block;
        block.kind = kind;
        block.after_gap = gap_ && !blocks_.empty();
        gap_ = false;
        blocks_.push_back(std::move(block));
        return blocks_.back();
    }

    static Run raw(Range range, Run::Kind kind) {
        Run run;
        run.begin = range.begin;
        run.end = range.end;
        run.kind = kind;
        return run;
    }

    bool fence(Range line) {
        const QStringView text = line.in(source_).trimmed();
        if (!text.startsWith(QLatin1StringView("```")) && !text.startsWith(QLatin1StringView("~~~"))) return false;
        const QStringView mark = text.left(3);
        while (at_ < source_.size()) {
            const Range inside = nextLine();
            if (inside.in(source_).trimmed().startsWith(mark)) break;
            push(Block::Kind::Code).runs.push_back(raw(inside, Run::Kind::Code));
        }
        return true;
    }

    static bool isSeparator(QStringView text) {
        bool dash = false, pipe = false;
        for (const QChar c : text.trimmed()) {
            dash = dash || c == u'-';
            pipe = pipe || c == u'|';
            if (c != u'-' && c != u'|' && c != u':' && c != u' ') return false;
        }
        return dash && pipe;
    }

    std::vector<Range> cellsOf(Range line) const {
        std::vector<Range> cells;
        qsizetype begin = line.begin, end = line.end;
        while (begin < end && source_[begin].isSpace()) ++begin;
        while (end > begin && source_[end - 1].isSpace()) --end;
        if (begin < end && source_[begin] == u'|') ++begin;
        if (end > begin && source_[end - 1] == u'|') --end;
        qsizetype cell = begin;
        for (qsizetype i = begin; i <= end; ++i) {
            if (i < end && (source_[i] != u'|' || (i > begin && source_[i - 1] == u'\\'))) continue;
            Range part{cell, i};
            while (part.begin < part.end && source_[part.begin].isSpace()) ++part.begin;
            while (part.end > part.begin && source_[part.end - 1].isSpace()) --part.end;
            cells.push_back(part);
            cell = i + 1;
        }
        return cells;
    }

    bool table(Range line) {
        if (!line.in(source_).contains(u'|')) return false;
        const qsizetype back = at_;
        if (at_ >= source_.size() || !isSeparator(nextLine().in(source_))) {
            at_ = back;
            return false;
        }
        const std::vector<Range> header = cellsOf(line);
        tableRow(header, header.size(), true);
        while (at_ < source_.size()) {
            const qsizetype before = at_;
            const Range row = nextLine();
            if (!row.in(source_).contains(u'|')) {
                at_ = before;
                break;
            }
            tableRow(cellsOf(row), header.size(), false);
        }
        blocks_.back().last_row_end = true;
        return true;
    }

    void tableRow(const std::vector<Range>& cells, std::size_t columns, bool header) {
        for (std::size_t i = 0; i < columns; ++i) {
            Block& block = push(Block::Kind::Cell);
            block.columns = static_cast<int>(columns);
            block.header = header;
            if (i < cells.size()) block.runs = Inline(source_, cells[i]).runs();
        }
    }

    /// A formula that begins on this line and ends on a later one.
    bool display(Range line) {
        const QStringView text = line.in(source_).trimmed();
        const bool dollars = text.startsWith(QLatin1StringView("$$")), bracket = text.startsWith(QLatin1StringView("\\["));
        if (!dollars && !bracket) return false;
        const qsizetype begin = line.begin + line.in(source_).indexOf(text.left(2));
        const QLatin1StringView close(dollars ? "$$" : "\\]");
        const qsizetype end =
            QStringView(source_).mid(0, std::min(source_.size(), begin + longest_formula)).indexOf(close, begin + 2);
        if (end < 0 || end < line.end) return false;
        Run run = raw({begin, end + 2}, Run::Kind::DisplayMath);
        run.tex_begin = begin + 2;
        run.tex_end = end;
        Block& block = push(Block::Kind::Paragraph);
        block.runs.push_back(run);
        // What follows the formula on its last line belongs to the same line.
        at_ = end + 2;
        const Range rest = nextLine();
        for (const Run& more : Inline(source_, rest).runs()) block.runs.push_back(more);
        return true;
    }

    void plainLine(Range line) {
        qsizetype begin = line.begin;
        while (begin < line.end && source_[begin].isSpace()) ++begin;
        const int depth = static_cast<int>((begin - line.begin) / 2);
        const QStringView text = Range{begin, line.end}.in(source_);
        qsizetype hashes = 0;
        while (hashes < text.size() && text[hashes] == u'#') ++hashes;
        if (hashes > 0 && hashes <= 6 && hashes < text.size() && text[hashes] == u' ') {
            Block& block = push(Block::Kind::Heading);
            block.level = static_cast<int>(hashes);
            block.runs = Inline(source_, {begin + hashes + 1, line.end}).runs();
            return;
        }
        if (text.size() >= 3 &&
            (text.count(u'-') == text.size() || text.count(u'*') == text.size() || text.count(u'_') == text.size())) {
            push(Block::Kind::Rule);
            return;
        }
        if (text.size() > 2 && (text[0] == u'-' || text[0] == u'*' || text[0] == u'+') && text[1] == u' ') {
            Block& block = push(Block::Kind::Bullet);
            block.level = std::min(depth, 6);
            block.runs = Inline(source_, {begin + 2, line.end}).runs();
            return;
        }
        if (text.startsWith(QLatin1StringView("> "))) {
            push(Block::Kind::Quote).runs = Inline(source_, {begin + 2, line.end}).runs();
            return;
        }
        qsizetype digits = 0;
        while (digits < text.size() && text[digits].isDigit()) ++digits;
        if (digits > 0 && digits <= 3 && digits + 1 < text.size() && (text[digits] == u'.' || text[digits] == u')') &&
            text[digits + 1] == u' ') {
            Block& block = push(Block::Kind::Numbered);
            block.level = std::min(depth, 6);
            block.marker = text.left(digits + 1).toString();
            block.runs = Inline(source_, {begin + digits + 2, line.end}).runs();
            return;
        }
        push(Block::Kind::Paragraph).runs = Inline(source_, line).runs();
    }

    const QString& source_;
    qsizetype at_ = 0;
    bool gap_ = false;
    std::vector<Block> blocks_;
};

}  // namespace

std::vector<MarkdownBlock> parseMarkdown(const QString& source) { return Blocks(source).all(); }

}  // namespace retort::ui
