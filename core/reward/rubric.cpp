// SPDX-License-Identifier: Apache-2.0
#include "reward/rubric.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "base/error.h"
#include "recipe/field_info.h"
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
#include "reward/reasoning_gym_reward.h"
#include "reward/repetition_reward.h"

namespace retort {
namespace {

const std::string& kindOf(const RewardTermSection& term) { return term.kind.empty() ? term.name : term.kind; }

/// The term of a kind that needs nothing but its section; nullptr for the other kinds.
std::shared_ptr<const RewardFn> makeRule(const RewardTermSection& term, const TemplateSection& form) {
    const std::string& kind = kindOf(term);
    if (kind == "accuracy") return std::make_shared<AccuracyReward>(form);
    if (kind == "multiple_choice") return std::make_shared<ChoiceReward>(form);
    if (kind == "exact") return std::make_shared<ExactReward>(form, term.normalize != "none");
    if (kind == "numeric") return std::make_shared<NumericReward>(form, term.absolute_tolerance, term.relative_tolerance);
    if (kind == "json_schema") return std::make_shared<JsonReward>(form, term.schema);
    if (kind == "instructions") return std::make_shared<InstructionReward>(form, term.instructions, term.partial);
    if (kind == "reasoning_gym") return std::make_shared<ReasoningGymReward>(form);
    if (kind == "format") return std::make_shared<FormatReward>();
    if (kind == "language") return std::make_shared<LanguageReward>();
    if (kind == "length") return std::make_shared<LengthReward>(term.min_length, term.max_length);
    if (kind == "repetition") return std::make_shared<RepetitionReward>(term.ngram);
    return nullptr;
}

/// As the recipe's own field "kind" lists them.
const std::vector<std::string>& rewardKinds() {
    const auto& fields = recipeFields();
    const auto kind = std::ranges::find_if(
        fields, [](const FieldInfo& field) { return field.section == "rubrics" && field.key == "kind"; });
    return kind->choices;
}

bool judgesByModel(const std::string& kind) { return kind == "reward_model" || kind == "process"; }

std::string placeOf(const std::string& rubric, const RewardTermSection& term) {
    return "rubrics." + rubric + "." + term.name;
}

std::shared_ptr<const RewardFn> makeReward(const RewardTermSection& term, const TemplateSection& form,
                                           const RewardModels& models, const std::string& rubric) {
    const std::string where = placeOf(rubric, term);
    checkRewardTerm(term, where);
    if (auto rule = makeRule(term, form)) return rule;
    if (kindOf(term) == "code") {
        Sandbox::shared();  // refuses now what could not be graded later
        return std::make_shared<CodeReward>();
    }
    const auto model = models.find(rewardModelKey(term));
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
    const std::string& kind = kindOf(term);
    if (kind == "code" || judgesByModel(kind)) return;
    bool known = false;
    try {
        known = makeRule(term, {}) != nullptr;
    } catch (const Error& error) {
        throw Error(ErrorCode::Usage, error.message(), error.where().empty() ? where : where + ": " + error.where(),
                    error.remedy());
    }
    if (known) return;
    const auto& kinds = rewardKinds();
    throw Error(ErrorCode::Usage, "unknown kind \"" + kind + "\"", where,
                fmt::format("Use {} or {}", fmt::join(kinds.begin(), kinds.end() - 1, ", "), kinds.back()));
}

std::vector<std::string> plainRewardKinds() {
    std::vector<std::string> plain;
    for (const std::string& kind : rewardKinds()) {
        if (judgesByModel(kind)) continue;
        RewardTermSection term;
        term.name = kind;
        try {
            checkRewardTerm(term, kind);
        } catch (const Error&) {
            continue;
        }
        plain.push_back(kind);
    }
    return plain;
}

std::string rewardModelKey(const RewardTermSection& term) {
    return kindOf(term) == "process" ? term.model + "/" + term.aggregation : term.model;
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

bool Rubric::judgesTogether() const {
    return std::ranges::any_of(terms_, [](const Term& term) { return term.reward->judgesTogether(); });
}

void Rubric::prepare(std::span<const RewardFn::Asked> asked) const {
    for (const Term& term : terms_) {
        std::vector<RewardFn::Asked> own;
        std::ranges::copy_if(asked, std::back_inserter(own), [&](const RewardFn::Asked& one) {
            return term.section.domain.empty() || term.section.domain == one.prompt->domain;
        });
        if (!own.empty()) term.reward->prepare(own);
    }
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
