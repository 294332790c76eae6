// SPDX-License-Identifier: Apache-2.0
#include "recipe/recipe_text.h"

#include <algorithm>

namespace retort {
namespace {

constexpr int deepest = 64;

bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::size_t skipSpace(std::string_view text, std::size_t at) {
    while (at < text.size() && isSpace(text[at])) ++at;
    return at;
}

std::size_t lineEnd(std::string_view text, std::size_t at) { return std::min(text.find('\n', at), text.size()); }

/// Past a string that begins at `at`; the end of the line (of the text, for """) where it is never closed.
std::size_t skipString(std::string_view text, std::size_t at) {
    const char quote = text[at];
    const bool escapes = quote == '"', triple = text.substr(at).starts_with(std::string(3, quote));
    std::size_t i = at + (triple ? 3 : 1);
    for (; i < text.size(); ++i) {
        if (escapes && text[i] == '\\') ++i;
        else if (triple ? text.substr(i).starts_with(std::string(3, quote)) : text[i] == quote) return i + (triple ? 3 : 1);
        else if (!triple && text[i] == '\n') return i;
    }
    return text.size();
}

/// Past a value: to the comma, bracket, comment or line end that follows it at its own depth, blanks before that left out.
std::size_t skipValue(std::string_view text, std::size_t at) {
    int depth = 0;
    std::size_t last = at;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"' || c == '\'') {
            last = at = skipString(text, at);
            continue;
        }
        if (c == '#') {
            if (depth == 0) break;
            at = lineEnd(text, at);
            continue;
        }
        if (depth == 0 && (c == '\n' || c == ',' || c == ']' || c == '}')) break;
        if (c == '[' || c == '{') ++depth;
        if (c == ']' || c == '}') --depth;
        if (depth > deepest) return text.size();
        ++at;
        if (!isSpace(c) && c != '\n') last = at;
    }
    return last;
}

/// A dotted key with its parts trimmed and unquoted: `a . "b"` is "a.b". Ends before '=' or ']'.
std::string readKey(std::string_view text, std::size_t& at, std::size_t end) {
    std::string key;
    while (at < end && text[at] != '=' && text[at] != ']' && text[at] != '\n') {
        const char c = text[at];
        if (c == '"' || c == '\'') {
            const std::size_t close = skipString(text, at);
            if (close > at + 2) key += text.substr(at + 1, close - at - 2);
            at = close;
            continue;
        }
        if (!isSpace(c)) key += c;
        ++at;
    }
    return key;
}

std::string join(std::string_view table, std::string_view key) {
    return table.empty() ? std::string(key) : std::string(table) + "." + std::string(key);
}

}  // namespace

RecipeText::RecipeText(std::string text) : text_(std::move(text)) { scan(); }

void RecipeText::scan() {
    tables_.push_back({"", 0, 0});
    for (std::size_t at = 0; at < text_.size();) {
        at = skipSpace(text_, at);
        if (at >= text_.size()) break;
        if (text_[at] == '\n') {
            ++at;
        } else if (text_[at] == '#') {
            at = lineEnd(text_, at);
        } else if (text_[at] == '[') {
            const std::size_t header = at, end = lineEnd(text_, at);
            while (at < end && text_[at] == '[') ++at;
            tables_.push_back({readKey(text_, at, end), header, std::min(end + 1, text_.size())});
            at = end;
        } else {
            Entry entry;
            entry.begin = at;
            const std::string key = readKey(text_, at, text_.size());
            if (at >= text_.size() || text_[at] != '=') {
                at = lineEnd(text_, at) + (lineEnd(text_, at) == at ? 1 : 0);
                continue;
            }
            entry.path = join(tables_.back().path, key);
            entry.value_begin = skipSpace(text_, at + 1);
            entry.value_end = skipValue(text_, entry.value_begin);
            at = lineEnd(text_, entry.value_end);
            tables_.back().end = std::min(at + 1, text_.size());
            entries_.push_back(entry);
            if (entry.value_begin < text_.size() && text_[entry.value_begin] == '{')
                scanInline(entry.path, entry.value_begin + 1, entry.value_end);
        }
    }
}

void RecipeText::scanInline(const std::string& parent, std::size_t begin, std::size_t end) {
    for (std::size_t at = begin; at < end;) {
        at = skipSpace(text_, at);
        if (at >= end || text_[at] == '}') return;
        if (text_[at] == ',' || text_[at] == '\n') {
            ++at;
            continue;
        }
        Entry entry;
        entry.in_line = true;
        entry.begin = at;
        const std::string key = readKey(text_, at, end);
        if (at >= end || text_[at] != '=') return;
        entry.path = join(parent, key);
        entry.value_begin = skipSpace(text_, at + 1);
        entry.value_end = skipValue(text_, entry.value_begin);
        at = std::max(entry.value_end, at + 1);
        entries_.push_back(entry);
    }
}

const RecipeText::Entry* RecipeText::find(std::string_view path) const {
    const auto found = std::ranges::find(entries_, path, &Entry::path);
    return found == entries_.end() ? nullptr : &*found;
}

const RecipeText::Table* RecipeText::table(std::string_view path) const {
    const auto found = std::ranges::find(tables_, path, &Table::path);
    return found == tables_.end() ? nullptr : &*found;
}

std::optional<std::string> RecipeText::get(std::string_view path) const {
    const Entry* entry = find(path);
    if (entry == nullptr) return std::nullopt;
    return text_.substr(entry->value_begin, entry->value_end - entry->value_begin);
}

std::optional<TextEdit> RecipeText::set(std::string_view section, std::string_view key, std::string_view value) const {
    if (const Entry* entry = find(join(section, key)))
        return TextEdit{entry->value_begin, entry->value_end, std::string(value)};
    const std::size_t dot = key.find('.');
    std::string line = std::string(key) + " = " + std::string(value);
    if (dot != key.npos) {
        const std::string_view outer = key.substr(0, dot), inner = key.substr(dot + 1);
        if (table(join(section, outer)) != nullptr) return set(join(section, outer), inner, value);
        if (const Entry* inline_table = find(join(section, outer));
            inline_table != nullptr && text_[inline_table->value_begin] == '{') {
            // Before the brace and the blanks that precede it.
            std::size_t at = inline_table->value_end - 1;
            while (at > inline_table->value_begin + 1 && (isSpace(text_[at - 1]) || text_[at - 1] == '\n')) --at;
            const bool empty = at == inline_table->value_begin + 1;
            return TextEdit{at, at,
                            (empty ? " " : ", ") + std::string(inner) + " = " + std::string(value) + (empty ? " " : "")};
        }
        const std::string beside = join(section, outer) + ".";
        const bool dotted =
            std::ranges::any_of(entries_, [&](const Entry& entry) { return entry.path.starts_with(beside); });
        if (!dotted) line = std::string(outer) + " = { " + std::string(inner) + " = " + std::string(value) + " }";
    }
    const Table* home = table(section);
    if (home == nullptr) return std::nullopt;
    const bool after_line = home->end == 0 || text_[home->end - 1] == '\n';
    return TextEdit{home->end, home->end, (after_line ? "" : "\n") + line + "\n"};
}

std::optional<TextEdit> RecipeText::unset(std::string_view path) const {
    const Entry* entry = find(path);
    if (entry == nullptr) return std::nullopt;
    std::size_t begin = entry->begin, end = entry->value_end;
    if (!entry->in_line) {
        begin = begin == 0 ? 0 : text_.rfind('\n', begin - 1) + 1;
        return TextEdit{begin, std::min(lineEnd(text_, end) + 1, text_.size()), {}};
    }
    // With the comma before it, or after it where it is the first.
    std::size_t before = begin;
    while (before > 0 && (isSpace(text_[before - 1]) || text_[before - 1] == '\n')) --before;
    if (before > 0 && text_[before - 1] == ',') return TextEdit{before - 1, end, {}};
    const std::size_t after = skipSpace(text_, end);
    if (after < text_.size() && text_[after] == ',') end = skipSpace(text_, after + 1);
    return TextEdit{begin, end, {}};
}

int RecipeText::lineOf(std::string_view section) const {
    const Table* home = section.empty() ? nullptr : table(section);
    return home == nullptr ? 0
                           : static_cast<int>(std::count(text_.begin(),
                                                         text_.begin() + static_cast<std::ptrdiff_t>(home->header), '\n')) +
                                 1;
}

}  // namespace retort
