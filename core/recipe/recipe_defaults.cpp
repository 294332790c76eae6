// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "recipe/field_info.h"
#include "recipe/recipe_builder.h"
#include "recipe/recipe_fields.h"
#include "recipe/suggest.h"

namespace retort {
namespace {

/// The first parts of the keys that stages of a kind know: "sampling" of "sampling.temperature".
std::vector<std::string> knownKeys(const std::string& kind) {
    std::vector<std::string> keys;
    for (const FieldInfo& field : recipeFields()) {
        if (field.section != "stages." + kind) continue;
        std::string key = field.key.substr(0, field.key.find('.'));
        if (keys.empty() || keys.back() != key) keys.push_back(std::move(key));
    }
    return keys;
}

/// Adds what `stage` does not say itself. The copies keep the line they come from, so that an error in one points there.
void complete(TomlNode& stage, const TomlNode& defaults) {
    for (const auto& [key, value] : defaults.entries) {
        const auto own =
            std::find_if(stage.entries.begin(), stage.entries.end(), [&](const auto& entry) { return entry.first == key; });
        if (own == stage.entries.end()) {
            stage.entries.emplace_back(key, value);
        } else if (own->second.kind == TomlNode::Kind::Table && value.kind == TomlNode::Kind::Table) {
            complete(own->second, value);
        }
    }
}

bool isKnownKind(const std::string& kind, const TomlNode& node, ProblemList& problems) {
    std::vector<std::string> kinds;
    for (const StageKind& known : stageKinds()) kinds.emplace_back(known.name);
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
        problems.add(node, "defaults", fmt::format("no kind of stage is called {}", tomlText(kind)),
                     suggestion(kind, kinds));
        return false;
    }
    if (node.kind == TomlNode::Kind::Table) return true;
    problems.add(node, "defaults", fmt::format("{} must be a table, not {}", kind, node.describe()));
    return false;
}

}  // namespace

void applyDefaults(TomlNode& root, ProblemList& problems) {
    TomlNode* defaults = root.find("defaults");
    if (defaults == nullptr) return;
    if (defaults->kind != TomlNode::Kind::Table) {
        problems.add(*defaults, "", fmt::format("defaults must be a table, not {}", defaults->describe()));
        return;
    }
    TomlNode* stages = root.find("stages");
    for (auto& [kind, shared] : defaults->entries) {
        if (!isKnownKind(kind, shared, problems)) continue;
        const std::size_t before = problems.size();
        reportUnknownKeys(shared, "defaults." + kind, knownKeys(kind), problems);
        if (problems.size() != before || stages == nullptr) continue;
        for (auto& [name, stage] : stages->entries) {
            const TomlNode* own = stage.find("kind");
            if (own != nullptr && own->kind == TomlNode::Kind::Text && own->text == kind) complete(stage, shared);
        }
    }
}

}  // namespace retort
