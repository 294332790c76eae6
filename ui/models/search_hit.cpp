// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/search_hit.h"

#include <algorithm>
#include <string_view>

namespace retort::ui {
namespace {

constexpr std::size_t bytes_before = 10, bytes_after = 160;

char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::size_t findIn(std::string_view text, std::string_view wanted) {
    const auto at = std::search(text.begin(), text.end(), wanted.begin(), wanted.end(),
                                [](char a, char b) { return lowered(a) == lowered(b); });
    return at == text.end() ? std::string_view::npos : static_cast<std::size_t>(at - text.begin());
}

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

/// On one line; every character stays one.
QString line(std::string_view text) {
    QString words = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    std::ranges::replace_if(
        words, [](QChar c) { return c.isSpace(); }, u' ');
    return words;
}

}  // namespace

SearchHit findHit(const std::string& problem, const std::string& response, const std::string& wanted) {
    SearchHit hit;
    std::string_view text = response;
    std::size_t at = findIn(text, wanted);
    hit.place = SearchHit::Place::Response;
    if (at == std::string_view::npos) {
        text = problem;
        at = findIn(text, wanted);
        hit.place = SearchHit::Place::Problem;
    }
    if (at == std::string_view::npos) return {};
    std::size_t from = at - std::min(at, bytes_before), to = std::min(text.size(), at + wanted.size() + bytes_after);
    while (from > 0 && continues(text[from])) --from;
    while (to < text.size() && continues(text[to])) ++to;
    const QString before = (from > 0 ? QStringLiteral("…") : QString()) + line(text.substr(from, at - from));
    const QString words = line(text.substr(at, wanted.size()));
    hit.text = before + words + line(text.substr(at + wanted.size(), to - at - wanted.size()));
    hit.begin = before.size();
    hit.size = words.size();
    return hit;
}

}  // namespace retort::ui
