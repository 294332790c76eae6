// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <utility>
#include <vector>

namespace retort::ui {

/// Pieces [begin, end) of two texts that the other does not have, by words (a CJK character is a word).
struct WordDiff {
    std::vector<std::pair<qsizetype, qsizetype>> left, right;
    bool complete = true;  ///< false: too long to compare; everything between the common ends counts as different
};

/// Longest common subsequence of words after common ends are taken off; at most 4 million comparisons.
WordDiff diffWords(const QString& left, const QString& right);

}  // namespace retort::ui
