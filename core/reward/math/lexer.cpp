// SPDX-License-Identifier: Apache-2.0
#include "reward/math/lexer.h"

#include <algorithm>
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

/// Chinese words that begin with the sign for one and count nothing.
constexpr std::array<std::string_view, 7> kAdverbs{"一共", "一定", "一样", "一直", "一起", "一般", "一些"};

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
        static constexpr std::array<std::string_view, 11> kAlways{",\\!", "{,}",         "\\,",    ",\\,",   "\\ ", "'",
                                                                  "\\;",  "\\thinspace", "\u202F", "\u2009", "_"};
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

    /// "1.234.567", "1.234,5" and "12,34,567": bytes of the whole part in the grouping of other countries; 0 where it is
    /// none.
    std::size_t foreignGroups(char separator) const {
        const auto digitsAt = [&](std::size_t at) {
            std::size_t n = 0;
            while (at + n < rest_.size() && n < 4 && isAsciiDigit(rest_[at + n])) ++n;
            return n;
        };
        const std::size_t first = digitsAt(0), usual = separator == '.' ? 3 : 2;
        if (first == 0 || first > usual || brackets_ > 0 || commas_ != Commas::Thousands) return 0;
        std::size_t at = first, groups = 0, last = 0;
        while (at < rest_.size() && rest_[at] == separator && (last == 0 || last == usual)) {
            const std::size_t next = digitsAt(at + 1);
            if (next != usual && next != 3) break;
            last = next;
            at += 1 + next;
            ++groups;
        }
        if (last != 3 || (at < rest_.size() && isAsciiDigit(rest_[at]))) return 0;
        const bool decimals =
            separator == '.' && at + 1 < rest_.size() && rest_[at] == ',' && digitsAt(at + 1) > 0 && digitsAt(at + 1) != 3;
        return groups > 1 || decimals ? at : 0;
    }

    /// "0.333...", "0.1212\ldots": the digits that repeat where they were written at least twice; the dots are taken off.
    void repeatByDots(std::string& digits, int& decimals, std::size_t& at) {
        for (const std::string_view dots : {"...", "\\ldots", "\\dots", "\\cdots", "\u2026"}) {
            if (!rest_.substr(at).starts_with(dots)) continue;
            for (std::size_t period = 1; decimals >= 3 && period <= 6 && 2 * period <= static_cast<std::size_t>(decimals);
                 ++period) {
                const std::string_view tail = std::string_view(digits).substr(digits.size() - period);
                const std::string_view before = std::string_view(digits).substr(digits.size() - 2 * period, period);
                const bool third = period > 1 || digits[digits.size() - 3] == tail[0];
                if (tail != before || !third) continue;
                digits += "r" + std::string(tail);
                decimals = -1;
                at += dots.size();
                return;
            }
        }
    }

    void number() {
        std::string digits;
        std::size_t at = 0, group = 0;
        bool separated = false;
        for (const char separator : {'.', ','}) {
            const std::size_t bytes = digits.empty() ? foreignGroups(separator) : 0;
            for (std::size_t i = 0; i < bytes; ++i) {
                if (isAsciiDigit(rest_[i])) digits += rest_[i];
            }
            at = std::max(at, bytes);
            if (bytes > 0 && separator == '.' && at < rest_.size() && rest_[at] == ',') return europeanDecimals(digits, at);
        }
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
        const bool dotted = rest_.substr(at).starts_with(".\\dot{") || rest_.substr(at).starts_with(".\\bar{");
        const bool comma =
            commas_ == Commas::Decimal && at + 1 < rest_.size() && rest_[at] == ',' && isAsciiDigit(rest_[at + 1]);
        if (comma || (at < rest_.size() && rest_[at] == '.' && at + 1 < rest_.size() && isAsciiDigit(rest_[at + 1]))) {
            decimals = readDecimals(digits, at);
        } else if (dotted || rest_.substr(at).starts_with(".\\overline{")) {
            if (digits.empty()) digits = "0";
            decimals = 0;
            digits += '.';
            ++at;
        }
        if (decimals > 0) repeatByDots(digits, decimals, at);
        readExponent(digits, at);
        pushNumber(digits, decimals, at);
    }

    void pushNumber(const std::string& digits, int decimals, std::size_t bytes) {
        rest_.remove_prefix(bytes);
        push(Type::Number, digits);
        tokens_.back().decimals = decimals;
        tokens_.back().is_integer = decimals < 0 && digits.find_first_of("er") == digits.npos;
    }

    /// What stands behind the comma of "1.234,5".
    void europeanDecimals(std::string& digits, std::size_t at) {
        const int decimals = readDecimals(digits, at);
        pushNumber(digits, decimals, at);
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
        if (const std::size_t bytes = halfOfDay(); bytes > 0) {
            push(Type::Text, asciiLower(rest_[0]) == 'a' ? "am" : "pm");
            return rest_.remove_prefix(bytes);
        }
        if (textual_) return textWord(text);
        if (text == "to" && endsWithNumber() && !trimAscii(rest_.substr(2)).empty() &&
            isAsciiDigit(trimAscii(rest_.substr(2))[0])) {
            rest_.remove_prefix(2);
            return push(Type::Op, ":");
        }
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

    /// Bytes of "a.m.", "PM" and their like behind a number; small letters without dots only behind hours and minutes.
    std::size_t halfOfDay() const {
        const bool within_text = textual_ && behind_value_ && tokens_.empty();
        if ((!endsWithNumber() && !within_text) || rest_.size() < 2 ||
            (asciiLower(rest_[0]) != 'a' && asciiLower(rest_[0]) != 'p'))
            return 0;
        std::size_t end = 1;
        const bool dots = rest_[end] == '.';
        end += dots;
        if (end >= rest_.size() || asciiLower(rest_[end]) != 'm') return 0;
        ++end;
        if (end < rest_.size() && isAsciiLetter(rest_[end])) return 0;
        const bool clock = tokens_.size() > 1 && tokens_[tokens_.size() - 2].is(":");
        if (!dots && !clock && !within_text && rest_[0] >= 'a') return 0;
        return end;
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
        const bool behind_point = endsWithNumber() && tokens_.back().text.find('.') != std::string::npos;
        if (behind_point && (name == "overline" || name == "bar")) return repeating();
        if (behind_point && name == "dot") return dottedCycle();
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
        const std::string_view next = trimAscii(rest_);
        const auto meaning = meaningOfCommand(trimAscii(*inside));
        const bool opens = next.starts_with('(') || next.starts_with("\\left(") || next.starts_with("\\{");
        if (opens && meaning && meaning->type == Type::Function) return push(*meaning);  // \text{lcm}(4, 6)
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
        if (superscript(code)) return rest_.remove_prefix(bytes);
        if (vulgarFraction(code)) return rest_.remove_prefix(bytes);
        if (const auto meaning = meaningOfSign(code)) {
            rest_.remove_prefix(bytes);
            return push(*meaning);
        }
        std::size_t length = 0;
        if (endsWithNumber() && !unitOf(rest_.substr(0, 6)).empty()) return foreignWord();  // 千米, 千克
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
