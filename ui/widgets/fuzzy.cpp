// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/fuzzy.h"

#include <QStringList>

namespace retort::ui {
namespace {

constexpr int whole_part = 100, word_start = 20, side_by_side = 8, distance_cost = 1;

bool startsWord(const QString& text, qsizetype at) { return at == 0 || !text[at - 1].isLetterOrNumber(); }

std::optional<int> wordScore(const QString& word, const QString& text) {
    if (const qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive); at >= 0) {
        return whole_part + (startsWord(text, at) ? word_start : 0) - static_cast<int>(std::min<qsizetype>(at, word_start)) * distance_cost;
    }
    int score = 0;
    qsizetype from = 0, last = -2;
    for (const QChar letter : word) {
        const qsizetype at = text.indexOf(letter, from, Qt::CaseInsensitive);
        if (at < 0) return std::nullopt;
        if (startsWord(text, at)) score += word_start;
        if (at == last + 1) score += side_by_side;
        score -= static_cast<int>(std::min<qsizetype>(at - from, side_by_side)) * distance_cost;
        last = at;
        from = at + 1;
    }
    // Letters strewn over a text mean nothing.
    return score > 0 ? std::optional(score) : std::nullopt;
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
