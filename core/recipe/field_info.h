// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "recipe/recipe.h"

namespace retort {

enum class FieldType { Text, Whole, Number, Flag, TextList, NumberList };

/// One key of recipe.toml, for `retort check --explain` and the workbench's form.
struct FieldInfo {
    std::string section;  ///< "project", "template", "data", "rubrics", or "stages.KIND"
    std::string key;      ///< dotted inside the section, e.g. "sampling.temperature"
    FieldType type = FieldType::Text;
    bool required = false;             ///< has no usable default
    std::string default_value;         ///< as TOML; empty when required
    std::string unit;                  ///< "tokens", "prompts", ...; empty: none
    double minimum = 0, maximum = 0;   ///< of numbers, both included
    std::vector<std::string> choices;  ///< of texts; empty: any
    std::string source;                ///< where the default comes from: "R1 (Nature, Methods)" or "our default"
    std::string help;                  ///< one sentence
};

/// Every field of every section, in the order in which toToml writes them. Built once; safe from any thread.
const std::vector<FieldInfo>& recipeFields();

/// A field of a loaded stage and its value as TOML.
struct FieldValue {
    const FieldInfo* field = nullptr;
    std::string value;
    bool is_default = false;
};

/// All fields of a stage, in recipeFields() order.
std::vector<FieldValue> fieldValues(const StageSection& stage);

/// Fixed-order TOML of a section after defaults: changes exactly when a field does. What stage keys hash.
std::string canonicalText(const TemplateSection& section);
std::string canonicalText(const DataSection& section);
std::string canonicalText(const RubricSection& section);

}  // namespace retort
