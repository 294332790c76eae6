// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace retort {

/// One form of the few answers in words that have several, as plainText leaves them: "dne" is "doesnotexist".
std::string saidOtherwise(std::string_view plain);

/// Words that stand for something written otherwise, as that: "no solution", "twenty-one", "2 dozen", "fifth", "3 out of 4",
/// "k is an integer"; what only says for which values an equation holds is left out. Any other text as it is.
std::string inSymbols(std::string_view text);

/// Statements or choices picked together: "①③", "①、③", "ABD", "A, B, D".
struct SelectedItems {
    std::set<std::string> items;
    bool plain =
        true;  ///< nothing but the letters stands there: no separator and no circled number says that these are items
};
std::optional<SelectedItems> selectedItems(std::string_view text);

}  // namespace retort
