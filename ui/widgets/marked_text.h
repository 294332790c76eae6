// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A completion's text with its spans, in UTF-16 positions, ready to be shown.

#include <QColor>
#include <QString>
#include <optional>
#include <vector>

#include "rollout/rollout.h"

namespace retort::ui {

/// Answer: what the accuracy term read out, where it stands in the answer part. Expected: the value that it was compared
/// with, wherever it is written. Code and Formula are found by Markdown, not by markTrace().
enum class MarkKind { Foreign, Reflection, Answer, Expected, Code, Formula };

struct Mark {
    qsizetype begin = 0, end = 0;
    MarkKind kind = MarkKind::Foreign;
    QString label;              ///< language or word
    std::optional<bool> right;  ///< of an answer that was judged
    /// What is written before the marked text: a foreign language's name, an answer's verdict. Empty: nothing.
    QString tag() const;
};

/// A stretch of a completion and the marks in it, counted from its start.
struct MarkedText {
    QString text;
    std::vector<Mark> marks;
};

/// The think part and the answer part of a completion, cut by where facts.think and facts.answer lie in its text; whatever
/// is in neither (tags, stray text) is left out of both. When there is no think part, think is empty.
struct MarkedTrace {
    MarkedText think, answer;
    bool well_formed = false;
};
/// `reference`: the expected answer; empty: none is marked.
MarkedTrace markTrace(const Rollout& rollout, const std::string& reference = {});

/// Colour of a kind, by series; of a judged answer, that of its verdict.
QColor markColor(MarkKind kind, std::optional<bool> right = {});

}  // namespace retort::ui
