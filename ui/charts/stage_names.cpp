// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/stage_names.h"

#include <algorithm>
#include <limits>

#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

/// A name cut to fewer letters than these says nothing.
constexpr qsizetype fewest_letters = 6;

}  // namespace

std::vector<StageName> placeStageNames(const std::vector<StageBand>& bands, double right, int rows,
                                       const QFontMetricsF& metrics) {
    std::vector<const StageBand*> widest_first;
    for (const StageBand& band : bands) {
        if (band.end - band.begin >= size::mark) widest_first.push_back(&band);
    }
    std::ranges::stable_sort(widest_first, std::ranges::greater(),
                             [](const StageBand* band) { return band->end - band->begin; });
    std::vector<StageName> names;
    const auto widthOf = [&](const QString& text) { return size::tick_gap + metrics.horizontalAdvance(text); };
    // What is free in a row from a band's beginning on; less than nothing where another name lies there.
    const auto room = [&](const StageBand& band, int row) {
        double free = right - band.begin;
        for (const StageName& name : names) {
            if (name.row != row) continue;
            if (name.at > band.begin) free = std::min(free, name.at - size::xs - band.begin);
            else if (name.at + widthOf(name.text) + size::xs > band.begin) return -std::numeric_limits<double>::infinity();
        }
        return free;
    };
    // Whole names first, those of long stages before others; then what a shortened one has room for.
    for (const bool whole : {true, false}) {
        for (const StageBand*& band : widest_first) {
            for (int row = 0; row < rows && band != nullptr; ++row) {
                const double free = room(*band, row);
                const QString text =
                    whole ? band->name : metrics.elidedText(band->name, Qt::ElideMiddle, free - size::tick_gap);
                if (widthOf(text) > free || (!whole && text.size() < fewest_letters)) continue;
                names.push_back({text, band->begin, row});
                band = nullptr;
            }
        }
        std::erase(widest_first, nullptr);
    }
    std::ranges::sort(names, {}, &StageName::at);
    return names;
}

}  // namespace retort::ui
