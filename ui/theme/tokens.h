// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Every colour, size and duration of the workbench. No other file holds a colour or pixel literal.

#include <QColor>
#include <QFont>
#include <array>

namespace retort::ui {

/// Colours of one theme.
struct Tokens {
    bool dark = false;
    QColor canvas;                 ///< window background
    QColor surface;                ///< cards, tables, readers
    QColor raised;                 ///< menus, pop-overs
    QColor line;                   ///< hairlines
    QColor text;                   ///< body
    QColor muted;                  ///< labels, axes, secondary figures; contrast >= 4.5 on canvas and surface
    QColor accent;                 ///< the selected thing and the primary action, nothing else
    QColor on_accent;              ///< text on accent
    QColor good, bad, warn;        ///< always beside a sign or a word
    std::array<QColor, 6> series;  ///< Okabe-Ito order: blue, orange, green, vermilion, pink, sky
};

/// The tokens now in force; changes only through Theme, on the GUI thread.
const Tokens& tokens();
/// Both sets, for tests and the theme itself.
const Tokens& lightTokens();
const Tokens& darkTokens();

/// A colour as a wash behind glyphs (text highlights, think part, selection).
QColor tint(const QColor& color);
/// A fainter wash, for surfaces under much text and for stage bands.
QColor wash(const QColor& color);

/// What a translucent colour looks like on an opaque ground. Opaque fills cost a tenth of blended ones.
QColor solid(const QColor& translucent, const QColor& ground);

/// Lengths in logical pixels.
namespace size {
inline constexpr int hairline = 1;
inline constexpr int xs = 4, s = 8, m = 12, l = 16, xl = 24;
inline constexpr int radius = 6;
inline constexpr int control = 28, row = 26;
inline constexpr int header = 48, strip = 40, rail = 76, rail_item = 56;
inline constexpr int icon = 16, icon_large = 20;
inline constexpr int card_height = 232, card_width = 320;
inline constexpr int panel = 340;        ///< narrowest side panel
inline constexpr int text_columns = 90;  ///< widest text block, in characters
inline constexpr int window_width = 1280, window_height = 800, window_min_width = 960, window_min_height = 600;
inline constexpr int chart_left = 44, chart_bottom = 20, chart_right = 116, tick = 4, tick_gap = 3;
inline constexpr int mark = 6, underline = 2, focus_ring = 2;
inline constexpr int spark_width = 96;
inline constexpr int chip = 20, bar_width = 40, bar_height = 6, group_bar = 10, group_height = 36;
inline constexpr int label_font = 11, body_font = 13, title_font = 15, figure_font = 22;
}  // namespace size

/// Milliseconds.
namespace duration {
inline constexpr int open_panel = 120, frame = 100, tick = 1000, search_delay = 150, tooltip = 400, notice = 12000;
}  // namespace duration

/// Line height of running text.
inline constexpr double line_height = 1.45;

/// Fonts of the type scale, in the application's family.
QFont labelFont();
QFont bodyFont();
QFont titleFont();
QFont figureFont();
/// For token strips and TOML only.
QFont monoFont();

}  // namespace retort::ui
