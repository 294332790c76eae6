// SPDX-License-Identifier: Apache-2.0
#include "reward/rubric.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "reward/accuracy_reward.h"
#include "reward/choice_reward.h"
#include "reward/code_reward.h"
#include "reward/exact_reward.h"
#include "reward/format_reward.h"
#include "reward/instruction_reward.h"
#include "reward/json_reward.h"
#include "reward/language_reward.h"
#include "reward/length_reward.h"
#include "reward/numeric_reward.h"
#include "reward/repetition_reward.h"

namespace retort {
namespace {

/// The term of a kind that needs nothing but its section; nullptr for the other kinds.
std::shared_ptr<const RewardFn> makeRule(const RewardTermSection& term, const TemplateSection& form) {
    const std::string& kind = term.kind.empty() ? term.name : term.kind;
    if (kind == "accuracy") return std::make_shared<AccuracyReward>(form);
    if (kind == "multiple_choice") return std::make_shared<ChoiceReward>(form);
    if (kind == "exact") return std::make_shared<ExactReward>(form, term.normalize != "none");
    if (kind == "numeric") return std::make_shared<NumericReward>(form, term.absolute_tolerance, term.relative_tolerance);
    if (kind == "json_schema") return std::make_shared<JsonReward>(form, term.schema);
    if (kind == "instructions") return std::make_shared<InstructionReward>(form, term.instructions, term.partial);
    if (kind == "format") return std::make_shared<FormatReward>();
    if (kind == "language") return std::make_shared<LanguageReward>();
    if (kind == "length") return std::make_shared<LengthReward>(term.min_length, term.max_length);
    if (kind == "repetition") return std::make_shared<RepetitionReward>(term.ngram);
    return nullptr;
}

std::string placeOf(const std::string& rubric, const RewardTermSection& term) {
    return "rubrics." + rubric + "." + term.name;
}

std::shared_ptr<const RewardFn> makeReward(const RewardTermSection& term, const TemplateSection& form,
                                           const RewardModels& models, const std::string& rubric) {
    const std::string where = placeOf(rubric, term);
    checkRewardTerm(term, where);
    if (auto rule = makeRule(term, form)) return rule;
    if ((term.kind.empty() ? term.name : term.kind) == "code") {
        Sandbox::shared();  // refuses now what could not be graded later
        return std::make_shared<CodeReward>();
    }
    const auto model = models.find(term.model);
    if (model == models.end() || !model->second) {
        throw Error(ErrorCode::RunFailed, "the reward model \"" + term.model + "\" is not there", where,
                    "Run its reward_model stage first");
    }
    return model->second;
}

RewardTerm scoreSafely(const RewardFn& reward, const Prompt& prompt, const Rollout& rollout) {
    RewardTerm term;
    try {
        term = reward.score(prompt, rollout);
        if (term.outcome != Outcome::GraderError && !std::isfinite(term.score)) {
            term.outcome = Outcome::GraderError;
            term.reason = "the score is not a finite number";
        }
    } catch (const std::exception& error) {
        term = {};
        term.outcome = Outcome::GraderError;
        term.reason = error.what();
    }
    if (term.outcome == Outcome::GraderError) term.score = 0;
    return term;
}

}  // namespace

void checkRewardTerm(const RewardTermSection& term, const std::string& where) {
    const std::string& kind = term.kind.empty() ? term.name : term.kind;
    if (kind == "code" || kind == "reward_model") return;
    bool known = false;
    try {
        known = makeRule(term, {}) != nullptr;
    } catch (const Error& error) {
        throw Error(ErrorCode::Usage, error.message(), error.where().empty() ? where : where + ": " + error.where(),
                    error.remedy());
    }
    if (known) return;
    throw Error(ErrorCode::Usage, "unknown kind \"" + kind + "\"", where,
                "Use accuracy, multiple_choice, exact, numeric, json_schema, instructions, code, format, language, length, "
                "repetition or "
                "reward_model");
}

Rubric::Rubric(const RubricSection& section, const TemplateSection& prompt_template, const RewardModels& models)
    : name_(section.name) {
    for (const RewardTermSection& term : section.terms)
        terms_.push_back({term, makeReward(term, prompt_template, models, section.name)});
}

bool Rubric::runsCode() const {
    return std::ranges::any_of(
        terms_, [](const Term& term) { return dynamic_cast<const CodeReward*>(term.reward.get()) != nullptr; });
}

RewardBreakdown Rubric::grade(const Prompt& prompt, const Rollout& rollout) const {
    RewardBreakdown breakdown;
    for (const Term& term : terms_) {
        if (!term.section.domain.empty() && term.section.domain != prompt.domain) continue;
        RewardTerm scored = scoreSafely(*term.reward, prompt, rollout);
        scored.name = term.section.name;
        scored.kind = term.section.kind;
        scored.weight = term.section.weight;
        breakdown.total += scored.weight * scored.score;
        breakdown.terms.push_back(std::move(scored));
    }
    return breakdown;
}

}  // namespace retort
