// SPDX-License-Identifier: Apache-2.0
#include "reward/numeric_reward.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "reward/answer_extract.h"
#include "reward/math/english_number.h"
#include "reward/math/evaluate.h"
#include "reward/math/reader.h"
#include "reward/verdicts.h"

namespace retort {
namespace {

constexpr mpfr_prec_t kBits = 192;
constexpr std::size_t kMaxBytes = 6000;

/// The value behind "x =", units and a percent sign.
const math::Expr& bareValue(const math::Expr& e, bool& percent) {
    using math::Kind;
    if (e.kind == Kind::Unit) return bareValue(*e.args[0], percent);
    if (e.kind == Kind::Percent) {
        percent = true;
        return bareValue(*e.args[0], percent);
    }
    const bool equation =
        e.kind == Kind::Relation && std::ranges::all_of(e.ops, [](const std::string& op) { return op == "=" || op == "~"; });
    return equation ? bareValue(*e.args.back(), percent) : e;
}

std::optional<double> valueOf(std::string_view text, bool& percent) {
    try {
        math::Fuel fuel;
        const math::ExprPtr tree = math::read(text, math::Commas::Thousands, fuel);
        const math::Expr& bare = bareValue(*tree, percent);
        double value = 0;
        if (const auto exact = math::exactValue(bare, fuel)) {
            value = exact->get_d();
        } else {
            const auto enclosed = math::evaluate(bare, {}, kBits, fuel);
            if (!enclosed || !enclosed->isReal()) return std::nullopt;
            value = mpfr_get_d(enclosed->re.lo.get(), MPFR_RNDN);
        }
        if (percent) value /= 100;
        return std::isfinite(value) ? std::optional(value) : std::nullopt;
    } catch (const std::runtime_error&) {
        return std::nullopt;
    }
}

}  // namespace

std::optional<double> numericValue(std::string_view answer, bool& percent) {
    percent = false;
    if (answer.size() > kMaxBytes) return std::nullopt;
    if (const auto value = valueOf(math::readEnglishNumber(answer).value_or(std::string(answer)), percent)) return value;
    percent = false;
    const auto number = onlyNumber(answer);
    return number ? valueOf(*number, percent) : std::nullopt;
}

RewardTerm NumericReward::score(const Prompt& prompt, const Rollout& rollout) const {
    if (prompt.reference.empty()) return graderError("the prompt has no reference answer");
    bool wanted_percent = false, given_percent = false;
    const auto wanted = numericValue(referenceAnswer(prompt.reference), wanted_percent);
    if (!wanted) return graderError("the reference \"" + shownText(prompt.reference) + "\" is no number");
    const ExtractedAnswer answer = extractAnswer(rollout.text, section_);
    if (!answer.text) return verdict(false, {}, "no answer: " + answer.reason);
    const auto given = numericValue(*answer.text, given_percent);
    if (!given) return verdict(false, *answer.text, "the answer is no number");
    const double allowed = std::max(absolute_, relative_ * std::abs(*wanted));
    const auto fits = [&](double value, double scale) { return std::abs(value - *wanted * scale) <= allowed * scale; };
    bool close = fits(*given, 1);
    if (!close && wanted_percent != given_percent) close = given_percent ? fits(*given * 100, 1) : fits(*given, 100);
    return verdict(close, *answer.text,
                   fmt::format("{:g} differs from {:g} by {:g}; {:g} is allowed", *given, *wanted,
                               std::abs(*given - *wanted), allowed));
}

}  // namespace retort
