// SPDX-License-Identifier: Apache-2.0
#include "text/analyse.h"

#include <algorithm>

#include "text/language.h"
#include "text/reflection.h"
#include "text/think_split.h"

namespace retort {

TextFacts analyse(std::string_view text, std::string_view language, const TemplateSection& section) {
    TextFacts facts;
    const ThinkSplit split = splitThink(text, section);
    facts.think = split.think;
    facts.answer = split.answer;
    facts.well_formed = split.well_formed;
    LanguageFacts measured = measureLanguage(text, language);
    facts.language_share = measured.share;
    facts.spans = std::move(measured.foreign);
    const std::string_view traced = split.think.empty() ? text : split.think;
    const auto offset = static_cast<std::int32_t>(traced.data() - text.data());
    for (TextSpan& span : findReflection(traced)) {
        span.begin += offset;
        span.end += offset;
        facts.spans.push_back(std::move(span));
        facts.reflects = true;
    }
    std::ranges::stable_sort(facts.spans, {}, &TextSpan::begin);
    return facts;
}

}  // namespace retort
