// SPDX-License-Identifier: Apache-2.0
#include "recipe/recipe_builder.h"

#include <algorithm>

#include <fmt/format.h>

#include "recipe/suggest.h"

namespace retort {
namespace {

/// Stage and model names become folder names.
bool isName(std::string_view name) {
    return !name.empty() && name.size() <= 64 &&
           std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-'; });
}

/// A frozen recipe holds evaluate stages under their expanded names, "eval.base".
bool isStageName(std::string_view name, bool evaluate) {
    const std::size_t dot = name.find('.');
    if (!evaluate || dot == std::string_view::npos) return isName(name);
    return isName(name.substr(0, dot)) && isName(name.substr(dot + 1));
}

class Builder {
public:
    Builder(const TomlNode& root, ProblemList& problems) : root_(root), problems_(problems) {}

    RecipeDraft buildRubrics() {
        forEach("rubrics", [&](const std::string& name, const TomlNode& node) { buildRubric(name, node); });
        return std::move(draft_);
    }

    RecipeDraft build() {
        reportUnknownKeys(root_, "", {"project", "template", "models", "data", "rubrics", "defaults", "stages"}, problems_);
        buildProject();
        buildTemplate();
        forEach("models", [&](const std::string& name, const TomlNode& node) { buildModel(name, node); });
        forEach("data", [&](const std::string& name, const TomlNode& node) { buildData(name, node); });
        forEach("rubrics", [&](const std::string& name, const TomlNode& node) { buildRubric(name, node); });
        forEach("stages", [&](const std::string& name, const TomlNode& node) { buildStage(name, node); });
        if (draft_.recipe.stages.empty() && problems_.empty())
            problems_.add(root_, "", "the recipe has no stages", "Add a section [stages.NAME] with a kind");
        return std::move(draft_);
    }

private:
    const TomlNode* table(const TomlNode& parent, const std::string& key, const std::string& section) {
        const TomlNode* node = parent.find(key);
        if (node == nullptr || node->kind == TomlNode::Kind::Table) return node;
        problems_.add(*node, section, fmt::format("{} must be a table, not {}", key, node->describe()));
        return nullptr;
    }

    template <class Build>
    void forEach(const std::string& group, Build&& build) {
        const TomlNode* section = table(root_, group, "");
        if (section == nullptr) return;
        for (const auto& [name, node] : section->entries) build(name, node);
    }

    bool isTable(const TomlNode& node, const std::string& section, const std::string& name) {
        if (node.kind == TomlNode::Kind::Table) return true;
        problems_.add(node, section, fmt::format("must be a table, not {}", node.describe()));
        draft_.broken.insert(name);
        return false;
    }

    void checkName(bool right, const TomlNode& node, const std::string& section) {
        if (!right) problems_.add(node, section, "the name may hold only letters, digits, _ and -, at most 64");
    }

    template <class S>
    void readFlat(const TomlNode& node, const std::string& section, S& out) {
        reportUnknownKeys(node, section, keysOf<S>(), problems_);
        readFields(node, section, out, problems_);
    }

    void buildProject() {
        const TomlNode* section = table(root_, "project", "");
        if (section == nullptr) {
            if (root_.find("project") == nullptr)
                problems_.add(root_, "", "[project] is missing", "Begin the file with [project] and name = \"...\"");
            return;
        }
        ProjectSection project;
        readFlat(*section, "project", project);
        draft_.recipe.name = project.name;
        draft_.recipe.seed = static_cast<std::uint64_t>(project.seed);
        draft_.recipe.threads = project.threads;
        draft_.recipe.precision = project.precision;
        draft_.recipe.checkpoint_every = project.checkpoint_every;
    }

    void buildTemplate() {
        const TomlNode* section = table(root_, "template", "");
        if (section != nullptr) readFlat(*section, "template", draft_.recipe.prompt_template);
        const TomlNode* prompt = section != nullptr ? section->find("prompt") : nullptr;
        if (draft_.recipe.prompt_template.chat && prompt == nullptr) draft_.recipe.prompt_template.prompt = "{prompt}";
        draft_.places["template.prompt"] = prompt != nullptr ? prompt : &root_;
    }

    void buildModel(const std::string& name, const TomlNode& node) {
        const std::string section = "models";
        checkName(isName(name), node, section + "." + name);
        if (node.kind != TomlNode::Kind::Text || node.text.empty()) {
            problems_.add(node, section, fmt::format("{} must be a model folder in quotes, not {}", name, node.describe()));
            draft_.broken.insert(name);
            return;
        }
        draft_.places["models." + name] = &node;
        draft_.recipe.models[name] = node.text;
    }

    void buildData(const std::string& name, const TomlNode& node) {
        const std::string section = "data." + name;
        checkName(isName(name), node, section);
        if (!isTable(node, section, name)) return;
        DataSection data;
        data.name = name;
        readFlat(node, section, data);
        draft_.places[section] = &node;
        draft_.recipe.data.push_back(std::move(data));
    }

    void buildRubric(const std::string& name, const TomlNode& node) {
        const std::string section = "rubrics." + name;
        checkName(isName(name), node, section);
        if (!isTable(node, section, name)) return;
        RubricSection rubric;
        rubric.name = name;
        for (const auto& [term, value] : node.entries) buildTerm(section, term, value, rubric);
        if (node.entries.empty()) problems_.add(node, section, "the rubric has no terms", "Add one, e.g. accuracy = 1.0");
        draft_.places[section] = &node;
        draft_.recipe.rubrics.push_back(std::move(rubric));
    }

    void buildTerm(const std::string& rubric_section, const std::string& name, const TomlNode& node, RubricSection& rubric) {
        const std::string section = rubric_section + "." + name;
        checkName(isName(name), node, section);
        RewardTermSection term;
        term.name = name;
        if (node.kind == TomlNode::Kind::Table) {
            readFlat(node, section, term);
        } else {
            const Field<RewardTermSection>& weight =
                *std::find_if(fieldsOf<RewardTermSection>().begin(), fieldsOf<RewardTermSection>().end(),
                              [](const auto& field) { return std::string_view(field.key) == "weight"; });
            ValueReader(node, rubric_section, name, weight.rule, weight.unit, problems_).read(term.weight);
        }
        if (term.kind.empty() && (node.kind != TomlNode::Kind::Table || node.find("kind") == nullptr))
            nameKind(node, section, term);
        draft_.places[section] = &node;
        rubric.terms.push_back(std::move(term));
    }

    /// A term without a kind is of the kind it is named after.
    void nameKind(const TomlNode& node, const std::string& section, RewardTermSection& term) {
        const auto& kinds = fieldsOf<RewardTermSection>().front().rule.choices;
        if (std::find(kinds.begin(), kinds.end(), term.name) != kinds.end()) {
            term.kind = term.name;
        } else {
            problems_.add(node, section, fmt::format("no kind of reward is called {}", tomlText(term.name)),
                          suggestion(term.name, kinds));
        }
    }

    void buildStage(const std::string& name, const TomlNode& node) {
        const std::string section = "stages." + name;
        if (!isTable(node, section, name)) return;
        StageSection stage;
        stage.name = name;
        stage.line = node.line;
        stage.kind = readKind(node, section);
        const bool several = stage.kind == "evaluate" && node.find("models") != nullptr;
        const std::vector<std::string> models = several ? readModels(node, section) : std::vector<std::string>{};
        if (stage.kind.empty() || (several && models.empty())) {
            draft_.broken.insert(name);
            return;
        }
        checkName(isStageName(name, stage.kind == "evaluate"), node, section);
        stage.params = defaultParams(stage.kind);
        readParams(node, section, stage, several);
        addStages(std::move(stage), models, node);
    }

    /// Empty, and a problem, where there is no right kind.
    std::string readKind(const TomlNode& node, const std::string& section) {
        std::vector<std::string> kinds;
        for (const StageKind& known : stageKinds()) kinds.emplace_back(known.name);
        std::string kind;
        if (const TomlNode* value = node.find("kind")) {
            ValueReader(*value, section, "kind", {.choices = kinds}, "", problems_).read(kind);
        } else {
            problems_.add(node, section, "\"kind\" is missing", "Known: " + joinNames(kinds));
        }
        return kind;
    }

    /// `models = [...]` of an evaluate section.
    std::vector<std::string> readModels(const TomlNode& node, const std::string& section) {
        const TomlNode& list = *node.find("models");
        if (node.find("model") != nullptr)
            problems_.add(list, section, "model and models exclude each other", "Leave one of them out");
        std::vector<std::string> models;
        ValueReader(list, section, "models", {.required = true}, "", problems_).read(models);
        return models;
    }

    void readParams(const TomlNode& node, const std::string& section, StageSection& stage, bool has_models) {
        std::vector<std::string> known{"kind"};
        if (stage.kind == "evaluate") known.emplace_back("models");
        std::visit(
            [&](auto& params) {
                if constexpr (requires { params.model; }) {
                    if (has_models) params.model = "*";
                }
                visitParts(params, [&](const std::string& prefix, auto& part) {
                    using S = std::remove_reference_t<decltype(part)>;
                    if (prefix.empty()) {
                        for (std::string& key : keysOf<S>()) known.push_back(std::move(key));
                        readFields(node, section, part, problems_, stage.kind);
                    } else {
                        known.push_back(prefix);
                        readInline(node, section, prefix, part);
                    }
                });
            },
            stage.params);
        reportUnknownKeys(node, section, known, problems_);
    }

    template <class S>
    void readInline(const TomlNode& node, const std::string& section, const std::string& prefix, S& part) {
        const TomlNode* inner = table(node, prefix, section);
        if (inner != nullptr) readFlat(*inner, section + "." + prefix, part);
    }

    void addStages(StageSection stage, const std::vector<std::string>& models, const TomlNode& node) {
        if (models.empty()) {
            draft_.places["stages." + stage.name] = &node;
            draft_.recipe.stages.push_back(std::move(stage));
            return;
        }
        for (const std::string& model : models) {
            StageSection one = stage;
            one.name = stage.name + "." + model;
            std::get<EvaluateParams>(one.params).model = model;
            draft_.places["stages." + one.name] = &node;
            draft_.recipe.stages.push_back(std::move(one));
        }
    }

    const TomlNode& root_;
    ProblemList& problems_;
    RecipeDraft draft_;
};

}  // namespace

RecipeDraft buildRecipe(const TomlNode& root, ProblemList& problems) { return Builder(root, problems).build(); }

RecipeDraft buildRubrics(const TomlNode& root, ProblemList& problems) { return Builder(root, problems).buildRubrics(); }

}  // namespace retort
