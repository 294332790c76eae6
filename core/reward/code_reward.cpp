// SPDX-License-Identifier: Apache-2.0
#include "reward/code_reward.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "reward/code_programs.h"

namespace retort {
namespace {

/// Programs of one completion: one for stdin cases, one a check otherwise.
class Judge {
public:
    Judge(const CodeTests& tests, std::string_view completion, const Sandbox& sandbox)
        : tests_(tests), code_(extractCode(completion)), language_(languageOf(tests, code_)), sandbox_(sandbox) {
        if (!tests.cases.empty()) shared_ = std::make_unique<Program>(sandbox, language_, code_.code);
    }

    TestVerdict run(std::size_t test) const {
        if (shared_) return shared_->runWithOutput(tests_.cases[test].input, tests_.cases[test].output, tests_.limits);
        const bool cpp = language_ == CodeLanguage::Cpp;
        const CheckProgram check = (cpp ? cppCheck : pythonCheck)(tests_, code_.code, tests_.checks[test]);
        return Program(sandbox_, language_, check.source).runWithProof(check.input, check.proof, tests_.limits);
    }

private:
    const CodeTests& tests_;
    ExtractedCode code_;
    CodeLanguage language_;
    const Sandbox& sandbox_;
    std::unique_ptr<Program> shared_;
};

std::string describe(const CodeJudgement& judgement) {
    const auto failed =
        std::ranges::find_if(judgement.tests, [](const TestVerdict& test) { return test.verdict != CodeVerdict::Passed; });
    if (failed == judgement.tests.end()) return fmt::format("all {} tests passed", judgement.count);
    std::string kind = name(failed->verdict);
    std::ranges::replace(kind, '_', ' ');
    const auto number = failed - judgement.tests.begin() + 1;
    if (failed->verdict == CodeVerdict::CompileError) return fmt::format("{}: {}", kind, failed->reason);
    return fmt::format("{} of {} tests passed; test {}: {}: {}", judgement.passed(), judgement.count, number, kind,
                       failed->reason);
}

}  // namespace

std::size_t CodeJudgement::passed() const {
    return static_cast<std::size_t>(std::ranges::count(tests, CodeVerdict::Passed, &TestVerdict::verdict));
}

CodeJudgement judgeCode(const CodeTests& tests, std::string_view completion, const Sandbox& sandbox, bool stop_at_failure) {
    const Judge judge(tests, completion, sandbox);
    const std::size_t count = tests.cases.size() + tests.checks.size();
    std::vector<TestVerdict> verdicts(count);
    std::atomic<std::size_t> next{0}, first_failure{count};
    std::exception_ptr problem;
    std::mutex mutex;
    const auto work = [&] {
        try {
            for (std::size_t i = next++; i < count && !(stop_at_failure && i > first_failure); i = next++) {
                verdicts[i] = judge.run(i);
                if (verdicts[i].verdict == CodeVerdict::Passed) continue;
                for (std::size_t seen = first_failure; i < seen && !first_failure.compare_exchange_weak(seen, i);) {
                }
            }
        } catch (...) {
            const std::lock_guard lock(mutex);
            problem = std::current_exception();
            next = count;
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (std::size_t i = 1; i < std::min<std::size_t>(count, static_cast<std::size_t>(sandbox.slots())); ++i)
            helpers.emplace_back(work);
        work();
    }
    if (problem) std::rethrow_exception(problem);
    if (stop_at_failure && first_failure < count) verdicts.resize(first_failure + 1);
    return {std::move(verdicts), count};
}

RewardTerm CodeReward::score(const Prompt& prompt, const Rollout& rollout) const {
    RewardTerm term;
    if (prompt.reference.empty()) {
        term.outcome = Outcome::GraderError;
        term.reason = "the prompt has no tests";
        return term;
    }
    CodeTests tests = parseCodeTests(prompt.reference);
    if (tests.prompt.empty() && isCode(prompt.text)) tests.prompt = prompt.text;
    if (tests.entry_point.empty()) tests.entry_point = lastFunction(tests.prompt);
    const CodeJudgement judgement = judgeCode(tests, rollout.text, Sandbox::shared(), stop_at_failure_);
    term.extracted = extractCode(rollout.text).code;
    term.score = judgement.passed() == judgement.count ? 1 : 0;
    term.outcome = term.score > 0 ? Outcome::Pass : Outcome::Fail;
    term.reason = describe(judgement);
    return term;
}

}  // namespace retort
