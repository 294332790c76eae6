// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "text/script.h"

namespace retort {

/// Words of one language in lower case, separated by white space, the frequent ones first: what the identifier learns from.
/// The lists are the project's own, written by hand.
struct Lexicon {
    std::string_view language;  ///< ISO 639-1
    Script script = Script::Latin;
    std::string_view words;
};

namespace lexicon {
extern const std::string_view kEnglish, kGerman, kFrench, kSpanish;
extern const std::string_view kItalian, kPortuguese, kDutch, kSwedish, kDanish;
extern const std::string_view kPolish, kCzech, kRomanian, kHungarian, kFinnish, kTurkish, kIndonesian, kVietnamese;
extern const std::string_view kRussian, kUkrainian, kBulgarian, kSerbian, kKazakh;
}  // namespace lexicon

/// Every list, each script's languages side by side.
std::span<const Lexicon> lexicons();

}  // namespace retort
