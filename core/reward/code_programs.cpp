// SPDX-License-Identifier: Apache-2.0
#include "reward/code_programs.h"

#include <fmt/format.h>
#include <algorithm>
#include <cctype>
#include <random>
#include <vector>

namespace retort {
namespace {

bool isNameByte(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Begin and end of the function that a C++ prompt leaves open: its result type and its name.
struct OpenFunction {
    std::string_view result, name;
};
OpenFunction openFunction(std::string_view prompt) {
    const std::size_t brace = prompt.rfind('{');
    if (brace == prompt.npos) return {};
    const std::size_t line = prompt.rfind('\n', brace) == prompt.npos ? 0 : prompt.rfind('\n', brace) + 1;
    std::size_t end = prompt.find('(', line);
    if (end == prompt.npos) return {};
    while (end > line && prompt[end - 1] == ' ') --end;
    std::size_t begin = end;
    while (begin > line && isNameByte(prompt[begin - 1])) --begin;
    return {prompt.substr(line, begin - line), prompt.substr(begin, end - begin)};
}

/// Names that the code defines as macros, line splices and digraphs included.
std::vector<std::string> macrosOf(std::string code) {
    for (const std::string_view splice : {"\\\r\n", "\\\n"}) {
        for (std::size_t at = code.find(splice); at != code.npos; at = code.find(splice, at)) code.erase(at, splice.size());
    }
    std::vector<std::string> names;
    for (std::size_t at = code.find("define"); at != code.npos; at = code.find("define", at + 6)) {
        std::size_t begin = at + 6;
        while (begin < code.size() && (code[begin] == ' ' || code[begin] == '\t')) ++begin;
        std::size_t end = begin;
        while (end < code.size() && isNameByte(code[end])) ++end;
        if (end > begin && std::isdigit(static_cast<unsigned char>(code[begin])) == 0)
            names.push_back(code.substr(begin, end - begin));
    }
    return names;
}

/// What stands between the code and the check: the code's macros are gone, and `assert` is ours.
std::string separator(const std::string& code) {
    std::string out = "\n#undef main\n#line 1 \"tests\"\n";
    for (const std::string& name : macrosOf(code)) {
        if (name != "defined" && name != "main") out += "#undef " + name + "\n";
    }
    return out +
           "#undef assert\n"
           "namespace retort_check_ {\n"
           "static volatile int failed = 0;\n"
           "[[noreturn]] inline void fail(const char* text, unsigned long size) {\n"
           "    failed = 1;\n"
           "    (void)!::write(2, \"\\nAssertion `\", 12); (void)!::write(2, text, size); (void)!::write(2, \"' "
           "failed\\n\", 9);\n"
           "    __builtin_trap();\n"
           "}\n"
           "struct Nothing_ {};\n"
           "bool operator==(Nothing_, Nothing_); bool operator!=(Nothing_, Nothing_);\n"
           "template <class R, class... A> R resultOf(R (*)(A...));\n"
           "template <class A, class B> inline constexpr bool alike = std::is_same_v<std::remove_cvref_t<A>, "
           "std::remove_cvref_t<B>> ||\n"
           "    (std::is_arithmetic_v<std::remove_cvref_t<A>> && std::is_arithmetic_v<std::remove_cvref_t<B>>);\n"
           "}\n"
           "#define assert(...) ((__VA_ARGS__) ? (void)0 : retort_check_::fail(#__VA_ARGS__, sizeof(#__VA_ARGS__) - 1))\n";
}

/// The proof: each of 32 characters read, shifted by a secret one.
constexpr int kLetters = 26;
char proofLetter(char input, char secret, std::size_t i) {
    return static_cast<char>('A' + (input * 31 + secret + static_cast<int>(i)) % kLetters);
}

std::string proofCode(const std::string& secret) {
    std::string numbers;
    for (const char c : secret) numbers += fmt::format("{},", static_cast<int>(c));
    return fmt::format(
        "{{ static const int secret_[] = {{{0}}}; char in_[33]; long got_ = 0, now_; while (got_ < 32 && (now_ = "
        "(long)::read(0, in_ + got_, "
        "32 - got_)) > 0) got_ += now_; if (got_ == 32 && !retort_check_::failed) {{ in_[32] = 0; for (int i_ = 0; i_ < 32; "
        "++i_) in_[i_] = "
        "(char)('A' + (in_[i_] * 31 + secret_[i_] + i_) % {1}); (void)!::write(1, \"\\n\", 1); (void)!::write(1, in_, 32); "
        "}} }}\n",
        numbers, kLetters);
}

/// The body of the check as a function that proves that its end was reached.
std::string provingMain(std::string rest, const std::string& secret) {
    if (rest.find("main(") == rest.npos) return "int main() {\n" + rest + "\n" + proofCode(secret) + "return 0;\n}\n";
    const std::size_t close = rest.rfind('}');
    if (close == rest.npos) return rest;
    const std::size_t back = rest.rfind("return 0;", close);
    const bool returns = back != rest.npos && rest.find_first_not_of(" \t\r\n", back + 9) == close;
    rest.insert(returns ? back : close, "\n" + proofCode(secret) + (returns ? "" : "return 0;\n"));
    return rest;
}

}  // namespace

std::string makeSecret() {
    std::random_device device;
    return fmt::format("{:08x}{:08x}{:08x}{:08x}", device(), device(), device(), device());
}

bool definesFunction(std::string_view code, std::string_view word, std::string_view before) {
    for (std::size_t at = code.find(word); !word.empty() && at != code.npos; at = code.find(word, at + 1)) {
        if (at > 0 && isNameByte(code[at - 1])) continue;
        std::size_t after = at + word.size();
        while (after < code.size() && code[after] == ' ') ++after;
        if (after >= code.size() || code[after] != '(') continue;
        const std::size_t line = code.rfind('\n', at) == code.npos ? 0 : code.rfind('\n', at) + 1;
        const std::string_view front = code.substr(line, at - line);
        if (before.empty() ? front.find_first_not_of(" \t") != front.npos && front.find('=') == front.npos && front[0] != ' '
                           : front.find(before) != front.npos)
            return true;
    }
    return false;
}

std::string importsOf(std::string_view prompt) {
    std::string lines;
    for (std::size_t begin = 0; begin < prompt.size();) {
        const std::size_t end = std::min(prompt.find('\n', begin), prompt.size());
        const std::string_view line = prompt.substr(begin, end - begin);
        if (line.starts_with("import ") || line.starts_with("from ") || line.starts_with("#include") ||
            line.starts_with("using namespace"))
            lines += std::string(line) + "\n";
        begin = end + 1;
    }
    return lines;
}

CheckProgram pythonCheck(const CodeTests& tests, const std::string& code, std::string_view check) {
    const bool whole = tests.prompt.empty() || definesFunction(code, tests.entry_point, "def ") || tests.entry_point.empty();
    const std::string solution = whole ? importsOf(tests.prompt) + code : tests.prompt + code;
    CheckProgram program{kPythonHarness, {}, makeSecret()};
    for (const std::string_view field :
         {std::string_view(program.proof), std::string_view(tests.prompt), std::string_view(tests.setup), check,
          std::string_view(tests.entry_point), std::string_view(solution)})
        program.input += fmt::format("{}\n{}", field.size(), field);
    return program;
}

CheckProgram cppCheck(const CodeTests& tests, const std::string& code, std::string_view check) {
    const OpenFunction open = openFunction(tests.prompt);
    const std::string_view function = tests.entry_point.empty() ? open.name : std::string_view(tests.entry_point);
    const bool whole = tests.prompt.empty() || definesFunction(code, function, {});
    std::string rest(check), solution = (whole ? importsOf(tests.prompt) : tests.prompt) + code + "\n";
    const std::size_t first = rest.find_first_not_of(" \t\r\n");
    if (first != rest.npos && rest[first] == '}') {  // MultiPL-E's tests close the function that the prompt opens
        rest.erase(0, first + 1);
        if (!whole) solution += "}\n";
    }
    const std::string secret = makeSecret();
    CheckProgram program{{}, makeSecret(), {}};
    for (std::size_t i = 0; i < secret.size(); ++i) program.proof += proofLetter(program.input[i], secret[i], i);
    program.source =
        "#include <unistd.h>\n#include <cassert>\n#include <type_traits>\n#define main solution_main_\n#line 1 "
        "\"solution.cpp\"\n" +
        solution + separator(code);
    if (whole && function == open.name && !open.name.empty())
        program.source += fmt::format(
            "static_assert(retort_check_::alike<decltype(retort_check_::resultOf(&{})), {}>, \"the function returns another "
            "type than asked for\");\n",
            open.name, open.result);
    const bool plain = (tests.setup + rest).find("#include") == std::string::npos;
    if (plain) program.source += "namespace retort_check_ {\n#define main check_main_\n";
    program.source += tests.setup + "\n" + provingMain(std::move(rest), secret);
    if (plain) program.source += "\n#undef main\n}\nint main() { return retort_check_::check_main_(); }\n";
    return program;
}

}  // namespace retort
