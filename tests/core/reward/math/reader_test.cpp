// SPDX-License-Identifier: Apache-2.0
#include "reward/math/reader.h"

#include <gtest/gtest.h>

#include "reward/math/evaluate.h"

using namespace retort::math;

namespace {

std::string tree(std::string_view text, Commas commas = Commas::Thousands) {
    Fuel fuel;
    try {
        return print(*read(text, commas, fuel));
    } catch (const Unreadable& error) {
        return std::string("unreadable: ") + error.what();
    }
}

/// The exact value, as text.
std::string value(std::string_view text) {
    Fuel fuel;
    const auto number = exactValue(*read(text, Commas::Thousands, fuel), fuel);
    return number ? number->get_str() : "none";
}

}  // namespace

TEST(MathReader, Numbers) {
    EXPECT_EQ(value("1,234,567"), "1234567");
    EXPECT_EQ(value("12\\,345"), "12345");
    EXPECT_EQ(value("2{,}016{,}532"), "2016532");
    EXPECT_EQ(value("4,\\!320"), "4320");
    EXPECT_EQ(value("7 500"), "7500");
    EXPECT_EQ(value(".25"), "1/4");
    EXPECT_EQ(value("6.02e3"), "6020");
    EXPECT_EQ(value("3.5 \\times 10^{-2}"), "7/200");
    EXPECT_EQ(value("2.5x10^3"), "2500");
    EXPECT_EQ(value("0.1\\overline{6}"), "1/6");
    EXPECT_EQ(value("0.\\overline{27}"), "3/11");
    EXPECT_EQ(value("１２．５"), "25/2");
}

TEST(MathReader, FractionsAndMixedNumbers) {
    EXPECT_EQ(value("\\frac34"), "3/4");
    EXPECT_EQ(value("\\dfrac 3 {8}"), "3/8");
    EXPECT_EQ(value("\\tfrac1{72}"), "1/72");
    EXPECT_EQ(value("2\\frac{3}{4}"), "11/4");
    EXPECT_EQ(value("-1 1/2"), "-3/2");
    EXPECT_EQ(value("2\\frac{3}{2}"), "3") << "no mixed number: a product";
    EXPECT_EQ(value("½"), "1/2");
    EXPECT_EQ(value("1/2/4"), "1/8");
}

TEST(MathReader, Chinese) {
    EXPECT_EQ(value("百分之五十"), "1/2");
    EXPECT_EQ(value("百分之12.5"), "1/8");
    EXPECT_EQ(value("三分之二"), "2/3");
    EXPECT_EQ(value("5分之3"), "3/5");
    EXPECT_EQ(value("三百零五"), "305");
    EXPECT_EQ(value("二点五"), "5/2");
    EXPECT_EQ(value("1.2万"), "12000");
    EXPECT_EQ(value("三十五元"), "35");
    EXPECT_EQ(value("12平方厘米"), "12");
    EXPECT_EQ(tree("３０度"), "unitdegree(30)");
    EXPECT_EQ(tree("x≥3或x＜1"), "list(relation(x>=3),relation(x<1))");
}

TEST(MathReader, PowersFunctionsAndPrecedence) {
    EXPECT_EQ(value("-2^2"), "-4");
    EXPECT_EQ(value("2^3^2"), "512") << "right-associative";
    EXPECT_EQ(value("2^{10} - 5!"), "904");
    EXPECT_EQ(value("-7 \\mod 5"), "3");
    EXPECT_EQ(value("\\binom{5}{2}"), "10");
    EXPECT_EQ(value("{6 \\choose 3}"), "20");
    EXPECT_EQ(value("\\gcd(12, 18) + \\lcm(4, 6)"), "18");
    EXPECT_EQ(value("\\lfloor -2.5 \\rfloor"), "-3");
    EXPECT_EQ(value("|3-8||-2|"), "10");
    EXPECT_EQ(tree("\\sin^2 x"), "^(sin(x),2)");
    EXPECT_EQ(tree("\\sin^{-1} x"), "arcsin(x)");
    EXPECT_EQ(tree("\\sin x \\cos y"), "*(sin(x),cos(y))");
    EXPECT_EQ(tree("\\log_2 8"), "log(8,2)");
    EXPECT_EQ(tree("\\sqrt[3]{x}"), "root(x,3)");
    EXPECT_EQ(tree("90^\\circ"), "unitdegree(90)");
    EXPECT_EQ(tree("52_8"), "base52(8)");
}

TEST(MathReader, Structures) {
    EXPECT_EQ(tree("(1, 2]"), "tuple((1,2)]");
    EXPECT_EQ(tree("\\{1,2\\}"), "set(1,2)");
    EXPECT_EQ(tree("1, 2 and 3"), "list(1,2,3)");
    EXPECT_EQ(tree("(0;0),(1;2)"), "list(tuple((0,0)),tuple((1,2)))");
    EXPECT_EQ(tree("[0,1) \\cup (2,\\infty)"), "union(tuple[(0,1)),tuple((2,inf)))");
    EXPECT_EQ(tree("\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}"), "matrix(tuple((1,2)),tuple((3,4)))");
    EXPECT_EQ(tree("-1 < x \\le 3"), "relation(-1<x<=3)");
    EXPECT_EQ(tree("1,22"), "list(1,22)");
    EXPECT_EQ(tree("1,22", Commas::Decimal), "61/50");
    EXPECT_EQ(tree("1,234", Commas::Separators), "list(1,234)");
    EXPECT_EQ(tree("(1,234)"), "tuple((1,234))") << "no thousands within brackets";
}

TEST(MathReader, UnitsAndWords) {
    EXPECT_EQ(tree("15\\mbox{ cm}^2"), "unitcm^2(15)");
    EXPECT_EQ(tree("9\\text{ min}"), "unitmin(9)");
    EXPECT_EQ(tree("5 m"), "*(5,m)") << "a letter alone is a symbol";
    EXPECT_EQ(tree("5\\text{ m}"), "unitm(5)");
    EXPECT_EQ(tree("12 apples"), "unitapples(12)");
    EXPECT_EQ(tree("\\text{odd}"), "odd");
    EXPECT_EQ(tree("3 4 5").substr(0, 10), "unreadable");
}

TEST(MathReader, MangledEscapesAreMended) {
    EXPECT_EQ(value("\frac{7}{4}"), "7/4") << "form feed + rac";
    EXPECT_EQ(value("3\times 4"), "12") << "tab + imes";
    EXPECT_EQ(value("\\\\frac{1}{2}"), "1/2") << "doubled backslash";
    EXPECT_EQ(tree("\\\\begin{pmatrix}1\\\\\\\\2\\\\end{pmatrix}"), "matrix(tuple((1)),tuple((2)))");
}

TEST(MathReader, UnreadableSaysWhy) {
    EXPECT_EQ(tree("(1"), "unreadable: \"(\" is not closed");
    EXPECT_EQ(tree("1 +"), "unreadable: it ends too early");
    EXPECT_EQ(tree(""), "unreadable: there is nothing");
}
