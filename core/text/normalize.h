// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace retort {

/// The text in Unicode's NFKC form with case folded (UAX 44, NFKC_Casefold: full-width forms become ordinary ones), runs of
/// white space as one space and none at the ends. Bad UTF-8 becomes U+FFFD. Never throws; any thread.
std::string foldText(std::string_view text);

/// foldText without what people put around an answer: matching quotes, Markdown emphasis, dollars, \text{}, \boxed{} and one
/// full stop at the end.
std::string foldAnswer(std::string_view text);

}  // namespace retort
