// SPDX-License-Identifier: Apache-2.0
#include "reward/code_tests.h"

#include <algorithm>
#include <cctype>

namespace retort {
namespace {

bool isNameByte(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Where the line of a fence (three or more backticks, at most three spaces before) begins, from `from` on; npos: none.
std::size_t findFence(std::string_view text, std::size_t from) {
    while (from < text.size()) {
        std::size_t at = text.find("```", from);
        if (at == text.npos) return at;
        std::size_t begin = at;
        while (begin > 0 && text[begin - 1] == ' ') --begin;
        if (at - begin <= 3 && (begin == 0 || text[begin - 1] == '\n')) return at;
        from = at + 3;
    }
    return text.npos;
}

std::string_view answerPart(std::string_view text) {
    if (const auto think = text.rfind("</think>"); think != text.npos) text.remove_prefix(think + 8);
    const auto open = text.rfind("<answer>");
    if (open == text.npos) return text;
    text.remove_prefix(open + 8);
    return text.substr(0, text.find("</answer>"));
}

std::optional<CodeLanguage> fenceLanguage(std::string_view tag) {
    std::string name;
    for (const char c : tag.substr(0, tag.find_first_of(" \t\r{,")))
        name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (name == "python" || name == "python3" || name == "py") return CodeLanguage::Python;
    if (name == "cpp" || name == "c++" || name == "cc" || name == "cxx" || name == "c") return CodeLanguage::Cpp;
    return std::nullopt;
}

}  // namespace

ExtractedCode extractCode(std::string_view completion) {
    const std::string_view answer = answerPart(completion);
    ExtractedCode found{std::string(answer), std::nullopt};
    for (std::size_t open = findFence(answer, 0); open != answer.npos;) {
        const std::size_t line_end = std::min(answer.find('\n', open), answer.size());
        const std::size_t begin = std::min(line_end + 1, answer.size());
        const std::size_t close = findFence(answer, begin);
        const std::size_t tag = answer.find_first_not_of('`', open);
        found.language = fenceLanguage(answer.substr(std::min(tag, line_end), line_end - std::min(tag, line_end)));
        found.code = std::string(answer.substr(begin, close == answer.npos ? close : close - begin));
        open = close == answer.npos ? close : findFence(answer, close + 3);
    }
    return found;
}

bool isCode(std::string_view prompt) {
    if (prompt.find("#include") != prompt.npos) return true;
    const std::string lines = "\n" + std::string(prompt);
    return lines.find("\ndef ") != lines.npos && prompt.find("```") == prompt.npos;
}

std::string lastFunction(std::string_view code) {
    const std::size_t at = code.rfind("\ndef ");
    const std::size_t begin = at != code.npos ? at + 5 : code.starts_with("def ") ? 4 : code.npos;
    if (begin == code.npos) return {};
    std::size_t end = begin;
    while (end < code.size() && isNameByte(code[end])) ++end;
    return std::string(code.substr(begin, end - begin));
}

CodeLanguage languageOf(const CodeTests& tests, const ExtractedCode& code) {
    if (tests.language) return *tests.language;
    if (code.language) return *code.language;
    const bool cpp = code.code.find("#include") != code.code.npos || tests.prompt.find("#include") != tests.prompt.npos;
    return cpp ? CodeLanguage::Cpp : CodeLanguage::Python;
}

}  // namespace retort
