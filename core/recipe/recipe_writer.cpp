// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "recipe/field_info.h"
#include "recipe/recipe_builder.h"

namespace retort {
namespace {

std::string tomlValue(const std::string& value) { return tomlText(value); }
std::string tomlValue(std::int64_t value) { return fmt::to_string(value); }
std::string tomlValue(double value) { return tomlNumber(value); }
std::string tomlValue(bool value) { return value ? "true" : "false"; }

template <class T>
std::string tomlValue(const std::vector<T>& values) {
    std::string out;
    for (const T& value : values) out += (out.empty() ? "" : ", ") + tomlValue(value);
    return "[" + out + "]";
}

template <class S>
std::string valueOf(const Field<S>& field, const S& section) {
    return std::visit([&](auto member) { return tomlValue(section.*member); }, field.member);
}

/// One "key = value" line per field; `prefix` "sampling." makes dotted keys.
template <class S>
std::string lines(const S& section, const std::string& prefix = {}) {
    std::string out;
    for (const Field<S>& field : fieldsOf<S>()) {
        out += fmt::format("{}{} = {}\n", prefix, field.key, valueOf(field, section));
    }
    return out;
}

template <class S>
std::string inlineTable(const S& section) {
    std::string out;
    for (const Field<S>& field : fieldsOf<S>())
        out += fmt::format("{}{} = {}", out.empty() ? "" : ", ", field.key, valueOf(field, section));
    return "{ " + out + " }";
}

template <class S>
constexpr FieldType typeOf(const Field<S>& field) {
    return static_cast<FieldType>(field.member.index());
}
static_assert(static_cast<int>(FieldType::Text) == 0 && static_cast<int>(FieldType::Whole) == 1 &&
              static_cast<int>(FieldType::Number) == 2 && static_cast<int>(FieldType::Flag) == 3 &&
              static_cast<int>(FieldType::TextList) == 4 && static_cast<int>(FieldType::NumberList) == 5);

/// Adds the fields of one flat section of which `defaults` is an untouched instance.
template <class S>
void addInfo(std::vector<FieldInfo>& out, const std::string& section, const std::string& prefix, const S& defaults,
             const StageKind* kind = nullptr) {
    for (const Field<S>& field : fieldsOf<S>()) {
        FieldInfo info{.section = section,
                       .key = prefix + field.key,
                       .type = typeOf(field),
                       .required = field.rule.required && (kind == nullptr || kindRequires(kind->name, field.key)),
                       .default_value = {},
                       .unit = field.unit,
                       .minimum = field.rule.minimum,
                       .maximum = field.rule.maximum,
                       .choices = field.rule.choices,
                       .source = field.source,
                       .help = field.help};
        const std::string value = valueOf(field, defaults);
        if (value != "\"\"" && value != "[]") info.required = false;
        if (!info.required) info.default_value = value;
        if (kind != nullptr) {
            for (const StageKind::Source& other : kind->sources) {
                if (other.key == info.key) info.source = other.source;
            }
        }
        out.push_back(std::move(info));
    }
}

std::vector<FieldInfo> buildInfo() {
    std::vector<FieldInfo> out;
    addInfo(out, "project", "", ProjectSection{});
    addInfo(out, "template", "", TemplateSection{});
    addInfo(out, "data", "", DataSection{});
    addInfo(out, "rubrics", "", RewardTermSection{});
    for (const StageKind& kind : stageKinds()) {
        const std::string section = std::string("stages.") + kind.name;
        StageParams params = defaultParams(kind.name);
        const auto add = [&](const std::string& prefix, const auto& part) {
            addInfo(out, section, prefix.empty() ? prefix : prefix + ".", part, &kind);
        };
        std::visit([&](auto& p) { visitParts(p, add); }, params);
    }
    return out;
}

std::string sectionHeader(const std::string& group, const std::string& name) {
    const bool dotted = name.find('.') != std::string::npos;
    return fmt::format("\n[{}.{}]\n", group, dotted ? tomlText(name) : name);
}

}  // namespace

std::string canonicalStage(const StageSection& stage) {
    std::string out = fmt::format("kind = {}\n", tomlText(stage.kind));
    StageParams params = stage.params;
    const auto add = [&](const std::string& prefix, const auto& part) {
        out += lines(part, prefix.empty() ? prefix : prefix + ".");
    };
    std::visit([&](auto& p) { visitParts(p, add); }, params);
    return out;
}

std::string canonicalText(const TemplateSection& section) { return lines(section); }
std::string canonicalText(const DataSection& section) { return lines(section); }
std::string canonicalText(const RubricSection& section) {
    std::string out;
    for (const RewardTermSection& term : section.terms) out += fmt::format("{} = {}\n", term.name, inlineTable(term));
    return out;
}

const std::vector<FieldInfo>& recipeFields() {
    static const std::vector<FieldInfo> fields = buildInfo();
    return fields;
}

std::vector<FieldValue> fieldValues(const StageSection& stage) {
    std::vector<std::string> values;
    StageParams params = stage.params;
    const auto add = [&]<class S>(const std::string&, S& part) {
        for (const Field<S>& field : fieldsOf<S>()) {
            values.push_back(valueOf(field, part));
        }
    };
    std::visit([&](auto& p) { visitParts(p, add); }, params);
    std::vector<FieldValue> out;
    for (const FieldInfo& info : recipeFields()) {
        if (info.section != "stages." + stage.kind) continue;
        const std::string& value = values.at(out.size());
        out.push_back({&info, value, value == info.default_value});
    }
    return out;
}

std::string toToml(const Recipe& recipe) {
    const ProjectSection project{recipe.name, recipe.precision, static_cast<std::int64_t>(recipe.seed), recipe.threads,
                                 recipe.checkpoint_every};
    std::string out = "[project]\n" + lines(project) + "\n[template]\n" + lines(recipe.prompt_template);
    if (!recipe.models.empty()) out += "\n[models]\n";
    for (const auto& [name, folder] : recipe.models) out += fmt::format("{} = {}\n", name, tomlText(folder));
    for (const DataSection& data : recipe.data) out += sectionHeader("data", data.name) + lines(data);
    for (const RubricSection& rubric : recipe.rubrics) out += sectionHeader("rubrics", rubric.name) + canonicalText(rubric);
    for (const StageSection& stage : recipe.stages) out += sectionHeader("stages", stage.name) + canonicalStage(stage);
    return out;
}

}  // namespace retort
