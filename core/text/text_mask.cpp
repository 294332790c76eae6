// SPDX-License-Identifier: Apache-2.0
#include "text/text_mask.h"

#include <algorithm>
#include <array>

#include "text/ascii.h"

namespace retort {
namespace {

constexpr std::size_t kMaxTagBytes = 48;
constexpr std::size_t kMaxInlineBytes = 2000;  // a $ or ` without a partner within this many bytes stands for itself

/// End of the tag that starts at `begin`, or npos.
std::size_t tagEnd(std::string_view text, std::size_t begin) {
    std::size_t i = begin + 1;
    if (i < text.size() && text[i] == '/') ++i;
    const std::string_view rest = text.substr(std::min(i, text.size()));
    const bool control = rest.starts_with('|') || rest.starts_with("\uFF5C");  // <|im_end|> and DeepSeek's full-width bar
    if (rest.empty() || !(isAsciiLetter(rest[0]) || control)) return text.npos;
    const std::size_t limit = std::min(text.size(), begin + kMaxTagBytes);
    for (; i < limit; ++i) {
        if (text[i] == '>') return i + 1;
        if (text[i] == '<' || isAsciiSpace(text[i])) return text.npos;
    }
    return text.npos;
}

/// The `$` that closes the one at `open` (Pandoc's rule), or npos.
std::size_t closingDollar(std::string_view text, std::size_t open) {
    if (open + 1 >= text.size() || isAsciiSpace(text[open + 1])) return text.npos;
    const std::size_t limit = std::min(text.size(), open + kMaxInlineBytes);
    for (std::size_t i = open + 1; i < limit; ++i) {
        if (text[i] == '\\') ++i;
        else if (text[i] == '\n' && i + 1 < limit && text[i + 1] == '\n') return text.npos;
        else if (text[i] == '$' && !isAsciiSpace(text[i - 1])) {
            if (i + 1 < text.size() && isAsciiDigit(text[i + 1])) continue;
            return i;
        }
    }
    return text.npos;
}

class Masker {
public:
    explicit Masker(std::string_view text) : text_(text), kinds_(text.size(), TextKind::Prose) {}

    std::vector<TextKind> run() {
        scan(0, text_.size(), TextKind::Prose, 0);
        return std::move(kinds_);
    }

private:
    static constexpr int kMaxDepth = 24;

    void fill(std::size_t begin, std::size_t end, TextKind kind) {
        std::fill(kinds_.begin() + static_cast<std::ptrdiff_t>(begin), kinds_.begin() + static_cast<std::ptrdiff_t>(end),
                  kind);
    }

    void scan(std::size_t begin, std::size_t end, TextKind kind, int depth) {
        for (std::size_t i = begin; i < end;) {
            const std::size_t next = depth < kMaxDepth ? special(i, end, kind, depth) : i;
            if (next > i) {
                i = next;
                continue;
            }
            kinds_[i++] = kind;
        }
    }

    /// Marks the construct that starts at `i` and returns its end; returns `i` when none does.
    std::size_t special(std::size_t i, std::size_t end, TextKind kind, int depth) {
        switch (text_[i]) {
            case '<': return markup(i, tagEnd(text_, i), end);
            case '`': return code(i, end);
            case '$': return kind == TextKind::Math ? i : dollar(i, end, depth);
            case '\\': return command(i, end, depth);
            default: return i;
        }
    }

    std::size_t markup(std::size_t begin, std::size_t stop, std::size_t end) {
        if (stop == text_.npos || stop > end) return begin;
        fill(begin, stop, TextKind::Markup);
        return stop;
    }

    std::size_t code(std::size_t i, std::size_t end) {
        if (text_.substr(i).starts_with("```")) {
            const std::size_t close = text_.find("```", i + 3);
            return markup(i, close == text_.npos ? end : std::min(close + 3, end), end);
        }
        const std::string_view line = text_.substr(i + 1, kMaxInlineBytes);
        const std::size_t close = line.find_first_of("`\n");
        return close == line.npos || line[close] == '\n' ? i : markup(i, i + 1 + close + 1, end);
    }

    std::size_t mathUntil(std::size_t begin, std::size_t open, std::size_t stop, std::size_t close, std::size_t end,
                          int depth) {
        if (stop == text_.npos || stop + close > end) return begin;
        fill(begin, begin + open, TextKind::Markup);
        scan(begin + open, stop, TextKind::Math, depth + 1);
        fill(stop, stop + close, TextKind::Markup);
        return stop + close;
    }

    std::size_t dollar(std::size_t i, std::size_t end, int depth) {
        if (text_.substr(i).starts_with("$$")) {
            const std::string_view window = text_.substr(0, std::min(text_.size(), i + 2 + kMaxInlineBytes));
            return mathUntil(i, 2, window.find("$$", i + 2), 2, end, depth);
        }
        return mathUntil(i, 1, closingDollar(text_, i), 1, end, depth);
    }

    std::size_t command(std::size_t i, std::size_t end, int depth) {
        const std::string_view window = text_.substr(0, std::min(text_.size(), i + 2 + kMaxInlineBytes));
        if (window.substr(i).starts_with("\\(")) return mathUntil(i, 2, window.find("\\)", i + 2), 2, end, depth);
        if (window.substr(i).starts_with("\\[")) return mathUntil(i, 2, window.find("\\]", i + 2), 2, end, depth);
        std::size_t stop = i + 1;
        while (stop < end && isAsciiLetter(text_[stop])) ++stop;
        const std::string_view name = text_.substr(i + 1, stop - i - 1);
        if (name.empty()) return i;
        fill(i, stop, TextKind::Markup);
        return argument(name, stop, end, depth);
    }

    /// What the first argument of a command is: prose, a formula, or a name; others are left to the scan.
    std::size_t argument(std::string_view name, std::size_t open, std::size_t end, int depth) {
        static constexpr std::array<std::string_view, 8> kProse{"text", "textbf", "textit",     "textrm",
                                                                "mbox", "emph",   "textnormal", "section"};
        static constexpr std::array<std::string_view, 6> kNames{"begin", "end", "mathrm", "operatorname", "label", "ref"};
        const bool prose = std::ranges::find(kProse, name) != kProse.end();
        const bool names = std::ranges::find(kNames, name) != kNames.end();
        if (!(prose || names || name == "boxed") || open >= end || text_[open] != '{') return open;
        const std::size_t close = closingBrace(text_, open, kMaxInlineBytes);
        if (close == text_.npos || close >= end) return open;
        if (names) fill(open, close + 1, TextKind::Markup);
        else scan(open, close + 1, prose ? TextKind::Prose : TextKind::Math, depth + 1);
        return close + 1;
    }

    std::string_view text_;
    std::vector<TextKind> kinds_;
};

}  // namespace

std::vector<TextKind> maskText(std::string_view text) { return Masker(text).run(); }

}  // namespace retort
