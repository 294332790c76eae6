// SPDX-License-Identifier: Apache-2.0
// `retort sample --search mcts`: tree search over the steps of a completion.

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <optional>

#include "base/error.h"
#include "base/random.h"
#include "commands.h"
#include "data/encode.h"
#include "generate/batch_generator.h"
#include "json_lines.h"
#include "model/transformer.h"
#include "project/project.h"
#include "reward/accuracy_reward.h"
#include "reward/answer_extract.h"
#include "search/generated_steps.h"
#include "stages/process_reward_fn.h"
#include "stages/stage.h"

namespace retort::cli {
namespace {

using Json = nlohmann::ordered_json;

/// The form of prompts and answers: a project's, or the text as it is with answers in any of the usual ways.
TemplateSection formOf(const SampleArguments& arguments) {
    if (!arguments.project.empty()) {
        const TemplateSection form = loadRecipe(openProject(arguments.project).recipe_file).prompt_template;
        return resolveTemplate(form, arguments.model);
    }
    TemplateSection form;
    form.prompt = "{prompt}";
    form.answer_open = form.answer_close = "";
    return form;
}

/// "\n" as people type it.
std::string unescaped(std::string text) {
    for (std::size_t at = text.find("\\n"); at != text.npos; at = text.find("\\n")) text.replace(at, 2, "\n");
    return text;
}

class Searcher {
public:
    explicit Searcher(const SampleArguments& arguments)
        : arguments_(arguments),
          form_(formOf(arguments)),
          model_(Transformer::load(arguments.model)),
          tokenizer_(loadTokenizer(arguments.model, model_.config())),
          generator_(model_),
          accuracy_(form_) {
        sampling_ = {arguments.greedy ? 0 : arguments.temperature,
                     arguments.top_p,
                     arguments.max_tokens,
                     unescaped(arguments.step_separator),
                     {}};
        if (const auto eos = tokenizer_.eosId()) sampling_.stop_ids.push_back(*eos);
        for (const std::int64_t id : model_.config().eos_token_ids)
            sampling_.stop_ids.push_back(static_cast<std::int32_t>(id));
        if (arguments.value == "process") {
            if (arguments.process_model.empty())
                throw Error(ErrorCode::Usage, "the process reward model is missing", "--process-model",
                            "Name the checkpoint of a reward_model stage with loss = \"process\"");
            process_.emplace(arguments.process_model, sampling_.separator, arguments.aggregation, form_);
        }
        if (!arguments.tree.empty()) {
            trees_.open(arguments.tree);
            if (!trees_) throw Error(ErrorCode::Environment, "cannot be written", arguments.tree);
        }
    }

    Json answer(const Json& row) {
        const Prompt prompt = promptOf(row);
        GeneratedSteps steps(generator_, tokenizer_, encodePrompt(tokenizer_, form_, prompt).ids, sampling_);
        SearchSettings settings = arguments_.search_settings;
        settings.seed = deriveSeed(arguments_.seed, fmt::format("line {}", line_++));
        const std::unique_ptr<StepValue> value = makeValue(prompt, steps);
        const SearchTree tree = searchSteps(steps, *value, settings);
        if (trees_.is_open()) trees_ << tree.toJson() << '\n' << std::flush;
        std::string text = tree.text();
        bool finished = tree.finished();
        std::int64_t tokens = tree.tokens;
        if (!finished) {  // the budget ended before any completion did: it is written to its end
            text = steps
                       .finish(tree.best.empty() ? std::vector<std::string>() : tree.stepsTo(tree.best.back()), 1,
                               settings.seed, tokens)
                       .front();
            finished = true;
        }
        const double worth = tree.best.empty() ? 0 : tree.nodes[static_cast<std::size_t>(tree.best.back())].mean();
        return {{"completions", {{{"text", text}, {"finish_reason", finished ? "stop" : "length"}}}},
                {"search",
                 {{"simulations", tree.simulations}, {"nodes", tree.nodes.size()}, {"tokens", tokens}, {"value", worth}}}};
    }

private:
    static Prompt promptOf(const Json& row) {
        Prompt prompt;
        prompt.text = row.at("prompt").get<std::string>();
        if (row.contains("answer"))
            prompt.reference = row["answer"].is_string() ? row["answer"].get<std::string>() : row["answer"].dump();
        return prompt;
    }

    std::unique_ptr<StepValue> makeValue(const Prompt& prompt, GeneratedSteps& steps) {
        if (arguments_.value == "process")
            return std::make_unique<JudgedValue>([this, &prompt](const std::vector<std::string>& path) {
                return aggregateSteps(process_->stepScores(prompt.text, path), arguments_.aggregation);
            });
        if (arguments_.value == "consistency")
            return std::make_unique<ConsistencyValue>(
                steps, [this](const std::string& text) { return extractAnswer(text, form_).text.value_or(""); },
                arguments_.rollouts);
        if (prompt.reference.empty())
            throw Error(ErrorCode::BadInput, "has no \"answer\" for the verifier", {},
                        "Give one, or use --value consistency or process");
        return std::make_unique<VerifiedValue>(
            steps,
            [this, &prompt](const std::string& text) {
                Rollout rollout;
                rollout.text = text;
                return accuracy_.score(prompt, rollout).outcome == Outcome::Pass;
            },
            arguments_.rollouts);
    }

    const SampleArguments& arguments_;
    TemplateSection form_;
    Transformer model_;
    Tokenizer tokenizer_;
    BatchGenerator generator_;
    AccuracyReward accuracy_;
    StepSampling sampling_;
    std::optional<ProcessRewardFn> process_;
    std::ofstream trees_;
    std::int64_t line_ = 0;
};

}  // namespace

int searchCommand(const SampleArguments& arguments) {
    Searcher searcher(arguments);
    return filterLines([&](const Json& row) { return searcher.answer(row); });
}

}  // namespace retort::cli
