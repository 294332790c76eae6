// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace retort::ui {

/// English sentences with holes, known beforehand, that texts of core are taken apart by to be said in the window's
/// language.
class SentenceForms {
public:
    /// %1, %2, ... stand for what differs, in this order. `context`: of their translations. Both must outlive it.
    SentenceForms(std::span<const char* const> patterns, const char* context);
    /// `inner` says what fills a hole; what is quoted, and a reference, are somebody's own words and stay. Empty: the text
    /// is none of these sentences.
    std::optional<QString> words(const QString& text, const std::function<QString(const QString&)>& inner) const;

private:
    struct Form {
        const char* pattern;
        QStringList pieces;   ///< what stands before, between and behind the holes
        qsizetype fixed = 0;  ///< characters that are no hole
    };
    static Form formOf(const char* pattern);
    static std::optional<QStringList> fit(const Form& form, const QString& text);

    std::vector<Form> forms_;  ///< the longest first: what says most is what was meant
    const char* context_;
};

}  // namespace retort::ui
