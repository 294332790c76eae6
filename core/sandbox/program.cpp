// SPDX-License-Identifier: Apache-2.0
#include "sandbox/program.h"

#include <fmt/format.h>
#include <signal.h>
#include <string.h>

#include <charconv>
#include <cmath>
#include <optional>

namespace retort {
namespace {

constexpr double kTolerance = 1e-6;
constexpr std::size_t kShownBytes = 80;
constexpr std::size_t kReasonBytes = 400;

SandboxLimits compilerLimits() {
    SandboxLimits limits;
    limits.cpu_seconds = 30;
    limits.wall_seconds = 120;
    limits.memory_bytes = std::uint64_t{2} << 30;
    limits.disk_bytes = std::uint64_t{256} << 20;
    limits.output_bytes = std::uint64_t{64} << 20;
    return limits;
}

/// Words of a text, with the line each stands on.
class Words {
public:
    explicit Words(std::string_view text) : text_(text) {}

    std::optional<std::string_view> next() {
        while (at_ < text_.size() && isspace(static_cast<unsigned char>(text_[at_])) != 0) line_ += text_[at_++] == '\n';
        if (at_ == text_.size()) return std::nullopt;
        const std::size_t begin = at_;
        while (at_ < text_.size() && isspace(static_cast<unsigned char>(text_[at_])) == 0) ++at_;
        return text_.substr(begin, at_ - begin);
    }
    int line() const { return line_; }

private:
    std::string_view text_;
    std::size_t at_ = 0;
    int line_ = 1;
};

bool sameWord(std::string_view expected, std::string_view actual) {
    if (expected == actual) return true;
    if (expected.find('.') == expected.npos) return false;
    double a = 0, b = 0;
    const auto read = [](std::string_view word, double& value) {
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
        return error == std::errc() && end == word.data() + word.size();
    };
    return read(expected, a) && read(actual, b) && std::abs(a - b) <= kTolerance * std::max(1.0, std::abs(a));
}

std::string shown(std::optional<std::string_view> word) {
    if (!word) return "the end";
    return fmt::format("\"{}{}\"", word->substr(0, kShownBytes), word->size() > kShownBytes ? "..." : "");
}

/// The last line of stderr that says something, and those around it on one line.
std::string tail(std::string_view error) {
    while (!error.empty() && isspace(static_cast<unsigned char>(error.back())) != 0) error.remove_suffix(1);
    if (error.size() > kReasonBytes) error.remove_prefix(error.size() - kReasonBytes);
    std::string line;
    for (const char c : error) line += c == '\n' ? ' ' : c;
    return line;
}

/// Python's own, which names no frame of the program.
bool isSyntaxError(std::string_view error) {
    if (error.find("Traceback") != error.npos) return false;
    for (const char* kind : {"SyntaxError: ", "IndentationError: ", "TabError: "})
        if (error.find(kind) != error.npos) return true;
    return false;
}

TestVerdict judge(const SandboxResult& run, const SandboxLimits& limits) {
    const auto verdict = [&](CodeVerdict kind, std::string reason) {
        return TestVerdict{kind, std::move(reason), run.cpu_seconds};
    };
    switch (run.end) {
        case SandboxEnd::TimeLimit:
            return verdict(CodeVerdict::TimeLimit,
                           fmt::format("{:.1f} s of processor time and {:.1f} s in all; {:g} s are granted", run.cpu_seconds,
                                       run.wall_seconds, limits.cpu_seconds));
        case SandboxEnd::MemoryLimit:
            return verdict(CodeVerdict::MemoryLimit, fmt::format("more than {} MiB", limits.memory_bytes >> 20));
        case SandboxEnd::OutputLimit:
            return verdict(CodeVerdict::OutputLimit, fmt::format("more than {} MiB of output", limits.output_bytes >> 20));
        case SandboxEnd::Forbidden:
            return verdict(CodeVerdict::Forbidden,
                           "it made a system call that the sandbox forbids (network, ptrace, mount and the like)");
        case SandboxEnd::Crashed:
            return verdict(CodeVerdict::RuntimeError, fmt::format("signal {} ({}) {}", run.status - 128,
                                                                  ::strsignal(run.status - 128), tail(run.error)));
        case SandboxEnd::Exited: break;
    }
    if (run.status == 0) return verdict(CodeVerdict::Passed, {});
    if (isSyntaxError(run.error)) return verdict(CodeVerdict::CompileError, tail(run.error));
    return verdict(CodeVerdict::RuntimeError, fmt::format("exit status {}: {}", run.status, tail(run.error)));
}

bool assertionFailed(std::string_view error) {
    const std::string last = tail(error);
    return last.find("AssertionError") != last.npos ||
           (last.find("Assertion `") != last.npos && last.find("failed") != last.npos);
}

}  // namespace

const char* name(CodeVerdict verdict) noexcept {
    switch (verdict) {
        case CodeVerdict::Passed: return "passed";
        case CodeVerdict::WrongAnswer: return "wrong_answer";
        case CodeVerdict::TimeLimit: return "time_limit";
        case CodeVerdict::MemoryLimit: return "memory_limit";
        case CodeVerdict::OutputLimit: return "output_limit";
        case CodeVerdict::RuntimeError: return "runtime_error";
        case CodeVerdict::CompileError: return "compile_error";
        case CodeVerdict::Forbidden: return "forbidden";
    }
    return "runtime_error";
}

std::string firstDifference(std::string_view expected, std::string_view actual) {
    Words wanted(expected), got(actual);
    while (true) {
        const auto want = wanted.next(), have = got.next();
        if (!want && !have) return {};
        if (want && have && sameWord(*want, *have)) continue;
        return fmt::format("line {}: expected {}, got {}", got.line(), shown(want), shown(have));
    }
}

Program::Program(const Sandbox& sandbox, CodeLanguage language, std::string_view source)
    : sandbox_(sandbox), language_(language), image_(memoryFile(source)) {
    if (language != CodeLanguage::Cpp) return;
    SandboxJob job;
    job.command = {"/bin/sh", "-c",
                   "/usr/bin/c++ -std=c++20 -O2 -pipe -o /tmp/program /box/main.cpp && exec /bin/cat /tmp/program"};
    job.files = {{"/box/main.cpp", &image_}};
    job.limits = compilerLimits();
    const SandboxResult run = sandbox.run(job);
    if (run.end == SandboxEnd::Exited && run.status == 0) {
        image_ = memoryFile(run.output);
        return;
    }
    compile_error_ = judge(run, job.limits);
    compile_error_.verdict = CodeVerdict::CompileError;
    if (const auto at = run.error.find("error:"); at != run.error.npos) {
        const std::size_t begin = run.error.rfind('\n', at) == run.error.npos ? 0 : run.error.rfind('\n', at) + 1;
        compile_error_.reason = run.error.substr(begin, std::min(run.error.find('\n', at), begin + kReasonBytes) - begin);
    }
}

SandboxResult Program::start(std::string_view input, const SandboxLimits& limits) const {
    const Descriptor content = memoryFile(input);
    SandboxJob job;
    job.input = &content;
    job.limits = limits;
    if (language_ == CodeLanguage::Cpp) {
        job.command = {"/box/program"};
        job.files = {{"/box/program", &image_}};
    } else {
        job.command = {"/usr/bin/python3", "-I", "-B", "/box/main.py"};
        job.files = {{"/box/main.py", &image_}};
    }
    return sandbox_.run(job);
}

TestVerdict Program::runWithOutput(std::string_view input, std::string_view expected, const SandboxLimits& limits) const {
    if (!compiled()) return compile_error_;
    const SandboxResult run = start(input, limits);
    TestVerdict verdict = judge(run, limits);
    if (verdict.verdict != CodeVerdict::Passed) return verdict;
    verdict.reason = firstDifference(expected, run.output);
    if (!verdict.reason.empty()) verdict.verdict = CodeVerdict::WrongAnswer;
    return verdict;
}

TestVerdict Program::runWithProof(std::string_view input, std::string_view proof, const SandboxLimits& limits) const {
    if (!compiled()) return compile_error_;
    const SandboxResult run = start(input, limits);
    TestVerdict verdict = judge(run, limits);
    if (verdict.verdict == CodeVerdict::RuntimeError && assertionFailed(run.error)) {
        verdict.verdict = CodeVerdict::WrongAnswer;
        verdict.reason = "assertion failed: " + tail(run.error);
    }
    if (verdict.verdict != CodeVerdict::Passed) return verdict;
    if (run.output.find(proof) == run.output.npos) {
        verdict.verdict = CodeVerdict::RuntimeError;
        verdict.reason = "it ended before the tests were through";
    }
    return verdict;
}

}  // namespace retort
