// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QPointF>
#include <QString>
#include <memory>

class QPainter;
class QColor;

namespace retort::ui {

/// A formula laid out: immutable, cheap to paint. Lengths in logical pixels; its baseline is that of the text around it.
class Formula {
public:
    /// `source`: the inside of a formula. `display`: set by itself, with tall fractions and limits above and below.
    Formula(const QString& source, const QFont& font, bool display);
    ~Formula();
    Formula(Formula&&) noexcept;
    Formula& operator=(Formula&&) noexcept;

    double width() const;
    double ascent() const;
    double descent() const;
    double height() const { return ascent() + descent(); }
    /// `at`: left end of the baseline.
    void paint(QPainter& painter, QPointF at, const QColor& ink) const;
    /// What is set, left to right: for tests and screen readers.
    QString spoken() const;

    struct Box;

private:
    std::unique_ptr<Box> box_;
};

}  // namespace retort::ui
