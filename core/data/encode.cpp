// SPDX-License-Identifier: Apache-2.0
#include "data/encode.h"

#include <fmt/format.h>

#include "base/error.h"
#include "template/chat_template.h"
#include "text/think_split.h"

namespace retort {
namespace {

constexpr std::string_view placeholder = "{prompt}";

/// Ids with what the tokenizer puts in front; an EOS that it would append is left out, since the text goes on. A BOS that a
/// chat template wrote is not put there twice.
std::vector<std::int32_t> encodeOpening(const Tokenizer& tokenizer, std::string_view text) {
    std::vector<std::int32_t> ids = tokenizer.encode(text, true);
    const auto bos = tokenizer.bosId();
    if (bos && ids.size() > 1 && ids[0] == *bos && ids[1] == *bos) ids.erase(ids.begin());
    const auto eos = tokenizer.eosId();
    if (!eos || ids.empty() || ids.back() != *eos) return ids;
    const std::vector<std::int32_t> plain = tokenizer.encode(text, false);
    if (plain.empty() || plain.back() != *eos) ids.pop_back();
    return ids;
}

std::int32_t requireEos(const Tokenizer& tokenizer) {
    const auto eos = tokenizer.eosId();
    if (!eos)
        throw Error(ErrorCode::BadInput, "the tokenizer names no end-of-text token", "tokenizer_config.json",
                    "Set eos_token there");
    return *eos;
}

void fit(std::vector<std::int32_t>& ids, const std::string& key, std::int64_t max_length, LongRow long_row) {
    if (max_length <= 0 || static_cast<std::int64_t>(ids.size()) <= max_length) return;
    if (long_row == LongRow::Refuse)
        throw Error(ErrorCode::BadInput, fmt::format("has {} tokens, more than max_length = {}", ids.size(), max_length),
                    "row " + key, "Raise max_length or leave the row out");
    ids.resize(static_cast<std::size_t>(max_length));
}

}  // namespace

TemplateSection resolveTemplate(const TemplateSection& section, const std::filesystem::path& model) {
    if (!section.chat) return section;
    const auto chat = ChatTemplate::load(model);
    if (!chat)
        throw Error(ErrorCode::BadInput, "the model has no chat template, but [template] says chat = true", model.string(),
                    "Take chat out and write the prompt's form, or add a chat_template.jinja");
    TemplateSection resolved = section;
    resolved.chat = false;
    resolved.system.clear();
    resolved.prompt = chat->render({.messages = conversation(section.system, section.prompt),
                                    .add_generation_prompt = true,
                                    .tools = {},
                                    .kwargs = {}})
                          .text;
    if (resolved.prompt.find(placeholder) == std::string::npos)
        throw Error(ErrorCode::BadInput, "the chat template leaves out the user's message", model.string());
    return resolved;
}

std::string renderPrompt(const TemplateSection& section, std::string_view prompt) {
    const std::string_view pattern = section.prompt;
    std::string out;
    std::size_t from = 0;
    for (std::size_t at = pattern.find(placeholder); at != std::string_view::npos; at = pattern.find(placeholder, from)) {
        out.append(pattern.substr(from, at - from)).append(prompt);
        from = at + placeholder.size();
    }
    return out.append(pattern.substr(from));
}

EncodedPrompt encodePrompt(const Tokenizer& tokenizer, const TemplateSection& section, Prompt prompt) {
    EncodedPrompt encoded;
    encoded.ids = encodeOpening(tokenizer, renderPrompt(section, prompt.text));
    encoded.prompt = std::move(prompt);
    return encoded;
}

TrainingSample encodeSft(const Tokenizer& tokenizer, const TemplateSection& section, const SftRow& row,
                         std::int64_t max_length, LongRow long_row) {
    if (row.prompt.empty()) return encodeText(tokenizer, {row.key, row.completion}, max_length, long_row);
    const std::int32_t eos = requireEos(tokenizer);
    TrainingSample sample;
    sample.ids = encodeOpening(tokenizer, renderPrompt(section, row.prompt));
    sample.prompt_length = static_cast<std::int32_t>(sample.ids.size());
    const std::vector<std::int32_t> completion =
        tokenizer.encode(withoutPrefill(row.completion, section.prompt, section.think_open), false);
    sample.ids.insert(sample.ids.end(), completion.begin(), completion.end());
    sample.ids.push_back(eos);
    fit(sample.ids, row.key, max_length, long_row);
    if (static_cast<std::size_t>(sample.prompt_length) >= sample.ids.size())
        throw Error(ErrorCode::BadInput,
                    fmt::format("its prompt alone has {} tokens, max_length is {}", sample.prompt_length, max_length),
                    "row " + row.key, "Raise max_length or leave the row out");
    return sample;
}

TrainingSample encodeText(const Tokenizer& tokenizer, const TextRow& row, std::int64_t max_length, LongRow long_row) {
    const std::int32_t eos = requireEos(tokenizer);
    TrainingSample sample;
    sample.ids = encodeOpening(tokenizer, row.text);
    sample.ids.push_back(eos);
    fit(sample.ids, row.key, max_length, long_row);
    sample.prompt_length = 1;
    return sample;
}

}  // namespace retort
