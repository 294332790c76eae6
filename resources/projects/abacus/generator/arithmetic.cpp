// SPDX-License-Identifier: Apache-2.0
#include "arithmetic.h"

#include <algorithm>
#include <string_view>

namespace abacus {
namespace {

int applied(int total, char op, int operand) { return op == '+' ? total + operand : total - operand; }

/// The connectives of one language.
struct Phrases {
    std::string_view first, then, comma, check, yes, no, wait, so, stop, answer;
};

constexpr Phrases kEnglish{"first ", " then ", ",", " check ", " yes", " no", " wait, ", " so ", ".", " answer "};
constexpr Phrases kChinese{"先", "再", "，", "检查", "对", "不对", "等一下，", "所以", "。", "答案"};

const Phrases& phrases(Language language) { return language == Language::English ? kEnglish : kChinese; }

/// Picks each connective from the trace's language, or from either when the trace mixes.
class Voice {
public:
    Voice(Random& random, Language language, bool mixed) : random_(random), language_(language), mixed_(mixed) {}
    std::string_view operator()(std::string_view Phrases::*phrase) {
        const bool other = mixed_ && random_.uniform() < 0.5;
        return phrases(other ? (language_ == Language::English ? Language::Chinese : Language::English) : language_).*phrase;
    }

private:
    Random& random_;
    Language language_;
    bool mixed_;
};

std::string terse(const Problem& problem) {
    std::string text;
    int total = problem.operands[0];
    for (std::size_t i = 0; i < problem.operators.size(); ++i) {
        total = applied(total, problem.operators[i], problem.operands[i + 1]);
        text += (i == 0 ? "" : ",") + std::to_string(total);
    }
    return text;
}

std::string stepwise(Voice say, const Problem& problem, int stride) {
    std::string text;
    int total = problem.operands[0];
    const int count = static_cast<int>(problem.operators.size());
    for (int i = 0; i < count; i += stride) {
        text += say(i == 0 ? &Phrases::first : &Phrases::then);
        text += std::to_string(total);
        for (int j = i; j < std::min(i + stride, count); ++j) {
            text += problem.operators[j] + std::to_string(problem.operands[j + 1]);
            total = applied(total, problem.operators[j], problem.operands[j + 1]);
        }
        text += "=" + std::to_string(total);
        text += say(&Phrases::comma);
    }
    return text;
}

int slipped(Random& random, int value) {
    constexpr int kErrors[] = {-20, -10, -2, -1, 1, 2, 10, 20};
    return std::max(0, value + kErrors[random.below(std::size(kErrors))]);
}

std::string selfChecking(Random& random, Voice say, const Problem& problem, double slip) {
    std::string text;
    int total = problem.operands[0];
    for (std::size_t i = 0; i < problem.operators.size(); ++i) {
        const char op = problem.operators[i], inverse = op == '+' ? '-' : '+';
        const int operand = problem.operands[i + 1], right = applied(total, op, operand);
        text += say(i == 0 ? &Phrases::first : &Phrases::then);
        for (int attempt = 0;; ++attempt) {
            const int result = attempt < 2 && random.uniform() < slip ? slipped(random, right) : right;
            text += std::to_string(total) + op + std::to_string(operand) + "=" + std::to_string(result);
            text += say(&Phrases::comma);
            text += say(&Phrases::check);
            text += std::to_string(result) + inverse + std::to_string(operand) + "=" +
                    std::to_string(applied(result, inverse, operand));
            text += say(result == right ? &Phrases::yes : &Phrases::no);
            text += say(&Phrases::comma);
            if (result == right) break;
            text += say(&Phrases::wait);
        }
        total = right;
    }
    return text;
}

}  // namespace

const char* code(Language language) { return language == Language::English ? "en" : "zh"; }

int Problem::answer() const {
    int total = operands[0];
    for (std::size_t i = 0; i < operators.size(); ++i) total = applied(total, operators[i], operands[i + 1]);
    return total;
}

std::string Problem::expression() const {
    std::string text = std::to_string(operands[0]);
    for (std::size_t i = 0; i < operators.size(); ++i) text += operators[i] + std::to_string(operands[i + 1]);
    return text;
}

std::string Problem::ask(Language language) const {
    return language == Language::English ? "Compute " + expression() + "." : "计算" + expression() + "。";
}

Problem makeProblem(Random& random, int least, int most) {
    const std::size_t count = least + random.below(most - least + 1);
    Problem problem;
    int total = 1 + static_cast<int>(random.below(60));
    problem.operands.push_back(total);
    while (problem.operands.size() < count) {
        const char op = random.below(2) == 0 ? '+' : '-';
        const int operand = 1 + static_cast<int>(random.below(30));
        const int next = applied(total, op, operand);
        if (next < 0 || next > 99) continue;
        problem.operators.push_back(op);
        problem.operands.push_back(operand);
        total = next;
    }
    return problem;
}

Share shareOf(const Problem& problem) {
    const std::uint64_t bucket = retort::deriveSeed(0, problem.expression()) % 20;
    return bucket == 0 ? Share::HeldOut : bucket < 3 ? Share::Training : Share::Pretraining;
}

std::string working(Random& random, const Problem& problem, Language language, Habit habit, const HabitOptions& options) {
    Voice say(random, language, options.mixed);
    if (habit == Habit::Guess) return {};
    if (habit == Habit::Terse) return terse(problem);
    std::string text =
        habit == Habit::Stepwise ? stepwise(say, problem, options.stride) : selfChecking(random, say, problem, options.slip);
    text += say(&Phrases::so);
    text += std::to_string(problem.answer());
    text += say(&Phrases::stop);
    return text;
}

std::string completion(const Problem& problem, const std::string& work, Language language, bool tags) {
    const std::string answer = std::to_string(problem.answer());
    if (tags) return "<think>" + work + "</think><answer>" + answer + "</answer>";
    return work.empty() ? answer : work + std::string(phrases(language).answer) + answer;
}

std::string sums(Random& random) {
    constexpr std::string_view kSeparators[] = {",", "，", ";", "\n"};
    std::string text;
    for (int i = 0; i < 6; ++i) {
        const int left = static_cast<int>(random.below(100)), right = 1 + static_cast<int>(random.below(30));
        const char op = random.below(2) == 0 ? '+' : '-';
        const int result = applied(left, op, right);
        if (result < 0) continue;
        text += std::to_string(left) + op + std::to_string(right) + "=" + std::to_string(result);
        text += kSeparators[random.below(std::size(kSeparators))];
    }
    return text;
}

}  // namespace abacus
