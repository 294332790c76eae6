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
    for (const char c : tag.substr(0, tag.find_first_of(" \t\r{,"))) name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (name == "python" || name == "python3" || name == "py") return CodeLanguage::Python;
    if (name == "cpp" || name == "c++" || name == "cc" || name == "cxx" || name == "c") return CodeLanguage::Cpp;
    return std::nullopt;
}

/// Whether `code` has the word `word` followed by an opening parenthesis, `before` somewhere on the line in front of it.
bool defines(std::string_view code, std::string_view word, std::string_view before) {
    for (std::size_t at = code.find(word); !word.empty() && at != code.npos; at = code.find(word, at + 1)) {
        if (at > 0 && isNameByte(code[at - 1])) continue;
        std::size_t after = at + word.size();
        while (after < code.size() && code[after] == ' ') ++after;
        if (after >= code.size() || code[after] != '(') continue;
        const std::size_t line = code.rfind('\n', at) == code.npos ? 0 : code.rfind('\n', at) + 1;
        const std::string_view front = code.substr(line, at - line);
        if (before.empty() ? front.find_first_not_of(" \t") != front.npos && front.find('=') == front.npos && front[0] != ' ' : front.find(before) != front.npos)
            return true;
    }
    return false;
}

/// The name before the last opening parenthesis list of a C++ prompt that ends in an open function.
std::string_view openFunction(std::string_view prompt) {
    const std::size_t brace = prompt.rfind('{');
    if (brace == prompt.npos) return {};
    const std::size_t line = prompt.rfind('\n', brace) == prompt.npos ? 0 : prompt.rfind('\n', brace) + 1;
    std::size_t end = prompt.find('(', line);
    if (end == prompt.npos) return {};
    while (end > line && prompt[end - 1] == ' ') --end;
    std::size_t begin = end;
    while (begin > line && isNameByte(prompt[begin - 1])) --begin;
    return prompt.substr(begin, end - begin);
}

/// The prompt's lines that bring names in: they hold for a completion that repeats only the function.
std::string importsOf(std::string_view prompt) {
    std::string lines;
    for (std::size_t begin = 0; begin < prompt.size();) {
        const std::size_t end = std::min(prompt.find('\n', begin), prompt.size());
        const std::string_view line = prompt.substr(begin, end - begin);
        if (line.starts_with("import ") || line.starts_with("from ") || line.starts_with("#include") || line.starts_with("using namespace"))
            lines += std::string(line) + "\n";
        begin = end + 1;
    }
    return lines;
}

std::string pythonProgram(const CodeTests& tests, const std::string& code, std::string_view check) {
    const bool whole = tests.prompt.empty() || defines(code, tests.entry_point, "def ") || tests.entry_point.empty();
    std::string program = whole ? importsOf(tests.prompt) + code : tests.prompt + code;
    program += "\n" + tests.setup + "\n" + std::string(check) + "\n";
    if (check.find("def check(") != check.npos && !tests.entry_point.empty()) program += "check(" + tests.entry_point + ")\n";
    return program + "import os as _os\n_os.write(1, b'\\n' + _os.read(0, 64))\n";
}

std::string cppProgram(const CodeTests& tests, const std::string& code, std::string_view check) {
    static constexpr std::string_view kProof =
        "\n{ char proof_[64]; long size_ = (long)::read(0, proof_, 64); (void)!::write(1, \"\\n\", 1); if (size_ > 0) (void)!::write(1, proof_, (unsigned long)size_); }\n";
    const std::string_view function = tests.entry_point.empty() ? openFunction(tests.prompt) : std::string_view(tests.entry_point);
    const bool whole = tests.prompt.empty() || defines(code, function, {});
    std::string rest(check);
    if (whole && rest.find_first_not_of(" \t\n") != rest.npos && rest[rest.find_first_not_of(" \t\n")] == '}')
        rest.erase(0, rest.find('}') + 1);  // MultiPL-E's tests close the function that the prompt opens
    std::string program = "#include <unistd.h>\n#include <cassert>\n" + (whole ? importsOf(tests.prompt) : tests.prompt) + code + "\n" + tests.setup + "\n";
    if (rest.find("main(") == rest.npos) return program + "int main() {\n" + rest + std::string(kProof) + "}\n";
    const std::size_t close = rest.rfind('}');
    const std::size_t back = close == rest.npos ? close : rest.rfind("return 0;", close);
    const bool returns = back != rest.npos && rest.find_first_not_of(" \t\r\n", back + 9) == close;
    if (close != rest.npos) rest.insert(returns ? back : close, kProof);
    return program + rest;
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

std::string assembleProgram(const CodeTests& tests, const ExtractedCode& code, CodeLanguage language, std::size_t check) {
    if (!tests.cases.empty()) return code.code;
    if (language == CodeLanguage::Cpp) return cppProgram(tests, code.code, tests.checks.at(check));
    return pythonProgram(tests, code.code, tests.checks.at(check));
}

}  // namespace retort
