// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/marked_text.h"

#include <algorithm>
#include <string_view>

#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

/// Bytes [begin, end) of the text with the spans that lie in them.
MarkedText cut(const std::string& text, const std::vector<TextSpan>& spans, std::size_t begin, std::size_t end) {
    MarkedText part;
    std::size_t done = begin;
    auto take = [&](std::size_t to) {
        to = std::clamp(to, done, end);
        part.text += QString::fromUtf8(text.data() + done, static_cast<qsizetype>(to - done));
        done = to;
        return part.text.size();
    };
    for (const TextSpan& span : spans) {
        const auto from = static_cast<std::size_t>(std::max(span.begin, 0)), to = static_cast<std::size_t>(std::max(span.end, 0));
        // Spans of two kinds may overlap; the one that starts first is shown.
        if (to <= from || from < done || to > end) continue;
        Mark mark;
        mark.begin = take(from);
        mark.end = take(to);
        mark.kind = span.kind == "reflection" ? MarkKind::Reflection : MarkKind::Foreign;
        mark.label = QString::fromStdString(span.label);
        part.marks.push_back(mark);
    }
    take(end);
    return part;
}

}  // namespace

MarkedTrace markTrace(const Rollout& rollout) {
    MarkedTrace trace;
    trace.well_formed = rollout.facts.well_formed;
    const std::string_view text = rollout.text;
    std::size_t at = 0;
    std::vector<TextSpan> spans = rollout.facts.spans;
    std::stable_sort(spans.begin(), spans.end(), [](const TextSpan& a, const TextSpan& b) { return a.begin < b.begin; });
    auto part = [&](const std::string& wanted) {
        const std::size_t begin = wanted.empty() ? std::string_view::npos : text.find(wanted, at);
        if (begin == std::string_view::npos) return MarkedText{QString::fromStdString(wanted), {}};
        at = begin + wanted.size();
        return cut(rollout.text, spans, begin, at);
    };
    trace.think = part(rollout.facts.think);
    // Without facts (an aborted or old rollout) the whole text is the answer.
    trace.answer = rollout.facts.think.empty() && rollout.facts.answer.empty() ? cut(rollout.text, spans, 0, text.size())
                                                                              : part(rollout.facts.answer);
    return trace;
}

QColor markColor(MarkKind kind) { return tokens().series[kind == MarkKind::Foreign ? 3 : 5]; }

}  // namespace retort::ui
