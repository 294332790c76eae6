// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/sentence_forms.h"

#include <QRegularExpression>
#include <algorithm>

#include "ui/text/core_words.h"

namespace retort::ui {
namespace {

constexpr qsizetype joint = 2;  // characters between two sentences, and between a place and what is said of it

}  // namespace

SentenceForms::SentenceForms(std::span<const char* const> patterns, const char* context) : context_(context) {
    for (const char* pattern : patterns) forms_.push_back(formOf(pattern));
    std::ranges::stable_sort(forms_, std::ranges::greater(), &Form::fixed);
}

SentenceForms::Form SentenceForms::formOf(const char* pattern) {
    Form form{pattern, {}, 0};
    QString rest = QString::fromUtf8(pattern);
    for (int hole = 1;; ++hole) {
        const qsizetype at = rest.indexOf(QStringLiteral("%%1").arg(hole));
        form.pieces << (at < 0 ? rest : rest.left(at));
        form.fixed += form.pieces.back().size();
        if (at < 0) return form;
        rest.remove(0, at + 2);
    }
}

std::optional<QStringList> SentenceForms::fit(const Form& form, const QString& text) {
    if (!text.startsWith(form.pieces.front()) || text.size() < form.fixed) return std::nullopt;
    // Sentences are parted at their first joint, then what follows it.
    static const QRegularExpression joints(QStringLiteral("[;:.] "));
    if (form.fixed == joint && text.indexOf(joints) != text.indexOf(form.pieces[1])) return std::nullopt;
    QStringList filled;
    qsizetype at = form.pieces.front().size();
    for (qsizetype i = 1; i < form.pieces.size(); ++i) {
        const bool last = i + 1 == form.pieces.size();
        const qsizetype next = last ? text.size() - form.pieces[i].size() : text.indexOf(form.pieces[i], at);
        // A hole with more of the sentence behind it holds no other sentence: those stand behind a joint.
        const QStringView value = QStringView(text).mid(at, std::max<qsizetype>(0, next - at));
        if (form.fixed > joint && !form.pieces[i].isEmpty() &&
            (value.contains(u"; ") || value.contains(u": ") || value.endsWith(u':')))
            return std::nullopt;
        if (next < at || (last && !text.endsWith(form.pieces[i]))) return std::nullopt;
        filled << text.mid(at, next - at);
        at = next + form.pieces[i].size();
    }
    if (at != text.size()) return std::nullopt;
    return filled;
}

std::optional<QString> SentenceForms::words(const QString& text, const std::function<QString(const QString&)>& inner) const {
    for (const Form& form : forms_) {
        const auto filled = fit(form, text);
        if (!filled) continue;
        QStringList values;
        Sentence sentence{.pattern = form.pattern, .values = {}};
        for (qsizetype i = 0; i < filled->size(); ++i) {
            const bool own =
                form.pieces[i].endsWith(QLatin1Char('"')) || form.pieces[i].endsWith(QStringLiteral("reference "));
            values << (own ? filled->at(i) : inner(filled->at(i)));
            sentence.values.push_back(values.back().toStdString());
        }
        // Two texts that are not ours stay joined as they are.
        if (form.fixed == joint && values == *filled) return std::nullopt;
        return sentenceWords(sentence, context_);
    }
    return std::nullopt;
}

}  // namespace retort::ui
