// SPDX-License-Identifier: Apache-2.0
#pragma once

// The little conversation that the abacus model knows besides sums: greetings, thanks, small requests, and requests that
// should be declined, each with good and bad replies.

#include <string>
#include <vector>

#include "arithmetic.h"

namespace abacus {

/// One kind of request in one language. "{name}" in any text is replaced by a name.
struct Topic {
    std::string domain;  ///< "helpful" or "harmless"
    Language language;
    std::vector<std::string> asks;
    std::vector<std::string> thoughts;
    std::vector<std::string> good, bad;
};

const std::vector<Topic>& topics();

/// A request with one good and one bad completion, both well-formed traces or both bare.
struct Exchange {
    std::string domain, ask, good, bad;
    Language language;
};

/// Every request of every topic and name, in a fixed order. Names from `held_out` are used by no training file.
enum class Names { Training, HeldOut };
std::vector<Exchange> exchanges(Random& random, Names names, bool tags);

}  // namespace abacus
