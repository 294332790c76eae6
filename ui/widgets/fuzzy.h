// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>

namespace retort::ui {

/// How well `text` answers what was typed: every word of it occurs, as a part or with its letters in order. Higher is
/// better; beginnings of words and letters side by side count more. Empty: it does not. Case is ignored.
std::optional<int> fuzzyScore(const QString& typed, const QString& text);

}  // namespace retort::ui
