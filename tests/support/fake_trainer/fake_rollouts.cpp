// SPDX-License-Identifier: Apache-2.0
#include "support/fake_trainer/fake_rollouts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "rollout/advantage.h"

namespace retort::test {
namespace {

constexpr std::int64_t length_limit = 256;

struct Problem {
    std::int64_t a, b, c;
    bool chinese;
    std::int64_t answer() const { return a + b * c; }
};

Problem problemOf(std::int64_t number) {
    Random random(17, static_cast<std::uint64_t>(number));
    const auto draw = [&](std::uint64_t low, std::uint64_t high) {
        return static_cast<std::int64_t>(low + random.below(high - low));
    };
    return {draw(10, 90), draw(2, 20), draw(2, 12), number % 2 == 1};
}

EncodedPrompt promptOf(std::int64_t number) {
    const Problem problem = problemOf(number);
    EncodedPrompt encoded;
    encoded.prompt = {fmt::format("arithmetic:{}", number),
                      fmt::format(fmt::runtime(problem.chinese ? "计算 {} + {} × {}，写出过程。"
                                                               : "What is {} + {} * {}? Show your work."),
                                  problem.a, problem.b, problem.c),
                      std::to_string(problem.answer()), problem.chinese ? "zh" : "en", "reasoning"};
    for (const char c : encoded.prompt.text) encoded.ids.push_back(static_cast<unsigned char>(c));
    return encoded;
}

/// Builds the text and notes where the interesting pieces lie.
class Trace {
public:
    Trace(Random& random, const FakeSkill& skill, const Problem& problem)
        : random_(random), skill_(skill), problem_(problem) {}

    Rollout write() {
        const bool formed = chance(skill_.well_formed), right = chance(skill_.right);
        const std::int64_t answer = problem_.answer() + (right ? 0 : 1 + static_cast<std::int64_t>(random_.below(9)));
        if (formed) say("<think>");
        const std::size_t think_begin = text_.size();
        steps();
        const std::string think = text_.substr(think_begin);
        if (formed) say("</think>\n<answer>");
        const std::string shown = std::to_string(answer);
        say(formed ? shown : fmt::format(fmt::runtime(problem_.chinese ? "答案是 {}" : "The answer is {}"), shown));
        if (formed) say("</answer>");

        Rollout rollout;
        rollout.text = text_;
        rollout.facts = {formed ? think : "", formed ? shown : text_, formed, share(), reflects_, spans_};
        complete(rollout.completion);
        reward(rollout.reward, right && rollout.completion.finish_reason == FinishReason::Stop, shown);
        return rollout;
    }

private:
    bool chance(double probability) { return random_.uniform() < probability; }

    void say(const std::string& piece) { text_ += piece; }

    void phrase(const char* english, const char* chinese) {
        const bool foreign = !chance(0.5 + 0.5 * skill_.consistent) && !chance(skill_.consistent);
        const bool use_chinese = problem_.chinese != foreign;
        const std::size_t begin = text_.size();
        say(use_chinese ? chinese : english);
        ++words_;
        if (!foreign) return;
        ++foreign_words_;
        spans_.push_back({static_cast<std::int32_t>(begin), static_cast<std::int32_t>(text_.size()), "foreign",
                          use_chinese ? "zh" : "en"});
    }

    void steps() {
        const auto extra = static_cast<std::int64_t>(skill_.length * 6 * random_.uniform());
        phrase("First multiply: ", "先算乘法：");
        say(fmt::format("{} * {} = {}. ", problem_.b, problem_.c, problem_.b * problem_.c));
        phrase("Then add the first number: ", "再加上第一个数：");
        say(fmt::format("{} + {} = {}. ", problem_.a, problem_.b * problem_.c, problem_.answer()));
        for (std::int64_t i = 0; i < extra; ++i) {
            phrase("Split the number into tens and ones: ", "把数拆成十位和个位：");
            say(fmt::format("{} = {} + {}. ", problem_.a, problem_.a / 10 * 10, problem_.a % 10));
        }
        if (chance(skill_.reflects)) check();
    }

    void check() {
        reflects_ = true;
        const std::string word = problem_.chinese ? "等一下" : "Wait";
        spans_.push_back({static_cast<std::int32_t>(text_.size()), static_cast<std::int32_t>(text_.size() + word.size()),
                          "reflection", word});
        say(word);
        phrase(", let me check that again: ", "，再检查一遍：");
        say(fmt::format("{} - {} = {}. ", problem_.answer(), problem_.b * problem_.c, problem_.a));
    }

    std::optional<double> share() const {
        if (words_ == 0) return std::nullopt;
        return 1 - static_cast<double>(foreign_words_) / static_cast<double>(words_);
    }

    void complete(Completion& completion) {
        // About three bytes a token, as a small vocabulary has it.
        const std::int64_t tokens = std::min<std::int64_t>(length_limit, static_cast<std::int64_t>(text_.size()) / 3 + 1);
        completion.finish_reason = tokens == length_limit || chance(0.02) ? FinishReason::Length : FinishReason::Stop;
        for (std::int64_t i = 0; i < tokens; ++i) {
            const double surprise = -0.6 * (1 - 0.7 * skill_.right) * random_.uniform() * random_.uniform();
            completion.ids.push_back(static_cast<std::int32_t>(3 + random_.below(1000)));
            completion.logprobs.push_back(static_cast<float>(surprise));
            completion.entropies.push_back(static_cast<float>(-1.4 * surprise));
        }
    }

    void reward(RewardBreakdown& reward, bool right, const std::string& shown) {
        const bool formed = text_.starts_with("<think>");
        reward.terms.push_back({"accuracy", 1, right ? 1.0 : 0.0, right ? Outcome::Pass : Outcome::Fail, shown,
                                right ? "equals the reference" : fmt::format("the reference is {}", problem_.answer()),
                                "accuracy"});
        reward.terms.push_back(
            {"format", 0.5, formed ? 1.0 : 0.0, formed ? Outcome::Pass : Outcome::Fail, "",
             formed ? "think part and answer part are as asked" : "the tags are not each there once and in order",
             "format"});
        const double consistent = share().value_or(0);
        reward.terms.push_back({"language", 0.2, consistent, consistent >= 1 ? Outcome::Pass : Outcome::Fail, "",
                                fmt::format("{:.0f}% of the words are in the prompt's language", 100 * consistent),
                                "language"});
        if (chance(0.003)) {
            reward.terms[0].outcome = Outcome::GraderError;
            reward.terms[0].reason = "the grader took longer than 2 s";
        }
        for (const RewardTerm& term : reward.terms) reward.total += term.weight * term.score;
    }

    Random& random_;
    const FakeSkill& skill_;
    const Problem& problem_;
    std::string text_;
    std::vector<TextSpan> spans_;
    std::int64_t words_ = 0, foreign_words_ = 0;
    bool reflects_ = false;
};

}  // namespace

FakeSkill FakeSkill::between(const FakeSkill& from, const FakeSkill& to, double t) {
    const auto mix = [t](double a, double b) { return a + (b - a) * t; };
    return {mix(from.right, to.right), mix(from.well_formed, to.well_formed), mix(from.consistent, to.consistent),
            mix(from.reflects, to.reflects), mix(from.length, to.length)};
}

std::vector<RolloutGroup> fakeGroups(Random& random, const FakeSkill& skill, std::int64_t first, std::int64_t groups,
                                     std::int64_t size) {
    std::vector<RolloutGroup> all;
    for (std::int64_t g = 0; g < groups; ++g) {
        const Problem problem = problemOf(first + g);
        RolloutGroup group{promptOf(first + g), {}};
        for (std::int64_t i = 0; i < size; ++i) group.rollouts.push_back(Trace(random, skill, problem).write());
        all.push_back(std::move(group));
    }
    assignAdvantages(all, true);
    return all;
}

}  // namespace retort::test
