// SPDX-License-Identifier: Apache-2.0
#include "serve/api.h"

namespace retort::api {
namespace {

using Json = nlohmann::ordered_json;

/// Of the drawn tokens, in the API's two shapes.
Json logprobsOf(const Head& head, const std::vector<std::int32_t>& ids, const std::vector<float>& values,
                const Tokenizer& tokenizer) {
    if (!head.logprobs) return nullptr;
    Json content = Json::array(), tokens = Json::array(), logprobs = Json::array();
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const std::string bytes = tokenizer.tokenBytes(ids[i]);
        Json list = Json::array();
        for (const char c : bytes) list.push_back(static_cast<unsigned char>(c));
        content.push_back({{"token", bytes}, {"logprob", values[i]}, {"bytes", list}, {"top_logprobs", Json::array()}});
        tokens.push_back(bytes);
        logprobs.push_back(values[i]);
    }
    if (head.chat) return {{"content", content}};
    return {{"tokens", tokens}, {"token_logprobs", logprobs}, {"top_logprobs", nullptr}};
}

Json object(const Head& head, const char* kind) {
    return {{"id", head.id}, {"object", kind}, {"created", head.created}, {"model", head.model}};
}

}  // namespace

std::string_view finishName(FinishReason reason) { return reason == FinishReason::Stop ? "stop" : "length"; }

Json usage(std::int64_t prompt_tokens, std::int64_t drawn) {
    return {{"prompt_tokens", prompt_tokens}, {"completion_tokens", drawn}, {"total_tokens", prompt_tokens + drawn}};
}

Json response(const Head& head, const std::vector<Choice>& choices, std::int64_t prompt_tokens, std::int64_t drawn,
              const Tokenizer& tokenizer) {
    Json json = object(head, head.chat ? "chat.completion" : "text_completion");
    json["choices"] = Json::array();
    for (std::size_t i = 0; i < choices.size(); ++i) {
        Json choice{{"index", i}};
        if (head.chat) choice["message"] = {{"role", "assistant"}, {"content", choices[i].text}};
        else choice["text"] = choices[i].text;
        choice["logprobs"] = logprobsOf(head, choices[i].ids, choices[i].logprobs, tokenizer);
        choice["finish_reason"] = finishName(choices[i].finish);
        json["choices"].push_back(std::move(choice));
    }
    json["usage"] = usage(prompt_tokens, drawn);
    return json;
}

Json chunk(const Head& head, std::int64_t index, const TextPiece& piece, bool first, const Tokenizer& tokenizer) {
    Json json = object(head, head.chat ? "chat.completion.chunk" : "text_completion");
    Json choice{{"index", index}};
    if (head.chat) {
        choice["delta"] = Json::object();
        if (first) choice["delta"]["role"] = "assistant";
        if (first || !piece.text.empty()) choice["delta"]["content"] = piece.text;
    } else {
        choice["text"] = piece.text;
    }
    choice["logprobs"] = logprobsOf(head, piece.ids, piece.logprobs, tokenizer);
    choice["finish_reason"] = piece.finish ? Json(finishName(*piece.finish)) : Json(nullptr);
    json["choices"] = Json::array({choice});
    return json;
}

Json errorBody(std::string_view message, std::string_view type, std::string_view param) {
    return {
        {"error",
         {{"message", message}, {"type", type}, {"param", param.empty() ? Json(nullptr) : Json(param)}, {"code", nullptr}}}};
}

}  // namespace retort::api
