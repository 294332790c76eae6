// SPDX-License-Identifier: Apache-2.0
#include "recipe/recipe_values.h"

#include <algorithm>

#include "recipe/field_info.h"

namespace retort {

std::map<std::string, std::string> recipeValues(const Recipe& recipe) {
    std::map<std::string, std::string> values{{"project.seed", std::to_string(recipe.seed)},
                                              {"project.precision", recipe.precision},
                                              {"project.checkpoint_every", std::to_string(recipe.checkpoint_every)}};
    const auto addText = [&](const std::string& section, const std::string& text) {
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find('\n', at), text.size()), equals = text.find(" = ", at);
            if (equals < end)
                values[section + "." + text.substr(at, equals - at)] = text.substr(equals + 3, end - equals - 3);
            at = end + 1;
        }
    };
    addText("template", canonicalText(recipe.prompt_template));
    for (const auto& [name, folder] : recipe.models) values["models." + name] = folder;
    for (const DataSection& data : recipe.data) addText("data." + data.name, canonicalText(data));
    for (const RubricSection& rubric : recipe.rubrics) addText("rubrics." + rubric.name, canonicalText(rubric));
    for (const StageSection& stage : recipe.stages) {
        values["stages." + stage.name + ".kind"] = stage.kind;
        for (const FieldValue& field : fieldValues(stage))
            values["stages." + stage.name + "." + field.field->key] = field.value;
    }
    return values;
}

std::vector<ValueDifference> compareRecipes(const Recipe& then, const Recipe& now) {
    auto before = recipeValues(then);
    std::vector<ValueDifference> differences;
    for (const auto& [field, value] : recipeValues(now)) {
        const auto old = before.find(field);
        if (old == before.end() || old->second != value)
            differences.push_back({field, old == before.end() ? std::string() : old->second, value});
        if (old != before.end()) before.erase(old);
    }
    for (const auto& [field, value] : before) differences.push_back({field, value, {}});
    return differences;
}

}  // namespace retort
