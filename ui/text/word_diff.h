// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

namespace retort::ui {

/// A stretch of text that both versions have, or one of them only.
struct DiffPart {
    enum class Kind { Same, Removed, Added };
    Kind kind = Kind::Same;
    QString text;
    bool operator==(const DiffPart&) const = default;
};

/// How `before` became `after`, by words, spaces and CJK characters (shortest edit script, Myers 1986). Joined, the Same and
/// Removed parts are `before`, the Same and Added ones `after`. Texts that differ in more than some thousand words are given
/// as one removal and one addition between what they share at both ends, so that the time stays bounded.
std::vector<DiffPart> diffWords(const QString& before, const QString& after);

}  // namespace retort::ui
