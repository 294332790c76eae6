// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/fuzzy.h"

#include <QStringList>

namespace retort::ui {
namespace {

constexpr int whole_part = 1000, word_start = 20, side_by_side = 8, distance_cost = 1;

bool startsWord(const QString& text, qsizetype at) { return at == 0 || !text[at - 1].isLetterOrNumber(); }

/// The letters of a word in order, the first of them at `begin`.
std::optional<int> lettersFrom(const QString& word, const QString& text, qsizetype begin) {
    int score = 0;
    qsizetype from = begin, last = -2;
    for (const QChar letter : word) {
        const qsizetype at = text.indexOf(letter, from, Qt::CaseInsensitive);
        if (at < 0) return std::nullopt;
        if (startsWord(text, at)) score += word_start;
        if (at == last + 1) score += side_by_side;
        score -= static_cast<int>(std::min<qsizetype>(at - from, side_by_side)) * distance_cost;
        last = at;
        from = at + 1;
    }
    return score;
}

std::optional<int> wordScore(const QString& word, const QString& text) {
    if (const qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive); at >= 0) {
        return whole_part + (startsWord(text, at) ? word_start : 0) -
               static_cast<int>(std::min<qsizetype>(at, word_start)) * distance_cost;
    }
    // The first letter may stand anywhere: the best of all beginnings counts.
    std::optional<int> best;
    for (qsizetype begin = text.indexOf(word[0], 0, Qt::CaseInsensitive); begin >= 0;
         begin = text.indexOf(word[0], begin + 1, Qt::CaseInsensitive)) {
        const auto score = lettersFrom(word, text, begin);
        // Letters strewn over a text mean nothing.
        if (score && *score > 0) best = std::max(best.value_or(0), *score);
    }
    return best;
}

}  // namespace

std::optional<int> fuzzyScore(const QString& typed, const QString& text) {
    int total = 0;
    for (const QString& word : typed.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const auto score = wordScore(word, text);
        if (!score) return std::nullopt;
        total += *score;
    }
    return total;
}

}  // namespace retort::ui
