// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "recipe/recipe_builder.h"

namespace retort {
namespace {

/// Names in order, each once.
class InputList {
public:
    void add(const std::string& name) {
        if (!name.empty() && std::find(names_.begin(), names_.end(), name) == names_.end()) names_.push_back(name);
    }
    void add(const std::vector<std::string>& names) {
        for (const std::string& name : names) add(name);
    }
    /// The reward models that a rubric asks.
    void addRubric(const Recipe& recipe, const std::string& name) {
        const RubricSection* rubric = recipe.findRubric(name);
        if (rubric == nullptr) return;
        for (const RewardTermSection& term : rubric->terms) add(term.model);
    }
    std::vector<std::string> take() { return std::move(names_); }

private:
    std::vector<std::string> names_;
};

void collect(InputList& list, const Recipe& recipe, const GrpoParams& p) {
    list.add(p.model);
    list.add(p.data);
    list.addRubric(recipe, p.rubric);
}
void collect(InputList& list, const Recipe&, const SftParams& p) {
    list.add(p.model);
    list.add(p.data);
}
void collect(InputList& list, const Recipe&, const PretrainParams& p) {
    list.add(p.sft.model);
    list.add(p.sft.data);
}
void collect(InputList& list, const Recipe& recipe, const SampleParams& p) {
    list.add(p.model);
    list.add(p.data);
    list.addRubric(recipe, p.rubric);
}
void collect(InputList& list, const Recipe&, const CurateParams& p) { list.add(p.candidates); }
void collect(InputList& list, const Recipe&, const RewardModelParams& p) {
    list.add(p.model);
    list.add(p.data);
}
void collect(InputList& list, const Recipe& recipe, const EvaluateParams& p) {
    list.add(p.model);
    list.add(p.data);
    list.addRubric(recipe, p.rubric);
}

class Sorter {
public:
    explicit Sorter(std::vector<StageSection>& stages) : stages_(stages) {
        for (const StageSection& stage : stages_) names_.insert(stage.name);
    }

    /// Moves the stages into order; false when a cycle holds some back.
    bool sort() {
        std::vector<StageSection> ordered;
        while (!stages_.empty()) {
            const std::size_t next = nextReady();
            if (next == stages_.size()) break;
            done_.insert(stages_[next].name);
            ordered.push_back(std::move(stages_[next]));
            stages_.erase(stages_.begin() + static_cast<std::ptrdiff_t>(next));
        }
        const bool complete = stages_.empty();
        if (complete) stages_ = std::move(ordered);
        return complete;
    }

    /// Of the stages that are left after a failed sort: a walk along unfinished inputs until a name repeats.
    std::vector<std::string> cycle() const {
        std::vector<std::string> path;
        std::string name = stages_.front().name;
        for (;;) {
            const auto seen = std::find(path.begin(), path.end(), name);
            if (seen != path.end()) {
                path.erase(path.begin(), seen);
                path.push_back(name);
                return path;
            }
            path.push_back(name);
            const auto stage =
                std::find_if(stages_.begin(), stages_.end(), [&](const StageSection& s) { return s.name == name; });
            name = *std::find_if(stage->inputs.begin(), stage->inputs.end(), [&](const std::string& i) { return waits(i); });
        }
    }

private:
    bool waits(const std::string& input) const { return names_.contains(input) && !done_.contains(input); }

    /// The first evaluate stage that is ready, so that it follows its model at once; else the first other one.
    std::size_t nextReady() const {
        std::size_t first = stages_.size();
        for (std::size_t i = 0; i < stages_.size(); ++i) {
            const auto& inputs = stages_[i].inputs;
            if (std::any_of(inputs.begin(), inputs.end(), [&](const std::string& input) { return waits(input); })) continue;
            if (stages_[i].kind == "evaluate") return i;
            first = std::min(first, i);
        }
        return first;
    }

    std::vector<StageSection>& stages_;
    std::set<std::string> names_, done_;
};

}  // namespace

void orderStages(RecipeDraft& draft, ProblemList& problems) {
    for (StageSection& stage : draft.recipe.stages) {
        InputList list;
        std::visit([&](const auto& params) { collect(list, draft.recipe, params); }, stage.params);
        stage.inputs = list.take();
    }
    Sorter sorter(draft.recipe.stages);
    if (sorter.sort()) return;
    const std::vector<std::string> cycle = sorter.cycle();
    std::string text;
    for (const std::string& name : cycle) text += (text.empty() ? "" : " needs ") + name;
    const std::string path = "stages." + cycle.front();
    problems.add(draft.place(path), path, "stages form a cycle: " + text, "Let one of them start from something else");
}

}  // namespace retort
