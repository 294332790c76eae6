// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/word_diff.h"

#include <algorithm>

namespace retort::ui {
namespace {

constexpr std::size_t most_edits = 2000;  // time and memory grow with its square

using Words = std::vector<QStringView>;

bool standsAlone(QChar c) { return !c.isLetterOrNumber() || c.unicode() >= 0x2E80; }

Words split(const QString& text) {
    Words words;
    const QStringView all(text);
    for (qsizetype at = 0; at < all.size();) {
        qsizetype end = at + 1;
        if (!standsAlone(all[at]))
            while (end < all.size() && !standsAlone(all[end])) ++end;
        words.push_back(all.mid(at, end - at));
        at = end;
    }
    return words;
}

void add(std::vector<DiffPart>& parts, DiffPart::Kind kind, QStringView text) {
    if (text.isEmpty()) return;
    if (!parts.empty() && parts.back().kind == kind) parts.back().text += text;
    else parts.push_back({kind, text.toString()});
}

/// The furthest reach of every diagonal, for each number of edits; empty: more than most_edits.
std::vector<std::vector<int>> trace(const Words& a, const Words& b) {
    const int n = static_cast<int>(a.size()), m = static_cast<int>(b.size());
    const int most = std::min<int>(n + m, static_cast<int>(most_edits));
    std::vector<int> reach(static_cast<std::size_t>(2 * most) + 3, 0);
    std::vector<std::vector<int>> all;
    const auto at = [&](int k) -> int& { return reach[static_cast<std::size_t>(k + most + 1)]; };
    for (int d = 0; d <= most; ++d) {
        all.emplace_back();
        for (int k = -d; k <= d; k += 2) all.back().push_back(0);
        for (int k = -d; k <= d; k += 2) {
            // Diagonals of the other parity hold what d - 1 edits reach.
            int x = d == 0 ? 0 : k == -d || (k != d && at(k - 1) < at(k + 1)) ? at(k + 1) : at(k - 1) + 1;
            while (x < n && x - k < m && x - k >= 0 && a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(x - k)])
                ++x;
            at(k) = x;
            all.back()[static_cast<std::size_t>((k + d) / 2)] = x;
            if (x >= n && x - k >= m) return all;
        }
    }
    return {};
}

/// Walks the script backwards from the end; parts come out reversed.
std::vector<std::pair<DiffPart::Kind, QStringView>> backtrack(const Words& a, const Words& b,
                                                              const std::vector<std::vector<int>>& reach) {
    std::vector<std::pair<DiffPart::Kind, QStringView>> out;
    int x = static_cast<int>(a.size()), y = static_cast<int>(b.size());
    for (int d = static_cast<int>(reach.size()) - 1; d >= 0; --d) {
        const int k = x - y;
        int from_x = 0, from_y = 0;
        if (d > 0) {
            const auto& previous = reach[static_cast<std::size_t>(d - 1)];
            const auto old = [&](int diagonal) {
                const int index = diagonal + d - 1;
                return index < 0 || index > 2 * (d - 1) ? -1 : previous[static_cast<std::size_t>(index / 2)];
            };
            const bool down = k == -d || (k != d && old(k - 1) < old(k + 1));
            from_x = down ? old(k + 1) : old(k - 1);
            from_y = from_x - (down ? k + 1 : k - 1);
        }
        while (x > from_x && y > from_y && a[static_cast<std::size_t>(x - 1)] == b[static_cast<std::size_t>(y - 1)]) {
            out.emplace_back(DiffPart::Kind::Same, a[static_cast<std::size_t>(--x)]);
            --y;
        }
        if (d == 0) break;
        if (x > from_x) out.emplace_back(DiffPart::Kind::Removed, a[static_cast<std::size_t>(--x)]);
        else if (y > from_y) out.emplace_back(DiffPart::Kind::Added, b[static_cast<std::size_t>(--y)]);
    }
    return out;
}

}  // namespace

std::vector<DiffPart> diffWords(const QString& before, const QString& after) {
    Words a = split(before), b = split(after);
    std::vector<DiffPart> parts;
    std::size_t head = 0, tail = 0;
    while (head < std::min(a.size(), b.size()) && a[head] == b[head]) ++head;
    while (tail < std::min(a.size(), b.size()) - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
    for (std::size_t i = 0; i < head; ++i) add(parts, DiffPart::Kind::Same, a[i]);
    const Words middle_a(a.begin() + static_cast<std::ptrdiff_t>(head), a.end() - static_cast<std::ptrdiff_t>(tail));
    const Words middle_b(b.begin() + static_cast<std::ptrdiff_t>(head), b.end() - static_cast<std::ptrdiff_t>(tail));
    const auto reach = trace(middle_a, middle_b);
    if (reach.empty()) {
        for (const QStringView word : middle_a) add(parts, DiffPart::Kind::Removed, word);
        for (const QStringView word : middle_b) add(parts, DiffPart::Kind::Added, word);
    } else {
        const auto script = backtrack(middle_a, middle_b, reach);
        for (auto part = script.rbegin(); part != script.rend(); ++part) add(parts, part->first, part->second);
    }
    for (std::size_t i = a.size() - tail; i < a.size(); ++i) add(parts, DiffPart::Kind::Same, a[i]);
    return parts;
}

}  // namespace retort::ui
