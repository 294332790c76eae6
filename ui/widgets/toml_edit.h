// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>
#include <set>

#include "recipe/recipe_text.h"

class QSyntaxHighlighter;

namespace retort::ui {

/// TOML with its comments, headers and texts told apart, and wrong lines marked. Changes by a form and by hand share one
/// undo.
class TomlEdit : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit TomlEdit(QWidget* parent = nullptr);
    /// As if typed; the cursor stays where it is. Changes of the same `place` one after another are one step of undo, until
    /// endStep().
    void apply(const TextEdit& edit, const QString& place = {});
    void endStep() { step_place_.clear(); }
    /// Lines (from 1) with something wrong.
    void markLines(const std::set<int>& lines);
    void goToLine(int line);

protected:
    void changeEvent(QEvent* event) override;

private:
    QSyntaxHighlighter* colours_;
    QString step_place_;     ///< of the last change; empty: the next one is a step of its own
    int step_revision_ = 0;  ///< of the document after it
};

}  // namespace retort::ui
