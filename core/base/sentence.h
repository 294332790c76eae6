// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace retort {

/// A sentence for people whose values stand apart from its words, so that the workbench can say it in another language.
struct Sentence {
    std::string pattern;              ///< English, with %1 to %9 where the values belong
    std::vector<std::string> values;  ///< of %1 on; at most nine

    /// In English.
    std::string text() const;
};

}  // namespace retort
