// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/tokens.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QGuiApplication>

#include "ui/theme/theme.h"

namespace retort::ui {
namespace {

constexpr float tint_alpha = 0.16F, wash_alpha = 0.055F;

QFont sized(int pixels, QFont::Weight weight) {
    QFont font = QGuiApplication::font();
    font.setPixelSize(pixels);
    font.setWeight(weight);
    return font;
}

}  // namespace

const Tokens& lightTokens() {
    static const Tokens set{.dark = false,
                            .canvas = 0xF7F6F3,
                            .surface = 0xFFFFFF,
                            .raised = 0xFFFFFF,
                            .line = 0xE2E0DA,
                            .text = 0x1C1B19,
                            .muted = 0x69665F,
                            .accent = 0xA64B12,
                            .on_accent = 0xFFFFFF,
                            .good = 0x1E7F4F,
                            .bad = 0xB3261E,
                            .warn = 0x9A6B00,
                            .series = {0x0072B2, 0xE69F00, 0x009E73, 0xD55E00, 0xCC79A7, 0x56B4E9}};
    return set;
}

const Tokens& darkTokens() {
    static const Tokens set{.dark = true,
                            .canvas = 0x141518,
                            .surface = 0x1C1E22,
                            .raised = 0x24272C,
                            .line = 0x30343B,
                            .text = 0xE9E7E2,
                            .muted = 0xA09C93,
                            .accent = 0xE58F52,
                            .on_accent = 0x141518,
                            .good = 0x5BC08A,
                            .bad = 0xF2857B,
                            .warn = 0xE2B450,
                            .series = {0x4FA8DE, 0xF0B73D, 0x3CC49B, 0xF0854A, 0xDE9CC1, 0x8CCDF2}};
    return set;
}

const Tokens& tokens() { return Theme::darkInForce() ? darkTokens() : lightTokens(); }

QColor tint(const QColor& color) {
    QColor wash_color = color;
    wash_color.setAlphaF(tint_alpha);
    return wash_color;
}

QColor wash(const QColor& color) {
    QColor wash_color = color;
    wash_color.setAlphaF(wash_alpha);
    return wash_color;
}

QColor solid(const QColor& translucent, const QColor& ground) {
    const float a = translucent.alphaF();
    return QColor::fromRgbF(translucent.redF() * a + ground.redF() * (1 - a),
                            translucent.greenF() * a + ground.greenF() * (1 - a),
                            translucent.blueF() * a + ground.blueF() * (1 - a));
}

QFont labelFont() { return sized(size::label_font, QFont::Normal); }
QFont bodyFont() { return sized(size::body_font, QFont::Normal); }
QFont titleFont() { return sized(size::title_font, QFont::DemiBold); }
QFont figureFont() { return sized(size::figure_font, QFont::DemiBold); }

QFont monoFont() {
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setFamilies(
        {QFontInfo(font).family(), QStringLiteral("Noto Sans Mono CJK SC"), QStringLiteral("Noto Sans CJK SC")});
    font.setPixelSize(size::body_font);
    return font;
}

}  // namespace retort::ui
