// SPDX-License-Identifier: Apache-2.0
#include "reward/math/lexer.h"

#include <array>
#include <optional>
#include <utility>

#include "reward/math/characters.h"
#include "reward/math/chinese_number.h"
#include "reward/math/expr.h"
#include "reward/math/symbols.h"
#include "text/ascii.h"

namespace retort::math {
namespace {

using Type = Token::Type;

class Lexer {
public:
    /// textual: inside \\text{}. behind_value: a single letter that names a unit is that unit.
    Lexer(std::string_view text, Commas commas, bool textual, bool behind_value = false)
        : rest_(text), commas_(commas), textual_(textual), behind_value_(behind_value) {}

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

    bool endsWithNumber() const { return !tokens_.empty() && tokens_.back().type == Type::Number; }

    void push(Type type, std::string_view text) {
        if (tokens_.size() >= kMaxTokens) throw OutOfFuel("it is too long");
        Token token;
        token.type = type;
        token.text = text;
        token.space = std::exchange(space_, false);
        tokens_.push_back(std::move(token));
        if (type != Type::Op) return;
        if (text == "(" || text == "[" || text == "\\{") ++brackets_;
        if (text == ")" || text == "]" || text == "\\}") brackets_ = brackets_ > 0 ? brackets_ - 1 : 0;
    }

    void push(const Meaning& meaning) {
        if (meaning.type == Type::End) space_ = true;
        else if (meaning.text != "$") push(meaning.type, meaning.text);
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

    // --- numbers ---

    /// Bytes of a thousands separator at `at` with exactly three digits behind it; 0 for none.
    std::size_t separatorAt(std::string_view text, std::size_t at) const {
        static constexpr std::array<std::string_view, 9> kAlways{",\\!", "{,}",         "\\,",    ",\\,",  "\\ ",
                                                                 "\\;",  "\\thinspace", "\u202F", "\u2009"};
        const std::string_view rest = text.substr(at);
        std::size_t bytes = 0;
        for (const std::string_view form : kAlways) {
            if (rest.starts_with(form) && form.size() > bytes) bytes = form.size();
        }
        if (bytes > 0) {
            while (at + bytes < text.size() && text[at + bytes] == ' ') ++bytes;
        } else if (commas_ == Commas::Thousands && brackets_ == 0 && (rest.starts_with(',') || rest.starts_with(' '))) {
            bytes = 1;
        } else if (commas_ == Commas::Thousands && brackets_ == 0 && rest.starts_with("，")) {
            bytes = 3;
        }
        if (bytes == 0) return 0;
        std::size_t digits = 0;
        while (digits < 4 && at + bytes + digits < text.size() && isAsciiDigit(text[at + bytes + digits])) ++digits;
        return digits == 3 ? bytes : 0;
    }

    void number() {
        std::string digits;
        std::size_t at = 0, group = 0;
        bool separated = false;
        while (at < rest_.size()) {
            if (isAsciiDigit(rest_[at])) {
                digits += rest_[at++];
                ++group;
                if (digits.size() > kMaxDigitsWritten) throw OutOfFuel("a number has too many digits");
            } else if (const std::size_t bytes =
                           group > 0 && group <= 3 && (!separated || group == 3) ? separatorAt(rest_, at) : 0;
                       bytes > 0) {
                separated = true;
                at += bytes;
                group = 0;
            } else {
                break;
            }
        }
        int decimals = -1;
        const bool comma =
            commas_ == Commas::Decimal && at + 1 < rest_.size() && rest_[at] == ',' && isAsciiDigit(rest_[at + 1]);
        if (comma || (at < rest_.size() && rest_[at] == '.' && at + 1 < rest_.size() && isAsciiDigit(rest_[at + 1]))) {
            decimals = readDecimals(digits, at);
        } else if (rest_.substr(at).starts_with(".\\overline{")) {
            if (digits.empty()) digits = "0";
            decimals = 0;
            digits += '.';
            ++at;
        }
        readExponent(digits, at);
        rest_.remove_prefix(at);
        push(Type::Number, digits);
        tokens_.back().decimals = decimals;
        tokens_.back().is_integer = decimals < 0 && digits.find('e') == digits.npos;
    }

    int readDecimals(std::string& digits, std::size_t& at) {
        if (digits.empty()) digits = "0";
        digits += '.';
        int decimals = 0;
        for (++at; at < rest_.size() && isAsciiDigit(rest_[at]); ++at, ++decimals) {
            digits += rest_[at];
            if (digits.size() > kMaxDigitsWritten) throw OutOfFuel("a number has too many digits");
        }
        return decimals;
    }

    /// e5, E-1 directly behind the digits.
    void readExponent(std::string& digits, std::size_t& at) {
        if (at + 1 >= rest_.size() || (rest_[at] != 'e' && rest_[at] != 'E')) return;
        std::size_t end = at + 1;
        if (rest_[end] == '+' || rest_[end] == '-') ++end;
        const std::size_t first = end;
        while (end < rest_.size() && end - first < 10 && isAsciiDigit(rest_[end])) ++end;
        if (end == first || (end < rest_.size() && isAsciiLetter(rest_[end]))) return;
        digits += 'e';
        for (std::size_t i = at + 1; i < end; ++i) digits += rest_[i];
        at = end;
    }

    // --- words ---

    void word() {
        std::size_t end = 1;
        while (end < rest_.size() && isAsciiLetter(rest_[end])) ++end;
        const std::string_view text = rest_.substr(0, end);
        if (textual_) return textWord(text);
        const bool times = text == "x" && endsWithNumber() && rest_.substr(1).find_first_not_of(' ') != rest_.npos &&
                           trimAscii(rest_.substr(1)).starts_with("10^");
        for (const std::string_view joiner : {"and", "or"}) {  // "1orx"
            if (space_ || tokens_.empty() || text.size() == joiner.size() || !text.starts_with(joiner) ||
                !(endsWithNumber() || tokens_.back().is(")")))
                continue;
            rest_.remove_prefix(joiner.size());
            return push(Type::Op, joiner);
        }
        rest_.remove_prefix(end);
        if (times) return push(Type::Op, "*");
        if (text.size() == 1) return push(Type::Letter, text);
        if (text == "in" && !tokens_.empty() && tokens_.back().type == Type::Letter) {
            const std::string_view next = trimAscii(rest_);
            if (!next.empty() && (next[0] == '[' || next[0] == '(' || next[0] == '{' || next[0] == '\\'))
                return push(Type::Op, "in");
        }
        if (const auto meaning = meaningOfWord(text)) return push(*meaning);
        for (const std::string_view name : {"sin", "cos", "tan", "log", "ln", "sqrt"}) {
            if (!text.starts_with(name) || text.size() > name.size() + 2) continue;
            push(Type::Function, name);
            for (const char c : text.substr(name.size())) push(Type::Letter, std::string(1, c));
            return;
        }
        push(Type::Word, text);
    }

    void textWord(std::string_view text) {
        rest_.remove_prefix(text.size());
        const auto meaning = meaningOfWord(text);
        if (meaning && meaning->type == Type::Op && meaning->text != "mod" && meaning->text != "pm") return push(*meaning);
        if (text.size() == 1 && (!behind_value_ || unitOf(text).empty())) return push(Type::Letter, text);
        push(Type::Text, text);
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
        if (name == "overline" && endsWithNumber() && tokens_.back().text.find('.') != std::string::npos) return repeating();
        if (name == "mathbb") return numberSet();
        if (name == "phantom" || name == "hspace" || name == "vspace" || name == "color" || name == "tag" ||
            name == "label" || name == "pmod")
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
        if (inside->find('\\') != inside->npos) textual = false;
        space_ = true;
        const bool behind = endsWithNumber() || (!tokens_.empty() && (tokens_.back().is("}") || tokens_.back().is(")")));
        std::vector<Token> tokens = Lexer(*inside, commas_, textual, behind).run();
        for (Token& token : tokens) {
            if (tokens_.size() >= kMaxTokens) throw OutOfFuel("it is too long");
            token.space = token.space || std::exchange(space_, false);
            tokens_.push_back(std::move(token));
        }
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

    // --- beyond ASCII ---

    void beyondAscii() {
        const auto [code, bytes] = codePoint(rest_);
        if (code >= 0xFF10 && code <= 0xFF5A && (code <= 0xFF19 || (code >= 0xFF21 && code <= 0xFF3A) || code >= 0xFF41))
            return fullWidth();
        if (superscript(code)) return rest_.remove_prefix(bytes);
        if (vulgarFraction(code)) return rest_.remove_prefix(bytes);
        if (const auto meaning = meaningOfSign(code)) {
            rest_.remove_prefix(bytes);
            return push(*meaning);
        }
        std::size_t length = 0;
        if (endsWithNumber() && tokens_.back().is_integer == (tokens_.back().decimals < 0)) {
            if (const int scale = chineseScale(rest_, length);
                scale > 0 && tokens_.back().text.find_first_of("er") == std::string::npos) {
                tokens_.back().text += "e" + std::to_string(scale);
                return rest_.remove_prefix(length);
            }
        }
        if (const auto meaning = meaningOfChinese(rest_, length)) {
            rest_.remove_prefix(length);
            return push(*meaning);
        }
        if (const auto digits = readChineseNumber(rest_, length)) {
            rest_.remove_prefix(length);
            push(Type::Number, *digits);
            const std::size_t point = digits->find('.');
            tokens_.back().is_integer = point == digits->npos;
            if (point != digits->npos) tokens_.back().decimals = static_cast<int>(digits->size() - point - 1);
            return;
        }
        foreignWord();
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
        const std::size_t at = kDigits.find(code), below = kSubscripts.find(code);
        if (at == kDigits.npos && below == kSubscripts.npos) return false;
        push(Type::Op, at != kDigits.npos ? "^" : "_");
        push(Type::Number, std::string(1, static_cast<char>('0' + (at != kDigits.npos ? at : below))));
        tokens_.back().is_integer = true;
        return true;
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

    std::string_view rest_;
    Commas commas_;
    bool textual_, behind_value_, space_ = false;
    int brackets_ = 0, environments_ = 0;
    std::vector<Token> tokens_;
};

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
    tokens.emplace_back();
    return tokens;
}

}  // namespace retort::math
