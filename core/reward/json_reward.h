// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "recipe/recipe.h"
#include "reward/json_schema.h"
#include "reward/reward_fn.h"

namespace retort {

/// The JSON of an answer: its last fenced block tagged json or nothing, else from the first { or [ to the last } or ];
/// nothing where there is none.
std::optional<std::string> extractJson(std::string_view answer);

/// 1 when the answer's JSON satisfies the schema, else 0. `schema` is the term's; empty: each row's column schema. A row
/// without one, or with one that cannot be used: GraderError. The answer is what follows the thinking, within the tags that
/// the template asks for.
class JsonReward : public RewardFn {
public:
    /// Throws Error(BadInput) for a schema that cannot be used.
    JsonReward(TemplateSection section, const std::string& schema);
    RewardTerm score(const Prompt& prompt, const Rollout& rollout) const override;

private:
    TemplateSection section_;
    std::shared_ptr<const JsonSchema> schema_;
};

}  // namespace retort
