// SPDX-License-Identifier: Apache-2.0
#include "project/check_report.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/error.h"
#include "data/dataset.h"
#include "reward/answer_compare.h"

namespace retort {
namespace {

/// What a data set holds, as far as the warnings need it.
struct DataFacts {
    std::vector<std::string> prompts;  ///< in order; of kind text: none
    std::set<std::string> domains;
    std::size_t without_reference = 0;  ///< of kind prompts
    std::size_t unreadable = 0;         ///< references that no answer can be compared with; of kind prompts
    std::string first_unreadable;       ///< its row and why
};

/// At most 60 bytes of a text, ending on a whole character.
std::string opening(std::string text) {
    constexpr std::size_t most = 60;
    if (text.size() <= most) return text;
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end) + "...";
}

class Reporter {
public:
    Reporter(const Recipe& recipe, CheckReport& report) : recipe_(recipe), report_(report) {}

    void run() {
        for (const DataSection& data : recipe_.data) readData(data);
        for (const StageSection& stage : recipe_.stages) {
            used_.insert(stage.inputs.begin(), stage.inputs.end());
            used_rubrics_.insert(rubricOf(stage));
            checkRubricFits(stage);
            report_.stages.push_back({stage.name, stage.kind, stage.inputs, explain(stage)});
        }
        checkOverlaps();
        checkUnused();
    }

private:
    void warn(std::string where, std::string message, std::string remedy) {
        report_.findings.push_back({false, std::move(where), std::move(message), std::move(remedy)});
    }

    std::string place(const std::string& section) const { return recipe_.file.filename().string() + ": " + section; }

    void readData(const DataSection& data) {
        try {
            facts_.emplace(data.name, factsOf(data));
        } catch (const Error& error) {
            report_.findings.push_back({true, error.where(), error.message(), error.remedy()});
        }
    }

    DataFacts factsOf(const DataSection& data) const {
        DataFacts facts;
        const std::filesystem::path file = recipe_.resolve(data.path);
        const auto add = [&](std::string prompt, const std::string& domain) {
            facts.prompts.push_back(std::move(prompt));
            facts.domains.insert(domain);
        };
        if (data.kind == "prompts") {
            for (Prompt& row : readPrompts(data, file)) {
                facts.without_reference += row.reference.empty() ? 1 : 0;
                noteReference(row, facts);
                add(std::move(row.text), row.domain);
            }
        } else if (data.kind == "sft") {
            for (SftRow& row : readSftRows(data, file)) add(std::move(row.prompt), row.domain);
        } else if (data.kind == "pairs") {
            for (PreferencePair& row : readPairs(data, file)) add(std::move(row.prompt), row.domain);
        } else {
            readTexts(data, file);
        }
        return facts;
    }

    static void noteReference(const Prompt& row, DataFacts& facts) {
        const auto problem = row.reference.empty() ? std::nullopt : unreadableReference(row.reference);
        if (problem && facts.unreadable++ == 0) facts.first_unreadable = fmt::format("{}: {}: {}", row.key, opening(row.reference), *problem);
    }

    /// A term of a domain that no prompt has never scores; accuracy without references cannot.
    void checkRubricFits(const StageSection& stage) {
        const RubricSection* rubric = recipe_.findRubric(rubricOf(stage));
        if (rubric == nullptr) return;
        for (const RewardTermSection& term : rubric->terms) {
            bool applies = term.domain.empty();
            for (const std::string& name : stage.inputs) {
                if (recipe_.findData(name) == nullptr) continue;
                const auto facts = facts_.find(name);
                if (facts == facts_.end()) return;
                applies = applies || facts->second.domains.contains(term.domain);
                const bool alone = term.domain.empty() || facts->second.domains == std::set<std::string>{term.domain};
                if ((term.kind == "accuracy" || term.kind == "code") && alone && facts->second.without_reference > 0)
                    warn(place("stages." + stage.name),
                         fmt::format("{} prompts of {} have no reference, and rubric {} scores {}",
                                     facts->second.without_reference, name, rubric->name, term.kind),
                         "Give the term a domain, or the prompts references");
                if (term.kind == "accuracy" && alone && facts->second.unreadable > 0)
                    warn(place("stages." + stage.name),
                         fmt::format("{} references of {} cannot be read, so their answers are never scored; the first is {}",
                                     facts->second.unreadable, name, facts->second.first_unreadable),
                         "Correct them in the data");
            }
            if (!applies && stage.kind != "evaluate")
                warn(place("stages." + stage.name),
                     fmt::format("term {} of rubric {} is for domain \"{}\", which no prompt of the stage has", term.name,
                                 rubric->name, term.domain),
                     "Correct the domain, or leave the term out");
        }
    }

    /// Evaluation prompts in training data flatter the result.
    void checkOverlaps() {
        std::set<std::string> suites, training;
        for (const StageSection& stage : recipe_.stages) {
            std::set<std::string>& names = stage.kind == "evaluate" ? suites : training;
            for (const std::string& input : stage.inputs) {
                if (recipe_.findData(input) != nullptr) names.insert(input);
            }
        }
        for (const std::string& suite : suites) {
            for (const std::string& data : training) checkOverlap(suite, data);
        }
    }

    void checkOverlap(const std::string& suite, const std::string& data) {
        const auto a = facts_.find(suite), b = facts_.find(data);
        if (a == facts_.end() || b == facts_.end()) return;
        if (suite == data) {
            warn(place("data." + suite), "is used for training and for evaluation", "Evaluate on prompts of their own");
            return;
        }
        const std::vector<Overlap> shared = overlap(b->second.prompts, a->second.prompts);
        if (shared.empty()) return;
        warn(place("data." + suite),
             fmt::format("{} of its {} prompts are also in training data {}, first row {}: {}", shared.size(),
                         a->second.prompts.size(), data, shared.front().second_row + 1, opening(shared.front().text)),
             "Take them out of one of the two");
    }

    void checkUnused() {
        const auto check = [&](const std::set<std::string>& used, const std::string& group, const std::string& name) {
            if (!used.contains(name))
                warn(place(group + "." + name), "nothing uses it", "Leave it out, or name it in a stage");
        };
        for (const auto& [name, folder] : recipe_.models) check(used_, "models", name);
        for (const DataSection& data : recipe_.data) check(used_, "data", data.name);
        for (const RubricSection& rubric : recipe_.rubrics) check(used_rubrics_, "rubrics", rubric.name);
    }

    const Recipe& recipe_;
    CheckReport& report_;
    std::map<std::string, DataFacts> facts_;
    std::set<std::string> used_, used_rubrics_;
};

}  // namespace

std::string Finding::text() const {
    return fmt::format("{}: {}{}{}{}", is_error ? "error" : "warning", where.empty() ? "" : where + ": ", message,
                       remedy.empty() ? "" : ". ", remedy);
}

bool CheckReport::ok() const {
    return std::none_of(findings.begin(), findings.end(), [](const Finding& finding) { return finding.is_error; });
}

CheckReport checkProject(const Project& project, const std::vector<Override>& overrides) {
    CheckReport report;
    RecipeResult result =
        checkRecipe(project.recipe_file, {.overrides = overrides, .project = project.folder, .check_files = true});
    for (RecipeProblem& problem : result.problems)
        report.findings.push_back({true, std::move(problem.where), std::move(problem.message), std::move(problem.remedy)});
    if (!result.recipe) return report;
    report.recipe = std::move(result.recipe);
    Reporter(*report.recipe, report).run();
    std::stable_partition(report.findings.begin(), report.findings.end(),
                          [](const Finding& finding) { return finding.is_error; });
    return report;
}

}  // namespace retort
