// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/recipe_sections.h"

#include <algorithm>

namespace retort::ui {
namespace {

/// "rubrics" of "rubrics.zero".
std::string groupOf(const std::string& path) { return path.substr(0, path.find('.')); }

/// The table of fields says in its help which kind of data or term a field is for: "(kind sft)".
bool isFor(const FieldInfo& field, const std::string& kind) {
    const std::size_t at = field.help.find("(kind ");
    return at == std::string::npos || field.help.compare(at + 6, kind.size() + 1, kind + ")") == 0;
}

std::string plain(const std::string& toml) {
    return toml.size() >= 2 && (toml.front() == '"' || toml.front() == '\'') ? toml.substr(1, toml.size() - 2) : toml;
}

/// The term of "accuracy.weight", where the text has it as a bare weight: "accuracy = 1.0".
std::optional<std::string> bareTerm(const RecipeText& text, const std::string& path, const std::string& key) {
    if (groupOf(path) != "rubrics") return std::nullopt;
    const std::string term = key.substr(0, key.find('.'));
    const auto value = text.get(path + "." + term);
    return value && value->front() != '{' ? std::optional(term) : std::nullopt;
}

SectionField fieldOf(const RecipeText& text, const std::string& path, FieldInfo field) {
    SectionField made{std::move(field), {}, false};
    auto written = text.get(path + "." + made.field.key);
    if (const auto term = bareTerm(text, path, made.field.key); term && made.field.key == *term + ".weight")
        written = text.get(path + "." + *term);
    made.set = written.has_value();
    made.value = written.value_or(made.field.default_value);
    return made;
}

void addFields(std::vector<SectionField>& out, const RecipeText& text, const std::string& path, const std::string& prefix,
               const std::string& kind) {
    for (FieldInfo field : recipeFields()) {
        if (field.section != groupOf(path)) continue;
        const bool fits = isFor(field, kind);
        if (!prefix.empty() && field.key == "kind") field.default_value = '"' + kind + '"';
        field.key = prefix + field.key;
        SectionField made = fieldOf(text, path, std::move(field));
        if (fits || made.set) out.push_back(std::move(made));
    }
}

}  // namespace

std::vector<std::string> recipeSections(const RecipeText& text, const Recipe& recipe) {
    std::vector<std::string> paths{"project", "template"};
    for (const DataSection& data : recipe.data) paths.push_back("data." + data.name);
    for (const RubricSection& rubric : recipe.rubrics) paths.push_back("rubrics." + rubric.name);
    std::erase_if(paths, [&](const std::string& path) { return text.lineOf(path) == 0; });
    return paths;
}

std::vector<SectionField> sectionFields(const RecipeText& text, const Recipe& recipe, const std::string& path) {
    std::vector<SectionField> out;
    const std::string group = groupOf(path),
                      name = path.size() > group.size() ? path.substr(group.size() + 1) : std::string();
    if (group == "rubrics") {
        if (const RubricSection* rubric = recipe.findRubric(name))
            for (const RewardTermSection& term : rubric->terms) addFields(out, text, path, term.name + ".", term.kind);
        return out;
    }
    const auto kind = text.get(path + ".kind");
    addFields(out, text, path, {}, group == "data" ? kind ? plain(*kind) : DataSection{}.kind : std::string());
    return out;
}

std::optional<TextEdit> setSectionField(const RecipeText& text, const std::string& path, const std::string& key,
                                        const std::string& value) {
    if (const auto term = bareTerm(text, path, key)) {
        const std::string field = key.substr(term->size() + 1);
        if (field == "weight") return text.set(path, *term, value);
        return text.set(path, *term, "{ weight = " + *text.get(path + "." + *term) + ", " + field + " = " + value + " }");
    }
    return text.set(path, key, value);
}

std::optional<TextEdit> unsetSectionField(const RecipeText& text, const std::string& path, const std::string& key) {
    // A bare weight stays: without it the term would be gone.
    if (bareTerm(text, path, key)) return std::nullopt;
    return text.unset(path + "." + key);
}

}  // namespace retort::ui
