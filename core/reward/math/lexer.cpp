// SPDX-License-Identifier: Apache-2.0
#include "reward/math/lexer.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "reward/math/characters.h"
#include "reward/math/chinese_number.h"
#include "reward/math/expr.h"
#include "reward/math/number_lexer.h"
#include "reward/math/symbols.h"
#include "reward/math/units.h"
#include "text/ascii.h"

namespace retort::math {
namespace {

using Type = Token::Type;

/// Chinese words that begin with the sign for one and count nothing.
constexpr std::array<std::string_view, 7> kAdverbs{"一共", "一定", "一样", "一直", "一起", "一般", "一些"};

/// Commands, signs and what stands beyond ASCII; numbers and words are in NumberLexer's half.
class Lexer : NumberLexer {
public:
    using NumberLexer::NumberLexer;

    std::vector<Token> run() {
        while (!rest_.empty()) step();
        return std::move(tokens_);
    }

private:
    void step() {
        const char c = rest_.front();
        if (isAsciiDigit(c) ||
            (c == '.' && rest_.size() > 1 && isAsciiDigit(rest_[1]) && !(space_ == false && endsWithNumber())))
            return number();
        if (isAsciiLetter(c)) return word();
        if (c == '\\') return command();
        if (static_cast<unsigned char>(c) >= 0x80) return beyondAscii();
        if (const auto command = mangled(c, rest_.substr(1))) {
            rest_.remove_prefix(command->size());
            return named(*command);
        }
        if (isAsciiSpace(c) || static_cast<unsigned char>(c) < 0x20 || c == '~' || c == '"' || c == '`' || c == '$' ||
            c == '.' || c == '?' || c == '#') {
            space_ = true;
            rest_.remove_prefix(1);
            return;
        }
        sign();
    }

    void sign() {
        static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kPairs{{{"<=", "<="},
                                                                                              {">=", ">="},
                                                                                              {"!=", "!="},
                                                                                              {"==", "="},
                                                                                              {"=<", "<="},
                                                                                              {"=>", "to"},
                                                                                              {"->", "to"},
                                                                                              {"**", "^"},
                                                                                              {"+-", "pm"}}};
        for (const auto& [form, meaning] : kPairs) {
            if (rest_.starts_with(form)) {
                rest_.remove_prefix(2);
                return push(Type::Op, meaning);
            }
        }
        const std::string text(1, rest_.front());
        rest_.remove_prefix(1);
        push(Type::Op, text);
    }

    // --- commands ---

    void command() {
        if (rest_.size() == 1) {
            rest_ = {};
            return;
        }
        std::size_t end = 1;
        while (end < rest_.size() && isAsciiLetter(rest_[end])) ++end;
        if (end == 1) {
            if (rest_[1] == '\\' &&
                environments_ == 0) {  // a doubled backslash outside a table is an escape or a line break
                rest_.remove_prefix(1);
                if (rest_.size() < 2 || !isAsciiLetter(rest_[1])) {
                    rest_.remove_prefix(1);
                    space_ = true;
                }
                return;
            }
            const std::string name(1, rest_[1]);
            rest_.remove_prefix(2);
            return named(name);
        }
        const std::string_view name = rest_.substr(1, end - 1);
        rest_.remove_prefix(end);
        named(name);
    }

    void named(std::string_view name) {
        if (name == "begin" || name == "end") return environment(name == "begin");
        if (isTextual(name)) return wrapped(true);
        const bool behind_point = endsWithNumber() && tokens_.back().text.find('.') != std::string::npos;
        if (behind_point && (name == "overline" || name == "bar")) return repeating();
        if (behind_point && name == "dot") return dottedCycle();
        if ((name == "overline" || name == "bar") && complexAhead()) return push(Type::Function, "conj");
        if (name == "mathbb") return numberSet();
        if (name == "phantom" || name == "hspace" || name == "vspace" || name == "color" || name == "tag" || name == "label")
            return dropArgument();
        if (name == "operatorname" || name == "mathrm") {
            if (functionName()) return;
            if (name == "mathrm") return wrapped(true);
        }
        if (isTransparent(name)) {
            space_ = space_ || name == "boxed";
            return;
        }
        if (const auto meaning = meaningOfCommand(name)) return push(*meaning);
        if (name.size() == 1) {
            space_ = true;
            return;
        }
        push(Type::Letter, name);
    }

    /// What stands under a bar is a complex number: an i beside no other letter, or z or w alone. Else it is a segment,
    /// digits, a mean.
    bool complexAhead() const {
        const std::string_view next = trimAscii(rest_);
        const std::size_t close = next.starts_with('{') ? closingBrace(next, 0, next.size()) : next.npos;
        const std::string_view inside = trimAscii(close == next.npos ? next.substr(0, 1) : next.substr(1, close - 1));
        if (inside == "z" || inside == "w" || inside.starts_with("z_") || inside.starts_with("w_")) return true;
        for (std::size_t at = inside.find('i'); at != inside.npos; at = inside.find('i', at + 1)) {
            const bool before = at > 0 && (isAsciiLetter(inside[at - 1]) || inside[at - 1] == '\\');
            if (!before && (at + 1 == inside.size() || !isAsciiLetter(inside[at + 1]))) return true;
        }
        return false;
    }

    /// The {...} that stands next, taken off; nothing where there is none.
    std::optional<std::string_view> argument() {
        std::size_t open = 0;
        while (open < rest_.size() && (rest_[open] == ' ' || rest_[open] == '*')) ++open;
        if (open >= rest_.size() || rest_[open] != '{') return std::nullopt;
        const std::size_t close = closingBrace(rest_, open, rest_.size());
        if (close == rest_.npos) return std::nullopt;
        const std::string_view inside = rest_.substr(open + 1, close - open - 1);
        rest_.remove_prefix(close + 1);
        return inside;
    }

    void environment(bool begins) {
        const auto name = argument();
        if (!name) return;
        environments_ = begins ? environments_ + 1 : environments_ > 0 ? environments_ - 1 : 0;
        push(begins ? Type::Begin : Type::EndEnv, *name);
        if (begins && *name == "array") argument();
    }

    void wrapped(bool textual) {
        const auto inside = argument();
        if (!inside) return;
        const std::string unit = endsWithNumber() ? spacesForThin(*inside) : std::string(*inside);
        if (unit.find('\\') != unit.npos) textual = false;
        const std::string_view next = trimAscii(rest_);
        const auto meaning = meaningOfCommand(trimAscii(*inside));
        const bool opens = next.starts_with('(') || next.starts_with("\\left(") || next.starts_with("\\{");
        if (opens && meaning && meaning->type == Type::Function) return push(*meaning);  // \text{lcm}(4, 6)
        space_ = true;
        const bool behind = endsWithNumber() || (!tokens_.empty() && (tokens_.back().is("}") || tokens_.back().is(")")));
        std::vector<Token> tokens = Lexer(textual ? std::string_view(unit) : *inside, commas_, textual, behind).run();
        for (Token& token : tokens) {
            if (tokens_.size() >= kMaxTokens) throw OutOfFuel("it is too long");
            token.space = token.space || std::exchange(space_, false);
            token.upright = true;
            tokens_.push_back(std::move(token));
        }
    }

    /// "m\,s^{-1}" as "m s^{-1}".
    static std::string spacesForThin(std::string_view text) {
        std::string out;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const bool thin = text[i] == '\\' && i + 1 < text.size() &&
                              std::string_view(",;:! ").find(text[i + 1]) != std::string_view::npos;
            out += thin ? ' ' : text[i];
            i += thin;
        }
        return out;
    }

    void dropArgument() {
        if (!argument() && !rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
    }

    /// \operatorname{lcm}, \mathrm{arccosh}: true when it names a function or e, i, d.
    bool functionName() {
        const std::string_view before = rest_;
        const auto inside = argument();
        if (inside) {
            const std::string name(trimAscii(*inside));
            const auto meaning = meaningOfCommand(name);
            if (meaning && meaning->type == Type::Function) {
                push(*meaning);
                return true;
            }
        }
        rest_ = before;
        return false;
    }

    void numberSet() {
        const std::string_view before = rest_;
        const auto inside = argument();
        static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kSets{
            {{"R", "reals"}, {"Z", "integers"}, {"N", "naturals"}, {"Q", "rationals"}, {"C", "complexes"}}};
        for (const auto& [name, set] : kSets) {
            if (inside && trimAscii(*inside) == name) return push(Type::Letter, set);
        }
        rest_ = before;
    }

    /// 0.1\overline{6}: the digits that repeat are told by a letter r.
    void repeating() {
        const auto inside = argument();
        if (!inside) return;
        std::string& digits = tokens_.back().text;
        if (inside->size() > 50 || inside->empty() || inside->find_first_not_of("0123456789") != inside->npos ||
            digits.find_first_of("er") != digits.npos)
            return;
        digits += 'r';
        digits += *inside;
        tokens_.back().decimals = -1;
    }

    /// 0.\dot{3}, 0.1\dot{6}, 0.\dot{1}4285\dot{7}: the digits from the first dot to the last repeat.
    void dottedCycle() {
        std::string cycle(argument().value_or(""));
        std::size_t end = 0;
        while (end < rest_.size() && isAsciiDigit(rest_[end])) ++end;
        if (rest_.substr(end).starts_with("\\dot{") && end < 50) {
            cycle += rest_.substr(0, end);
            rest_.remove_prefix(end + 4);
            cycle += argument().value_or("");
        }
        std::string& digits = tokens_.back().text;
        if (cycle.empty() || cycle.size() > 60 || cycle.find_first_not_of("0123456789") != cycle.npos ||
            digits.find_first_of("er") != digits.npos)
            return;
        digits += "r" + cycle;
        tokens_.back().decimals = -1;
    }

    // --- beyond ASCII ---

    void beyondAscii() {
        const auto [code, bytes] = codePoint(rest_);
        if (code >= 0xFF10 && code <= 0xFF5A && (code <= 0xFF19 || (code >= 0xFF21 && code <= 0xFF3A) || code >= 0xFF41))
            return fullWidth();
        if (superscript(code)) return;
        if (code == U'∛' || code == U'∜') return rootSign(code == U'∛' ? "3" : "4", bytes);
        if (vulgarFraction(code)) return rest_.remove_prefix(bytes);
        if (const auto meaning = meaningOfSign(code)) {
            rest_.remove_prefix(bytes);
            return push(*meaning);
        }
        std::size_t length = 0;
        if (endsWithNumber() && !unitOf(rest_.substr(0, 6)).empty()) return foreignWord();  // 千米, 千克
        if (endsWithNumber() && tokens_.back().is_integer == (tokens_.back().decimals < 0)) {
            if (const int scale = chineseScale(rest_, length);
                scale != 0 && tokens_.back().text.find_first_of("er") == std::string::npos) {
                tokens_.back().text += "e" + std::to_string(scale);
                return rest_.remove_prefix(length);
            }
        }
        if (endsWithNumber() && (discount() || chinesePower())) return;
        if (const auto meaning = meaningOfChinese(rest_, length)) {
            rest_.remove_prefix(length);
            return push(*meaning);
        }
        const bool adverb = std::ranges::any_of(kAdverbs, [&](std::string_view word) { return rest_.starts_with(word); });
        if (const auto digits = adverb ? std::nullopt : readChineseNumber(rest_, length)) {
            rest_.remove_prefix(length);
            push(Type::Number, *digits);
            const std::size_t point = digits->find('.');
            tokens_.back().is_integer = point == digits->npos;
            if (point != digits->npos) tokens_.back().decimals = static_cast<int>(digits->size() - point - 1);
            return;
        }
        foreignWord();
    }

    /// 七折 and 八五折: seven tenths, 85 hundredths of a price.
    bool discount() {
        std::string& digits = tokens_.back().text;
        if (rest_ != "折" || digits.find_first_of("er") != digits.npos) return false;
        digits += digits.size() == 2 && digits[1] != '.' ? "e-2" : "e-1";
        rest_ = {};
        return true;
    }

    /// 2的3次方, 3的平方.
    bool chinesePower() {
        if (!rest_.starts_with("的")) return false;
        const std::string_view behind = rest_.substr(3);
        std::size_t length = 0;
        std::string power = behind.starts_with("平方") ? "2" : behind.starts_with("立方") ? "3" : "";
        if (power.empty()) {
            while (length < behind.size() && isAsciiDigit(behind[length])) ++length;
            power = length > 0 ? std::string(behind.substr(0, length)) : readChineseNumber(behind, length).value_or("");
            if (power.empty() || !behind.substr(length).starts_with("次方")) return false;
        }
        rest_ = behind.substr(length + 6);
        push(Type::Op, "^");
        push(Type::Number, power);
        tokens_.back().is_integer = true;
        return true;
    }

    /// A unit of measure, else the run of characters up to the next thing that means something.
    void foreignWord() {
        for (const std::size_t bytes : {std::size_t{6}, std::size_t{3}}) {
            if (rest_.size() >= bytes && !unitOf(rest_.substr(0, bytes)).empty()) {
                push(Type::Text, rest_.substr(0, bytes));
                return rest_.remove_prefix(bytes);
            }
        }
        std::size_t end = 0;
        while (end < rest_.size() && static_cast<unsigned char>(rest_[end]) >= 0x80) {
            const auto [code, bytes] = codePoint(rest_.substr(end));
            std::size_t length = 0;
            if (end > 0 &&
                (meaningOfSign(code) || meaningOfChinese(rest_.substr(end), length) || (code >= 0xFF10 && code <= 0xFF19)))
                break;
            end += bytes;
        }
        push(Type::Text, rest_.substr(0, end));
        rest_.remove_prefix(end);
    }

    void fullWidth() {
        std::string ascii;
        std::size_t bytes_read = 0;
        while (bytes_read < rest_.size() && static_cast<unsigned char>(rest_[bytes_read]) >= 0x80) {
            const auto [code, bytes] = codePoint(rest_.substr(bytes_read));
            if (code == U'．' && !ascii.empty()) ascii += '.';
            else if (code >= 0xFF10 && code <= 0xFF5A && isAsciiDigit(static_cast<char>(code - 0xFEE0)))
                ascii += static_cast<char>(code - 0xFEE0);
            else if (code >= 0xFF10 && code <= 0xFF5A && isAsciiLetter(static_cast<char>(code - 0xFEE0)) && !textual_)
                ascii += static_cast<char>(code - 0xFEE0);
            else break;
            bytes_read += bytes;
        }
        if (bytes_read == 0) {
            rest_.remove_prefix(3);
            return;
        }
        rest_.remove_prefix(bytes_read);
        for (Token& token : Lexer(ascii, commas_, textual_).run()) {
            if (tokens_.size() >= kMaxTokens) throw OutOfFuel("it is too long");
            token.space = token.space || std::exchange(space_, false);
            tokens_.push_back(std::move(token));
        }
    }

    bool superscript(char32_t code) {
        static constexpr std::u32string_view kDigits = U"⁰¹²³⁴⁵⁶⁷⁸⁹", kSubscripts = U"₀₁₂₃₄₅₆₇₈₉";
        const bool above = kDigits.find(code) != kDigits.npos || code == U'⁻';
        if (!above && kSubscripts.find(code) == kSubscripts.npos) return false;
        std::string digits;
        bool minus = false;
        while (!rest_.empty() && static_cast<unsigned char>(rest_.front()) >= 0x80) {
            const auto [next, bytes] = codePoint(rest_);
            const std::size_t digit = (above ? kDigits : kSubscripts).find(next);
            if (next == U'⁻' && above && digits.empty()) minus = true;
            else if (digit != kDigits.npos) digits += static_cast<char>('0' + digit);
            else break;
            rest_.remove_prefix(bytes);
        }
        push(Type::Op, above ? "^" : "_");
        push(Type::Op, "{");
        if (minus) push(Type::Op, "-");
        if (!digits.empty()) push(Type::Number, digits);
        if (!digits.empty()) tokens_.back().is_integer = true;
        push(Type::Op, "}");
        return true;
    }

    void rootSign(std::string_view degree, std::size_t bytes) {
        rest_.remove_prefix(bytes);
        push(Type::Function, "sqrt");
        push(Type::Op, "[");
        push(Type::Number, degree);
        tokens_.back().is_integer = true;
        push(Type::Op, "]");
    }

    bool vulgarFraction(char32_t code) {
        static constexpr std::array<std::pair<char32_t, std::array<std::string_view, 2>>, 9> kForms{{{U'½', {"1", "2"}},
                                                                                                     {U'⅓', {"1", "3"}},
                                                                                                     {U'⅔', {"2", "3"}},
                                                                                                     {U'¼', {"1", "4"}},
                                                                                                     {U'¾', {"3", "4"}},
                                                                                                     {U'⅛', {"1", "8"}},
                                                                                                     {U'⅜', {"3", "8"}},
                                                                                                     {U'⅝', {"5", "8"}},
                                                                                                     {U'⅞', {"7", "8"}}}};
        for (const auto& [sign, parts] : kForms) {
            if (sign != code) continue;
            push(Type::Function, "frac");
            for (const std::string_view part : parts) {
                push(Type::Number, part);
                tokens_.back().is_integer = true;
            }
            return true;
        }
        return false;
    }
};

/// ]a; b[ as it is written in France: a bracket that closes nothing opens, and one that opens nothing at an end closes.
void turnBrackets(std::vector<Token>& tokens) {
    int depth = 0;
    bool turned = false;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        Token& token = tokens[i];
        const bool ends =
            i + 1 == tokens.size() || tokens[i + 1].is("union") || tokens[i + 1].is("or") || tokens[i + 1].is("intersect");
        if (token.is("]") && depth == 0) {
            token.text = "(";
            turned = true;
            ++depth;
        } else if (token.is("[") && depth == 1 && ends) {
            token.text = ")";
            turned = true;
            --depth;
        } else if (token.is("[") || token.is("(")) {
            ++depth;
        } else if ((token.is("]") || token.is(")")) && depth > 0) {
            --depth;
        }
    }
    for (Token& token : tokens)
        if (turned && token.is(";")) token.text = ",";
}

}  // namespace

std::vector<Token> tokenize(std::string_view text, Commas commas) {
    std::string halved;
    if (text.find("\\\\begin{") != text.npos) {  // every backslash is doubled
        for (std::size_t i = 0; i < text.size(); ++i) {
            halved += text[i];
            if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '\\') ++i;
        }
        text = halved;
    }
    std::vector<Token> tokens = Lexer(text, commas, false).run();
    turnBrackets(tokens);
    tokens.emplace_back();
    return tokens;
}

}  // namespace retort::math
