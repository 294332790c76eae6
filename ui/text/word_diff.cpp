// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/word_diff.h"

#include <QStringView>
#include <algorithm>
#include <cstdint>

namespace retort::ui {
namespace {

constexpr std::size_t most_comparisons = 4'000'000;

struct Word {
    qsizetype begin = 0, end = 0;
};

std::vector<Word> wordsOf(const QString& text) {
    std::vector<Word> words;
    for (qsizetype i = 0; i < text.size();) {
        const qsizetype begin = i++;
        const QChar c = text[begin];
        const bool alone = c.unicode() > 0x2E80 || !c.isLetterOrNumber();
        while (!alone && i < text.size() && text[i].isLetterOrNumber() && text[i].unicode() <= 0x2E80) ++i;
        if (!c.isSpace()) words.push_back({begin, i});
    }
    return words;
}

void append(std::vector<std::pair<qsizetype, qsizetype>>& pieces, const Word& word) {
    // Neighbours become one piece, with the blanks between them.
    if (!pieces.empty() && word.begin - pieces.back().second <= 1) pieces.back().second = word.end;
    else pieces.emplace_back(word.begin, word.end);
}

}  // namespace

WordDiff diffWords(const QString& left, const QString& right) {
    const std::vector<Word> a = wordsOf(left), b = wordsOf(right);
    auto same = [&](std::size_t i, std::size_t j) {
        return QStringView(left).mid(a[i].begin, a[i].end - a[i].begin) == QStringView(right).mid(b[j].begin, b[j].end - b[j].begin);
    };
    std::size_t head = 0, a_end = a.size(), b_end = b.size();
    while (head < a_end && head < b_end && same(head, head)) ++head;
    while (a_end > head && b_end > head && same(a_end - 1, b_end - 1)) --a_end, --b_end;
    WordDiff diff;
    const std::size_t rows = a_end - head, columns = b_end - head;
    if (rows * columns > most_comparisons) {
        diff.complete = false;
        for (std::size_t i = head; i < a_end; ++i) append(diff.left, a[i]);
        for (std::size_t j = head; j < b_end; ++j) append(diff.right, b[j]);
        return diff;
    }
    std::vector<std::uint32_t> longest((rows + 1) * (columns + 1), 0);
    auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& { return longest[i * (columns + 1) + j]; };
    for (std::size_t i = rows; i-- > 0;)
        for (std::size_t j = columns; j-- > 0;)
            at(i, j) = same(head + i, head + j) ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
    std::size_t i = 0, j = 0;
    while (i < rows || j < columns) {
        if (i < rows && j < columns && same(head + i, head + j)) ++i, ++j;
        else if (j == columns || (i < rows && at(i + 1, j) >= at(i, j + 1))) append(diff.left, a[head + i++]);
        else append(diff.right, b[head + j++]);
    }
    return diff;
}

}  // namespace retort::ui
