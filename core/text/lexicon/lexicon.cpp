// SPDX-License-Identifier: Apache-2.0
#include "text/lexicon/lexicon.h"

#include <array>

namespace retort {

std::span<const Lexicon> lexicons() {
    using namespace lexicon;
    static const std::array kAll{
        Lexicon{"en", Script::Latin, kEnglish},      Lexicon{"de", Script::Latin, kGerman},
        Lexicon{"fr", Script::Latin, kFrench},       Lexicon{"es", Script::Latin, kSpanish},
        Lexicon{"it", Script::Latin, kItalian},      Lexicon{"pt", Script::Latin, kPortuguese},
        Lexicon{"nl", Script::Latin, kDutch},        Lexicon{"sv", Script::Latin, kSwedish},
        Lexicon{"da", Script::Latin, kDanish},       Lexicon{"pl", Script::Latin, kPolish},
        Lexicon{"cs", Script::Latin, kCzech},        Lexicon{"ro", Script::Latin, kRomanian},
        Lexicon{"hu", Script::Latin, kHungarian},    Lexicon{"fi", Script::Latin, kFinnish},
        Lexicon{"tr", Script::Latin, kTurkish},      Lexicon{"id", Script::Latin, kIndonesian},
        Lexicon{"vi", Script::Latin, kVietnamese},   Lexicon{"ru", Script::Cyrillic, kRussian},
        Lexicon{"uk", Script::Cyrillic, kUkrainian}, Lexicon{"bg", Script::Cyrillic, kBulgarian},
        Lexicon{"sr", Script::Cyrillic, kSerbian},   Lexicon{"kk", Script::Cyrillic, kKazakh},
    };
    return kAll;
}

}  // namespace retort
