// SPDX-License-Identifier: Apache-2.0
#include "project/check_report.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/error.h"
#include "data/dataset.h"
#include "data/row_reader.h"
#include "reward/answer_compare.h"
#include "reward/rubric.h"

namespace retort {
namespace {

/// What a data set holds, as far as the warnings need it.
struct DataFacts {
    std::vector<std::uint64_t> prompts;  ///< textHash of each, in order; of kind text: none
    std::set<std::string> domains;
    std::size_t without_reference = 0;  ///< of kind prompts
    std::size_t unreadable = 0;         ///< references that no answer can be compared with; of kind prompts
    std::string first_unreadable;       ///< file, row and why
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
        for (const RubricSection& rubric : recipe_.rubrics) checkTerms(rubric);
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

    /// What the recipe's own rules cannot see: a schema or an instruction that no answer can be judged by.
    void checkTerms(const RubricSection& rubric) {
        for (const RewardTermSection& term : rubric.terms) {
            try {
                checkRewardTerm(term, place("rubrics." + rubric.name + "." + term.name));
            } catch (const Error& error) {
                report_.findings.push_back({true, error.where(), error.message(), error.remedy()});
            }
        }
    }

    void readData(const DataSection& data) {
        try {
            // The workbench leaves Parquet and CSV to `retort`: nothing is known of them here, and nothing is wrong.
            if (isReadable(dataFormat(recipe_.resolve(data.path), data.path))) facts_.emplace(data.name, factsOf(data));
        } catch (const Error& error) {
            report_.findings.push_back({true, error.where(), error.message(), error.remedy()});
        }
    }

    DataFacts factsOf(const DataSection& data) const {
        DataFacts facts;
        const PathList files = recipe_.resolve(data.path);
        const auto add = [&](const std::string& prompt, const std::string& domain) {
            facts.prompts.push_back(textHash(prompt));
            facts.domains.insert(domain);
        };
        if (data.kind == "prompts")
            forEachPrompt(data, files, [&](const Prompt& row, const std::string& where) {
                facts.without_reference += row.reference.empty() ? 1 : 0;
                noteReference(row, where, facts);
                add(row.text, row.domain);
            });
        else if (data.kind == "sft")
            forEachSftRow(data, files, [&](const SftRow& row, const std::string&) { add(row.prompt, row.domain); });
        else if (data.kind == "pairs")
            forEachPair(data, files, [&](const PreferencePair& row, const std::string&) { add(row.prompt, row.domain); });
        else forEachText(data, files, [](const TextRow&, const std::string&) {});
        return facts;
    }

    static void noteReference(const Prompt& row, const std::string& where, DataFacts& facts) {
        const auto problem = row.reference.empty() ? std::nullopt : unreadableReference(row.reference);
        if (problem && facts.unreadable++ == 0)
            facts.first_unreadable = fmt::format("{}: {}: {}", where, opening(row.reference), *problem);
    }

    /// Text of a prompt of which only the hash was kept.
    std::string promptOf(const std::string& name, std::size_t row) const {
        DataSection section = *recipe_.findData(name);
        section.limit = static_cast<std::int64_t>(row) + 1;
        std::string text;
        forEachPrompt(section, recipe_.resolve(section.path),
                      [&](const Prompt& prompt, const std::string&) { text = normalized(prompt.text); });
        return text;
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
                const bool compares = term.kind == "accuracy" || term.kind == "code" || term.kind == "multiple_choice" ||
                                      term.kind == "exact" || term.kind == "numeric";
                if (compares && alone && facts->second.without_reference > 0)
                    warn(place("stages." + stage.name),
                         fmt::format("{} prompts of {} have no reference, and rubric {} scores {}",
                                     facts->second.without_reference, name, rubric->name, term.kind),
                         "Give the term a domain, or the prompts references");
                if (term.kind == "accuracy" && alone && facts->second.unreadable > 0)
                    warn(
                        place("stages." + stage.name),
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
                         a->second.prompts.size(), data, shared.front().second_row + 1,
                         opening(promptOf(suite, shared.front().second_row))),
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
