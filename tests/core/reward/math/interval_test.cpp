// SPDX-License-Identifier: Apache-2.0
#include "reward/math/interval.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "reward/math/evaluate.h"
#include "reward/math/normal_form.h"
#include "reward/math/reader.h"

using namespace retort::math;

namespace {

/// Evaluates at two precisions: the coarse enclosure must hold the fine one.
void expectEnclosed(const std::string& text) {
    Fuel fuel;
    const ExprPtr e = read(text, Commas::Thousands, fuel);
    const auto coarse = evaluate(*e, {}, 60, fuel), fine = evaluate(*e, {}, 400, fuel);
    ASSERT_TRUE(coarse && fine) << text;
    for (const auto& [outer, inner] : {std::pair(&coarse->re, &fine->re), std::pair(&coarse->im, &fine->im)}) {
        EXPECT_TRUE(mpfr_lessequal_p(outer->lo.get(), inner->lo.get())) << text;
        EXPECT_TRUE(mpfr_lessequal_p(inner->hi.get(), outer->hi.get())) << text;
        if (outer->isZero()) continue;
        EXPECT_LT(outer->widthExponent(), outer->magnitudeExponent() - 30) << text << " is too wide";
    }
}

}  // namespace

TEST(Interval, CoarseEnclosesFine) {
    for (const char* text :
         {"\\sqrt{2}+\\sqrt{3}", "\\pi^{e}", "\\sin 100", "\\cos(-1/7)", "\\ln 17 \\cdot \\log_3 5", "\\arctan 8",
          "\\arcsin(1/3)", "\\tan 1.5", "e^{-20}", "\\sqrt[5]{7}", "(1+i)^{1/3}", "\\sqrt{-3+4i}", "e^{2+i}", "\\sin(1+2i)",
          "\\sinh 3 - \\tanh 2", "(3/2)!", "\\arctan(-1/3)^{-2}"}) {
        expectEnclosed(text);
    }
}

TEST(Interval, AgreesWithDoubles) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> draw(-3, 3);
    for (int i = 0; i < 200; ++i) {
        const double x = draw(random), y = draw(random);
        const Interval a{mpq_class(x), 128}, b{mpq_class(y), 128};
        const auto middle = [](const Interval& r) { return mpfr_get_d(r.lo.get(), MPFR_RNDN); };
        EXPECT_NEAR(middle(a * b), x * y, 1e-12);
        EXPECT_NEAR(middle(*divide(a, b)), x / y, 1e-9 * std::abs(x / y) + 1e-12);
        EXPECT_NEAR(middle(*sine(a)), std::sin(x), 1e-12);
        EXPECT_NEAR(middle(*cosine(a)), std::cos(x), 1e-12);
        EXPECT_NEAR(middle(exponential(a)), std::exp(x), 1e-11);
        EXPECT_NEAR(middle(arcTangent(a)), std::atan(x), 1e-12);
    }
}

TEST(Interval, UndefinedIsNothing) {
    Fuel fuel;
    for (const char* text :
         {"1/0", "\\ln 0", "\\tan(0) / \\sin(0)", "\\frac{1}{\\sqrt{2}-\\sqrt{2}}", "\\sin(10^{10^{6}})"}) {
        EXPECT_FALSE(evaluate(*read(text, Commas::Thousands, fuel), {}, 128, fuel)) << text;
    }
}

TEST(NormalForm, ProvesEqualitiesExactly) {
    const auto form = [](const char* text) {
        Fuel fuel;
        return normalForm(*read(text, Commas::Thousands, fuel), fuel);
    };
    for (const auto& [a, b] : {std::pair("\\sqrt{8}", "2\\sqrt{2}"),
                               {"\\frac{1}{\\sqrt{3}}", "\\frac{\\sqrt{3}}{3}"},
                               {"\\frac{1}{2-\\sqrt{3}}", "2+\\sqrt{3}"},
                               {"(x+1)^2", "x^2+2x+1"},
                               {"i^{2023}", "-i"},
                               {"\\sqrt{-12}", "2i\\sqrt{3}"},
                               {"\\sqrt[3]{54}", "3\\sqrt[3]{2}"},
                               {"\\sin 60^\\circ", "\\frac{\\sqrt{3}}{2}"},
                               {"\\cos\\frac{7\\pi}{4}", "\\frac{\\sqrt{2}}{2}"},
                               {"\\log_2 32", "5"},
                               {"\\log_4 8", "3/2"},
                               {"\\ln 8", "3\\ln 2"},
                               {"\\ln(e^5)", "5"},
                               {"12^{1/2}\\cdot 3^{1/2}", "6"},
                               {"x\\cdot x^2", "x^3"}}) {
        ASSERT_TRUE(form(a)) << a;
        EXPECT_EQ(form(a), form(b)) << a << " and " << b;
    }
    for (const auto& [a, b] : {std::pair("\\sqrt{8}", "3\\sqrt{2}"),
                               {"\\sin 30^\\circ", "\\cos 30^\\circ"},
                               {"(x+1)^2", "x^2+1"},
                               {"\\ln 6", "\\ln 2 \\cdot \\ln 3"}})
        EXPECT_NE(form(a), form(b)) << a;
}
