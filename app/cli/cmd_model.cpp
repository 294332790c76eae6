// SPDX-License-Identifier: Apache-2.0
// Filters over a model: tokenize, score, sample.

#include <ATen/core/Tensor.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/from_blob.h>

#include "base/error.h"
#include "base/file.h"
#include "chat_row.h"
#include "commands.h"
#include "generate/batch_generator.h"
#include "json_lines.h"
#include "model/transformer.h"
#include "ops/token_logprobs.h"
#include "sample_stream.h"
#include "tokenizer/tokenizer.h"
#include "train/reward_model.h"

namespace retort::cli {
namespace {

using OrderedJson = nlohmann::ordered_json;
using Ids = std::vector<std::int32_t>;

/// A chat template writes the tokens that open a text itself; a plain prompt gets those of the tokenizer.
Ids promptIds(const OrderedJson& row, const std::optional<Tokenizer>& tokenizer,
              const std::optional<ChatTemplate>& chat_template) {
    if (row.contains("ids")) return row.at("ids").get<Ids>();
    if (!tokenizer)
        throw Error(ErrorCode::BadInput, "this model folder has no tokenizer", {}, "Give \"ids\" instead of \"prompt\"");
    if (row.contains("messages")) {
        if (!chat_template)
            throw Error(ErrorCode::BadInput, "the model has no chat template", "messages", "Give \"prompt\" instead");
        return tokenizer->encode(chat_template->render(chatRequest(row, true)).text, false);
    }
    return tokenizer->encode(row.at("prompt").get<std::string>(), true);
}

std::optional<Tokenizer> tokenizerOf(const std::string& folder) {
    if (!std::filesystem::exists(std::filesystem::path(folder) / "tokenizer.json")) return std::nullopt;
    return Tokenizer::load(folder);
}

void checkIds(const Ids& ids, const ModelConfig& config) {
    for (const std::int32_t id : ids)
        if (id < 0 || id >= config.vocab_size)
            throw Error(ErrorCode::BadInput, "id " + std::to_string(id) + " is outside the vocabulary", "ids");
}

/// By its config.json: a model with a head for one score.
bool isRewardModel(const std::filesystem::path& folder) {
    const auto config = nlohmann::json::parse(readFile(folder / "config.json"), nullptr, false);
    const auto names = config.is_object() ? config.find("architectures") : config.end();
    return config.is_object() && names != config.end() && names->is_array() && !names->empty() &&
           names->front().is_string() && names->front().get<std::string>().ends_with("ForSequenceClassification");
}

}  // namespace

int tokenizeCommand(const TokenizeArguments& arguments) {
    const Tokenizer tokenizer = Tokenizer::load(arguments.model);
    return filterLines([&](const OrderedJson& row) -> OrderedJson {
        if (row.contains("ids")) return {{"text", tokenizer.decode(row.at("ids").get<Ids>())}};
        return {{"ids", tokenizer.encode(row.at("text").get<std::string>(), arguments.special_tokens)}};
    });
}

/// Scores as a reward model gives them: of the whole sequence, read at its last token.
int judgeCommand(const ScoreArguments& arguments) {
    const RewardModel model = RewardModel::load(arguments.model);
    return filterLines([&](const OrderedJson& row) -> OrderedJson {
        const Ids ids = row.at("ids").get<Ids>();
        checkIds(ids, model.config());
        return {{"score", model.score({ids}).front()}};
    });
}

int scoreCommand(const ScoreArguments& arguments) {
    if (isRewardModel(arguments.model)) return judgeCommand(arguments);
    const Transformer model = Transformer::load(arguments.model);
    const at::NoGradGuard no_grad;
    return filterLines([&](const OrderedJson& row) -> OrderedJson {
        const Ids ids = row.at("ids").get<Ids>();
        if (ids.size() < 2) return {{"logprobs", OrderedJson::array()}};
        checkIds(ids, model.config());
        const PackedTokens tokens = pack({Ids(ids.begin(), ids.end() - 1)});
        std::vector<std::int64_t> next(ids.begin() + 1, ids.end());
        const at::Tensor targets = at::from_blob(next.data(), {static_cast<std::int64_t>(next.size())}, at::kLong);
        const at::Tensor logprobs = tokenLogprobs(model.hidden(tokens), model.headWeight(), targets).logprobs.contiguous();
        return {{"logprobs", std::vector<float>(logprobs.data_ptr<float>(), logprobs.data_ptr<float>() + logprobs.numel())}};
    });
}

int sampleCommand(const SampleArguments& arguments) {
    if (arguments.stream) return streamSamples(arguments);
    if (!arguments.search.empty()) return searchCommand(arguments);
    const Transformer model = Transformer::load(arguments.model);
    const auto tokenizer = tokenizerOf(arguments.model);
    const auto chat_template = ChatTemplate::load(arguments.model);
    BatchGenerator generator(model);
    GenerateOptions options{.temperature = arguments.greedy ? 0 : arguments.temperature,
                            .top_p = arguments.top_p,
                            .max_tokens = arguments.max_tokens,
                            .samples = arguments.n,
                            .seed = arguments.seed,
                            .entropies = false,
                            .stop_ids = {}};
    for (const std::int64_t id : model.config().eos_token_ids) options.stop_ids.push_back(static_cast<std::int32_t>(id));
    if (options.stop_ids.empty() && tokenizer)
        if (const auto eos = tokenizer->eosId()) options.stop_ids.push_back(*eos);
    return filterLines([&](const OrderedJson& row) -> OrderedJson {
        OrderedJson completions = OrderedJson::array();
        const auto generated = generator.generate({promptIds(row, tokenizer, chat_template)}, options);
        for (const Completion& completion : generated.front()) {
            Ids shown = completion.ids;
            if (completion.finish_reason == FinishReason::Stop && !shown.empty()) shown.pop_back();
            completions.push_back({{"text", tokenizer ? tokenizer->decode(shown) : ""},
                                   {"ids", completion.ids},
                                   {"logprobs", completion.logprobs},
                                   {"finish_reason", name(completion.finish_reason)}});
        }
        ++options.seed;  // lines that ask the same get different samples
        return {{"completions", completions}};
    });
}

}  // namespace retort::cli
