// SPDX-License-Identifier: Apache-2.0
#pragma once

// Problems of the abacus project and the ways in which its base model learns to answer them.

#include <string>
#include <vector>

#include "base/random.h"

namespace abacus {

using retort::Random;

enum class Language { English, Chinese };
const char* code(Language language);  ///< "en", "zh"

/// A chain of sums: operands from 1 to 30 (the first to 60), every running total within 0 to 99.
struct Problem {
    std::vector<int> operands;
    std::vector<char> operators;  ///< '+' or '-', one fewer than operands

    int answer() const;
    std::string expression() const;  ///< "3+17+10-5"
    std::string ask(Language language) const;
};

/// A problem of `least` to `most` operands.
Problem makeProblem(Random& random, int least, int most);

/// Which share of all problems an expression belongs to. Decided by the expression alone, so the three never overlap.
enum class Share { Pretraining, Training, HeldOut };
Share shareOf(const Problem& problem);

/// Ways to work: at once, by running totals, two operations at a time, or one checked operation at a time.
enum class Habit { Guess, Terse, Stepwise, SelfChecking };

struct HabitOptions {
    double slip = 0.04;  ///< chance that a checked step first goes wrong, is noticed and mended
    int stride = 2;      ///< operations in one step of Stepwise
    bool mixed = false;  ///< connectives in either language, at random
};

/// The working of a problem in a habit and language, e.g. "first 3+17=20, check 20-17=3 yes, so 20."
std::string working(Random& random, const Problem& problem, Language language, Habit habit, const HabitOptions& options);

/// Working and answer as a completion, with tags ("<think>..</think><answer>..</answer>") or bare.
std::string completion(const Problem& problem, const std::string& work, Language language, bool tags);

/// A line of six single sums with results up to 129.
std::string sums(Random& random);

}  // namespace abacus
