// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/marked_text.h"

#include <algorithm>
#include <string_view>

#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

constexpr std::size_t longest_answer = 200;

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
        const auto from = static_cast<std::size_t>(std::max(span.begin, 0)),
                   to = static_cast<std::size_t>(std::max(span.end, 0));
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

/// Marks the last place where the extracted answer stands, unless something else is marked there.
void markAnswer(MarkedText& text, const Rollout& rollout) {
    const RewardTerm* term = rollout.reward.accuracy();
    if (term == nullptr || term->extracted.empty() || term->extracted.size() > longest_answer) return;
    const QString wanted = QString::fromStdString(term->extracted).trimmed();
    const qsizetype at = wanted.isEmpty() ? -1 : text.text.lastIndexOf(wanted);
    if (at < 0) return;
    Mark mark{at, at + wanted.size(), MarkKind::Answer, {}, {}};
    if (term->outcome != Outcome::GraderError) mark.right = term->outcome == Outcome::Pass;
    auto next =
        std::find_if(text.marks.begin(), text.marks.end(), [&](const Mark& other) { return other.end > mark.begin; });
    if (next != text.marks.end() && next->begin < mark.end) return;
    text.marks.insert(next, mark);
}

/// A value's neighbour that makes it part of something longer: a digit, a letter, an operator.
bool continues(const QString& text, qsizetype at, bool before) {
    if (at < 0 || at >= text.size()) return false;
    const QChar c = text[at];
    if (c.unicode() < 128 && c.isLetterOrNumber()) return true;
    if (QStringLiteral("+-*/^_%−×÷").contains(c)) return true;
    if (before) return c == u'.' || c == u'\\';
    return c == u'=' || (c == u'.' && at + 1 < text.size() && text[at + 1].isDigit());
}

/// Marks the expected value wherever it stands by itself and nothing else is marked.
void markExpected(MarkedText& text, const std::string& reference) {
    if (reference.empty() || reference.size() > longest_answer) return;
    const QString wanted = QString::fromStdString(reference).trimmed();
    if (wanted.isEmpty()) return;
    std::vector<Mark> all;
    auto next = text.marks.begin();
    for (qsizetype at = text.text.indexOf(wanted); at >= 0; at = text.text.indexOf(wanted, at + wanted.size())) {
        const qsizetype end = at + wanted.size();
        for (; next != text.marks.end() && next->end <= at; ++next) all.push_back(*next);
        if (next != text.marks.end() && next->begin < end) continue;
        if (!continues(text.text, at - 1, true) && !continues(text.text, end, false))
            all.push_back({at, end, MarkKind::Expected, {}, {}});
    }
    all.insert(all.end(), next, text.marks.end());
    text.marks = std::move(all);
}

}  // namespace

MarkedTrace markTrace(const Rollout& rollout, const std::string& reference) {
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
    markAnswer(trace.answer, rollout);
    for (MarkedText* marked : {&trace.think, &trace.answer}) markExpected(*marked, reference);
    return trace;
}

QString Mark::tag() const {
    if (kind == MarkKind::Foreign) return label;
    if (kind == MarkKind::Answer && right) return *right ? QStringLiteral("✓") : QStringLiteral("✕");
    return {};
}

QColor markColor(MarkKind kind, std::optional<bool> right) {
    switch (kind) {
        case MarkKind::Foreign: return tokens().series[3];
        case MarkKind::Reflection: return tokens().series[5];
        case MarkKind::Answer: return !right ? tokens().warn : *right ? tokens().good : tokens().bad;
        case MarkKind::Expected: return tokens().series[0];
        case MarkKind::Code: return tokens().series[4];
        case MarkKind::Formula: return tokens().series[1];
    }
    return {};
}

}  // namespace retort::ui
