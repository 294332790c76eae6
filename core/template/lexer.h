// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace retort::jinja {

/// A piece of a template: text, a delimiter, or a token between delimiters.
struct Token {
    enum class Kind { Data, VariableBegin, VariableEnd, BlockBegin, BlockEnd, Name, String, Integer, Float, Operator, End };
    Kind kind = Kind::End;
    std::string text;  ///< of a string without quotes and with escapes resolved; of a number without underscores
    int line = 1;

    bool is(Kind wanted, std::string_view value) const { return kind == wanted && text == value; }
    bool isName(std::string_view value) const { return is(Kind::Name, value); }
    bool isOperator(std::string_view value) const { return is(Kind::Operator, value); }
};

/// Jinja's lexer as chat templates use it: trim_blocks and lstrip_blocks on, one newline at the end of the source dropped,
/// CRLF made LF. The last token is End. Throws TemplateFault "line N: ..." for what is no template.
std::vector<Token> tokenize(std::string_view source);

}  // namespace retort::jinja
