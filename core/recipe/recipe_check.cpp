// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "base/file_pattern.h"
#include "recipe/recipe_builder.h"
#include "recipe/suggest.h"

namespace fs = std::filesystem;

namespace retort {
namespace {

using Names = std::vector<std::string>;

bool contains(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// "a grpo stage", "an sft stage"
std::string aStage(const std::string& kind) {
    const bool vowel = kind == "evaluate" || kind == "sft";
    return fmt::format("{} {} stage", vowel ? "an" : "a", kind);
}

class Checker {
public:
    Checker(const RecipeDraft& draft, bool check_files, ProblemList& problems)
        : draft_(draft), recipe_(draft.recipe), check_files_(check_files), problems_(problems) {}

    void check() {
        checkNames();
        if (recipe_.prompt_template.prompt.find("{prompt}") == std::string::npos)
            problems_.add(draft_.place("template.prompt"), "template", "prompt has no {prompt}",
                          "Put {prompt} where the problem should stand");
        if (check_files_) checkFiles();
        for (const RubricSection& rubric : recipe_.rubrics) checkRubric(rubric);
        for (const StageSection& stage : recipe_.stages) {
            stage_ = &stage;
            std::visit([&](const auto& params) { checkParams(params); }, stage.params);
        }
    }

private:
    std::string section() const { return "stages." + stage_->name; }

    /// Where a key of the current stage stands; the stage itself when it is not written there.
    const TomlNode& at(std::string_view key) const {
        const TomlNode& node = draft_.place(section());
        const TomlNode* child = node.find(key);
        if (child == nullptr && key == "model") child = node.find("models");
        return child != nullptr ? *child : node;
    }

    void fail(std::string_view key, std::string message, std::string remedy = {}) {
        problems_.add(at(key), section(), std::move(message), std::move(remedy));
    }

    void checkNames() {
        std::map<std::string, std::string> seen;
        const auto claim = [&](const std::string& name, const std::string& path, const std::string& what) {
            const auto [entry, is_new] = seen.emplace(name, what);
            if (!is_new)
                problems_.add(draft_.place(path), path,
                              fmt::format("{} is already the name of {}", tomlText(name), entry->second),
                              "Models, data sets and stages share one set of names: choose another");
        };
        for (const auto& [name, folder] : recipe_.models) claim(name, "models." + name, "a model");
        for (const DataSection& data : recipe_.data) claim(data.name, "data." + data.name, "a data set");
        for (const StageSection& stage : recipe_.stages) claim(stage.name, "stages." + stage.name, aStage(stage.kind));
    }

    void checkFiles() {
        std::error_code ignored;
        for (const auto& [name, folder] : recipe_.models) {
            if (!fs::is_regular_file(recipe_.resolve(folder) / "config.json", ignored))
                problems_.add(draft_.place("models." + name), "models." + name,
                              fmt::format("there is no {}/config.json", folder),
                              "Put a HuggingFace model folder there or correct the path");
        }
        for (const DataSection& data : recipe_.data) {
            for (const std::string& path : data.path)
                if (matchingFiles(recipe_.resolve(path)).empty())
                    problems_.add(draft_.place("data." + data.name), "data." + data.name, nothingMatches(path),
                                  "Put the data there or correct the path");
        }
    }

    void checkRubric(const RubricSection& rubric) {
        for (const RewardTermSection& term : rubric.terms) {
            const std::string path = "rubrics." + rubric.name + "." + term.name;
            const TomlNode& node = draft_.place(path);
            if (term.kind == "reward_model" || term.kind == "process") {
                checkRewardModel(term, node, path);
            } else if (!term.model.empty()) {
                problems_.add(node, path, "model is only for terms of kind reward_model or process",
                              "Leave it out or set kind = \"reward_model\"");
            }
            checkOnlyFor(term, "json_schema", "schema", !term.schema.empty(), path);
            checkOnlyFor(term, "instructions", "instructions", !term.instructions.empty(), path);
            checkOnlyFor(term, "instructions", "partial", term.partial, path);
            if (term.kind == "length" && term.max_length <= term.min_length)
                problems_.add(node, path,
                              fmt::format("max_length ({}) must be above min_length ({})", term.max_length, term.min_length),
                              "Set both, in tokens");
        }
    }

    void checkOnlyFor(const RewardTermSection& term, const char* kind, const char* field, bool given,
                      const std::string& path) {
        if (given && term.kind != kind)
            problems_.add(draft_.place(path), path, fmt::format("{} is only for terms of kind {}", field, kind),
                          fmt::format("Leave it out or set kind = \"{}\"", kind));
    }

    void checkRewardModel(const RewardTermSection& term, const TomlNode& node, const std::string& path) {
        const StageSection* stage = recipe_.findStage(term.model);
        if (term.model.empty()) {
            problems_.add(node, path, "\"model\" is missing", "Name the reward_model stage that scores");
        } else if (draft_.broken.contains(term.model)) {
            return;
        } else if (stage == nullptr) {
            problems_.add(node, path, fmt::format("model {} is not a stage", tomlText(term.model)),
                          suggestion(term.model, stagesOf({"reward_model"})));
        } else if (stage->kind != "reward_model") {
            problems_.add(
                node, path,
                fmt::format("model {} is {}, not a reward_model stage", tomlText(term.model), aStage(stage->kind)));
        } else if (const auto* judge = std::get_if<RewardModelParams>(&stage->params);
                   judge != nullptr && (judge->loss == "process") != (term.kind == "process")) {
            problems_.add(node, path,
                          fmt::format("a term of kind {} cannot read {}, whose loss is {}", term.kind, tomlText(term.model),
                                      judge->loss),
                          "Terms of kind process read reward_model stages with loss = \"process\", and only those");
        }
    }

    Names stagesOf(const Names& kinds) const {
        Names names;
        for (const StageSection& stage : recipe_.stages) {
            if (contains(kinds, stage.kind)) names.push_back(stage.name);
        }
        return names;
    }

    void checkModel(const std::string& name) {
        static const Names makers{"pretrain", "sft", "grpo", "distill"};
        if (name.empty() || recipe_.models.contains(name) || draft_.broken.contains(name)) return;
        const StageSection* stage = recipe_.findStage(name);
        if (stage != nullptr) {
            if (!contains(makers, stage->kind))
                fail("model",
                     fmt::format("model {} is {}, which makes no model that writes", tomlText(name), aStage(stage->kind)));
        } else if (recipe_.findData(name) != nullptr) {
            fail("model", fmt::format("model {} is a data set", tomlText(name)));
        } else {
            Names known = stagesOf(makers);
            for (const auto& [model, folder] : recipe_.models) known.push_back(model);
            fail("model", fmt::format("model {} is neither in [models] nor a stage", tomlText(name)),
                 suggestion(name, known));
        }
    }

    void checkData(const Names& names, const Names& data_kinds, const Names& stage_kinds) {
        for (const std::string& name : names) {
            const DataSection* data = recipe_.findData(name);
            const StageSection* stage = recipe_.findStage(name);
            const std::string wanted = fmt::format("{} stages read data of kind {}", stage_->kind, joinNames(data_kinds));
            if (data != nullptr) {
                if (!contains(data_kinds, data->kind))
                    fail("data", fmt::format("data {} is of kind {}", tomlText(name), data->kind), wanted);
            } else if (stage != nullptr) {
                if (!contains(stage_kinds, stage->kind))
                    fail("data",
                         fmt::format("data {} is {}, whose output cannot be read here", tomlText(name), aStage(stage->kind)),
                         wanted);
            } else if (!draft_.broken.contains(name)) {
                Names known = stagesOf(stage_kinds);
                for (const DataSection& section : recipe_.data) known.push_back(section.name);
                fail("data",
                     fmt::format("data {} is not in [data]{}", tomlText(name), stage_kinds.empty() ? "" : " nor a stage"),
                     suggestion(name, known));
            }
        }
    }

    void checkRubricName(const std::string& name) {
        if (name.empty() || recipe_.findRubric(name) != nullptr || draft_.broken.contains(name)) return;
        Names known;
        for (const RubricSection& rubric : recipe_.rubrics) known.push_back(rubric.name);
        fail("rubric", fmt::format("rubric {} is not in [rubrics]", tomlText(name)), suggestion(name, known));
    }

    void checkMix(const std::vector<double>& mix, const Names& data) {
        if (mix.empty()) return;
        if (mix.size() != data.size())
            fail("mix", fmt::format("mix has {} shares for {} data sets", mix.size(), data.size()),
                 "Give one share for each");
        else if (std::accumulate(mix.begin(), mix.end(), 0.0) <= 0)
            fail("mix", "the shares of mix are all 0", "Give one share above 0");
    }

    void checkParams(const GrpoParams& p) {
        checkModel(p.model);
        checkData(p.data, {"prompts"}, {});
        checkRubricName(p.rubric);
        checkMix(p.mix, p.data);
        const std::int64_t rollouts = p.prompts_per_step * p.group_size;
        if (rollouts % p.minibatches != 0)
            fail("minibatches",
                 fmt::format("{} prompts x {} = {} rollouts cannot be split into {} minibatches", p.prompts_per_step,
                             p.group_size, rollouts, p.minibatches),
                 "Choose minibatches that divide prompts_per_step * group_size");
        if (p.sampling.temperature <= 0)
            fail("sampling", "temperature must be above 0 for grpo", "At 0 all completions of a prompt are the same");
    }

    void checkParams(const SftParams& p) {
        checkModel(p.model);
        checkData(p.data, {"sft", "text"}, {"sample", "curate"});
        checkMix(p.mix, p.data);
    }

    void checkParams(const PretrainParams& p) {
        checkData(p.sft.data, {"sft", "text"}, {"sample", "curate"});
        checkMix(p.sft.mix, p.sft.data);
        checkModel(p.sft.model);
        if (p.sft.model.empty()) {
            checkInit(p.init);
        } else if (p.init != InitSection{}) {
            problems_.add(at("init"), section() + ".init", "model and init exclude each other",
                          "Leave model out to begin from random weights, or init to train on");
        }
    }

    void checkInit(const InitSection& init) {
        const auto wrong = [&](std::string message) { problems_.add(at("init"), section() + ".init", std::move(message)); };
        if (init.hidden_size % init.num_attention_heads != 0)
            wrong(fmt::format("hidden_size ({}) must be a multiple of num_attention_heads ({})", init.hidden_size,
                              init.num_attention_heads));
        else if (init.hidden_size / init.num_attention_heads % 2 != 0)
            wrong(fmt::format("hidden_size / num_attention_heads ({}) must be even, for the rotary embedding",
                              init.hidden_size / init.num_attention_heads));
        if (init.num_attention_heads % init.num_key_value_heads != 0)
            wrong(fmt::format("num_attention_heads ({}) must be a multiple of num_key_value_heads ({})",
                              init.num_attention_heads, init.num_key_value_heads));
        if (init.tokenizer.empty())
            problems_.add(at("init"), section() + ".init", "\"tokenizer\" is missing",
                          "Name a folder with tokenizer.json, or give the stage a model to train on");
        std::error_code ignored;
        const bool missing = !init.tokenizer.empty() && check_files_ &&
                             !fs::is_regular_file(recipe_.resolve(init.tokenizer) / "tokenizer.json", ignored);
        if (missing)
            problems_.add(at("init"), section() + ".init", fmt::format("there is no {}/tokenizer.json", init.tokenizer),
                          "Put a tokenizer folder there or correct the path");
    }

    void checkParams(const SampleParams& p) {
        checkModel(p.model);
        checkData(p.data, {"prompts"}, {});
        checkRubricName(p.rubric);
    }

    void checkParams(const CurateParams& p) {
        const StageSection* source = recipe_.findStage(p.candidates);
        const bool named = !p.candidates.empty() && !draft_.broken.contains(p.candidates);
        if (named && source == nullptr)
            fail("candidates", fmt::format("candidates {} is not a stage", tomlText(p.candidates)),
                 suggestion(p.candidates, stagesOf({"sample"})));
        else if (source != nullptr && source->kind != "sample")
            fail("candidates", fmt::format("candidates {} is {}", tomlText(p.candidates), aStage(source->kind)),
                 "Name a sample stage");
        if (p.max_length > 0 && p.max_length < p.min_length)
            fail("max_length", fmt::format("max_length ({}) is below min_length ({})", p.max_length, p.min_length));
    }

    void checkParams(const RewardModelParams& p) {
        checkModel(p.model);
        if (p.loss != "process") return checkData(p.data, {"pairs"}, {});
        checkData(p.data, {"steps"}, {"sample"});
        for (const std::string& name : p.data)
            if (const StageSection* stage = recipe_.findStage(name))
                if (const auto* sample = std::get_if<SampleParams>(&stage->params);
                    sample != nullptr && sample->step_rollouts == 0)
                    fail("data", fmt::format("stage {} labels no steps", tomlText(name)),
                         "Set its step_rollouts, e.g. to 8");
    }

    void checkParams(const EvaluateParams& p) {
        checkModel(p.model);
        if (!p.data.empty()) checkData({p.data}, {"prompts"}, {});
        checkRubricName(p.rubric);
    }

    const RecipeDraft& draft_;
    const Recipe& recipe_;
    bool check_files_;
    ProblemList& problems_;
    const StageSection* stage_ = nullptr;
};

}  // namespace

void checkRecipeRules(const RecipeDraft& draft, bool check_files, ProblemList& problems) {
    Checker(draft, check_files, problems).check();
}

}  // namespace retort
