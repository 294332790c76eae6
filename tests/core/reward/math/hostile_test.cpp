// SPDX-License-Identifier: Apache-2.0
// 10,000 answers made to hang, crash or exhaust a grader. None may end the program or be taken for the reference; that the
// whole ends within the time that ctest gives shows that none hangs. The times are printed.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <chrono>
#include <random>

#include "reward/answer_compare.h"
#include "reward/answer_extract.h"

using namespace retort;

namespace {

std::string repeat(std::string_view part, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += part;
    return text;
}

class Hostile {
public:
    std::string next() {
        const std::size_t n = pick({1, 3, 10, 50, 200, 800, 3000, 20000});
        const std::string big =
            pick<std::string>({"9", "1000000000", "999999999999999999999", "1e9", "-1e999999999", "10^{100}", "0"});
        switch (random_() % 24) {
            case 0: return repeat("(", n) + big + repeat(")", n);
            case 1: return repeat("\\frac{1}{", n) + big + repeat("}", n);
            case 2: return repeat("\\sqrt{", n) + big + repeat("}", random_() % 2 ? n : n / 2);
            case 3: return repeat(big + "^", n % 400) + big;
            case 4: return repeat("2^{", n) + big + repeat("}", n);
            case 5: return big + repeat("!", n);
            case 6: return repeat("9", n * 50) + "!";
            case 7: return "(x+y+z+w)^{" + big + "}";
            case 8: return repeat("(a_1+a_2+a_3+a_4)", n % 300) + "^{20}";
            case 9: return repeat("\\boxed{", n) + big;
            case 10: return repeat("{", n) + std::string(1, '\0') + repeat("\\", n);
            case 11: return "\\sum_{k=1}^{" + big + "} \\sum_{j=1}^{2000} \\sum_{i=1}^{2000} \\sin(i j k)";
            case 12: return "\\sin(10^{" + big + "}) + e^{e^{e^{" + big + "}}}";
            case 13: return repeat("1,", n) + big;
            case 14: return repeat("\\pm 1", n % 60) + "\\pm x";
            case 15: return repeat("(-\\infty," + big + ")\\cup", n % 200) + "(0,1)";
            case 16:
                return "\\begin{pmatrix}" + repeat("1&2\\\\", n) + "\\end{pmatrix}" +
                       repeat("\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", n % 40);
            case 17: return "\\binom{" + big + "}{" + big + "}";
            case 18: return repeat("\\text{", n) + "x" + repeat("}", n);
            case 19: return repeat("|", n) + "x" + repeat("|", n);
            case 20: return repeat("x<", n) + big;
            case 21: return "$" + repeat("\xFF\xFE\xEF\xBC", n) + "$" + repeat("百分之", n);
            case 22: return "\\sqrt[" + big + "]{" + repeat("7", n) + "}^{" + big + "}";
            default: return noise(n);
        }
    }

private:
    std::string noise(std::size_t n) {
        static const std::vector<std::string> kParts{"\\frac",
                                                     "{",
                                                     "}",
                                                     "(",
                                                     ")",
                                                     "[",
                                                     "]",
                                                     "\\{",
                                                     "\\}",
                                                     "^",
                                                     "_",
                                                     "!",
                                                     "1",
                                                     "9e9",
                                                     "x",
                                                     ",",
                                                     "=",
                                                     "<",
                                                     "\\sqrt",
                                                     "\\pm",
                                                     "\\sin",
                                                     "|",
                                                     "&",
                                                     "\\\\",
                                                     "\\begin{matrix}",
                                                     "\\end{matrix}",
                                                     " or ",
                                                     "\\infty",
                                                     "%",
                                                     "^\\circ",
                                                     "\\cup",
                                                     "元",
                                                     "\\binom",
                                                     ":",
                                                     "\\log_"};
        std::string text;
        for (std::size_t i = 0; i < n % 1000; ++i) text += kParts[random_() % kParts.size()];
        return text;
    }
    template <class T>
    T pick(std::initializer_list<T> options) {
        return *(options.begin() + random_() % options.size());
    }
    std::size_t pick(std::initializer_list<std::size_t> options) { return *(options.begin() + random_() % options.size()); }

    std::mt19937 random_{20260117};
};

}  // namespace

TEST(HostileAnswers, TenThousandEnd) {
    TemplateSection plain;
    plain.think_open = plain.think_close = plain.answer_open = plain.answer_close = "";
    const std::vector<std::string> references{"\\sqrt{7}+17",           "x^2+y",   "(3,\\frac{\\pi}{7})",
                                              "[2,5)\\cup(11,\\infty)", "2x+3y=7", "e^{\\sqrt{13}}"};
    Hostile hostile;
    double worst = 0, total = 0;
    std::string slowest;
    for (int i = 0; i < 10'000; ++i) {
        const std::string answer = hostile.next();
        const auto start = std::chrono::steady_clock::now();
        const ExtractedAnswer extracted = extractAnswer(answer, plain);
        const Comparison direct = compareAnswers(references[static_cast<std::size_t>(i) % references.size()], answer);
        const Comparison against_itself = i % 8 == 0 ? compareAnswers(answer, extracted.text.value_or("")) : Comparison{};
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        EXPECT_NE(direct.match, AnswerMatch::Equal) << answer.substr(0, 200);
        EXPECT_FALSE(direct.how.empty());
        total += seconds;
        if (seconds > worst) {
            worst = seconds;
            slowest = answer.substr(0, 100);
        }
    }
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("10,000 hostile answers: %.2f s in all, slowest %.3f s (%s), peak memory %ld MB\n", total, worst,
                slowest.c_str(), usage.ru_maxrss / 1024);
}
