// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QTextLayout>
#include <memory>

#include "ui/widgets/marked_text.h"

class QPainter;

namespace retort::ui {

/// Marked text laid out in a width and cut after some lines, for painting by hand (lists and cards, where nothing is
/// selected).
class SpanText {
public:
    /// max_lines 0: all.
    void set(const MarkedText& text, const QFont& font, double width, int max_lines);
    double height() const { return height_; }
    void paint(QPainter& painter, QPointF top_left, const QColor& ink) const;

private:
    std::unique_ptr<QTextLayout> layout_;
    std::vector<Mark> marks_;
    double height_ = 0;
    bool cut_ = false;
};

}  // namespace retort::ui
