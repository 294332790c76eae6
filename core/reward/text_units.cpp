// SPDX-License-Identifier: Apache-2.0
#include <unicode/brkiter.h>
#include <unicode/filteredbrk.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <memory>

#include "reward/instructions.h"

namespace retort {
namespace {

icu::UnicodeString wide(std::string_view text) {
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

/// Calls visit(begin, end, rule status) for every unit of the text.
template <class Visit>
void visitUnits(icu::BreakIterator& iterator, const icu::UnicodeString& text, const Visit& visit) {
    iterator.setText(text);
    std::int32_t begin = iterator.first();
    for (std::int32_t end = iterator.next(); end != icu::BreakIterator::DONE; begin = end, end = iterator.next())
        visit(begin, end, iterator.getRuleStatus());
}

bool hasLetterOrDigit(const icu::UnicodeString& text, std::int32_t begin, std::int32_t end) {
    for (std::int32_t i = begin; i < end; i = text.moveIndex32(i, 1)) {
        if (u_isalnum(text.char32At(i))) return true;
    }
    return false;
}

/// Sentences that do not end behind "Mr.", "e.g." and their like.
std::unique_ptr<icu::BreakIterator> makeSentenceIterator() {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> plain(icu::BreakIterator::createSentenceInstance(icu::Locale::getEnglish(), status));
    const std::unique_ptr<icu::FilteredBreakIteratorBuilder> builder(
        icu::FilteredBreakIteratorBuilder::createInstance(icu::Locale::getEnglish(), status));
    if (U_FAILURE(status) || !builder) return plain;
    for (const char16_t* form :
         {u"Mr.", u"Mrs.", u"Ms.", u"Dr.", u"Prof.", u"St.", u"vs.", u"e.g.", u"i.e.", u"etc.", u"No.", u"Fig."})
        builder->suppressBreakAfter(icu::UnicodeString(form), status);
    std::unique_ptr<icu::BreakIterator> filtered(builder->build(plain->clone(), status));
    return U_SUCCESS(status) && filtered ? std::move(filtered) : std::move(plain);
}

}  // namespace

std::size_t countWords(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    thread_local const std::unique_ptr<icu::BreakIterator> iterator(
        icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    std::size_t words = 0;
    if (!iterator) return words;
    const icu::UnicodeString content = wide(text);
    visitUnits(*iterator, content,
               [&](std::int32_t, std::int32_t, std::int32_t kind) { words += kind >= UBRK_WORD_NUMBER; });
    return words;
}

std::size_t countSentences(std::string_view text) {
    thread_local const std::unique_ptr<icu::BreakIterator> iterator = makeSentenceIterator();
    std::size_t sentences = 0;
    if (!iterator) return sentences;
    const icu::UnicodeString content = wide(text);
    visitUnits(*iterator, content, [&](std::int32_t begin, std::int32_t end, std::int32_t) {
        sentences += hasLetterOrDigit(content, begin, end);
    });
    return sentences;
}

}  // namespace retort
