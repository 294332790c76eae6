// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The sections of recipe.toml that are no stages, [project], [template], [data.NAME] and [rubrics.NAME], as a form edits
// them.

#include <optional>
#include <string>
#include <vector>

#include "recipe/field_info.h"
#include "recipe/recipe_text.h"

namespace retort::ui {

/// One field of such a section. Of a rubric the key is dotted, "accuracy.weight": each term has fields of its own.
struct SectionField {
    FieldInfo field;
    std::string value;  ///< as TOML; the default where nothing is written
    bool set = false;   ///< written in the recipe
};

/// Paths of the sections that the text has, in this order: project, template, data.NAME, rubrics.NAME.
std::vector<std::string> recipeSections(const RecipeText& text, const Recipe& recipe);
/// Fields that mean something there: those of another kind of data or term are left out unless they are written.
std::vector<SectionField> sectionFields(const RecipeText& text, const Recipe& recipe, const std::string& path);
/// The edit that gives a field this value; a term that is written as its weight alone becomes a table when it gets more.
std::optional<TextEdit> setSectionField(const RecipeText& text, const std::string& path, const std::string& key,
                                        const std::string& value);
std::optional<TextEdit> unsetSectionField(const RecipeText& text, const std::string& path, const std::string& key);

}  // namespace retort::ui
