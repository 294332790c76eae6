// SPDX-License-Identifier: Apache-2.0
#include "data/encode_chat.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "text/think_split.h"

namespace retort {
namespace {

using Json = nlohmann::ordered_json;

struct ByteRange {
    std::size_t begin = 0, end = 0;
};

/// Where each token lies in the text; nothing where a token's bytes are not what follows there. The first token may have a
/// space that the text lacks (sentencepiece's).
std::optional<std::vector<ByteRange>> placesOf(const Tokenizer& tokenizer, std::span<const std::int32_t> ids,
                                               std::string_view text) {
    std::vector<ByteRange> places;
    std::size_t at = 0;
    for (const std::int32_t id : ids) {
        std::string bytes = tokenizer.tokenBytes(id);
        if (at == 0 && bytes.starts_with(' ') && !text.starts_with(' ')) bytes.erase(0, 1);
        if (text.substr(at, bytes.size()) != bytes) return std::nullopt;
        places.push_back({at, at + bytes.size()});
        at += bytes.size();
    }
    if (at != text.size()) return std::nullopt;
    return places;
}

/// Tokens of the pieces between the spans' ends, each for itself: what is left where tokens and text do not align.
TrainingSample encodePieces(const Tokenizer& tokenizer, const RenderedChat& chat) {
    TrainingSample sample;
    std::size_t at = 0;
    const auto add = [&](std::size_t end, std::uint8_t flag) {
        for (const std::int32_t id : tokenizer.encode(std::string_view(chat.text).substr(at, end - at))) {
            sample.ids.push_back(id);
            sample.loss_mask.push_back(flag);
        }
        at = end;
    };
    for (const RenderedChat::Span& span : chat.generated) {
        add(span.begin, 0);
        add(span.end, 1);
    }
    add(chat.text.size(), 0);
    return sample;
}

TrainingSample encodeMarked(const Tokenizer& tokenizer, const RenderedChat& chat) {
    TrainingSample sample;
    sample.ids = tokenizer.encode(chat.text);
    if (auto mask = maskOfSpans(tokenizer, sample.ids, chat.text, chat.generated)) sample.loss_mask = std::move(*mask);
    else sample = encodePieces(tokenizer, chat);
    const auto first = std::ranges::find(sample.loss_mask, std::uint8_t{1});
    sample.prompt_length = static_cast<std::int32_t>(first - sample.loss_mask.begin());
    return sample;
}

std::string rendered(const ChatTemplate& chat, const Json& messages, bool ask) {
    return chat.render({.messages = messages.dump(), .add_generation_prompt = ask, .tools = {}, .kwargs = {}}).text;
}

TrainingSample encodeLast(const Tokenizer& tokenizer, const ChatTemplate& chat, const Json& messages,
                          const std::string& key) {
    Json before = messages;
    before.erase(before.size() - 1);
    const std::string prompt = rendered(chat, before, true), whole = rendered(chat, messages, false);
    const Json& content = messages.back()["content"];
    TrainingSample sample;
    sample.ids = tokenizer.encode(prompt);
    sample.prompt_length = static_cast<std::int32_t>(sample.ids.size());
    const bool written_alike =
        whole.starts_with(prompt) && content.is_string() && whole.find(content.get<std::string>(), 0) != whole.npos;
    if (!written_alike && !content.is_string())
        throw Error(ErrorCode::BadInput, "the chat template writes the last message otherwise than it asks for it",
                    "row " + key, "Give the message's content as text");
    const std::string completion =
        written_alike ? whole.substr(prompt.size())
                      : std::string(withoutPrefill(content.get<std::string>(), prompt, TemplateSection().think_open));
    for (const std::int32_t id : tokenizer.encode(completion)) sample.ids.push_back(id);
    if (!written_alike) {
        const auto end = turnEnd(tokenizer, chat);
        if (const auto eos = end ? end : tokenizer.eosId()) sample.ids.push_back(*eos);
    }
    return sample;
}

Json readMessages(const std::string& text, const std::string& system, const std::string& key) {
    Json messages = Json::parse(text, nullptr, false);
    const auto role = [](const Json& message) { return message.is_object() ? message.value("role", "") : ""; };
    if (!messages.is_array() || messages.empty() || role(messages.back()) != "assistant" ||
        !messages.back().contains("content"))
        throw Error(ErrorCode::BadInput, "the messages do not end with an assistant's", "row " + key,
                    "Each is {\"role\", \"content\"}; the last one is what is learnt");
    if (!system.empty() && role(messages.front()) != "system")
        messages.insert(messages.begin(), {{"role", "system"}, {"content", system}});
    return messages;
}

}  // namespace

std::optional<std::vector<std::uint8_t>> maskOfSpans(const Tokenizer& tokenizer, std::span<const std::int32_t> ids,
                                                     std::string_view text, const std::vector<RenderedChat::Span>& spans) {
    const auto places = placesOf(tokenizer, ids, text);
    if (!places) return std::nullopt;
    std::vector<std::uint8_t> mask(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i)
        for (const RenderedChat::Span& span : spans)
            if ((*places)[i].begin < span.end && (*places)[i].end > span.begin) mask[i] = 1;
    return mask;
}

std::optional<std::int32_t> turnEnd(const Tokenizer& tokenizer, const ChatTemplate& chat) {
    constexpr std::string_view kProbe = "retort";
    const Json messages{{{"role", "user"}, {"content", "?"}}, {{"role", "assistant"}, {"content", kProbe}}};
    std::string text;
    try {
        text = rendered(chat, messages, false);
    } catch (const Error&) {
        return std::nullopt;  // a template that wants other messages says so when it is used
    }
    const std::size_t at = text.rfind(kProbe);
    if (at == text.npos) return std::nullopt;
    for (const std::int32_t id : tokenizer.encode(std::string_view(text).substr(at + kProbe.size()))) {
        const std::string bytes = tokenizer.tokenBytes(id);
        if (bytes.find_first_not_of(" \t\r\n") == bytes.npos) continue;
        const bool special = tokenizer.decode(std::span(&id, 1), true).empty();
        return special ? std::optional(id) : std::nullopt;
    }
    return std::nullopt;
}

TrainingSample encodeConversation(const Tokenizer& tokenizer, const ChatTemplate& chat, const std::string& messages,
                                  const std::string& system, const std::string& key, std::int64_t max_length,
                                  LongRow long_row) {
    const Json conversation = readMessages(messages, system, key);
    TrainingSample sample;
    try {
        sample = chat.marksGeneration()
                     ? encodeMarked(
                           tokenizer,
                           chat.render(
                               {.messages = conversation.dump(), .add_generation_prompt = false, .tools = {}, .kwargs = {}}))
                     : encodeLast(tokenizer, chat, conversation, key);
    } catch (const Error& error) {
        throw Error(error.code(), error.message(), "row " + key + (error.where().empty() ? "" : ": " + error.where()),
                    error.remedy());
    }
    if (max_length > 0 && static_cast<std::int64_t>(sample.ids.size()) > max_length) {
        if (long_row == LongRow::Refuse)
            throw Error(ErrorCode::BadInput,
                        fmt::format("has {} tokens, more than max_length = {}", sample.ids.size(), max_length), "row " + key,
                        "Raise max_length or leave the row out");
        sample.ids.resize(static_cast<std::size_t>(max_length));
        if (!sample.loss_mask.empty()) sample.loss_mask.resize(sample.ids.size());
    }
    if (sample.prompt_length >= static_cast<std::int32_t>(sample.ids.size()))
        throw Error(ErrorCode::BadInput, "nothing in it is the assistant's", "row " + key,
                    "Does the template mark the assistant's words with {% generation %}?");
    return sample;
}

}  // namespace retort
