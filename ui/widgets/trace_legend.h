// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "ui/widgets/marked_text.h"

class QPushButton;

namespace retort::ui {

class TraceText;

/// What the colours of a trace mean: a chip for each kind of highlight, with how many there are, which turns it on and off.
/// Code and formulas have a chip only where a trace has them.
class TraceLegend : public QWidget {
    Q_OBJECT
public:
    /// Of this text, which outlives it.
    explicit TraceLegend(TraceText& text, QWidget* parent = nullptr);
    /// Names of the kinds that are off or on against the default, for saveState().
    QStringList saved() const;
    void restore(const QStringList& names);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();

    TraceText& text_;
    std::vector<std::pair<MarkKind, QPushButton*>> chips_;
};

}  // namespace retort::ui
