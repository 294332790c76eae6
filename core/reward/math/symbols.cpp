// SPDX-License-Identifier: Apache-2.0
#include "reward/math/symbols.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <utility>

#include "text/ascii.h"

namespace retort::math {
namespace {

using Type = Token::Type;
using Table = std::unordered_map<std::string_view, Meaning>;

constexpr Meaning kNothing{Type::End, ""};
constexpr Meaning op(std::string_view text) { return {Type::Op, text}; }
constexpr Meaning letter(std::string_view text) { return {Type::Letter, text}; }

const Table& commands() {
    static const Table table = [] {
        Table t{{"times", op("*")},
                {"cdot", op("*")},
                {"ast", op("*")},
                {"bullet", op("*")},
                {"div", op("/")},
                {"pm", op("pm")},
                {"mp", op("mp")},
                {"le", op("<=")},
                {"leq", op("<=")},
                {"leqslant", op("<=")},
                {"ge", op(">=")},
                {"geq", op(">=")},
                {"geqslant", op(">=")},
                {"lt", op("<")},
                {"gt", op(">")},
                {"ne", op("!=")},
                {"neq", op("!=")},
                {"approx", op("~")},
                {"simeq", op("~")},
                {"equiv", op("=")},
                {"in", op("in")},
                {"cup", op("union")},
                {"cap", op("intersect")},
                {"setminus", op("without")},
                {"backslash", op("without")},
                {"mid", op("|")},
                {"vert", op("|")},
                {"lvert", op("|")},
                {"rvert", op("|")},
                {"|", op("|")},
                {"Vert", op("|")},
                {"colon", op(":")},
                {"{", op("\\{")},
                {"}", op("\\}")},
                {"lbrace", op("\\{")},
                {"rbrace", op("\\}")},
                {"(", kNothing},
                {")", kNothing},
                {"[", kNothing},
                {"]", kNothing},
                {"langle", op("(")},
                {"rangle", op(")")},
                {"lbrack", op("[")},
                {"rbrack", op("]")},
                {"lfloor", op("lfloor")},
                {"rfloor", op("rfloor")},
                {"lceil", op("lceil")},
                {"rceil", op("rceil")},
                {"%", op("%")},
                {"$", op("$")},
                {"_", op("_")},
                {"&", op("&")},
                {"#", kNothing},
                {"\\", op("\\\\")},
                {"cr", op("\\\\")},
                {"circ", op("degree")},
                {"degree", op("degree")},
                {"prime", op("'")},
                {"land", op("and")},
                {"wedge", op("and")},
                {"lor", op("or")},
                {"vee", op("or")},
                {"quad", op("quad")},
                {"qquad", op("quad")},
                {"choose", op("choose")},
                {"over", op("over")},
                {"bmod", op("mod")},
                {"mod", op("mod")},
                {"pmod", op("pmod")},
                {"to", op("to")},
                {"rightarrow", op("to")},
                {"Rightarrow", op("to")},
                {"implies", op("to")},
                {"infty", letter("inf")},
                {"infinity", letter("inf")},
                {"pi", letter("pi")},
                {"emptyset", letter("emptyset")},
                {"varnothing", letter("emptyset")},
                {"exponentialE", letter("e")},
                {"imaginaryI", letter("i")},
                {"triangle", letter("triangle")},
                {"angle", letter("angle")},
                {"ell", letter("ell")},
                {"hbar", letter("hbar")},
                {"dots", letter("dots")},
                {"ldots", letter("dots")},
                {"cdots", letter("dots")},
                {"boxed", kNothing},
                {"frac", {Type::Function, "frac"}},
                {"dfrac", {Type::Function, "frac"}},
                {"tfrac", {Type::Function, "frac"}},
                {"cfrac", {Type::Function, "frac"}},
                {"nicefrac", {Type::Function, "frac"}},
                {"sfrac", {Type::Function, "frac"}},
                {"sqrt", {Type::Function, "sqrt"}},
                {"binom", {Type::Function, "binom"}},
                {"dbinom", {Type::Function, "binom"}},
                {"tbinom", {Type::Function, "binom"}},
                {"sum", {Type::Function, "sumof"}},
                {"prod", {Type::Function, "prodof"}},
                {"int", {Type::Function, "integral"}},
                {"lim", {Type::Function, "limit"}},
                {"arccosh", {Type::Function, "arccosh"}},
                {"epsilon", letter("epsilon")},
                {"varepsilon", letter("epsilon")},
                {"phi", letter("phi")},
                {"varphi", letter("phi")},
                {"vartheta", letter("theta")}};
        for (const std::string_view name :
             {"alpha", "beta",  "gamma", "delta",  "zeta",  "eta", "theta",   "iota", "kappa", "lambda",
              "mu",    "nu",    "xi",    "rho",    "sigma", "tau", "upsilon", "chi",  "psi",   "omega",
              "Gamma", "Delta", "Theta", "Lambda", "Xi",    "Pi",  "Sigma",   "Phi",  "Psi",   "Omega"}) {
            t[name] = letter(name);
        }
        for (const std::string_view name :
             {"left",      "right",       "big",      "Big",       "bigg",      "Bigg",   "bigl",
              "bigr",      "Bigl",        "Bigr",     "biggl",     "biggr",     "middle", "displaystyle",
              "textstyle", "scriptstyle", "limits",   "nolimits",  ",",         ";",      ":",
              "!",         " ",           "/",        "-",         "n",         "t",      "r",
              "hline",     "phantom",     "nonumber", "thinspace", "enspace",   "bf",     "rm",
              "it",        "hfill",       "noindent", "par",       "centering", "small",  "large",
              "Large",     "normalsize",  "protect"}) {
            t[name] = kNothing;
        }
        return t;
    }();
    return table;
}

constexpr std::array<std::string_view, 38> kFunctions{
    "cis",  "sin",  "cos",  "tan",  "cot",    "sec",    "csc",    "arcsin", "arccos", "arctan", "asin",    "acos",    "atan",
    "sinh", "cosh", "tanh", "coth", "arsinh", "arcosh", "artanh", "asinh",  "acosh",  "atanh",  "arcsinh", "arctanh", "ln",
    "log",  "lg",   "exp",  "gcd",  "lcm",    "max",    "min",    "floor",  "ceil",   "abs",    "det",     "arccosh"};

}  // namespace

std::optional<Meaning> meaningOfCommand(std::string_view command) {
    if (const auto found = commands().find(command); found != commands().end()) return found->second;
    if (const auto* found = std::ranges::find(kFunctions, command); found != kFunctions.end())
        return Meaning{Type::Function, *found};
    return std::nullopt;
}

std::optional<Meaning> meaningOfWord(std::string_view word) {
    static const Table words{{"and", op("and")},
                             {"or", op("or")},
                             {"pi", letter("pi")},
                             {"Pi", letter("pi")},
                             {"PI", letter("pi")},
                             {"inf", letter("inf")},
                             {"infinity", letter("inf")},
                             {"oo", letter("inf")},
                             {"mod", op("mod")},
                             {"pm", op("pm")},
                             {"percent", op("%")},
                             {"pct", op("%")},
                             {"percentage", op("%")},
                             {"degrees", op("degree")},
                             {"degree", op("degree")},
                             {"deg", op("degree")},
                             {"sqrt", {Type::Function, "sqrt"}},
                             {"cbrt", {Type::Function, "cbrt"}},
                             {"binom", {Type::Function, "binom"}},
                             {"binomial", {Type::Function, "binom"}},
                             {"factorial", {Type::Function, "factorial"}},
                             {"frac", {Type::Function, "frac"}},
                             {"alpha", letter("alpha")},
                             {"beta", letter("beta")},
                             {"gamma", letter("gamma")},
                             {"theta", letter("theta")},
                             {"phi", letter("phi")},
                             {"lambda", letter("lambda")},
                             {"sigma", letter("sigma")},
                             {"omega", letter("omega")},
                             {"union", op("union")},
                             {"USD", op("$")},
                             {"EUR", op("$")},
                             {"GBP", op("$")},
                             {"CNY", op("$")},
                             {"RMB", op("$")},
                             {"HKD", op("$")},
                             {"JPY", op("$")},
                             {"ceiling", {Type::Function, "ceil"}}};
    if (const auto found = words.find(word); found != words.end()) return found->second;
    if (const auto* found = std::ranges::find(kFunctions, word); found != kFunctions.end())
        return Meaning{Type::Function, *found};
    return std::nullopt;
}

std::optional<Meaning> meaningOfSign(char32_t sign) {
    static const std::unordered_map<char32_t, Meaning> signs{{U'×', op("*")},
                                                             {U'·', op("*")},
                                                             {U'⋅', op("*")},
                                                             {U'∙', op("*")},
                                                             {U'∗', op("*")},
                                                             {U'÷', op("/")},
                                                             {U'∕', op("/")},
                                                             {U'⁄', op("/")},
                                                             {U'−', op("-")},
                                                             {U'–', op("-")},
                                                             {U'—', op("-")},
                                                             {U'±', op("pm")},
                                                             {U'∓', op("mp")},
                                                             {U'≤', op("<=")},
                                                             {U'≦', op("<=")},
                                                             {U'⩽', op("<=")},
                                                             {U'≥', op(">=")},
                                                             {U'≧', op(">=")},
                                                             {U'⩾', op(">=")},
                                                             {U'≠', op("!=")},
                                                             {U'≈', op("~")},
                                                             {U'≡', op("=")},
                                                             {U'∈', op("in")},
                                                             {U'∪', op("union")},
                                                             {U'∩', op("intersect")},
                                                             {U'∖', op("without")},
                                                             {U'√', {Type::Function, "sqrt"}},
                                                             {U'π', letter("pi")},
                                                             {U'∞', letter("inf")},
                                                             {U'∅', letter("emptyset")},
                                                             {U'°', op("degree")},
                                                             {U'º', op("degree")},
                                                             {U'℃', op("degree")},
                                                             {U'′', op("'")},
                                                             {U'″', op("''")},
                                                             {U'¢', {Type::Text, "cent"}},
                                                             {U'’', op("'")},
                                                             {U'，', op(",")},
                                                             {U'、', op(",")},
                                                             {U'；', op(";")},
                                                             {U'：', op(":")},
                                                             {U'。', kNothing},
                                                             {U'％', op("%")},
                                                             {U'（', op("(")},
                                                             {U'）', op(")")},
                                                             {U'［', op("[")},
                                                             {U'］', op("]")},
                                                             {U'｛', op("{")},
                                                             {U'｝', op("}")},
                                                             {U'【', op("(")},
                                                             {U'】', op(")")},
                                                             {U'＝', op("=")},
                                                             {U'＋', op("+")},
                                                             {U'－', op("-")},
                                                             {U'＜', op("<")},
                                                             {U'＞', op(">")},
                                                             {U'／', op("/")},
                                                             {U'＊', op("*")},
                                                             {U'＾', op("^")},
                                                             {U'｜', op("|")},
                                                             {U'！', op("!")},
                                                             {U'€', op("$")},
                                                             {U'£', op("$")},
                                                             {U'¥', op("$")},
                                                             {U'￥', op("$")},
                                                             {U'＄', op("$")},
                                                             {U'₹', op("$")},
                                                             {U'⟨', op("(")},
                                                             {U'⟩', op(")")},
                                                             {U'〈', op("(")},
                                                             {U'〉', op(")")},
                                                             {U'∧', op("and")},
                                                             {U'∨', op("or")},
                                                             {U'→', op("to")},
                                                             {U'⇒', op("to")},
                                                             {U'∠', letter("angle")},
                                                             {U'△', letter("triangle")},
                                                             {U'“', kNothing},
                                                             {U'”', kNothing},
                                                             {U'‘', kNothing},
                                                             {U'…', letter("dots")},
                                                             {U'\u00A0', kNothing},
                                                             {U'\u3000', kNothing},
                                                             {U'\u2009', kNothing},
                                                             {U'\u202F', kNothing},
                                                             {U'\u200B', kNothing},
                                                             {U'\uFEFF', kNothing},
                                                             {U'α', letter("alpha")},
                                                             {U'β', letter("beta")},
                                                             {U'γ', letter("gamma")},
                                                             {U'δ', letter("delta")},
                                                             {U'ε', letter("epsilon")},
                                                             {U'θ', letter("theta")},
                                                             {U'λ', letter("lambda")},
                                                             {U'μ', letter("mu")},
                                                             {U'ρ', letter("rho")},
                                                             {U'σ', letter("sigma")},
                                                             {U'φ', letter("phi")},
                                                             {U'ω', letter("omega")},
                                                             {U'Δ', letter("Delta")},
                                                             {U'ℝ', letter("reals")},
                                                             {U'ℤ', letter("integers")},
                                                             {U'ℕ', letter("naturals")},
                                                             {U'ℚ', letter("rationals")},
                                                             {U'ℂ', letter("complexes")}};
    const auto found = signs.find(sign);
    return found == signs.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Meaning> meaningOfChinese(std::string_view text, std::size_t& length) {
    static constexpr std::array<std::pair<std::string_view, Meaning>, 22> kWords{{{"百分之", {Type::Op, "percentof"}},
                                                                                  {"分之", {Type::Op, "parts"}},
                                                                                  {"或者", op("or")},
                                                                                  {"或", op("or")},
                                                                                  {"以及", op("and")},
                                                                                  {"和", op("and")},
                                                                                  {"与", op("and")},
                                                                                  {"且", op("and")},
                                                                                  {"及", op("and")},
                                                                                  {"等于", op("=")},
                                                                                  {"大于等于", op(">=")},
                                                                                  {"小于等于", op("<=")},
                                                                                  {"大于", op(">")},
                                                                                  {"小于", op("<")},
                                                                                  {"不等于", op("!=")},
                                                                                  {"度", op("degree")},
                                                                                  {"根号", {Type::Function, "sqrt"}},
                                                                                  {"正无穷", letter("inf")},
                                                                                  {"无穷大", letter("inf")},
                                                                                  {"派", letter("pi")},
                                                                                  {"又", op("mixed")},
                                                                                  {"负", op("-")}}};
    const std::pair<std::string_view, Meaning>* best = nullptr;
    for (const auto& entry : kWords) {
        if (text.starts_with(entry.first) && (best == nullptr || entry.first.size() > best->first.size())) best = &entry;
    }
    if (best == nullptr) return std::nullopt;
    length = best->first.size();
    return best->second;
}

bool isTransparent(std::string_view command) {
    static constexpr std::array<std::string_view, 22> kNames{
        "mathrm",     "mathbf", "mathit",  "mathsf", "mathcal",  "mathbb",    "mathfrak",       "operatorname",
        "boldsymbol", "bm",     "boxed",   "fbox",   "overline", "underline", "overrightarrow", "vec",
        "hat",        "bar",    "widehat", "tilde",  "dot",      "beginboxed"};
    return std::ranges::find(kNames, command) != kNames.end();
}

bool isTextual(std::string_view command) {
    static constexpr std::array<std::string_view, 9> kNames{"text", "textbf",     "textit", "textrm", "mbox",
                                                            "hbox", "textnormal", "textsf", "emph"};
    return std::ranges::find(kNames, command) != kNames.end();
}

}  // namespace retort::math
