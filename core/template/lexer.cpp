// SPDX-License-Identifier: Apache-2.0
#include "template/lexer.h"

#include <algorithm>
#include <array>

#include "template/strings.h"
#include "template/value.h"
#include "tokenizer/utf8.h"

namespace retort::jinja {
namespace {

using Kind = Token::Kind;

constexpr std::string_view kSpace = " \t\n\r\v\f";

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isHexDigit(char c) { return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

std::string withUnixNewlines(std::string_view source) {
    std::string result;
    for (std::size_t i = 0; i < source.size(); ++i) {
        if (source[i] != '\r') result += source[i];
        else if (i + 1 == source.size() || source[i + 1] != '\n') result += '\n';
    }
    if (result.ends_with('\n')) result.pop_back();
    return result;
}

class Lexer {
public:
    explicit Lexer(std::string_view source) : text_(withUnixNewlines(source)) {}

    std::vector<Token> run() {
        while (at_ < text_.size()) readData();
        add(Kind::End, "");
        return std::move(tokens_);
    }

private:
    [[noreturn]] void fail(const std::string& message) const {
        throw TemplateFault("line " + std::to_string(line_) + ": " + message);
    }

    std::string_view rest() const { return std::string_view(text_).substr(at_); }

    void add(Kind kind, std::string value) { tokens_.push_back({kind, std::move(value), line_}); }

    void advance(std::size_t count) {
        line_ += static_cast<int>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(at_),
                                             text_.begin() + static_cast<std::ptrdiff_t>(at_ + count), '\n'));
        at_ += count;
        line_starting_ = at_ > 0 && text_[at_ - 1] == '\n';
    }

    void skipSpace() { advance(std::min(rest().find_first_not_of(kSpace), rest().size())); }

    /// Text before a tag, cut as the tag's sign and lstrip_blocks say.
    std::string_view beforeTag(std::string_view data, char sign, bool is_variable) const {
        if (sign == '-') return strip(data, std::nullopt, false, true);
        if (sign == '+' || is_variable) return data;
        const std::size_t newline = data.rfind('\n');
        const std::size_t line = newline == data.npos ? 0 : newline + 1;
        const bool only_space = data.size() > line && data.find_first_not_of(kSpace, line) == data.npos;
        return (line > 0 || line_starting_) && only_space ? data.substr(0, line) : data;
    }

    std::size_t nextTag() const {
        std::size_t at = at_;
        while ((at = text_.find('{', at)) != text_.npos) {
            if (at + 1 < text_.size() && (text_[at + 1] == '{' || text_[at + 1] == '%' || text_[at + 1] == '#')) return at;
            ++at;
        }
        return at;
    }

    void readData() {
        const std::size_t tag = nextTag();
        if (tag == text_.npos) {
            add(Kind::Data, std::string(rest()));
            advance(rest().size());
            return;
        }
        const char opener = text_[tag + 1];
        const char next = tag + 2 < text_.size() ? text_[tag + 2] : ' ';
        const bool signed_tag = next == '-' || next == '+';
        const auto data = beforeTag(rest().substr(0, tag - at_), signed_tag ? next : ' ', opener == '{');
        if (!data.empty()) add(Kind::Data, std::string(data));
        advance(tag - at_ + 2 + (signed_tag ? 1 : 0));
        if (opener == '#') skipComment();
        else if (opener == '%' && startsRaw()) readRaw();
        else readTag(opener == '{');
    }

    /// Behind "-%}", "+%}" or "%}" of what was found; trims as the sign says.
    void closeBlock(char sign, std::size_t length) {
        advance(length);
        if (sign == '-') skipSpace();
        else if (sign != '+' && rest().starts_with('\n')) advance(1);
    }

    void skipComment() {
        if (rest().empty()) return;
        const std::size_t end = text_.find("#}", at_);
        if (end == text_.npos) fail("a comment has no end");
        const char sign = end > at_ ? text_[end - 1] : ' ';
        closeBlock(sign, end + 2 - at_);
    }

    bool startsRaw() const {
        std::size_t at = text_.find_first_not_of(kSpace, at_);
        if (at == text_.npos || text_.compare(at, 3, "raw") != 0) return false;
        at = text_.find_first_not_of(kSpace, at + 3);
        return at != text_.npos && (text_.compare(at, 2, "%}") == 0 || text_.compare(at, 3, "-%}") == 0);
    }

    void readRaw() {
        const std::size_t end = text_.find("%}", at_);
        const bool strips = text_[end - 1] == '-';
        advance(end + 2 - at_);
        if (strips) skipSpace();
        for (std::size_t tag = text_.find("{%", at_); tag != text_.npos; tag = text_.find("{%", tag + 2)) {
            std::size_t at = tag + 2;
            const char sign = at < text_.size() ? text_[at] : ' ';
            at = text_.find_first_not_of(kSpace, at + (sign == '-' || sign == '+' ? 1 : 0));
            if (at == text_.npos || text_.compare(at, 6, "endraw") != 0) continue;
            at = text_.find_first_not_of(kSpace, at + 6);
            if (at == text_.npos) break;
            const char close = text_[at] == '-' || text_[at] == '+' ? text_[at] : ' ';
            if (close != ' ') ++at;
            if (text_.compare(at, 2, "%}") != 0) continue;
            const auto data = beforeTag(rest().substr(0, tag - at_), sign, false);
            if (!data.empty()) add(Kind::Data, std::string(data));
            closeBlock(close, at + 2 - at_);
            return;
        }
        fail("a raw block has no end");
    }

    void readTag(bool is_variable) {
        add(is_variable ? Kind::VariableBegin : Kind::BlockBegin, "");
        const std::string_view close = is_variable ? "}}" : "%}";
        std::string open;  // brackets still to be closed, innermost last
        while (true) {
            skipSpace();
            if (at_ == text_.size()) fail("a tag has no end");
            if (open.empty()) {
                const char sign = rest()[0] == '-' || (rest()[0] == '+' && !is_variable) ? rest()[0] : ' ';
                const std::size_t length = sign == ' ' ? 0 : 1;
                if (rest().substr(length).starts_with(close)) {
                    add(is_variable ? Kind::VariableEnd : Kind::BlockEnd, "");
                    if (!is_variable) return closeBlock(sign, length + 2);
                    advance(length + 2);
                    if (sign == '-') skipSpace();
                    return;
                }
            }
            readToken(open);
        }
    }

    void readToken(std::string& open) {
        const char c = rest()[0];
        if (isDigit(c)) return readNumber();
        if (c == '\'' || c == '"') return readString(c);
        std::size_t end = at_;
        for (std::size_t next = end; next < text_.size(); end = next)
            if (!isWordCharacter(nextCodePoint(text_, next))) break;
        if (end > at_) {
            add(Kind::Name, text_.substr(at_, end - at_));
            return advance(end - at_);
        }
        static constexpr std::array<std::string_view, 27> kOperators{"//", "**", "==", "!=", ">=", "<=", "+", "-", "/",
                                                                     "*",  "%",  "~",  "[",  "]",  "(",  ")", "{", "}",
                                                                     ">",  "<",  "=",  ".",  ":",  "|",  ",", ";", "!"};
        for (const std::string_view symbol : kOperators) {
            if (!rest().starts_with(symbol) || symbol == "!") continue;
            balance(symbol[0], open);
            add(Kind::Operator, std::string(symbol));
            return advance(symbol.size());
        }
        fail("unexpected character '" + std::string(characterRange(rest(), 0, 1)) + "'");
    }

    void balance(char symbol, std::string& open) const {
        if (symbol == '{') open += '}';
        else if (symbol == '(') open += ')';
        else if (symbol == '[') open += ']';
        else if (symbol == '}' || symbol == ')' || symbol == ']') {
            if (open.empty() || open.back() != symbol) fail(std::string("unexpected '") + symbol + "'");
            open.pop_back();
        }
        if (open.size() > 200) fail("brackets are nested deeper than 200 levels");
    }

    std::size_t digitsFrom(std::size_t at, bool (*is_digit)(char)) const {
        while (at < text_.size() &&
               (is_digit(text_[at]) || (text_[at] == '_' && at + 1 < text_.size() && is_digit(text_[at + 1]))))
            ++at;
        return at;
    }

    void readNumber() {
        std::size_t end = at_;
        const char second = at_ + 1 < text_.size() ? static_cast<char>(text_[at_ + 1] | 0x20) : ' ';
        Kind kind = Kind::Integer;
        if (text_[at_] == '0' && (second == 'x' || second == 'o' || second == 'b')) {
            end = digitsFrom(at_ + 2, isHexDigit);
        } else {
            end = digitsFrom(at_, isDigit);
            const bool after_dot = !tokens_.empty() && tokens_.back().isOperator(".");
            if (!after_dot && end + 1 < text_.size() && text_[end] == '.' && isDigit(text_[end + 1])) {
                kind = Kind::Float;
                end = digitsFrom(end + 1, isDigit);
            }
            if (!after_dot && end < text_.size() && (text_[end] | 0x20) == 'e') {
                std::size_t exponent = end + 1;
                if (exponent < text_.size() && (text_[exponent] == '+' || text_[exponent] == '-')) ++exponent;
                if (exponent < text_.size() && isDigit(text_[exponent])) {
                    kind = Kind::Float;
                    end = digitsFrom(exponent, isDigit);
                }
            }
        }
        std::string digits = text_.substr(at_, end - at_);
        std::erase(digits, '_');
        add(kind, std::move(digits));
        advance(end - at_);
    }

    void readString(char quote) {
        std::size_t end = at_ + 1;
        while (end < text_.size() && text_[end] != quote) end += text_[end] == '\\' ? 2 : 1;
        if (end >= text_.size()) fail("a string has no end");
        add(Kind::String, unescape(std::string_view(text_).substr(at_ + 1, end - at_ - 1)));
        advance(end + 1 - at_);
    }

    char32_t hex(std::string_view raw, std::size_t& at, std::size_t digits) const {
        if (at + digits > raw.size()) fail("a truncated escape in a string");
        char32_t value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            if (!isHexDigit(raw[at])) fail("a malformed escape in a string");
            value = value * 16 +
                    static_cast<char32_t>(std::string_view("0123456789abcdef")
                                              .find(static_cast<char>(isDigit(raw[at]) ? raw[at] : raw[at] | 0x20)));
            ++at;
        }
        if (value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) fail("an escape that is no character");
        return value;
    }

    /// Python's escapes.
    std::string unescape(std::string_view raw) const {
        static constexpr std::string_view kFrom = "\\'\"abfnrtv", kTo = "\\'\"\a\b\f\n\r\t\v";
        std::string result;
        for (std::size_t i = 0; i < raw.size();) {
            if (raw[i] != '\\') {
                result += raw[i++];
                continue;
            }
            const char c = raw[++i];
            const std::size_t simple = kFrom.find(c);
            if (simple != kFrom.npos) {
                result += kTo[simple];
                ++i;
            } else if (c == '\n') {
                ++i;
            } else if (c == 'x' || c == 'u' || c == 'U') {
                ++i;
                appendUtf8(result, hex(raw, i, c == 'x' ? 2 : c == 'u' ? 4 : 8));
            } else if (c >= '0' && c <= '7') {
                char32_t value = 0;
                for (int n = 0; n < 3 && i < raw.size() && raw[i] >= '0' && raw[i] <= '7'; ++n)
                    value = value * 8 + static_cast<char32_t>(raw[i++] - '0');
                appendUtf8(result, value);
            } else {
                result += '\\';
            }
        }
        return result;
    }

    std::string text_;
    std::size_t at_ = 0;
    int line_ = 1;
    bool line_starting_ = true;
    std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokenize(std::string_view source) { return Lexer(source).run(); }

}  // namespace retort::jinja
