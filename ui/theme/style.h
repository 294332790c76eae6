// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>
#include <QString>

namespace retort::ui {

struct Tokens;

/// Fusion with our metrics, focus ring and no animation on data.
class Style : public QProxyStyle {
public:
    Style();
    using QProxyStyle::polish;
    /// Names what Qt leaves without a name for screen readers.
    void polish(QWidget* widget) override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
};

/// The style sheet for a set of tokens. Widgets choose their looks by the dynamic property "role":
/// QLabel label, title, figure, good, bad, warn, pill; QPushButton primary, quiet, chip, figure, rail; QFrame card, line,
/// panel.
QString styleSheet(const Tokens& tokens);

}  // namespace retort::ui
